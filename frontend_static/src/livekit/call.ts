/** One person's side of the call: joins, keeps joined, and never publishes before the media server knows who may subscribe. */
import {
  ConnectionState,
  DeviceUnsupportedError,
  DisconnectReason,
  LivekitError,
  Room,
  RoomEvent,
  Track,
  type TextStreamReader,
} from "livekit-client";

import { subscribeToExpected } from "./expected";
import { readPlace } from "./place";
import { watchUnplugged, type Unpluggable } from "./unplugged";
import type { Identities } from "./whoMayHear";

export interface Ticket {
  url: string;
  token: string;
  identities: Identities;
  /** See `Place.version`. */
  partner_version: number;
}

/** `open.backMs`: since when, after a break. `refused`: the ticket was refused, `error` says why. Times are unix ms. */
export type CallState =
  | { at: "connecting" }
  | { at: "open"; backMs?: number }
  | { at: "reconnecting"; sinceMs: number }
  | { at: "elsewhere" }
  | { at: "ended" }
  | { at: "left" }
  | { at: "refused"; error: unknown };

export interface CallPorts {
  /** A fresh ticket; a refusal throws. */
  ticket: () => Promise<Ticket>;
  /** Identities that may subscribe to us, asked anew each time it matters. */
  mayHear: (identities: Identities) => string[];
  /** Identities whose sound and picture we take. */
  isHeard: (identities: Identities) => string[];
  /** What a refused ticket means: the session is over, trying again is useless, or it is worth another try. */
  judge: (error: unknown) => "ended" | "final" | "retry";
}

export type Device = "microphone" | "camera" | "share";
export interface Wishes {
  microphone: boolean;
  camera: boolean;
}
export interface Devices {
  audioinput?: string;
  videoinput?: string;
  audiooutput?: string;
}

const REJOIN_MS = [500, 1_000, 2_000, 4_000, 8_000];
const LAST_REJOIN_MS = 10_000;
/** ms: how long the server may take to show that it heard a withdrawal. */
const HEARD_MS = 400;
const HEARD_LONG_MS = 1_500;

export class Call {
  readonly room: Room;
  state: CallState = { at: "connecting" };
  identities: Identities | null = null;
  /** What the person wants, kept over reconnects and denied devices. */
  wishes: Wishes;
  /** The last refusal of a device, cleared when it works. */
  trouble: Partial<Record<Device, unknown>> = {};
  /** Pulled out while in use: since when (unix ms), until the person presses its button. */
  unplugged: Partial<Record<Unpluggable, number>> = {};

  private partnerVersion = 0;
  private readonly takeExpected: () => void;
  private readonly listeners = new Set<() => void>();
  private run = 0;

  constructor(
    private readonly ports: CallPorts,
    wishes: Wishes,
    devices: Devices = {},
  ) {
    this.wishes = { ...wishes };
    this.room = new Room({
      adaptiveStream: true,
      dynacast: true,
      audioCaptureDefaults: {
        autoGainControl: true,
        echoCancellation: true,
        noiseSuppression: true,
        ...(devices.audioinput ? { deviceId: devices.audioinput } : {}),
      },
      ...(devices.videoinput ? { videoCaptureDefaults: { deviceId: devices.videoinput } } : {}),
      ...(devices.audiooutput ? { audioOutput: { deviceId: devices.audiooutput } } : {}),
    });
    this.room
      .on(RoomEvent.Reconnecting, this.reconnecting)
      .on(RoomEvent.SignalReconnecting, this.reconnecting)
      .on(RoomEvent.Reconnected, this.reconnected)
      .on(RoomEvent.RoomMetadataChanged, this.placeChanged)
      .on(RoomEvent.Disconnected, this.disconnected);
    this.takeExpected = subscribeToExpected(this.room, () => this.heard());
    watchUnplugged(this.room, (device) => {
      this.unplugged = { ...this.unplugged, [device]: Date.now() };
      this.changed();
    });
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  read = (): CallState => this.state;

  /** Joins; also the way back from `elsewhere`, `left` and `refused`. */
  async join(): Promise<void> {
    const run = ++this.run;
    this.set({ at: "connecting" });
    await this.joinUntilIn(run);
  }

  async leave(): Promise<void> {
    const run = ++this.run;
    await this.room.disconnect();
    if (run === this.run) this.set({ at: "left" });
  }

  /** Identities whose sound and picture we take now. */
  heard(): string[] {
    return this.identities ? this.ports.isHeard(this.identities) : [];
  }

  /** Tells the media server at once who may subscribe to us; it holds for later tracks too. */
  permit(): void {
    if (!this.identities) return;
    const allowed = this.ports.mayHear(this.identities);
    this.room.localParticipant.setTrackSubscriptionPermissions(
      false,
      allowed.map((participantIdentity) => ({ participantIdentity, allowAll: true })),
    );
  }

  /**
   * Takes a listener's right away at once. Sound may flow on while the line to the server is dead and the request waits:
   * unless the server shows within a moment that it heard us, our microphone falls silent until it does.
   */
  async withdraw(): Promise<void> {
    this.permit();
    if (await this.heardByServer(HEARD_MS)) return;
    const mic = this.room.localParticipant.getTrackPublication(Track.Source.Microphone);
    if (!mic?.track) return;
    const run = this.run;
    await mic.pauseUpstream();
    // A new run publishes a new track, after the right was taken.
    while (run === this.run && !(await this.heardByServer(HEARD_LONG_MS))) this.permit();
    await mic.resumeUpstream();
  }

  /**
   * Whether the server answered within `ms`, and so had all we sent before. The library has no acknowledgement for
   * permissions; a change of attributes is answered, by a refusal, since people may not change their own.
   */
  private async heardByServer(ms: number): Promise<boolean> {
    const late = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), ms));
    if (this.room.state !== ConnectionState.Connected) return late;
    const answered = this.room.localParticipant.setAttributes({ heard: String(Date.now()) }).then(
      () => true,
      (error: unknown) => (isRefusal(error) ? true : late),
    );
    return Promise.race([answered, late]);
  }

  async setMicrophone(on: boolean): Promise<void> {
    this.wishes = { ...this.wishes, microphone: on };
    if (on && this.state.at !== "open") return this.changed();
    await this.device("microphone", () => this.room.localParticipant.setMicrophoneEnabled(on));
  }

  async setCamera(on: boolean): Promise<void> {
    this.wishes = { ...this.wishes, camera: on };
    if (on && this.state.at !== "open") return this.changed();
    await this.device("camera", () => this.room.localParticipant.setCameraEnabled(on));
  }

  async setShare(on: boolean): Promise<void> {
    await this.device("share", () =>
      this.room.localParticipant.setScreenShareEnabled(on, { audio: false, selfBrowserSurface: "include" }),
    );
  }

  /**
   * Hears text streams of one topic from one identity; anybody else's are dropped unread. `ended(false)` when a stream broke
   * off. Register before joining.
   */
  hear(
    topic: string,
    from: () => string | undefined,
    open: (attributes: Record<string, string>) => { piece: (text: string) => void; ended: (whole: boolean) => void } | null,
  ): () => void {
    this.room.registerTextStreamHandler(topic, (reader, { identity }) => {
      if (!identity || identity !== from()) return;
      const sink = open(reader.info.attributes ?? {});
      if (sink) void drain(reader, sink);
    });
    return () => this.room.unregisterTextStreamHandler(topic);
  }

  /** Our own microphone as it is sent, for recording it here; null while there is none. */
  get microphone(): MediaStreamTrack | null {
    return this.room.localParticipant.getTrackPublication(Track.Source.Microphone)?.track?.mediaStreamTrack ?? null;
  }

  /** What the API writes about this room, at each change. */
  hearMetadata(listener: (metadata: string) => void): () => void {
    this.room.on(RoomEvent.RoomMetadataChanged, listener);
    return () => this.room.off(RoomEvent.RoomMetadataChanged, listener);
  }

  async ask(identity: string, method: string, payload: string, timeoutMs = 8_000): Promise<string> {
    return this.room.localParticipant.performRpc({
      destinationIdentity: identity,
      method,
      payload,
      responseTimeout: timeoutMs,
    });
  }

  private set(state: CallState): void {
    this.state = state;
    this.listeners.forEach((listener) => {
      listener();
    });
  }

  /** Something beside the state changed: whoever looks, looks again. */
  private changed(): void {
    this.set({ ...this.state });
  }

  private async joinUntilIn(run: number): Promise<void> {
    for (let attempt = 0; run === this.run; attempt += 1) {
      try {
        const ticket = await this.ports.ticket();
        if (run !== this.run) return;
        this.identities = ticket.identities;
        this.partnerVersion = ticket.partner_version;
        // Set before connecting: the library then sends it as its first word, ahead of any track.
        this.permit();
        await this.room.connect(ticket.url, ticket.token);
        if (run !== this.run) return;
        this.placeChanged();
        this.permit();
        this.takeExpected();
        this.set(this.state.at === "reconnecting" ? { at: "open", backMs: Date.now() } : { at: "open" });
        await this.publishWishes();
        return;
      } catch (error) {
        if (run !== this.run) return;
        const verdict = this.ports.judge(error);
        if (verdict === "ended") return this.set({ at: "ended" });
        if (verdict === "final") return this.set({ at: "refused", error });
        if (this.state.at === "connecting" && attempt >= 3) return this.set({ at: "refused", error });
        await new Promise((resolve) => setTimeout(resolve, REJOIN_MS[attempt] ?? LAST_REJOIN_MS));
      }
    }
  }

  private async publishWishes(): Promise<void> {
    const { microphone, camera } = this.wishes;
    if (microphone) await this.setMicrophone(true);
    if (camera) await this.setCamera(true);
  }

  private async device(kind: Device, change: () => Promise<unknown>): Promise<void> {
    try {
      await change();
      this.trouble = { ...this.trouble, [kind]: undefined };
      this.unplugged = { ...this.unplugged, [kind]: undefined };
    } catch (error) {
      // Closing the browser's own picker is no trouble, and a broken line none of the device: coming back tries again.
      if (kind !== "share" && !isOfTheLine(error)) this.trouble[kind] = error;
    }
    this.changed();
  }

  /** Another Partner, or none: the one before may not hear us and is not heard any more. */
  private placeChanged = (): void => {
    const said = readPlace(this.room.metadata);
    if (!said || !this.identities || said.version < this.partnerVersion) return;
    this.partnerVersion = said.version;
    if (said.partner === this.identities.partner) return;
    this.identities = { ...this.identities, partner: said.partner };
    this.permit();
    this.takeExpected();
    this.changed();
  };

  private reconnecting = (): void => {
    if (this.state.at === "open") this.set({ at: "reconnecting", sinceMs: Date.now() });
  };

  private reconnected = (): void => {
    this.placeChanged();
    this.permit();
    this.takeExpected();
    this.set({ at: "open", backMs: Date.now() });
    const me = this.room.localParticipant;
    if (this.wishes.microphone && !me.isMicrophoneEnabled) void this.setMicrophone(true);
    if (this.wishes.camera && !me.isCameraEnabled) void this.setCamera(true);
  };

  private disconnected = (reason?: DisconnectReason): void => {
    if (this.state.at === "left" || this.state.at === "connecting") return;
    if (reason === DisconnectReason.CLIENT_INITIATED) return;
    if (reason === DisconnectReason.DUPLICATE_IDENTITY) {
      this.run += 1;
      return this.set({ at: "elsewhere" });
    }
    // Removed, room closed, or the network: only a fresh ticket tells whether the session goes on.
    const run = ++this.run;
    if (this.state.at !== "reconnecting") this.set({ at: "reconnecting", sinceMs: Date.now() });
    void this.joinUntilIn(run);
  };
}

/** The library's own errors (a publication that timed out, an engine that closed), not the browser's refusal of a device. */
function isOfTheLine(error: unknown): boolean {
  return error instanceof LivekitError && !(error instanceof DeviceUnsupportedError);
}

/** The server's own "no", not the library's "no answer". */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error) || error.name !== "SignalRequestError") return false;
  return !("reason" in error && error.reason === "TimeoutError");
}

async function drain(
  reader: TextStreamReader,
  sink: { piece: (text: string) => void; ended: (whole: boolean) => void },
): Promise<void> {
  try {
    for await (const text of reader) sink.piece(text);
    // An aborted stream may also be closed in good order and say so in its attributes.
    const attributes = reader.info.attributes ?? {};
    sink.ended(!("aborted" in attributes));
  } catch {
    sink.ended(false);
  }
}
