/** Words by which a Partner reaches their data later: their address, the code, and the page without a link. */
import { isolate } from "./names";
import { sayLongDay } from "./time";

export const myData = {
  page: "My data",
  title: "See or delete your data",
  lead: "Were you a partner in a call? If you gave us your e-mail address, we mail you a code. It opens your data.",
  byLink: "Still have your link? Open it in the browser you used. You need no code there.",
  email: "Your e-mail",
  emailBad: "That address does not look right. Check it.",
  send: "Send code",
  sending: "Sending…",
  /** Says the same whether we know the address or not. */
  maybeSent: (email: string) => `If we know ${email}, a code is on its way. It works for 15 minutes.`,
  sent: (email: string) => `We sent a code to ${email}. It works for 15 minutes.`,
  code: "Code",
  codeNeeded: "Type the six digits from the mail.",
  submit: "Go on",
  checking: "Checking…",
  noMail: "No mail? Look in spam.",
  other: "Ask for a new code",
  places: "Your calls",
  place: (name: string, day: string) => `With ${isolate(name)}, ${day}`,
  none: "Nothing is kept for this address. It may be deleted by now.",
  all: "All my calls",
  runOut: "Your code has run out. Ask for a new one.",
  confirm: {
    title: "Come back to your data later",
    text: "Give us your e-mail address. Later we can mail you a code that opens this page, with no link. We do not keep the address, just a mark made from it.",
    submit: "Confirm",
    done: (iso: string) => `You confirmed an address on ${sayLongDay(iso)}.`,
    where: (host: string) => `To come back, open ${host}/my-data and ask for a code.`,
    change: "Use another address",
    forget: "Forget my address",
    open: "Come back to your data later",
  },
} as const;
