"""Texts made to make a rule slow: every door that reads words is done with all of them within a bounded CPU time, and loses nothing."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from core.reader.danger.alarm import read_safety
from core.reader.turn import read
from core.text.bounds import MOST, OVERLAP, WINDOW, newest, windows
from core.text.wording import wording

ROOT = Path(__file__).resolve().parents[2]
CPU_S = 100
"""Far above what the bounded doors need, far below the minutes that reading each of these texts whole takes."""

DOORS = r"""
import sys
from agent.coach.guard.hint_parser import HintParser
from core.reader.turn import read
from core.text.wording import wording
from core.reader.danger.alarm import read_safety
from functions.summary.extraction import extract
from functions.summary.models import Said

UNITS = ["a'", "- ", "i do not want to ", "its a ", "my anxious my anxious part ", "this that ", "i i ", "(", "[*", "x", "é", "so i ", "sue a ", "no. "]
for unit in UNITS:
    whole = (unit * 40_000)[:40_000]
    wording(whole)
    spoken = whole[:8000]  # the longest sentence the API keeps
    read_safety(spoken)
    read(spoken[:2500], [f"Partner: {spoken}"], acknowledged=True)
    extract([Said(spoken, 0.0, 9.0)], ["find"])
    for form in ("{0}", "SUMMARY: {0}", '{{"summary": "{0}"'):
        parser = HintParser(False)
        parser.feed(form.format(spoken))
        parser.close()
print("done")
"""


def test_every_door_is_done_with_hostile_texts() -> None:
    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))

    done = subprocess.run(
        [sys.executable, "-c", DOORS], cwd=ROOT, capture_output=True, text=True, preexec_fn=limited, timeout=None, check=False
    )
    assert (done.returncode, done.stdout) == (0, "done\n"), done.stderr[-500:]


CALM = "and then we walked along the river and it was quiet and i felt the sun on my face for a while. "


@pytest.mark.parametrize("before", [0, 5, 12, 30])
@pytest.mark.parametrize("after", [0, 5, 12, 30])
def test_danger_anywhere_in_long_talk_is_found(before: int, after: int) -> None:
    said = CALM * before + "I am going to kill myself tonight. " + CALM * after
    alarm = read_safety(said)
    assert alarm is not None
    assert (alarm.label, alarm.kind) == ("crisis", "self")
    assert read(said).label == "crisis"
    assert read_safety(CALM * (before + after + 1)) is None  # the control


def test_danger_across_the_edge_of_two_windows_is_found() -> None:
    line = "I am going to kill myself tonight. "
    for at in range(WINDOW - len(line) - 5, WINDOW + 5, 4):
        said = (CALM * 12)[:at] + " " + line + CALM * 3
        alarm = read_safety(said)
        assert alarm is not None, at
        assert alarm.label == "crisis", at


def test_danger_in_a_long_earlier_line_still_counts_until_it_was_read() -> None:
    earlier = f"Partner: {CALM * 20}I am going to kill myself tonight. {CALM * 20}"
    assert read_safety("it is quiet", [earlier]) is not None
    assert read_safety("it is quiet", [earlier], acknowledged=True) is None


@pytest.mark.parametrize("text", ["", "short", CALM * 40, "".join(map(str, range(1000, 2400))), "word " * 1000, "a\n" * 3000])
def test_windows_hold_all_of_it_and_overlap(text: str) -> None:
    pieces = windows(text)
    assert all(len(piece) <= WINDOW for piece in pieces)
    assert text.startswith(pieces[0])
    assert text.endswith(pieces[-1])
    at = 0
    for piece in pieces:
        found = text.find(piece, max(0, at - OVERLAP - 1))
        assert 0 <= found <= at  # begins within or right behind the one before
        at = found + len(piece)
    assert at == len(text)


def test_of_long_talk_a_rule_reads_the_newest() -> None:
    assert newest("short") == "short"
    long = CALM * 100 + "there is a part of me that is scared"
    assert len(newest(long)) <= WINDOW
    assert wording(long).plain.endswith("there is a part of me that is scared")
    assert len(wording(long).plain) <= MOST
