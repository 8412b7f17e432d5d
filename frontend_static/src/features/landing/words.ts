export const landing = {
  title: "Practise with your parts, with a quiet coach at hand.",
  lead: "Two people, one call. One talks, one guides, and a silent coach helps the one who guides to stay curious.",
  guide: {
    title: "I guide",
    text: "Hold a session with a silent coach.",
    signIn: "Sign in with e-mail",
    open: "Open my sessions",
  },
  invited: {
    title: "I was invited",
    text: "Use the link you were sent, or paste it.",
    label: "Invitation link",
    open: "Open",
    bad: "That is not an invitation link.",
  },
  how: {
    title: "How it works",
    steps: [
      ["Invite", "You make a session and send one person a link."],
      ["Choose", "They open it and choose. Nothing is on unless they turn it on."],
      ["Talk", "They talk, you guide. The coach writes short hints that only you see."],
      ["Look back", "After the call you get a summary by e-mail."],
    ],
  },
  hears: {
    title: "Who hears what",
    lines: [
      ["The coach", "hears the partner only, and only after their yes. It never speaks and never sees anybody."],
      ["The guide", "hears the partner and sees the hints. The coach does not hear the guide."],
      ["The partner", "sees at all times if the coach listens. One tap stops it at once."],
    ],
  },
  notTherapy: {
    title: "Not therapy",
    text: "This is peer support. Two people practise as equals. The coach is not a therapist. It can be wrong, and it can miss signs of danger.",
  },
  help: {
    title: "Need help now?",
    danger: (emergency: string) => `In danger now? Call ${emergency}.`,
    unknown: "In danger now? Call your local emergency number.",
    country: "Country",
  },
  myData: { question: "Were you a partner in a call?", link: "See or delete your data" },
  partner: {
    page: "Your invitation",
    title: "Open your invitation",
    lead: "Somebody who guides sent you a link. Tap it in their message, or paste it here.",
    none: "No link? Ask the person who invited you to send it again.",
  },
} as const;
