"""One spelling for look-alike letters, so that a word of danger is read however it was written."""

from __future__ import annotations

import re
import unicodedata

# Letters of other alphabets that look like Latin ones.
_LOOK_ALIKE = str.maketrans("аеорсухіѕјԁҏԛѡαεοριυνκτ", "aeopcyxisjdpqwaeopiuvkt")
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u206a-\u206f\ufe00-\ufe0f\ufeff]"
)
_SPELT = re.compile(r"\b(?:[a-z][ .\-]){3,}[a-z]\b")


def fold(text: str) -> str:
    """Width, accents, invisible signs and look-alike letters gone; a word spelt letter by letter is joined; nothing else is changed."""
    if text.isascii() and not _SPELT.search(text.lower()):
        return text
    plain = unicodedata.normalize("NFKD", _UNSEEN.sub("", text))
    plain = (
        "".join(letter for letter in plain if not unicodedata.combining(letter))
        .replace("ß", "ss")
        .replace("œ", "oe")
        .replace("æ", "ae")
    )
    if not re.search(r"[a-z]", plain.lower()) or any(letter in plain.lower() for letter in "аеорсухіѕјԁαεορυ"):
        plain = plain.lower().translate(_LOOK_ALIKE)
    return _SPELT.sub(lambda found: re.sub(r"[ .\-]", "", found[0]), plain.lower()) if _SPELT.search(plain.lower()) else plain
