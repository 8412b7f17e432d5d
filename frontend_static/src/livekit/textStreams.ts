import { ATTRIBUTE } from "@/api/protocol";
import type { Room, TextStreamReader } from "livekit-client";

export interface TextStreamSink {
  piece: (text: string) => void;
  /** False when the stream broke off. */
  ended: (whole: boolean) => void;
}

/** Hands on a text stream piece by piece. */
async function drain(reader: TextStreamReader, sink: TextStreamSink): Promise<void> {
  try {
    for await (const text of reader) sink.piece(text);
    // An aborted stream may also be closed in good order and say so in its attributes.
    const attributes = reader.info.attributes ?? {};
    sink.ended(!(ATTRIBUTE.aborted in attributes));
  } catch {
    sink.ended(false);
  }
}

/** Hears text streams of one topic from one identity; anybody else's are dropped unread. Returns how to stop. */
export function hearText(
  room: Room,
  topic: string,
  from: () => string | undefined,
  open: (attributes: Record<string, string>) => TextStreamSink | null,
): () => void {
  room.registerTextStreamHandler(topic, (reader, { identity }) => {
    if (!identity || identity !== from()) return;
    const sink = open(reader.info.attributes ?? {});
    if (sink) void drain(reader, sink);
  });
  return () => room.unregisterTextStreamHandler(topic);
}
