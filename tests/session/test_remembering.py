"""What a conversation keeps of what was said, for whom, and what it forgets."""

from __future__ import annotations

import json

from conversation_stage import Model, Stage

from agent.coach.memory import read_memory


async def test_withdrawn_consent_forgets_what_was_said() -> None:
    model = Model()
    model.gate.clear()
    stage = Stage(model)
    stage.say("A part of me is angry with my mother.")
    await stage.settle()
    stage.talk.on_consent_revoked()
    model.gate.set()
    await stage.settle()
    assert stage.hints == []
    stage.say()
    await stage.settle()
    assert len(stage.hints) == 1
    assert "mother" not in model.asked[-1]


async def test_the_next_agent_knows_what_was_named() -> None:
    first = Stage(None)
    first.say("There's a critic, the inner critic, it's in my chest.")
    await first.settle()
    first.say("I'm curious about it.")
    await first.settle()
    kept = first.of("memory")[-1]["named"]
    assert kept["parts"][0]["toward"] == "open"
    second = Stage(None, memory=read_memory(json.loads(json.dumps(kept))))
    second.say("It's scared.")
    await second.settle()
    assert second.of("hint")[-1]["step"] == "fears"
    control = Stage(None)
    control.say("It's scared.")
    await control.settle()
    assert control.of("hint")[-1]["step"] == "feel_toward"


async def test_what_was_named_reaches_the_model_as_data() -> None:
    model = Model()
    stage = Stage(model)
    stage.say("There's an anxious part.")
    await stage.settle()
    stage.say("It's like a knot in my stomach.")
    await stage.settle()
    moment = json.loads(model.asked[-1].split("\n")[1])
    assert moment["so_far"]["parts"] == [{"name": "this anxious part"}]
