/** One person's side of the call: joins, keeps joined, and never publishes before the media server knows who may subscribe. */
import { DisconnectReason, RoomEvent, Track, type Room } from "livekit-client";

import { heardByServer } from "./acknowledged";
import type { CallPorts, CallState, Device, Devices, Wishes } from "./callState";
import { DeviceFlow, openMeter } from "./deviceFlow";
import { subscribeToExpected } from "./expected";
import { isOfTheLine } from "./libraryErrors";
import { openRoom } from "./openRoom";
import { watchPage } from "./pageEvents";
import { readPlace } from "./place";
import { hearText, type TextStreamSink } from "./textStreams";
import { watchUnplugged, type Unpluggable } from "./unplugged";
import type { Identities } from "./whoMayHear";

const REJOIN_MS = [500, 1_000, 2_000, 4_000, 8_000];
const LAST_REJOIN_MS = 10_000;
/** ms: how long the server may take to show that it heard a withdrawal. */
const HEARD_MS = 400;
const HEARD_LONG_MS = 1_500;
/** ms: how long the library may take to mend its connection, or the server to answer, once the page has woken. */
const WOKEN_MS = 4_000;
/** ms: a page that was hidden and yet goes on comes back after this. */
const HIDDEN_MS = 1_000;
/** Reasons of the server's for which a connection is not lost but taken. */
const PUT_OUT = new Set([DisconnectReason.PARTICIPANT_REMOVED, DisconnectReason.ROOM_DELETED, DisconnectReason.ROOM_CLOSED]);
const SOURCES = { microphone: Track.Source.Microphone, camera: Track.Source.Camera } as const;
type Hold = "withdrawn" | "flow";

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

  readonly devices: DeviceFlow;

  private partnerVersion = 0;
  private readonly takeExpected: () => void;
  private readonly listeners = new Set<() => void>();
  private readonly holds: Record<Unpluggable, Set<Hold>> = { microphone: new Set(), camera: new Set() };
  /** Each attempt to be in the room has its own; whatever belongs to an older one stops. */
  private run = 0;
  /** Whether the person wants to be in the room: between `join` and `leave`. */
  private wanted = false;
  /** The run that is on its way in by a fresh ticket, or null. */
  private joiningRun: number | null = null;
  private hurry: () => void = () => undefined;
  private unwatch: (() => void) | null = null;

  constructor(
    private readonly ports: CallPorts,
    wishes: Wishes,
    devices: Devices = {},
  ) {
    this.wishes = { ...wishes };
    this.room = openRoom(devices);
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
    this.devices = new DeviceFlow({
      published: (device) => {
        const publication = this.publicationOf(device);
        return publication?.track ? { track: publication.track.mediaStreamTrack, on: !publication.isMuted } : null;
      },
      meter: openMeter,
      hold: (device, held) => void this.holdUpstream(device, "flow", held),
      changed: () => this.changed(),
      now: () => Date.now(),
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
    this.wanted = true;
    this.unwatch ??= watchPage({ hidden: this.hidden, changed: this.pageChanged });
    this.devices.start();
    this.set({ at: "connecting" });
    await this.joinUntilIn(run);
  }

  async leave(): Promise<void> {
    const run = ++this.run;
    this.rest();
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
    if (await heardByServer(this.room, HEARD_MS)) return;
    const run = this.run;
    await this.holdUpstream("microphone", "withdrawn", true);
    // A new run publishes a new track, after the right was taken.
    while (run === this.run && !(await heardByServer(this.room, HEARD_LONG_MS))) this.permit();
    await this.holdUpstream("microphone", "withdrawn", false);
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

  /** Opens a device anew that is switched on and gives nothing. */
  async reopen(device: Unpluggable): Promise<void> {
    await this.device(device, async () => {
      const { audioTrack, videoTrack } = this.publicationOf(device) ?? {};
      await (device === "microphone" ? audioTrack : videoTrack)?.restartTrack();
    });
  }

  async setShare(on: boolean): Promise<void> {
    await this.device("share", () =>
      this.room.localParticipant.setScreenShareEnabled(on, { audio: false, selfBrowserSurface: "include" }),
    );
  }

  /** Text streams of one topic from one identity; see `hearText`. Register before joining. */
  hear(topic: string, from: () => string | undefined, open: (attributes: Record<string, string>) => TextStreamSink | null): () => void {
    return hearText(this.room, topic, from, open);
  }

  /** Our own microphone as it is sent, for recording it here; null while there is none. */
  get microphone(): MediaStreamTrack | null {
    return this.publicationOf("microphone")?.track?.mediaStreamTrack ?? null;
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
    this.joiningRun = run;
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
        this.joiningRun = null;
        this.set(this.state.at === "reconnecting" ? { at: "open", backMs: Date.now() } : { at: "open" });
        await this.publishWishes();
        return;
      } catch (error) {
        if (run !== this.run) return;
        const verdict = this.ports.judge(error);
        if (verdict === "ended") return this.stopAt({ at: "ended" });
        if (verdict === "final") return this.stopAt({ at: "refused", error });
        if (this.state.at === "connecting" && attempt >= 3) return this.stopAt({ at: "refused", error });
        await this.pause(REJOIN_MS[attempt] ?? LAST_REJOIN_MS);
      }
    }
  }

  /** Waits `ms`, or until the page wakes. */
  private async pause(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.hurry = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** From here on nobody brings us back. */
  private rest(): void {
    this.wanted = false;
    this.joiningRun = null;
    this.unwatch?.();
    this.unwatch = null;
    this.devices.stop();
  }

  private stopAt(state: CallState): void {
    this.rest();
    this.set(state);
  }

  /** Not in the room any more, and nobody asked for it: comes back by a fresh ticket. `first`: done before, `waitMs` later. */
  private async rejoin(first?: () => Promise<void>, waitMs = 0, putOut = false): Promise<void> {
    const run = ++this.run;
    this.joiningRun = run;
    // Lets go of what it measures at once: a page that is put aside runs no timer.
    this.devices.stop();
    this.devices.start();
    const sinceMs = this.state.at === "reconnecting" ? this.state.sinceMs : Date.now();
    this.set(putOut ? { at: "reconnecting", sinceMs, putOut } : { at: "reconnecting", sinceMs });
    await first?.();
    if (waitMs > 0) await this.pause(waitMs);
    if (run === this.run) await this.joinUntilIn(run);
  }

  private get isIn(): boolean {
    return this.wanted && (this.state.at === "open" || this.state.at === "reconnecting");
  }

  /** The page is closed, or put aside and shown again later. The others are told now; who comes back is in the room again. */
  private hidden = (): void => {
    if (this.isIn) void this.rejoin(() => this.room.disconnect(), HIDDEN_MS);
  };

  /** The page was frozen, hidden or without network: what the room says of its connection may be old. */
  private pageChanged = (): void => {
    this.hurry();
    if (this.isIn && this.joiningRun === null) void this.checkConnection();
  };

  private async checkConnection(): Promise<void> {
    const { run } = this;
    const stands = () => this.joiningRun !== null || run !== this.run;
    if (await heardByServer(this.room, WOKEN_MS)) return;
    if (!stands() && this.isIn && !(await heardByServer(this.room, HEARD_LONG_MS)) && !stands()) {
      await this.rejoin(() => this.room.disconnect());
    }
  }

  private publicationOf(device: Unpluggable) {
    return this.room.localParticipant.getTrackPublication(SOURCES[device]);
  }

  /** Nothing is sent of a device while anything holds it; the server shows it to the others as muted. */
  private async holdUpstream(device: Unpluggable, why: Hold, held: boolean): Promise<void> {
    const holds = this.holds[device];
    if (held) holds.add(why);
    else holds.delete(why);
    const publication = this.publicationOf(device);
    if (!publication?.track) return;
    await (holds.size > 0 ? publication.pauseUpstream() : publication.resumeUpstream());
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
    // Asked for, or seen by the loop that is joining.
    if (!this.wanted || this.joiningRun === this.run || this.state.at === "connecting") return;
    if (reason === DisconnectReason.DUPLICATE_IDENTITY) {
      this.run += 1;
      return this.stopAt({ at: "elsewhere" });
    }
    // Only a fresh ticket tells whether the session goes on.
    void this.rejoin(undefined, 0, reason !== undefined && PUT_OUT.has(reason));
  };
}
