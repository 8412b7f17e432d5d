/**
 * Records one's own microphone in parts: a new one whenever the track is another (device changed, rejoined) and every ten
 * minutes, so that clocks never drift far apart. A muted microphone goes on as silence.
 */
import { BITS_PER_S, MEDIA_TYPES, PART_MS, PIECE_MS } from "@/api/protocol";
import type { Piece } from "./api";

/** What of the browser's MediaRecorder is used. */
export interface Recorder {
  readonly mimeType: string;
  start: (pieceMs: number) => void;
  stop: () => void;
  onstart: ((event: Event) => void) | null;
  ondataavailable: ((event: BlobEvent) => void) | null;
  onstop: ((event: Event) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

export interface VoicePorts {
  /** Our own microphone as it is sent; null while there is none. */
  microphone: () => MediaStreamTrack | null;
  open: (track: MediaStreamTrack) => Recorder;
  /** ms, by the server's clock. */
  now: () => number;
  push: (piece: Piece) => void;
}

const FORMS = [`${MEDIA_TYPES[0]};codecs=opus`, ...MEDIA_TYPES];

function bestForm(): string | undefined {
  if (typeof MediaRecorder !== "function") return undefined;
  return FORMS.find((form) => MediaRecorder.isTypeSupported(form));
}

export function canRecord(): boolean {
  return bestForm() !== undefined;
}

export function openMediaRecorder(track: MediaStreamTrack): Recorder {
  const mimeType = bestForm();
  return new MediaRecorder(new MediaStream([track]), {
    audioBitsPerSecond: BITS_PER_S,
    ...(mimeType ? { mimeType } : {}),
  });
}

interface Part {
  id: string;
  track: MediaStreamTrack;
  recorder: Recorder;
  startedAtMs: number;
  n: number;
}

export class VoiceRecorder {
  private part: Part | null = null;
  private wanted = false;
  /** The server takes nothing of what this browser records: not tried again before it is wanted anew. */
  private useless = false;

  constructor(private readonly ports: VoicePorts) {}

  /** Stops at once when false: what comes after is not in any piece. */
  want(on: boolean): void {
    if (!on) this.useless = false;
    this.wanted = on;
    this.look();
  }

  /** Puts right what changed: call it often. */
  look(): void {
    const track = this.wanted && !this.useless ? this.ports.microphone() : null;
    const live = track && track.readyState === "live" ? track : null;
    const { part } = this;
    if (part && part.track === live && this.ports.now() - part.startedAtMs < PART_MS) return;
    if (!part && !live) return;
    // The next begins before the last one ends, so that nothing falls between them.
    this.part = live ? this.begin(live) : null;
    if (part) end(part);
  }

  /** The server takes no more of this part. Goes on with a new one, unless it took nothing of this one. */
  refused(id: string, someTaken: boolean): void {
    const { part } = this;
    if (part?.id !== id) return;
    this.part = null;
    end(part);
    this.useless = !someTaken;
    this.look();
  }

  private begin(track: MediaStreamTrack): Part | null {
    let recorder: Recorder;
    try {
      recorder = this.ports.open(track);
    } catch {
      return null; // no form this browser can record; the other voice goes on
    }
    const part: Part = { id: crypto.randomUUID(), track, recorder, startedAtMs: this.ports.now(), n: 0 };
    const push = (sound: Blob, last: boolean) => {
      const mediaType = part.recorder.mimeType || sound.type || MEDIA_TYPES[0];
      this.ports.push({ part: part.id, n: part.n, startedAtMs: part.startedAtMs, mediaType, sound, last });
      if (sound.size) part.n += 1;
    };
    recorder.onstart = () => {
      part.startedAtMs = this.ports.now();
    };
    recorder.ondataavailable = ({ data }) => {
      if (data.size) push(data, false);
    };
    recorder.onstop = () => {
      if (part.n) push(new Blob([]), true);
      if (this.part === part) this.part = null;
    };
    recorder.onerror = () => {
      if (this.part === part) this.part = null;
    };
    recorder.start(PIECE_MS);
    return part;
  }
}

function end({ recorder }: Part): void {
  try {
    recorder.stop();
  } catch {
    // It had ended with its track; what it had was pushed then.
  }
}
