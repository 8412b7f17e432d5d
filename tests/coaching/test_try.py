"""`nbp try` without its terminal: JSON lines in, answers out; text in, streamed hints out."""

from __future__ import annotations

import json

from agent.coach.coach import Coach
from agent.coach.try_coach import run_jsonl, run_text
from core.protocol.hint import WIRE_FORM
from core.protocol.reminder import REMINDER
from core.safety.cards import card, card_text
from core.safety.help_lines import COUNTRIES
from functions.platform.help_lines import for_country


async def answers(*lines: str) -> list[dict]:
    out: list[str] = []
    await run_jsonl(lines, out.append, Coach())
    assert all(line.endswith("\n") for line in out)
    return [json.loads(line) for line in out]


async def test_answers_have_exactly_the_promised_fields() -> None:
    said = [
        {"id": 1, "text": "there's this anxious part it just never shuts up", "context": []},
        {"id": "b", "text": "mm", "context": ["hello"]},
        {"id": "c", "text": "I want to kill myself"},
        {
            "id": "d",
            "text": "warm",
            "context": [
                {"role": "partner", "text": "there's a part"},
                {"role": "facilitator", "text": "How do you feel toward it?"},
            ],
        },
    ]
    found = await answers(*(json.dumps(record) for record in said))
    assert [set(answer) for answer in found] == [{"id", "label", "imminent", "step", "hint", "quiet"}] * 4
    assert WIRE_FORM.fullmatch(found[0]["hint"])
    assert found[0]["quiet"] is None
    assert (found[1]["hint"], found[1]["step"]) == (None, "silence")
    assert found[1]["quiet"]
    assert (found[2]["label"], found[2]["step"], found[2]["hint"]) == ("crisis", "ground", None)
    assert "card" in found[2]["quiet"]
    assert found[3]["step"] == "befriend"


async def test_a_bad_line_says_so_and_the_rest_goes_on() -> None:
    found = await answers(
        "{bad", "[1]", '{"id": 3}', '{"id": 4, "text": "it feels heavy"}', "", '{"id": 5, "text": "x", "context": 7}'
    )
    assert [answer["id"] for answer in found] == [None, None, 3, 4, 5]
    assert ["error" in answer for answer in found] == [True, True, True, False, True]


async def test_the_reminder_stands_on_the_first_three_hints() -> None:
    found = await answers(
        *(
            json.dumps({"id": n, "text": f"my boss moved the deadline {w}"})
            for n, w in enumerate(["again", "twice", "today", "now", "last week"])
        )
    )
    assert [answer["hint"].endswith(REMINDER) for answer in found] == [True, True, True, False, False]


async def test_text_mode_streams_hints_and_prints_the_card() -> None:
    out: list[str] = []
    await run_text(["it's like a knot in my stomach\n", "mm\n", "my husband hit me last night\n"], out.append, Coach(), "UK")
    printed = "".join(out)
    assert len(out) > 10
    assert "SUMMARY: " in printed
    assert "(coach is listening…)" in printed
    assert "Check in" in printed
    assert "0808 2000 247" in printed


def test_every_card_fills_every_countrys_numbers() -> None:
    for country in (*COUNTRIES, "UK", "XX"):
        for kind in ("self", "self_harm", "other", "child", "abuse_at_home", "medical", "psychosis"):
            text = card_text(kind, country)
            assert "{" not in text
            assert "therapist" not in text
    assert "988" in card("self", "US").do


def test_a_number_that_is_not_sure_stands_on_no_page() -> None:
    for code, country in COUNTRIES.items():
        shown = {line.number for line in for_country(code)[1]}
        assert shown == {line.number for line in country.lines if line.sure}
        assert all(line.name for line in country.lines if line.sure)


async def test_what_is_about_to_happen_is_told_from_what_is_not() -> None:
    found = await answers(
        json.dumps({"id": 1, "text": "I want to kill myself tonight"}),
        json.dumps({"id": 2, "text": "I think about killing myself"}),
    )
    assert [(answer["label"], answer["imminent"]) for answer in found] == [("crisis", True), ("crisis", False)]
