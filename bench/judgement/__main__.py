"""`make eval`: how well the coach judges, and what it says; any OpenAI-compatible model beside the built-in coach.

With OPENAI_BASE_URL (or OPENAI_API_KEY) and OPENAI_MODEL set, the model writes hints for the same lines through the product's own path: prompt, form, guard.
With --judge it is also asked to mark them by the rubric; those marks are an opinion and are printed as one.
"""

from __future__ import annotations

import argparse
import asyncio
import subprocess
import sys
from pathlib import Path

from agent.coach.coach import Coach, Turn, open_coach
from agent.settings import AgentSettings
from bench.judgement.hints import Spoken, judge, speak_all, table
from bench.judgement.lines import labelled_lines
from bench.judgement.steps import built_in, cost_ms, score
from core.llm.chat import OpenAiLlm

PATIENCE_S = 60.0
REPORT = Path(".local/eval/report.md")
INDEPENDENT = Path(__file__).with_name("independent.txt")


def main() -> None:
    """Print, and write the same to the report."""
    parser = argparse.ArgumentParser(prog="python -m bench.judgement", description=__doc__)
    parser.add_argument("--most", type=int, default=60, help="lines a model is asked about (all: 0)")
    parser.add_argument("--judge", action="store_true", help="let the model mark the hints too (an opinion)")
    parser.add_argument("--report", type=Path, default=REPORT)
    asked = parser.parse_args()
    said = asyncio.run(evaluate(asked.most, with_judge=asked.judge))
    asked.report.parent.mkdir(parents=True, exist_ok=True)
    asked.report.write_text("# How the coach judges\n\n```\n" + said + "\n```\n", encoding="utf-8")
    print(f"{said}\n\nWritten to {asked.report}")
    sys.stdout.flush()
    subprocess.run([sys.executable, "-m", "bench.safety"], check=True)


async def evaluate(most: int, *, with_judge: bool) -> str:
    """The whole report as text."""
    lines = labelled_lines()
    kept, open_ = [line for line in lines if line.kept_back], [line for line in lines if not line.kept_back]
    out = [f"Steps, {len(kept)} lines kept back (nothing was learned from them or tuned on them):", score(kept).table(), ""]
    apart = labelled_lines(INDEPENDENT)
    out += [f"Steps, {len(apart)} lines by an author who had seen neither rules nor lines:", score(apart).table(), ""]
    out += [f"Steps, {len(open_)} lines that were learned from (no measure of anything but memory):", score(open_).table(), ""]
    coach = Coach()
    spoken = await speak_all(coach, lines, one_session=False)
    out += ["Hints of the built-in coach, by the rubric's deterministic checks:", table(spoken), ""]
    session = await speak_all(coach, lines, one_session=True)
    summaries = [each.hint.suggestion for each in session if each.hint is not None]
    out += [
        f"The same as one long session: {len(summaries)} hints, {len(set(summaries))} different suggestions;"
        f" {_again_within(summaries, 12)} came again within 12 hints.",
        "",
    ]
    for line in lines[:20]:
        _think(coach, Turn(line.text, line.context))
    both = cost_ms(lambda line: _think(coach, Turn(line.text, line.context)), lines)
    step = cost_ms(built_in, [*lines])
    out += [
        "Cost of thought, ms of CPU per utterance (median / p95):",
        f"  detector, step and built-in hint {both[0]:.2f} / {both[1]:.2f}   (aim: p95 5; the words not met before)",
        f"  the same step once more {step[0]:.2f} / {step[1]:.2f}   (met before)",
        "",
    ]
    with_model = open_coach(AgentSettings())
    if with_model.llm is None:
        out.append(
            "No model asked: set OPENAI_BASE_URL (or OPENAI_API_KEY) and OPENAI_MODEL to see one beside the built-in coach."
        )
        return "\n".join(out)
    with_model.first_token_s = with_model.hint_s = PATIENCE_S  # what it says is asked here, not how soon
    if isinstance(with_model.llm, OpenAiLlm):
        with_model.llm._gap_s = PATIENCE_S
    chosen = [line for line in (kept if not most else kept[:: max(1, len(kept) // most)]) if line.step != "silence"]
    ours = await speak_all(coach, chosen, one_session=False)
    theirs = await speak_all(with_model, chosen, one_session=False)
    name = with_model.llm.name
    out += [
        f"Side by side on {len(chosen)} lines kept back.",
        f"  {'':<34}{'built-in':>10}{name[:18]:>20}",
        *_beside(ours, theirs),
        "",
        "A model of this size or this few lines prove no quality: this shows that the path works and what the guard had to stop.",
        "",
        f"Hints of {name}, by the same checks:",
        table(theirs),
        "",
    ]
    if with_judge:
        out += [f"An opinion, {name} marking (1-5), no measurement:", await judge(with_model, ours, theirs), ""]
    out += ["The hints themselves:", ""]
    for our, their in zip(ours, theirs, strict=True):
        out += [f"[{our.step}] {our.line.text}", *our.lines("  built-in: "), *their.lines(f"  {their.source}: "), ""]
    await with_model.llm.close()
    return "\n".join(out)


def _think(coach: Coach, turn: Turn) -> None:
    from agent.coach.built_in.hint_library import compose

    reading = coach.read(turn)
    if reading.quiet is None:
        compose(turn.text, turn.context, reading.step, form=reading.form)


def _again_within(said: list[str], many: int) -> int:
    return sum(each in said[max(0, at - many) : at] for at, each in enumerate(said))


def _beside(ours: list[Spoken], theirs: list[Spoken]) -> list[str]:
    def share(count: int, of: list[Spoken]) -> str:
        return f"{count}/{len(of)}"

    rows = [
        ("hints that break no rule", *(share(sum(not each.faults for each in all_), all_) for all_ in (ours, theirs))),
        ("written wholly by it", *(share(sum(each.whole for each in all_), all_) for all_ in (ours, theirs))),
        ("stopped by the guard or late", *(share(sum(bool(each.failure) for each in all_), all_) for all_ in (ours, theirs))),
    ]
    firsts = sorted(each.first_token_s for each in theirs if each.first_token_s is not None)
    rows.append(("first token, median s", "-", f"{firsts[len(firsts) // 2]:.2f}" if firsts else "none"))
    return [f"  {name:<34}{our:>10}{their:>20}" for name, our, their in rows]


if __name__ == "__main__":
    main()
