"""A hint begun on a pause: kept when the sentence proves finished, thrown away when it goes on."""

from __future__ import annotations

from conversation_stage import CALM, Model, Stage

from core.speech.listener import Resumed


async def test_a_guess_is_held_until_the_sentence_is_over_and_then_released_without_a_second_call() -> None:
    model = Model()
    stage = Stage(model)
    stage.begin()
    stage.pause()
    await stage.settle()
    assert len(model.asked) == 1
    assert stage.hints == []
    stage.finish()
    await stage.settle()
    assert len(model.asked) == 1
    assert stage.hints[0].text.startswith("SUMMARY: You notice a worried part.")
    assert stage.hints[0].closed
    assert not stage.hints[0].aborted
    assert stage.hints[0].attributes["source"] == "ai"
    assert stage.of("hint")[0]["text"] == stage.hints[0].text.strip()


async def test_a_guess_is_thrown_away_when_speech_goes_on() -> None:
    model = Model()
    model.gate.clear()
    stage = Stage(model)
    stage.begin()
    stage.pause()
    await stage.settle()
    stage.hear(Resumed(stage.turn_id))
    await stage.settle()
    assert (len(model.asked), model.cut) == (1, 1)
    model.gate.set()
    await stage.settle()
    assert stage.hints == []
    stage.pause(CALM + " It never rests.")
    stage.finish(CALM + " It never rests.")
    await stage.settle()
    assert len(model.asked) == 2
    assert len(stage.hints) == 1


async def test_another_text_at_the_end_is_asked_anew() -> None:
    model = Model()
    stage = Stage(model)
    stage.begin()
    stage.pause("There's a part of me that worries about walks.")
    stage.finish()
    await stage.settle()
    assert len(model.asked) == 2
    assert len(stage.hints) == 1


async def test_guesses_on_unfinished_sentences_are_rationed() -> None:
    model = Model()
    model.gate.clear()
    stage = Stage(model)
    stage.begin()
    for count in range(6):
        stage.pause(CALM.removesuffix(".") + " and" * (count + 1))
        await stage.settle()
        stage.hear(Resumed(stage.turn_id))
    await stage.settle()
    assert len(model.asked) == 3
    stage.pause()  # finished: worth it
    await stage.settle()
    assert len(model.asked) == 4
