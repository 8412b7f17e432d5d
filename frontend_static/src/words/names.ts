/** A name inside a sentence, between marks that keep its writing direction to itself (FSI, PDI). */
export function isolate(name: string): string {
  return name ? `\u2068${name}\u2069` : name;
}
