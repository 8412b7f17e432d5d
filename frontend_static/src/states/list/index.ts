import type { State } from "../state";
import { afterwards, withoutLink } from "./afterwards";
import { coachPanel } from "./coachPanel";
import { door, preview } from "./door";
import { everywhere, landing, partnerLink, settings, signIn } from "./outside";
import { facilitatorDoor, facilitatorRoom } from "./facilitatorRoom";
import { partnerRoom } from "./partnerRoom";
import { safety } from "./safety";
import { sessionPage } from "./sessionPage";
import { invite, sessions } from "./sessions";

export const states: State[] = [
  ...landing,
  ...partnerLink,
  ...signIn,
  ...sessions,
  ...invite,
  ...door,
  ...preview,
  ...partnerRoom,
  ...afterwards,
  ...withoutLink,
  ...facilitatorDoor,
  ...facilitatorRoom,
  ...coachPanel,
  ...safety,
  ...sessionPage,
  ...settings,
  ...everywhere,
];
