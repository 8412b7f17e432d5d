import type { TextStreamReader } from "livekit-client";

export interface TextStreamSink {
  piece: (text: string) => void;
  /** False when the stream broke off. */
  ended: (whole: boolean) => void;
}

/** Hands on a text stream piece by piece. */
export async function drain(reader: TextStreamReader, sink: TextStreamSink): Promise<void> {
  try {
    for await (const text of reader) sink.piece(text);
    // An aborted stream may also be closed in good order and say so in its attributes.
    const attributes = reader.info.attributes ?? {};
    sink.ended(!("aborted" in attributes));
  } catch {
    sink.ended(false);
  }
}
