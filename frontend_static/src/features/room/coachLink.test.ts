import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { CoachWoken, StoredHints } from "@/api/types";
import { CoachLink, type TextSink } from "./coachLink";
import { faceOf } from "./coachState";
import { cardOf } from "./hintBoard";

const nothing: StoredHints = { hints: [], safety: [] };

function scene({ hints = async () => nothing, ask = async () => "ok" as string } = {}) {
  const topics = new Map<string, (attributes: Record<string, string>) => TextSink | null>();
  const asked: string[] = [];
  const said: string[] = [];
  const kept: string[][] = [];
  const wake = vi.fn(async (): Promise<CoachWoken> => ({ state: "not-due" }));
  const saveMark = vi.fn(async () => undefined);
  const link = new CoachLink(
    {
      hear: (topic, open) => {
        topics.set(topic, open);
        return () => topics.delete(topic);
      },
      ask: async (method, payload) => {
        asked.push(`${method} ${payload}`.trim());
        return ask();
      },
    },
    {
      hints,
      wake,
      saveMark,
      cleared: { ids: [], keep: (ids) => kept.push(ids) },
      onHint: (summary, suggestion) => said.push(`${summary} ${suggestion}`.trim()),
      onAlarm: () => said.push("alarm"),
      now: () => Date.now(),
    },
  );
  const send = (topic: string, body: string, attributes: Record<string, string> = {}, isWhole = true) => {
    const sink = topics.get(topic)?.(attributes);
    sink?.piece(body);
    sink?.ended(isWhole);
  };
  const beat = (more: object = {}) =>
    send("coach.status", JSON.stringify({ state: "listening", source: "ai", concern: false, beat: 1, ...more }));
  const here = { connected: true, partnerHere: true, coachHere: true, listening: "granted" as const };
  return { link, topics, asked, said, kept, wake, saveMark, send, beat, here };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("CoachLink", () => {
  it("streams a hint onto the board and says it once when whole", () => {
    const { link, send, said } = scene();
    link.open();
    send("coach.hint", "SUMMARY: One.\nSUGGESTION: Two?", { seq: "1", hint: "h1", source: "ai", at_ms: "5" });
    expect(cardOf(link.state.board)).toMatchObject({ seq: 1, source: "ai", state: "whole", atMs: 5 });
    expect(said).toEqual(["One. Two?"]);
  });

  it("refuses a hint without its number", () => {
    const { link, send } = scene();
    link.open();
    send("coach.hint", "SUMMARY: One.", {});
    expect(link.state.board.hints).toEqual([]);
  });

  it("refetches after a broken stream", async () => {
    const hints = vi.fn(async () => nothing);
    const { link, send } = scene({ hints });
    link.open();
    expect(hints).toHaveBeenCalledTimes(1);
    send("coach.hint", "SUMMARY: One. Tw", { seq: "1", hint: "h1" }, false);
    await vi.advanceTimersByTimeAsync(3500);
    expect(hints).toHaveBeenCalledTimes(2);
  });

  it("fetches what streamed while the page was away: once the report is due, and whenever a number is missing", async () => {
    const hints = vi.fn(async () => nothing);
    const { link, send } = scene({ hints });
    link.open();
    await vi.advanceTimersByTimeAsync(6_000);
    expect(hints).toHaveBeenCalledTimes(2);
    send("coach.hint", "SUMMARY: One.", { seq: "1", hint: "h1" });
    await vi.advanceTimersByTimeAsync(6_000);
    expect(hints).toHaveBeenCalledTimes(2);
    send("coach.hint", "SUMMARY: Three.", { seq: "3", hint: "h3" });
    await vi.advanceTimersByTimeAsync(6_000);
    expect(hints).toHaveBeenCalledTimes(3);
  });

  it("carries a mark to the session", async () => {
    const { link, send, saveMark } = scene();
    link.open();
    send("coach.hint", "SUMMARY: One.", { seq: "1", hint: "h1" });
    link.mark("h1", "helped");
    await vi.advanceTimersByTimeAsync(0);
    expect(saveMark).toHaveBeenCalledWith("h1", "helped");
    expect(link.state.board.marks["h1"]).toBe("helped");
    expect(link.state.unsaved).toEqual([]);
  });

  it("asks for a missing coach ever more rarely, and stops with the next beat", async () => {
    const { link, wake, beat, here } = scene();
    link.open();
    link.sees(here);
    beat();
    await vi.advanceTimersByTimeAsync(2000);
    expect(wake).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1000);
    expect(faceOf(link.state.sight, Date.now()).state).toBe("offline");
    expect(wake).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(wake).toHaveBeenCalledTimes(3);
    beat();
    expect(faceOf(link.state.sight, Date.now()).state).toBe("listening");
    await vi.advanceTimersByTimeAsync(2000);
    expect(wake).toHaveBeenCalledTimes(3);
  });

  it("asks after a coach that is slow to come, and does not say offline while the API has launched it", async () => {
    const { link, wake, here } = scene();
    wake.mockResolvedValue({ state: "launched" });
    link.open();
    link.sees({ ...here, coachHere: false });
    const seen = new Set<string>();
    for (let waited = 0; waited < 14_500; waited += 100) {
      await vi.advanceTimersByTimeAsync(100);
      seen.add(faceOf(link.state.sight, Date.now()).state);
    }
    expect([...seen]).toEqual(["joining"]);
    expect(wake).toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1000);
    expect(faceOf(link.state.sight, Date.now()).state).toBe("offline");
  });

  it("asks for no coach without consent", async () => {
    const { link, wake, here } = scene();
    link.open();
    link.sees({ ...here, listening: "withdrawn" });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(wake).not.toHaveBeenCalled();
  });

  it("shows thinking at once when asked, and listening when there is nothing to say", async () => {
    const { link, beat, here, asked } = scene({ ask: async () => "quiet" });
    link.open();
    link.sees(here);
    beat();
    const asking = link.generate();
    expect(faceOf(link.state.sight, Date.now()).state).toBe("thinking");
    await asking;
    expect(asked).toEqual(["coach.generate"]);
    expect(faceOf(link.state.sight, Date.now()).state).toBe("listening");
  });

  it("pins an alarm until it is read, and tells the coach until it hears", async () => {
    let deaf = true;
    const { link, send, said, asked, beat } = scene({
      ask: async () => {
        if (deaf) throw new Error("gone");
        return "ok";
      },
    });
    link.open();
    send("coach.safety", JSON.stringify({ id: "c1", seq: 1, kind: "self", discreet: false }));
    expect(link.state.alarms).toEqual([{ id: "c1", kind: "self", discreet: false, acknowledged: false }]);
    expect(said).toEqual(["alarm"]);
    await link.acknowledge("c1");
    expect(link.state.alarms[0]?.acknowledged).toBe(true);
    deaf = false;
    beat();
    await vi.advanceTimersByTimeAsync(0);
    beat();
    await vi.advanceTimersByTimeAsync(0);
    expect(asked).toEqual(["coach.acknowledge c1", "coach.acknowledge c1"]);
  });

  it("brings alarms back after a reload, read ones as read", async () => {
    const { link } = scene({
      hints: async () => ({
        hints: [],
        safety: [
          { id: "c1", launch: 1, seq: 1, partner_id: "p-1", kind: "self" as const, at: "", acknowledged_at: "2026-01-01" },
          { id: "c2", launch: 1, seq: 2, partner_id: "p-1", kind: "abuse_at_home" as const, at: "", acknowledged_at: null },
        ],
      }),
    });
    link.open();
    await vi.advanceTimersByTimeAsync(0);
    expect(link.state.alarms.map((one) => [one.acknowledged, one.discreet])).toEqual([
      [true, false],
      [false, true],
    ]);
  });

  it("pins the card of a coach that took over and counts anew, though the first one was read", async () => {
    const { link, send, said, asked } = scene();
    link.open();
    send("coach.safety", JSON.stringify({ id: "c1", seq: 1, kind: "self", discreet: false }));
    await link.acknowledge("c1");
    send("coach.safety", JSON.stringify({ id: "c2", seq: 1, kind: "self", discreet: false }));
    expect(link.state.alarms.map((one) => [one.id, one.acknowledged])).toEqual([
      ["c1", true],
      ["c2", false],
    ]);
    expect(said).toEqual(["alarm", "alarm"]);
    await link.acknowledge("c2");
    expect(asked).toEqual(["coach.acknowledge c1", "coach.acknowledge c2"]);
  });

  it("keeps which hints were cleared, not how many", () => {
    const { link, send, kept } = scene();
    link.open();
    send("coach.hint", "SUMMARY: One.", { launch: "1", seq: "1", hint: "h1" });
    link.clear();
    expect(kept).toEqual([["h1"]]);
    send("coach.hint", "SUMMARY: Another one.", { launch: "2", seq: "1", hint: "h2" });
    expect(cardOf(link.state.board)).toMatchObject({ id: "h2", launch: 2 });
  });

  it("says a pause again to a coach that took over", async () => {
    const { link, asked, beat, here } = scene();
    link.open();
    link.sees(here);
    beat();
    await link.pause(true);
    beat();
    expect(asked).toEqual(["coach.pause on"]);
    await vi.advanceTimersByTimeAsync(4500);
    beat();
    expect(asked).toEqual(["coach.pause on", "coach.pause on"]);
  });
});
