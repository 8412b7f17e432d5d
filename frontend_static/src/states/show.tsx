/** Puts the product itself on the page in one state: its own App at its own address, between scripted servers. */
import { getAllByText, queryAllByRole, queryAllByText, queryByLabelText } from "@testing-library/dom";
import userEvent, { PointerEventsCheckLevel } from "@testing-library/user-event";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "@/app/App";
import { applyTheme, readTheme } from "@/app/theme";
import { placeFetch, usual, type Answers } from "./answers";
import { NOW, realMs, startClock } from "./clock";
import { placeDevices } from "./pictures";
import { scriptRooms, type ScriptedRoom } from "./scriptedRoom";
import type { Reach, State } from "./state";

const KEPT_THEME = "nbp.theme";

function forget(): void {
  const theme = localStorage.getItem(KEPT_THEME);
  localStorage.clear();
  sessionStorage.clear();
  if (theme) localStorage.setItem(KEPT_THEME, theme);
}

function signIn(): void {
  const user = { id: "u-1", aud: "authenticated", email: "sam@example.com", app_metadata: {}, user_metadata: {}, created_at: new Date(NOW).toISOString() };
  const session = { access_token: "a.b.c", refresh_token: "r", token_type: "bearer", expires_in: 3600, expires_at: NOW / 1000 + 3600, user };
  localStorage.setItem("nbp.auth", JSON.stringify(session));
}

export async function show(state: State, root: HTMLElement): Promise<void> {
  const clock = startClock();
  forget();
  if (state.by === "facilitator") signIn();
  await state.kept?.();
  if (state.agent) Object.defineProperty(navigator, "userAgent", { configurable: true, value: state.agent });
  placeDevices(state.devices ?? "fine");
  let answers: Answers = { ...usual(state.by), ...state.answers };
  placeFetch(() => answers);
  let joined: ScriptedRoom | null = null;
  scriptRooms(state.by === "partner" ? "partner" : "facilitator", state.room ?? {}, (room) => {
    joined = room;
  });

  const url = new URL(state.at, location.origin);
  url.searchParams.set("state", state.id);
  history.replaceState(null, "", url);
  applyTheme(readTheme());
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );

  const user = userEvent.setup({ delay: null, pointerEventsCheck: PointerEventsCheckLevel.Never });
  const shown = (found: HTMLElement[]) => found.find((one) => (one.closest("select") ?? one).checkVisibility());
  const byRole = (role: string, name: string | RegExp) => shown(queryAllByRole(document.body, role, { name }));
  const reach: Reach = {
    ...clock,
    user,
    see: (words) => clock.until(() => shown(queryAllByText(document.body, words)), String(words)),
    press: async (name, role = "button") => {
      await user.click(await clock.until(() => byRole(role, name), `${role} ${name}`));
    },
    type: async (label, text) => {
      await user.type(await clock.until(() => queryByLabelText(document.body, label), String(label)), text);
    },
    room: () => clock.until(() => joined, "the room"),
    answer: (more) => {
      answers = { ...answers, ...more };
    },
  };
  await state.reach?.(reach);
  await clock.until(() => shown(allWith(state.shows)), `“${state.shows}” in ${state.id}`);
  await settled();
  if (!state.live) clock.stand();
}

/** Also words that are spread over several elements of one line. */
function allWith(words: string | RegExp): HTMLElement[] {
  const has = (text: string) => (typeof words === "string" ? text.includes(words) : words.test(text));
  try {
    return getAllByText(document.body, (_text, element) => {
      const text = element?.textContent?.replace(/\s+/g, " ") ?? "";
      return has(text) && ![...(element?.children ?? [])].some((child) => has(child.textContent?.replace(/\s+/g, " ") ?? ""));
    });
  } catch {
    return [];
  }
}

/** Letters have their font and pictures their first frame. */
async function settled(): Promise<void> {
  await document.fonts.ready;
  for (let tries = 0; tries < 50; tries += 1) {
    const blank = [...document.querySelectorAll("video")].some((one) => one.srcObject && one.readyState < 2 && one.checkVisibility());
    if (!blank) break;
    await realMs(20);
  }
  await realMs(30);
}
