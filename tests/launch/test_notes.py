"""What the notes may say, with and without a model."""

import json

import pytest

from functions.summary.extraction import extract
from functions.summary.models import NOTHING_LEFT, Notes, Said, keepable
from functions.summary.writing import PARAGRAPH_WORDS, NotesRefused, check, write

TALK = [
    Said("There's this anxious part. It just never shuts up.", 0, 4),
    Said("It's like a knot right here in my stomach.", 10, 14),
    Said("My boss Peter moved the deadline.", 15, 17),
    Said("I'm useless, I ruin everything.", 30, 33),
    Said("When I was seven my mother left me there.", 34, 38),
    Said("Huh, okay. I'm kind of curious about this anxious part actually.", 40, 44),
    Said("The doctor said it is depression.", 50, 54),
]
STEPS = ["find", "focus", "flesh_out", "feel_toward", "ground", "befriend"]


class Model:
    """Answers what it is told to, and remembers what it was shown."""

    name = "scripted"

    def __init__(self, answer: object) -> None:
        self.answer = answer if isinstance(answer, str) else json.dumps(answer)
        self.shown = ""

    async def complete(self, messages, **_: object) -> str:
        self.shown = messages[-1]["content"]
        return self.answer


def words_of(notes: Notes) -> str:
    everything = [notes.paragraph, *notes.helped, *notes.questions, *(f"{p.name} {p.felt}" for p in notes.parts)]
    return " ".join([*everything, *(q.text for q in notes.quotes), *(q.text for q in notes.moments)])


def test_the_partners_own_sentences() -> None:
    notes = extract(TALK, STEPS)
    heard = " ".join(said.text for said in TALK)
    assert notes.source == "extractive"
    assert [part.name for part in notes.parts] == ["anxious part", "knot"]
    assert notes.parts[0].felt == "curious"
    assert 2 <= len(notes.quotes) <= 5
    assert all(quote.text in heard for quote in notes.quotes)
    assert [quote.at_s for quote in notes.quotes] == sorted(quote.at_s for quote in notes.quotes)
    assert "Befriending it" in notes.steps
    assert not any("ground" in step.lower() for step in notes.steps)
    assert len(notes.paragraph.split()) <= PARAGRAPH_WORDS


@pytest.mark.parametrize("word", ["Peter", "boss", "mother", "useless", "doctor", "depression", "seven", "deadline"])
def test_what_stays_out(word: str) -> None:
    assert word not in words_of(extract(TALK, STEPS))


@pytest.mark.parametrize(
    "said",
    [
        "There's a part that wants the body dead.",
        "A part of me wants to disappear tonight.",
        "That part hurts me when I can't breathe.",
        "The little girl part sits in my stomach.",
        "My sister sounds like that critic part.",
        "This part started when I was young.",
        "I hate that stupid part of me.",
        "The part showed up on Tuesday with Anna.",
    ],
)
def test_nothing_left_is_said_so(said: str) -> None:
    assert extract([Said(said, 0, 3)], []).paragraph == NOTHING_LEFT


def test_silence_is_not_invented() -> None:
    notes = extract([], [])
    assert (notes.paragraph, notes.quotes, notes.parts) == (NOTHING_LEFT, (), ())


def test_alarms_take_their_neighbours_along(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("functions.summary.models.read_safety", lambda text, context=(): "alarm" if "ALARM" in text else None)
    said = [Said(text, n, n + 1) for n, text in enumerate(["one", "two", "ALARM", "four", "five"])]
    assert [one.text for one in keepable(said)] == ["one", "five"]


async def test_a_model_sees_only_what_may_be_kept_and_is_quoted_to_the_letter() -> None:
    model = Model(
        {
            "paragraph": "Today your Partner seemed to meet an anxious part, and some curiosity came. Your waiting helped.",
            "quotes": [
                "It's like a knot right here in my stomach.",
                "I'm kind of curious about this anxious part",
                "I am sort of curious about it",
                "My boss Peter moved the deadline.",
            ],
            "parts": [{"name": "anxious part", "felt": "curious"}, {"name": "exile", "felt": None}, "x"],
            "helped": ["Your quiet seemed to help.", "You made great progress."],
            "questions": ["How is the anxious part now?"],
        }
    )
    notes = await write(model, TALK, STEPS)
    assert notes.source == "ai"
    assert [quote.text for quote in notes.quotes] == [
        "It's like a knot right here in my stomach.",
        "I'm kind of curious about this anxious part",
    ]
    assert [part.name for part in notes.parts] == ["anxious part"]
    assert notes.helped == ("Your quiet seemed to help.",)
    for word in ("Peter", "mother", "useless", "doctor"):
        assert word not in model.shown
    assert "anxious part" in model.shown


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("I'd rather not.", "no-json"),
        ("{broken", "no-json"),
        ('{"paragraph": 3}', "no-json"),
        ({"paragraph": "word " * 200}, "length"),
        ({"paragraph": ""}, "length"),
        ({"paragraph": "Your Partner spoke of suicide."}, "content"),
        ({"paragraph": "Your Partner was diagnosed in 2019."}, "content"),
        ({"paragraph": "You made real progress with this exile."}, "content"),
    ],
)
async def test_a_model_that_breaks_the_rules_is_not_used(answer: object, reason: str) -> None:
    with pytest.raises(NotesRefused) as refused:
        await write(Model(answer), TALK, STEPS)
    assert refused.value.reason == reason


def test_fenced_json_is_read() -> None:
    assert check('```json\n{"paragraph": "It seemed calm."}\n```', TALK, []).paragraph == "It seemed calm."
