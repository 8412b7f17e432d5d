"""A second voice near the microphone: what of it is written down, and that nothing of the Partner's is lost."""

from collections.abc import AsyncIterator

import numpy as np
import pytest

from bench.second_voice import FLOOR_DBFS, PAIRS, Reader, counted, processed, scene
from core.speech.level_gate import OPEN_S, LevelGate
from core.speech.listener import SECOND_VOICE, Discarded, FalseStart, Heard, Paused, SpeechStarted, Utterance, listen
from core.speech.stt import RATE, Audio
from core.speech.vad import CHUNK, open_vad
from tests.hearing.hearing import Scripted, clip, frames, loudness

rng = np.random.default_rng(3)


def speech(dbfs: float, seconds: float) -> Audio:
    """A tone that the scripted detector takes for a voice where the gate's own is not asked."""
    t = np.arange(int(seconds * RATE)) / RATE
    return (np.sqrt(2) * 10 ** (dbfs / 20) * np.sin(2 * np.pi * 180 * t)).astype(np.float32)


def quiet(seconds: float, dbfs: float = FLOOR_DBFS) -> Audio:
    return rng.normal(0, 10 ** (dbfs / 20), int(seconds * RATE)).astype(np.float32)


class Fed:
    """A gate that is told which steps hold a voice."""

    def __init__(self) -> None:
        self.gate, self.now = LevelGate(), 0

    def hear(self, sound: Audio, p: float) -> tuple[int, int]:
        """-> the first step, the one behind the last."""
        first = self.now
        for at in range(0, sound.size - CHUNK + 1, CHUNK):
            self.gate.hear(sound[at : at + CHUNK], p)
            self.now += 1
        return first, self.now

    def say(self, dbfs: float, seconds: float = 3.0, *, noise_dbfs: float = FLOOR_DBFS, pause_s: float = 0.6) -> tuple[int, int]:
        span = self.hear(speech(dbfs, seconds), 0.95)
        self.hear(quiet(pause_s, noise_dbfs), 0.02)
        return span

    def partner(self, dbfs: float, times: int, **how: float) -> None:
        for _ in range(times):
            self.gate.learn(self.gate.measure(*self.say(dbfs, **how)))

    def verdict(self, dbfs: float, **how: float) -> str:
        return self.gate.judge(*self.say(dbfs, **how), final=True)


@pytest.fixture
def fed() -> Fed:
    fed = Fed()
    fed.hear(quiet(1.0), 0.02)
    return fed


def test_everything_is_kept_until_the_usual_level_is_known(fed: Fed) -> None:
    fed.partner(-26, 5)  # fifteen seconds
    assert fed.gate.usual_db is None
    assert fed.verdict(-56) == "near"
    fed.partner(-26, 2)
    assert fed.gate.usual_db == pytest.approx(-26, abs=0.5)
    assert fed.verdict(-56) == "far"


@pytest.mark.parametrize(("below", "verdict"), [(6, "near"), (10, "near"), (14, "near"), (15, "near"), (18, "far"), (26, "far")])
def test_by_level(fed: Fed, below: int, verdict: str) -> None:
    fed.partner(-26, 8)
    assert fed.verdict(-26 - below) == verdict


def test_gain_that_rose_with_the_noise_is_taken_out(fed: Fed) -> None:
    """A voice 20 dB below, raised by 6 dB while it spoke; the same level over the old noise is the Partner's."""
    fed.partner(-26, 8)
    raised = fed.say(-46, noise_dbfs=FLOOR_DBFS + 6)
    fed.gate.drop(*raised)
    assert fed.verdict(-40, noise_dbfs=FLOOR_DBFS + 6) == "far"
    other = Fed()
    other.hear(quiet(1.0), 0.02)
    other.partner(-26, 8)
    assert other.verdict(-40) == "near"


def test_a_fan_that_starts_makes_nobody_a_stranger(fed: Fed) -> None:
    fed.partner(-26, 8)
    assert fed.verdict(-26, noise_dbfs=FLOOR_DBFS + 25) == "near"
    fed.partner(-26, 1, noise_dbfs=FLOOR_DBFS + 25)
    for below in (0, 6, 12, 15):
        assert fed.verdict(-26 - below, noise_dbfs=FLOOR_DBFS + 25) == "near"


def test_noise_that_comes_and_goes_moves_nothing(fed: Fed) -> None:
    fed.partner(-26, 8)
    for _ in range(8):
        fed.partner(-26, 1, noise_dbfs=FLOOR_DBFS + 8)
        fed.partner(-26, 1, noise_dbfs=FLOOR_DBFS)
    assert fed.verdict(-26 - 15) == "near"
    assert fed.verdict(-26 - 20) == "far"


def test_a_partner_who_stays_quiet_is_heard_again(fed: Fed) -> None:
    """Crying, or turned away: after some seconds the quiet voice is the usual one."""
    fed.partner(-26, 8)
    lost_s = 0.0
    for _ in range(6):
        span = fed.say(-48, 2.0)
        if fed.gate.judge(*span, final=True) == "near":
            break
        fed.gate.drop(*span)
        lost_s += 2.0
    assert 0 < lost_s <= OPEN_S
    fed.gate.learn(fed.gate.measure(*span))
    assert fed.gate.usual_db is None
    fed.partner(-48, 11)
    assert fed.gate.usual_db == pytest.approx(-48, abs=1)


def test_a_long_quiet_telling_is_kept_whole(fed: Fed) -> None:
    fed.partner(-26, 8)
    assert fed.verdict(-50, seconds=OPEN_S + 0.5) == "near"


def test_the_loudest_part_of_a_stretch_decides(fed: Fed) -> None:
    fed.partner(-26, 8)
    first, _ = fed.hear(speech(-48, 3.0), 0.95)
    fed.hear(speech(-26, 0.5), 0.95)
    _, end = fed.hear(speech(-48, 3.0), 0.95)
    fed.hear(quiet(0.6), 0.02)
    assert fed.gate.judge(first, end, final=True) == "near"


def test_another_microphone_is_learned_anew(fed: Fed) -> None:
    fed.partner(-26, 8)
    fed.gate.forget()
    assert fed.verdict(-50) == "near"


def test_who_comes_nearer_becomes_the_usual_voice(fed: Fed) -> None:
    """Somebody far off was heard first; the Partner speaks later."""
    fed.partner(-48, 8)
    assert fed.verdict(-26) == "near"
    fed.partner(-26, 12)
    assert fed.verdict(-48) == "far"


# --- in the listener, with scripted parts


def voice(dbfs: float, seconds: float, *, behind_s: float = 1.5) -> Audio:
    return np.concatenate([speech(dbfs, seconds), quiet(behind_s)])


def any_voice(chunk: Audio) -> float:
    return 0.97 if float(np.sqrt((chunk**2).mean())) > 10 ** (-58 / 20) else 0.02


async def heard(*parts: Audio, engine: Scripted | None = None) -> list[Heard]:
    engine = engine or Scripted(lambda s: "I feel it in my chest.")
    usual = [voice(-26, 3.0) for _ in range(8)]
    return [event async for event in listen(frames(np.concatenate([quiet(1), *usual, *parts])), engine, any_voice)]


def behind_the_first_minute(events: list[Heard]) -> list[Heard]:
    """What came after the eight usual utterances."""
    ends = [n for n, event in enumerate(events) if isinstance(event, Utterance)]
    return events[ends[7] + 1 :]


async def test_a_dropped_voice_is_never_announced_nor_read() -> None:
    engine = Scripted(lambda s: "I feel it in my chest.")
    events = await heard(voice(-48, 3.0), engine=engine)
    assert behind_the_first_minute(events) == [Discarded(9, SECOND_VOICE)]
    assert len(engine.asked) == 8


async def test_a_quiet_voice_that_is_kept_comes_in_full_order() -> None:
    events = behind_the_first_minute(await heard(voice(-26 - 14.5, 3.0)))
    assert [type(event) for event in events] == [SpeechStarted, Paused, Utterance]


async def test_a_second_voice_in_a_pause_does_not_hold_the_partners_turn_open() -> None:
    """It begins .2 s behind the Partner's last word: the turn ends as if nobody had spoken, without its words."""
    events = behind_the_first_minute(await heard(speech(-26, 3.0), quiet(0.2), voice(-48, 2.0)))
    alone = behind_the_first_minute(await heard(voice(-26, 3.0)))
    assert events == [*alone, Discarded(10, SECOND_VOICE)]


async def test_the_partner_who_answers_a_second_voice_is_not_dropped_with_it() -> None:
    events = behind_the_first_minute(await heard(speech(-48, 2.0), quiet(0.2), voice(-26, 3.0)))
    assert [type(event) for event in events] == [Discarded, SpeechStarted, Paused, Utterance]
    said = events[-1]
    assert isinstance(said, Utterance)
    assert said.end_s - said.start_s == pytest.approx(3.0, abs=0.1)


async def test_a_whisper_in_a_pause_is_a_turn_of_its_own_and_loses_nothing() -> None:
    events = behind_the_first_minute(await heard(speech(-26, 3.0), quiet(0.2), voice(-26 - 14.5, 2.0)))
    last = events[-1]
    assert isinstance(last, Utterance)
    assert last.end_s - last.start_s == pytest.approx(2.0, abs=0.1)
    assert not [event for event in events if isinstance(event, Discarded | FalseStart)]


async def test_an_empty_frame_makes_it_learn_anew() -> None:
    async def microphone() -> AsyncIterator[Audio]:
        for part in [quiet(1), *[voice(-26, 3.0) for _ in range(8)], np.zeros(0, np.float32), voice(-48, 3.0)]:
            async for frame in frames(part):
                yield frame
            if not part.size:
                yield part

    events = [event async for event in listen(microphone(), Scripted(lambda s: "I feel it in my chest."), any_voice)]
    assert sum(isinstance(event, Utterance) for event in events) == 9


async def test_silence_of_a_scripted_microphone_is_no_level() -> None:
    events = [event async for event in listen(frames(speech(-26, 2.0)), Scripted(lambda s: "I feel it now."), loudness)]
    assert isinstance(events[-1], Utterance)


# --- rendered voices through WebRTC's own processing


@pytest.mark.parametrize(
    ("partner", "other", "automatic_gain"),
    [*((*pair, True) for pair in PAIRS), ("slt", "awb", False), ("awb", "joe", False)],
)
async def test_rendered_voices(partner: str, other: str, automatic_gain: bool) -> None:
    played = scene(partner, other, below_db=(6, 15, 18, 26), each=2, learn_s=40)
    sound = processed(played.sound, automatic_gain=automatic_gain)
    events = [event async for event in listen(frames(sound, 0.1), Reader(), open_vad(), live=False)]
    counts = counted(played.spoken, [event for event in events if isinstance(event, Utterance)])
    written = {below: (count.written, count.said) for below, count in counts.items()}
    own = written.pop(None)
    assert own[0] == own[1]
    assert written == {6: (2, 2), 15: (2, 2), 18: (0, 2), 26: (0, 2)}


async def test_the_partners_own_minute_is_heard_as_without_the_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once the level is known too: no turn ends elsewhere, none is lost."""
    minute = clip("conversation.flac").astype(np.float32) / 32768
    sound = processed(np.concatenate([minute, minute]), automatic_gain=True)

    async def turns() -> list[Heard]:
        return [event async for event in listen(frames(sound, 0.1), Reader(), open_vad(), live=False)]

    gated = await turns()
    monkeypatch.setattr(LevelGate, "_certain", lambda _: None)
    assert gated == await turns()
