/** The room and LiveKit's client with it: asked for at the door, needed after Join. */
export const loadRoom = () => import("./PartnerRoom");
