/** Every word of the Partner's pages, for review. */
export const partner = {
  door: {
    title: (name: string) => `${name} invites you to a session`,
    lead: (name: string) => `You talk, ${name} guides. You can leave at any time.`,
    notTherapy: "Peer support, not therapy.",
    danger: (emergency: string) =>
      `With the coach off, no AI looks out for danger. With it on, it can still miss it. In danger now? Call ${emergency}.`,
    yourName: (name: string) => `Your name for ${name} (optional)`,
    choices: "Your choices: nothing is on unless you turn it on",
    listening: "Let the coach listen to me",
    recording: "Keep a sound recording",
    copy: "Send me a copy",
    email: "Your e-mail",
    check: "Check camera and microphone",
    join: "Join",
    joining: "Joining…",
    changeLater: "You can change this in the call.",
    notHere: (name: string) => `${name} is not here yet. You can join and wait.`,
    foot: (versions: string) => `Text ${versions}. We keep the time of your choice.`,
    loading: "Opening your invitation",
    someone: "Your guide",
    helpNow: "Need help now?",
  },
  pill: {
    joining: "Coach is joining",
    away: "Coach is away",
    listening: "Coach is listening",
    muted: "Coach is on, but your mic is off",
    justStopped: "Coach stopped. It cannot hear you.",
    off: "Coach is off",
    telling: "Stopped on this device. Still telling the server…",
    stop: "Stop",
    stopLabel: "Stop the coach",
    turnOn: "Turn on",
    where: "Where does my sound go?",
    label: "The coach",
  },
  turnOn: { title: "Let the coach listen to me", yes: "Turn on", no: "Keep off", failed: "The coach could not be turned on. Try again." },
  where: {
    title: "Where does my sound go?",
    people: (name: string) => `You to ${name}: live, not kept.`,
    coach: (name: string, where: string) => `You to the coach, when it is on: ${where} The hints go to ${name} only.`,
    kept: (days: number) => `The text is kept until ${days} days after the summary is made, or until you ask us to delete it.`,
    inCall: "In this call",
    coachName: "Silent Coach",
    you: "You",
  },
  room: {
    alone: (name: string) => `${name} is not here yet. This page starts by itself.`,
    help: "Help",
    leave: "Leave",
  },
  help: {
    title: "Help",
    same: "This page is the same for everybody.",
    lines: "Someone to talk to now",
    grounding: "Come back to the room",
    groundingSteps: [
      "Put both feet on the floor.",
      "Look around and name five things you see.",
      "Breathe out slowly, longer than you breathe in.",
      "You can stop at any time. Nothing has to be finished today.",
    ],
    weather: "Leave and open a weather page",
  },
  left: {
    title: "You have left. Take a moment for yourself.",
    ended: "The session has ended. Take a moment for yourself.",
    comeBack: "Come back",
    copy: "Send me a copy of the summary",
    data: "See or delete my data",
    dataLead: (name: string) => `Your choices are kept with their times. To see or delete what was kept, write to ${name} or come back to this link.`,
  },
} as const;

/** 5.7, as the door says them; `name` is who invited, where known. */
export const inviteProblem = (slug: string, name: string, id: string): string => {
  const sentences: Record<string, string> = {
    "invite-expired": `This link has run out. Ask ${name} for a new one.`,
    "invite-revoked": `${name} has withdrawn this link. Ask them if that is a mistake.`,
    "invite-used": "This link is in use on another device. Go on there, or ask for a new one.",
    "invite-unknown": "We do not know this link. Check that all of it was copied.",
    "session-ended": "This session has ended.",
    "session-full": "This call already has two people. Are you in another tab?",
    "rate-limited": "Too many tries. Try again in a minute.",
    conflict: "The text has changed. Please read it and choose again.",
    unavailable: "We cannot save right now. Your text is kept on this device.",
  };
  return sentences[slug] ?? `Something went wrong on our side. Try again. If it stays, quote ${id}.`;
};
