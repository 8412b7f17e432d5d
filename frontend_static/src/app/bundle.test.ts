// @vitest-environment node
/** What a visitor's browser has to load, from the product's own build. Sizes are gzip, of script alone. */
import { gzipSync } from "node:zlib";
import { build, type Rolldown } from "vite";
import { beforeAll, describe, expect, it, vi } from "vitest";

type Chunk = Rolldown.OutputChunk;
let chunks: Chunk[] = [];

beforeAll(async () => {
  // React's production build, as a visitor gets it; Vitest says "test".
  vi.stubEnv("NODE_ENV", "production");
  const made = (await build({ mode: "production", logLevel: "silent", build: { write: false, sourcemap: false } })) as Rolldown.RolldownOutput;
  chunks = made.output.filter((one): one is Chunk => one.type === "chunk");
}, 180_000);

const of = (module: string): Chunk => {
  const found = chunks.find((one) => one.moduleIds.some((id) => id.endsWith(`/src/${module}`)));
  if (!found) throw new Error(`${module} is in no chunk`);
  return found;
};

/** A chunk with all that it cannot start without. */
function needs(...from: Chunk[]): Chunk[] {
  const all = new Set<Chunk>();
  const add = (chunk: Chunk | undefined) => {
    if (!chunk || all.has(chunk)) return;
    all.add(chunk);
    chunk.imports.forEach((name) => add(chunks.find((one) => one.fileName === name)));
  };
  from.forEach(add);
  return [...all];
}
const kB = (loaded: Chunk[]) => Math.round(loaded.reduce((sum, one) => sum + gzipSync(one.code).length, 0) / 1000);
const holds = (loaded: Chunk[], part: RegExp) => loaded.some((one) => one.moduleIds.some((id) => part.test(id)));
const LIVEKIT = /node_modules\/(livekit-client|@livekit)\//;

describe("what is loaded", () => {
  // kB. 90 is the promise for the first page; the others stand a little above what was measured (86, 138, 112). They may only fall: docs/pages.md.
  it.each([
    ["the first page", ["main.tsx", "features/landing/LandingPage.tsx"], 90],
    ["signing in", ["main.tsx", "features/auth/SignInPage.tsx"], 88],
    ["the sessions", ["main.tsx", "features/auth/SignedIn.tsx", "features/sessions/SessionsPage.tsx"], 141],
    ["the Partner's door", ["main.tsx", "features/partner/PartnerPage.tsx"], 114],
  ])("%s", (_name, modules, most) => {
    expect(kB(needs(...modules.map(of)))).toBeLessThanOrEqual(most);
  });

  it("LiveKit's client comes with a room and with nothing before it", () => {
    for (const page of ["features/landing/LandingPage.tsx", "features/auth/SignInPage.tsx", "features/sessions/SessionsPage.tsx", "features/settings/SettingsPage.tsx", "features/partner/PartnerPage.tsx"]) {
      expect(holds(needs(of("main.tsx"), of(page)), LIVEKIT), page).toBe(false);
    }
    expect(holds(needs(of("features/partner/PartnerRoom.tsx")), LIVEKIT)).toBe(true);
    expect(holds(needs(of("features/room/FacilitatorRoom.tsx")), LIVEKIT)).toBe(true);
  });

  it("the room's code is asked for at the door, while one decides", () => {
    const door = needs(of("features/partner/PartnerPage.tsx"));
    expect(door.flatMap((one) => one.dynamicImports)).toContain(of("features/partner/PartnerRoom.tsx").fileName);
  });

  it("the first page comes without the query library, dialogs and menus", () => {
    expect(holds(needs(of("main.tsx"), of("features/landing/LandingPage.tsx")), /node_modules\/(@tanstack|@floating-ui|@radix-ui\/react-(dialog|menu))\//)).toBe(false);
  });

  it("nothing of the page of all states is in the product", () => {
    expect(chunks.length).toBeGreaterThan(10);
    expect(holds(chunks, /\/src\/states\/|node_modules\/(@sinonjs|@testing-library|axe-core)\//)).toBe(false);
  });
});
