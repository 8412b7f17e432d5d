import { useState } from "react";
import { readTheme, setTheme, type Theme } from "@/app/theme";
import { Select } from "@/ui/input";
import type { State } from "./state";

const SIZES = {
  "Desktop 1280 × 800": [1280, 800],
  "Phone 390 × 844": [390, 844],
  "Small phone 320 × 568": [320, 568],
  "Desktop at 200 % (640 × 400)": [640, 400],
  "Phone on its side 844 × 390": [844, 390],
} as const;
type Size = keyof typeof SIZES;

/** Every state of every page, to look at one by one. */
export function StatesPage({ states }: { states: State[] }) {
  const [id, setId] = useState(states[0]?.id ?? "");
  const [size, setSize] = useState<Size>("Desktop 1280 × 800");
  const [theme, choose] = useState<Theme>(readTheme);
  const [width, height] = SIZES[size];
  const screens = [...new Set(states.map((one) => one.screen))];
  const now = states.find((one) => one.id === id);
  return (
    <div className="flex h-dvh bg-bg text-text">
      <nav aria-label="States" className="w-80 shrink-0 overflow-y-auto border-r border-line p-4">
        <h1 className="text-h2 font-[650]">{states.length} states</h1>
        {screens.map((screen) => (
          <section key={screen} aria-label={screen}>
            <h2 className="pt-4 pb-1 text-lead font-[600]">{screen}</h2>
            <ul>
              {states
                .filter((one) => one.screen === screen)
                .map((one) => (
                  <li key={one.id}>
                    <a
                      href={`/?state=${one.id}`}
                      aria-current={one.id === id ? "true" : undefined}
                      className="block rounded-control px-2 py-1 text-primary hover:bg-sunken aria-[current]:bg-soft"
                      onClick={(event) => {
                        if (event.ctrlKey || event.metaKey) return;
                        event.preventDefault();
                        setId(one.id);
                      }}
                    >
                      {one.title}
                    </a>
                  </li>
                ))}
            </ul>
          </section>
        ))}
      </nav>
      <main className="flex min-w-0 flex-1 flex-col gap-3 overflow-auto p-4">
        <div className="flex flex-wrap items-center gap-3">
          <Select aria-label="Size" className="max-w-80" value={size} onChange={(event) => setSize(event.target.value as Size)}>
            {Object.keys(SIZES).map((one) => (
              <option key={one}>{one}</option>
            ))}
          </Select>
          <Select
            aria-label="Theme"
            className="max-w-40"
            value={theme}
            onChange={(event) => {
              setTheme(event.target.value as Theme);
              choose(event.target.value as Theme);
            }}
          >
            <option value="system">As this device</option>
            <option value="light">Light</option>
            <option value="dark">Dark</option>
          </Select>
          <a className="text-primary underline" href={`/?state=${id}`} target="_blank" rel="noreferrer">
            Alone, in a tab of its own
          </a>
        </div>
        <p className="text-text-2">
          Must show: <q>{String(now?.shows)}</q>. Time stands still once a state is reached.
        </p>
        <iframe
          key={`${id} ${theme}`}
          title={now?.title ?? "State"}
          src={`/?state=${id}`}
          width={width}
          height={height}
          className="shrink-0 border border-edge"
        />
      </main>
    </div>
  );
}
