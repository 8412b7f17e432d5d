"""What an utterance means, for danger that is said in ways no rule foresaw: a small text encoder, fixed, that writes nothing and answers the same every time.

`encoder.onnx` is the first layers of MiniLM-L6 (Wang et al. 2020, Apache 2.0) taught on labelled lines by `python -m bench.safety.teach`, in whole numbers;
`encoder.json` is how it cuts words into pieces. Nobody edits them by hand.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from core.onnx_model import open_onnx_model

if TYPE_CHECKING:
    import onnxruntime
    from tokenizers import Tokenizer

FILE = Path(__file__).with_name("encoder.onnx")
PIECES = Path(__file__).with_name("encoder.json")
KINDS = ("self", "self_harm", "other", "abuse_at_home", "child", "medical", "psychosis")
COLUMNS = ("none", "concern", *KINDS, "imminent")
LONGEST = 64  # pieces at a time, which is what it was taught on
WINDOW = 40  # words at a time: a grave sentence would drown in a long tale
FOREIGN = 0.5  # share of words hardly met in teaching from which on it has no say: another language, or garble


@dataclass(frozen=True, slots=True)
class Leaning:
    """Natural log of the odds that something is a crisis, a concern, and (if a crisis) imminent; and the likeliest kind of crisis."""

    crisis: float
    concern: float
    imminent: float
    kind: str


NO_SAY = Leaning(0.0, -math.inf, -math.inf, KINDS[0])  # raises nothing and lets nothing go


@dataclass(frozen=True, slots=True)
class Encoder:
    """`met`: pieces numbered below it were met in teaching more than once or twice. `taught`: what the file says it was taught on."""

    session: onnxruntime.InferenceSession
    tokenizer: Tokenizer
    met: int
    taught: str


@lru_cache(maxsize=1)
def encoder() -> Encoder:
    """The file, read once, about .1 s; for all threads. Raises what onnxruntime and tokenizers raise for a broken file."""
    from tokenizers import Tokenizer

    session = open_onnx_model(FILE)
    tokenizer = Tokenizer.from_file(str(PIECES))
    tokenizer.enable_truncation(LONGEST, direction="left")
    said = session.get_modelmeta().custom_metadata_map
    return Encoder(session, tokenizer, int(said["met"]), said["taught"])


@lru_cache(maxsize=256)
def leaning(plain: str) -> Leaning:
    """Of what was said, in plain words (wording.plain): about a millisecond. Of more than WINDOW words, the gravest stretch of so many."""
    words = plain.split()
    if not words:
        return NO_SAY
    starts = range(0, max(1, len(words) - WINDOW // 2), WINDOW // 2)
    read = [_read(" ".join(words[start : start + WINDOW])) for start in starts] if len(words) > WINDOW else [_read(plain)]
    gravest = max(read, key=lambda each: each.crisis)
    return replace(gravest, concern=max(each.concern for each in read))


def _read(plain: str) -> Leaning:
    import numpy as np  # the API knows this module and reads with it in its jobs alone

    by = encoder()
    pieces = by.tokenizer.encode(plain)
    if _foreign(pieces.word_ids, pieces.ids, by.met):
        return NO_SAY
    (odds,) = by.session.run(None, {"pieces": np.array([pieces.ids], np.int64)})
    *what, imminent = (float(each) for each in odds)
    top = max(what)
    likely = [math.exp(each - top) for each in what]
    by_kind = likely[2:]
    crisis = sum(by_kind)
    return Leaning(
        math.log(crisis / (likely[0] + likely[1])),
        math.log(likely[1] / (likely[0] + crisis)),
        imminent,
        KINDS[by_kind.index(max(by_kind))],
    )


def _foreign(words: Sequence[int | None], pieces: Sequence[int], met: int) -> bool:
    """Whether most words are in several pieces, or in one hardly met. `words`: of each piece its word; None for the edges."""
    whole = sum(words.count(word) == 1 and piece < met for word, piece in zip(words, pieces, strict=True) if word is not None)
    many = len({word for word in words if word is not None})
    return many - whole > FOREIGN * many
