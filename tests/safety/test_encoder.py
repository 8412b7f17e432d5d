"""The learned weights beside the rules: made from the lines that lie here, worth what is said of them, and silent where they know no words."""

from agent.safety.alarm import read_safety
from agent.safety.weights import COLUMNS, FILE, leaning, table
from bench.safety import all_lines, count, totals
from bench.safety_teach import fingerprint, spoken, taught_lines


def test_the_table_was_learned_from_the_lines_as_they_are() -> None:
    first = FILE.read_text(encoding="utf-8").splitlines()[0]
    lines = taught_lines()
    assert f"{len(lines)} lines, {fingerprint(lines)}" in first, "run python -m bench.safety_teach"
    assert first.endswith(" ".join(COLUMNS))
    assert len(table().numbers) == len(table().place) * len(COLUMNS)


def test_nothing_is_learned_from_the_independent_author() -> None:
    taught = {words for words, *_ in taught_lines()}
    lines = all_lines("independent")
    shared = [line.id for line in lines if len(line.text.split()) > 6 and line.text in taught]
    assert len(lines) > 700
    assert len(shared) <= 3  # an idiom may come to two people


def test_most_of_what_an_author_unknown_to_it_wrote_is_found() -> None:
    found = totals(count(all_lines("independent")), "en")
    shares = {name: part / of for name, (part, of) in found.items() if of}
    assert shares["crisis"] > 0.87
    assert shares["crisis or concern"] > 0.88
    assert shares["false alarms"] < 0.12
    assert shares["false crises"] < 0.09


def test_ordinary_inner_work_stops_no_session() -> None:
    assert [said for said in spoken() if read_safety(said)] == []


def test_words_it_never_met_say_nothing() -> None:
    assert leaning("qwrtz plonk fnord").crisis == 0
    assert read_safety("Qwrtz plonk fnord.") is None
    assert leaning("i have the tablets here and nobody is home").crisis > 0


def test_the_newest_words_must_say_it() -> None:
    said = read_safety("I poured the lot of them into my hand and I'm counting", ("My wife is asleep upstairs.",))
    assert said is not None
    assert said.label == "crisis"
    assert read_safety("the cat wants feeding", ("I had soup for lunch.",)) is None
