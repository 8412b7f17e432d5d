/**
 * LiveKit's own client with a scripted server behind it: connecting, people, tracks, text streams and calls are answered here,
 * through the same doors by which the library hears its server. Everything above (Call, the hooks, the pages) is the product's.
 */
import { ParticipantInfo, ParticipantInfo_Kind, ParticipantInfo_State, TrackInfo, TrackSource, TrackType } from "@livekit/protocol";
import {
  ConnectionState,
  DisconnectReason,
  LocalAudioTrack,
  LocalTrackPublication,
  LocalVideoTrack,
  ParticipantEvent,
  Room,
  RoomEvent,
  Track,
  type LocalParticipant,
  type RemoteParticipant,
} from "livekit-client";
import type { Identities, Side } from "@/livekit/whoMayHear";
import { audioTrack, paints, videoTrack } from "./pictures";

export const identities = { facilitator: "f-1", partner: "p-1", coach: "coach-1" } satisfies Identities;

export interface Person {
  part: keyof Identities;
  name?: string;
  attributes?: Record<string, string>;
  camera?: boolean;
  microphone?: boolean;
  screen?: boolean;
}

/** How joining goes: in, never answered, or no use of devices inside. */
export interface RoomScript {
  connects?: "in" | "never";
  /** Our own microphone and camera, once in. */
  devices?: "fine" | DOMException;
  /** We speak all the time. */
  speaking?: true;
  people?: Person[];
}

/** What the library keeps to itself and the script needs. */
interface Inside {
  setAndEmitConnectionState: (state: ConnectionState) => boolean;
  handleParticipantUpdates: (infos: ParticipantInfo[]) => void;
  handleDisconnect: (stopTracks: boolean, reason: DisconnectReason) => void;
  handleAudioPlaybackFailed: (error: unknown) => void;
  setupLocalParticipantEvents: () => void;
  /** Absent after a disconnect; set up by `connect`. */
  maybeCreateEngine: () => void;
}
interface InsideParticipant {
  updateInfo: (info: ParticipantInfo) => boolean;
  addTrackPublication: (publication: LocalTrackPublication) => void;
  addSubscribedMediaTrack: (track: MediaStreamTrack, sid: string, stream: MediaStream, receiver: RTCRtpReceiver) => void;
  setConnectionQuality: (quality: number) => void;
}
type StreamHandler = Parameters<Room["registerTextStreamHandler"]>[1];
type Reader = Parameters<StreamHandler>[0];

/** One text stream, written piece by piece. */
export interface Writer {
  write: (text: string) => void;
  close: () => void;
  breakOff: () => void;
}

/** The Room the page made, with hands on the server's side of it. */
export class ScriptedRoom {
  readonly handlers = new Map<string, StreamHandler>();
  private readonly tracks = new Map<string, { sid: string; source: TrackSource }[]>();
  private streams = 0;

  constructor(
    readonly room: Room,
    readonly side: Side,
    readonly script: RoomScript,
  ) {}

  private get inside(): Inside {
    return this.room as unknown as Inside;
  }

  joined(): void {
    this.inside.maybeCreateEngine();
    const me = this.room.localParticipant;
    (me as unknown as InsideParticipant).updateInfo(new ParticipantInfo({ sid: "PA_me", identity: identities[this.side] }));
    this.inside.setupLocalParticipantEvents();
    this.inside.setAndEmitConnectionState(ConnectionState.Connected);
    this.room.emit(RoomEvent.Connected);
    this.script.people?.forEach((one) => this.comes(one));
  }

  /** Arrives, or changes: also for attributes and muted tracks. */
  comes({ part, name, attributes = {}, camera = part !== "coach", microphone = part !== "coach", screen = false }: Person): void {
    const identity = identities[part];
    const wanted = [
      ...(microphone ? [TrackSource.MICROPHONE] : []),
      ...(camera ? [TrackSource.CAMERA] : []),
      ...(screen ? [TrackSource.SCREEN_SHARE] : []),
    ].map((source) => ({ sid: `TR_${part}_${source}`, source }));
    const before = this.tracks.get(identity) ?? [];
    this.tracks.set(identity, wanted);
    this.inside.handleParticipantUpdates([
      new ParticipantInfo({
        sid: `PA_${part}`,
        identity,
        name: name ?? "",
        attributes,
        state: ParticipantInfo_State.ACTIVE,
        kind: part === "coach" ? ParticipantInfo_Kind.AGENT : ParticipantInfo_Kind.STANDARD,
        tracks: wanted.map(
          ({ sid, source }) =>
            new TrackInfo({ sid, source, type: source === TrackSource.MICROPHONE ? TrackType.AUDIO : TrackType.VIDEO }),
        ),
      }),
    ]);
    const person = this.room.remoteParticipants.get(identity) as (RemoteParticipant & InsideParticipant) | undefined;
    for (const { sid, source } of wanted) {
      if (source === TrackSource.MICROPHONE || before.some((one) => one.sid === sid)) continue;
      const track = videoTrack(source === TrackSource.SCREEN_SHARE ? paints.screen : part === "coach" ? paints.me : paints[part]);
      person?.addSubscribedMediaTrack(track, sid, new MediaStream([track]), new RTCPeerConnection().addTransceiver("video").receiver);
    }
  }

  goes(part: keyof Identities, disconnectReason = DisconnectReason.CONNECTION_TIMEOUT): void {
    this.tracks.delete(identities[part]);
    this.inside.handleParticipantUpdates([
      new ParticipantInfo({ sid: `PA_${part}`, identity: identities[part], state: ParticipantInfo_State.DISCONNECTED, disconnectReason }),
    ]);
  }

  /** The signal to the server breaks and is being mended. */
  breaks(): void {
    this.inside.setAndEmitConnectionState(ConnectionState.SignalReconnecting);
    this.room.emit(RoomEvent.SignalReconnecting);
  }
  mends(): void {
    this.inside.setAndEmitConnectionState(ConnectionState.Connected);
    this.room.emit(RoomEvent.Reconnected);
  }
  /** The connection is gone for good, and everybody with it. */
  loses(): void {
    this.tracks.clear();
    this.inside.handleDisconnect(true, DisconnectReason.UNKNOWN_REASON);
  }
  /** The device itself mutes what we send, as a phone call does. */
  mutesByDevice(source: Track.Source.Microphone | Track.Source.Camera): void {
    const track = this.room.localParticipant.getTrackPublication(source)?.track?.mediaStreamTrack;
    if (track) Object.defineProperty(track, "muted", { configurable: true, value: true });
  }
  /** Thrown out by the server. */
  dropped(reason: DisconnectReason): void {
    this.inside.setAndEmitConnectionState(ConnectionState.Disconnected);
    this.room.emit(RoomEvent.Disconnected, reason);
  }

  /** The browser refuses to play sound before a tap. */
  silences(): void {
    this.inside.handleAudioPlaybackFailed(new DOMException("play() needs a tap", "NotAllowedError"));
  }

  /** As the server rates a line: 0 poor, 1 good, 2 excellent, 3 lost. */
  quality(whose: keyof Identities, rated: number): void {
    const person = identities[whose] === this.room.localParticipant.identity ? this.room.localParticipant : this.room.remoteParticipants.get(identities[whose]);
    (person as unknown as InsideParticipant).setConnectionQuality(rated);
  }

  /** A text stream of the coach's. */
  stream(topic: string, attributes: Record<string, string> = {}): Writer {
    const pieces: string[] = [];
    let end: "open" | "closed" | "broken" = "open";
    let wake: () => void = () => undefined;
    async function* read() {
      for (;;) {
        const piece = pieces.shift();
        if (piece !== undefined) yield piece;
        else if (end === "closed") return;
        else if (end === "broken") throw new Error("the stream broke off");
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    }
    this.streams += 1;
    const info = { id: `ST_${this.streams}`, topic, timestamp: Date.now(), mimeType: "text/plain", attributes };
    const reader = { info, [Symbol.asyncIterator]: read } as unknown as Reader;
    this.handlers.get(topic)?.(reader, { identity: identities.coach });
    const then = (change: () => void) => {
      change();
      wake();
    };
    return {
      write: (text) => then(() => pieces.push(text)),
      close: () => then(() => (end = "closed")),
      breakOff: () => then(() => (end = "broken")),
    };
  }

  /** A whole text at once. */
  says(topic: string, body: unknown, attributes: Record<string, string> = {}): void {
    const writer = this.stream(topic, attributes);
    writer.write(typeof body === "string" ? body : JSON.stringify(body));
    writer.close();
  }
}

/** Our own devices: published at once, muted and unmuted as the library does it. */
function placeOwnDevices(me: LocalParticipant, script: RoomScript): void {
  const make = (source: TrackSource, track: LocalAudioTrack | LocalVideoTrack) => {
    const type = source === TrackSource.MICROPHONE ? TrackType.AUDIO : TrackType.VIDEO;
    const publication = new LocalTrackPublication(track.kind as Track.Kind, new TrackInfo({ sid: `TR_me_${source}`, source, type }), track);
    (me as unknown as InsideParticipant).addTrackPublication(publication);
    me.emit(ParticipantEvent.LocalTrackPublished, publication);
    return publication;
  };
  const turn = (kind: Track.Source, first: () => LocalTrackPublication) => async (on: boolean) => {
    const known = me.getTrackPublication(kind);
    if (on && script.devices instanceof DOMException) throw script.devices;
    if (!known) return on ? first() : undefined;
    if (on) await known.track?.unmute();
    else await known.track?.mute();
    return known;
  };
  me.setMicrophoneEnabled = turn(Track.Source.Microphone, () =>
    make(TrackSource.MICROPHONE, new LocalAudioTrack(audioTrack(script.speaking ?? false), undefined, true)),
  );
  me.setCameraEnabled = turn(Track.Source.Camera, () => make(TrackSource.CAMERA, new LocalVideoTrack(videoTrack(paints.me), undefined, true)));
  me.setScreenShareEnabled = async (on) => {
    const known = me.getTrackPublication(Track.Source.ScreenShare);
    if (on) return known ?? make(TrackSource.SCREEN_SHARE, new LocalVideoTrack(videoTrack(paints.screen), undefined, true));
    if (known?.track) await me.unpublishTrack(known.track);
    return undefined;
  };
  // As LiveKit answers people who may not change their own attributes: Call takes the answer as proof of a live line.
  me.setAttributes = () => Promise.reject(Object.assign(new Error("not allowed"), { name: "SignalRequestError" }));
  me.performRpc = () => Promise.resolve("ok");
}

/** From here on every Room of this page is scripted. Resolves to each one, through `onRoom`, when it is joined. */
export function scriptRooms(side: Side, script: RoomScript, onRoom: (scripted: ScriptedRoom) => void): void {
  const known = new WeakMap<Room, ScriptedRoom>();
  const scriptedOf = (room: Room) => {
    const one = known.get(room) ?? new ScriptedRoom(room, side, script);
    known.set(room, one);
    return one;
  };
  Room.prototype.registerTextStreamHandler = function (topic, handler) {
    scriptedOf(this).handlers.set(topic, handler);
  };
  Room.prototype.unregisterTextStreamHandler = function (topic) {
    scriptedOf(this).handlers.delete(topic);
  };
  // `connect` is each room's own; the engine is made by the constructor, which is where a new room can be met.
  const inside = Room.prototype as unknown as Inside;
  const makeEngine = inside.maybeCreateEngine;
  inside.maybeCreateEngine = function (this: Room) {
    makeEngine.call(this);
    this.connect = async () => {
      if (script.connects === "never") return new Promise(() => undefined);
      const one = scriptedOf(this);
      placeOwnDevices(this.localParticipant, script);
      one.joined();
      onRoom(one);
    };
  };
}
