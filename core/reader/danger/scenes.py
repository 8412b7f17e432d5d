"""Danger as a scene: who, what, with what, where and when, put together from classes of words, so that new wording is read too.

A rule is classes in capitals and plain words in small letters. `A B` means B after A within a few words, `A B^` right behind it; `A & B` both, anywhere in what was said; `-C` not with C."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from core.reader.danger.scene_rules import RULES
from core.reader.danger.word_classes import CLASSES

GAP = 6
# Classes that a “not” right before takes back, wherever in the scene they stand.
GRAVE = frozenset(["DIE", "DIE_VERB", "VIOLENT", "GRAVE_HARM", "INJURE", "HARMS_ME", "CHILD_HARM", "URGE", "SELF_HARM_WORD"])


@dataclass(frozen=True, slots=True)
class Scene:
    """A rule made ready. `chains`: each a row of classes that follow one another; `never`: classes that take the scene back."""

    kind: str
    rule: str
    chains: tuple[tuple[str, ...], ...]
    never: frozenset[str]
    imminent: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """A scene that was found, the words it spans (first and one past the last), and where its gravest words begin."""

    scene: Scene
    begin: int
    end: int
    grave: tuple[int, ...]


@cache
def scenes() -> tuple[Scene, ...]:
    """All rules, read once. Raises KeyError for a class that does not exist."""
    made = []
    for kind, rule in RULES:
        imminent = rule.endswith("!")
        chains, never = [], set()
        for part in rule.rstrip("! ").split(" & "):
            words = part.split()
            never |= {word[1:] for word in words if word.startswith("-")}
            chains.append(tuple(word for word in words if not word.startswith("-")))
        for name in (*never, *(name for chain in chains for name in chain)):
            if name.rstrip("^").isupper():
                CLASSES[name.rstrip("^")]
        made.append(Scene(kind, rule, tuple(chains), frozenset(never), imminent))
    return tuple(made)


@cache
def _entries() -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]], dict[str, int]]:
    """(whole words and phrases, beginnings, the longest phrase that begins with a word)."""
    whole: dict[str, set[str]] = {}
    begun: dict[str, set[str]] = {}
    longest: dict[str, int] = {}
    literal = {
        name.rstrip("^") for scene in scenes() for chain in scene.chains for name in chain if not name.rstrip("^").isupper()
    }
    entries = [(name, entry.strip()) for name, listed in CLASSES.items() for entry in listed.split(",")]
    entries += [(word, word.replace("_", " ")) for word in literal | {n for s in scenes() for n in s.never if not n.isupper()}]
    for name, entry in entries:
        into = begun if entry.endswith("*") else whole
        into.setdefault(entry.rstrip("*"), set()).add(name)
        first, length = entry.split()[0].rstrip("*"), len(entry.split())
        longest[first] = max(longest.get(first, 1), length)
    return {k: frozenset(v) for k, v in whole.items()}, {k: frozenset(v) for k, v in begun.items()}, longest


def tagged(words: list[str]) -> dict[str, list[tuple[int, int]]]:
    """Where each class stands: (first word, one past the last)."""
    whole, begun, longest = _entries()
    found: dict[str, list[tuple[int, int]]] = {}
    for at, word in enumerate(words):
        for length in range(1, min(longest.get(word, 1), len(words) - at) + 1):
            phrase = word if length == 1 else " ".join(words[at : at + length])
            for name in whole.get(phrase, ()):
                found.setdefault(name, []).append((at, at + length))
            for cut in range(len(phrase), max(2, len(phrase) - 7), -1):
                for name in begun.get(phrase[:cut], ()):
                    found.setdefault(name, []).append((at, at + length))
    return found


def _follows(
    chain: tuple[str, ...], found: dict[str, list[tuple[int, int]]], at: int, end: int, begin: int
) -> Iterator[tuple[int, int]]:
    if at == len(chain):
        yield begin, end
        return
    for first, past in found[chain[at].rstrip("^")]:
        if at == 0:
            yield from _follows(chain, found, 1, past, first)
        elif end <= first <= end + (1 if chain[at].endswith("^") else GAP):
            yield from _follows(chain, found, at + 1, past, begin)


def seen(words: list[str]) -> Iterator[Seen]:
    """The scenes in what was said, in the order of the rules; whether they are meant is `core.reader.danger.alarm`'s."""
    found = tagged(words)
    for scene in scenes():
        if not scene.never.isdisjoint(found) or not all(name.rstrip("^") in found for chain in scene.chains for name in chain):
            continue
        firsts = [next(_follows(chain, found, 0, 0, 0), None) for chain in scene.chains]
        if all(firsts):
            spans = [span for span in firsts if span]
            if len(spans) > 1 and _same(spans):
                continue
            begin, end = min(begin for begin, _ in spans), max(end for _, end in spans)
            grave = tuple(
                at for chain in scene.chains for name in chain if name in GRAVE for at, _ in found[name] if begin <= at < end
            )
            yield Seen(scene, begin, end, grave)


def _same(spans: list[tuple[int, int]]) -> bool:
    """Two ideas that are the same words are one idea."""
    return len(set(spans)) < len(spans)
