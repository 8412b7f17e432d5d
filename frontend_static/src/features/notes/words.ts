/** The Facilitator's own notes. */
export const notes = {
  label: "Your own notes",
  hint: "Only you see these. They are saved while you type.",
  placeholder: "What you want to remember",
  saving: "Saving…",
  saved: (time: string) => `Saved ${time}`,
  kept: "We cannot save right now. Your text is kept on this device.",
  conflict: "This was changed in another tab. Your text is kept below.",
  other: "Saved in the other tab",
  keepMine: "Keep mine",
  takeOther: "Use the other",
  both: "Put both together",
  emptied: "The other tab emptied the notes.",
  tryNow: "Save now",
  room: (left: number) => `Room for ${left} more characters.`,
};
