"""The encoder beside the rules: made from the lines that lie here, worth what is said of it, the same every time, and silent where it knows no words."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from bench.safety.lines import all_lines
from bench.safety.score import count, totals
from bench.safety.taught import Taught, fingerprint, plain, spoken, taught_lines
from core.reader.danger.alarm import read_safety
from core.reader.danger.encoder import COLUMNS, encoder, leaning

pytestmark = pytest.mark.timeout(600)  # thousands of lines are read


@pytest.fixture(scope="module")
def taught() -> list[Taught]:
    return taught_lines()


def test_the_encoder_was_taught_on_the_lines_as_they_are(taught: list[Taught]) -> None:
    lines = taught
    assert encoder().taught == f"{len(lines)} lines, {fingerprint(lines)}", "run python -m bench.safety.teach"
    assert encoder().session.get_outputs()[0].shape == [len(COLUMNS)]


@pytest.mark.parametrize(
    ("stem", "least"), [("independent_1", 700), ("independent_2", 850), ("independent_3", 750), ("independent_ordinary", 700)]
)
def test_nothing_is_learned_from_the_independent_authors(taught: list[Taught], stem: str, least: int) -> None:
    learned = {words for words, *_ in taught}
    lines = all_lines(stem)
    shared = [line.id for line in lines if len(line.text.split()) > 6 and plain(line.text) in learned]
    assert len(lines) > least
    assert len(shared) < len(lines) / 100  # an idiom may come to two people


def test_it_answers_the_same_whatever_it_read_before_and_on_any_thread() -> None:
    said = [plain(line.text) for line in all_lines("open_partial")]
    first = [leaning.__wrapped__(each) for each in said]
    with ThreadPoolExecutor(4) as threads:
        again = list(threads.map(leaning.__wrapped__, reversed(said)))
    assert again == first[::-1]


def test_in_a_long_tale_the_grave_sentence_is_heard() -> None:
    tale = "and then we went to the shop and bought some bread and cheese " * 8
    assert leaning(tale.strip()).crisis < 0
    assert leaning(f"{tale}and i have the tablets here and i am taking them all now {tale}".strip()).crisis > 0


def test_ordinary_inner_work_stops_no_session() -> None:
    assert [said for said in spoken() if read_safety(said)] == []


def test_words_it_never_met_say_nothing() -> None:
    assert leaning("qwrtz plonk fnord").crisis == 0
    assert read_safety("Qwrtz plonk fnord.") is None
    assert leaning("").crisis == 0
    assert leaning("i have the tablets here and nobody is home").crisis > 0


def test_the_newest_words_must_say_it() -> None:
    said = read_safety("I poured the lot of them into my hand and I'm counting", ("My wife is asleep upstairs.",))
    assert said is not None
    assert said.label == "crisis"
    assert read_safety("the cat wants feeding", ("I had soup for lunch.",)) is None


def test_most_of_what_authors_unknown_to_it_wrote_is_found() -> None:
    """Floors, not aims: those are printed by `python -m bench.safety`."""
    lines = [line for stem in ("independent_1", "independent_2", "independent_3") for line in all_lines(stem)]
    shares = {name: part / of for name, (part, of) in totals(count(lines), "en").items() if of}
    assert shares["crisis"] > 0.875
    assert shares["crisis or concern"] > 0.905
    assert shares["imminent as crisis"] > 0.915
    assert shares["concern"] > 0.92
    assert shares["false alarms"] < 0.06
    assert shares["false crises"] < 0.035


def test_ordinary_sessions_are_seldom_stopped() -> None:
    part, of = totals(count(all_lines("independent_ordinary")), "en")["false crises"]
    assert of > 1200
    assert part / of < 0.02
