/**
 * The server's clock, from the `Date` of its answers. Devices may be hours wrong; whatever is compared with a time of the
 * server's is compared with this.
 */

/** Answers give whole seconds and take a while: the offset lies between these, in ms. */
interface Bounds {
  least: number;
  most: number;
}

let bounds: Bounds | null = null;

/** Narrows what is known; an answer that contradicts it means that a clock was set anew. */
function withAnswer(known: Bounds | null, seen: Bounds): Bounds {
  if (!known) return seen;
  const both = { least: Math.max(known.least, seen.least), most: Math.min(known.most, seen.most) };
  return both.least <= both.most ? both : seen;
}

/** `sentMs`, `gotMs`: this device's clock when the question went and the answer came. */
export function heardServerDate(date: string | null, sentMs: number, gotMs: number): void {
  const at = date === null ? NaN : Date.parse(date);
  // A clock that was set while the answer was on its way says nothing.
  if (Number.isNaN(at) || gotMs < sentMs) return;
  bounds = withAnswer(bounds, { least: at - gotMs, most: at + 1_000 - sentMs });
}

/** ms by which the server's clock is ahead of this device's; 0 while that cannot be told apart from none. */
export function serverAheadMs(): number {
  if (!bounds || (bounds.least <= 0 && bounds.most >= 0)) return 0;
  return Math.round((bounds.least + bounds.most) / 2);
}

/** Unix ms by the server's clock. */
export function serverNow(): number {
  return Date.now() + serverAheadMs();
}

/** For tests. */
export function forgetServerTime(): void {
  bounds = null;
}
