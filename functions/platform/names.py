"""What a person's name may be, and how a stored one is shown to somebody else.

A name is typed by one person and read by another, in mails too: it holds no address, no link and no hidden character.
"""

from __future__ import annotations

import unicodedata

import regex

VISIBLE_CHARACTERS = 60
"""Grapheme clusters: one letter with its accents, or one emoji."""
CODE_POINTS = 240
"""Database constraints say this number too."""
DIGITS = 5
MARKS = 4
"""Combining marks on one letter. Pointed Hebrew and Tibetan stacks have up to four."""
CLUSTER_CODE_POINTS = 16

UNNAMED = "Your facilitator"

TOO_LONG = f"A name has at most {VISIBLE_CHARACTERS} letters. Make it shorter."
EMPTY = "Type a name with letters in it."
HIDDEN = "This name has a hidden character in it. Type it again by hand."
ONE_LINE = "A name is one line. Take out line breaks and tabs."
MARKED = "This name has too many marks on one letter. Leave some out."
ADDRESS = "A name cannot have a web or mail address in it. Leave it out, or put a space after each dot."
NUMBER = f"A name has at most {DIGITS} digits. Leave the number out."

# Zero-width joiners belong to emoji sequences, and to words of scripts whose letters join.
JOINING_SCRIPTS = (
    *("Arabic", "Syriac", "Nko", "Mandaic", "Mongolian", "Adlam", "Hanifi_Rohingya"),
    *("Devanagari", "Bengali", "Gurmukhi", "Gujarati", "Oriya", "Tamil", "Telugu", "Kannada", "Malayalam", "Sinhala"),
    *("Myanmar", "Khmer", "Tibetan", "Balinese", "Javanese", "Sundanese", "Chakma"),
)
_JOINING = "[" + "".join(rf"\p{{Script={script}}}" for script in JOINING_SCRIPTS) + "]"
_PICTURE = r"\p{Extended_Pictographic}[\uFE0F\p{Emoji_Modifier}]*"
_FLAG = r"\U0001F3F4\U000E0067\U000E0062(?:\U000E0065\U000E006E\U000E0067|\U000E0073\U000E0063\U000E0074|\U000E0077\U000E006C\U000E0073)\U000E007F"
_KNOWN_INVISIBLE = regex.compile(
    rf"(?:{_PICTURE})(?:\u200D{_PICTURE})+"  # emoji joined into one
    rf"|{_FLAG}"  # England, Scotland, Wales
    rf"|(?<={_JOINING})[\u200C\u200D]"
    r"|(?<=\p{Script=Mongolian})[\u180B-\u180E\u180F]"
    r"|(?<=[\p{L}\p{M}\p{N}\p{S}\p{P}])[\uFE00-\uFE0F\U000E0100-\U000E01EF]"  # which form of a sign
)
_HIDDEN_SET = r"[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cs}\p{Co}\p{Noncharacter_Code_Point}\u2800\uFFFC\uFFFD]"
_HIDDEN = regex.compile(_HIDDEN_SET)
_KNOWN_OR_HIDDEN = regex.compile(rf"{_KNOWN_INVISIBLE.pattern}|(?P<hidden>{_HIDDEN_SET})|.", regex.DOTALL)
_CONTROL = regex.compile(r"[\p{Cc}\p{Zl}\p{Zp}]")
_SHOWS = regex.compile(r"[\p{L}\p{N}\p{S}]")
_MARKS = regex.compile(rf"[\p{{M}}--[\uFE00-\uFE0F\U000E0100-\U000E01EF]]{{{MARKS + 1},}}", regex.V1)
_ADDRESS = regex.compile(
    r"@|://|\bwww\."
    r"|\b(?:https?|ftp|mailto|tel|sms|javascript|data):"
    r"|(?<=[\p{L}\p{M}\p{N}])\.(?=[\p{L}\p{N}][\p{L}\p{M}\p{N}-])",  # example.com, not J.R.R. Tolkien
    regex.IGNORECASE,
)
_DOTS = str.maketrans("\u3002\uff61\ufe12", "...")


def characters(text: str) -> list[str]:
    """What a reader takes for one character each."""
    return list(regex.findall(r"\X", text))


def normalised(text: str) -> str:
    """NFC, single spaces, none at the ends."""
    return str(regex.sub(r"\p{Zs}+", " ", unicodedata.normalize("NFC", text))).strip()


def objection(name: str) -> str | None:
    """Why this normalised name is refused, as a sentence that says what to do. None when it is fine."""
    if len(name) > CODE_POINTS:
        return TOO_LONG
    if _CONTROL.search(name):
        return ONE_LINE
    if _HIDDEN.search(_KNOWN_INVISIBLE.sub("", name)):
        return HIDDEN
    if not _SHOWS.search(name):
        return EMPTY
    clusters = characters(name)
    if _MARKS.search(unicodedata.normalize("NFD", name)) or max(map(len, clusters)) > CLUSTER_CODE_POINTS:
        return MARKED
    if len(clusters) > VISIBLE_CHARACTERS:
        return TOO_LONG
    plain = unicodedata.normalize("NFKC", name).translate(_DOTS)
    if _ADDRESS.search(plain):
        return ADDRESS
    return NUMBER if sum(character.isdecimal() for character in plain) > DIGITS else None


def shown(stored: object) -> str | None:
    """A stored name, or one from elsewhere, as it may be shown to others: without hidden characters and cut to length.

    None when nothing is left, or when it still breaks the rule."""
    if not isinstance(stored, str):
        return None
    visible = _CONTROL.sub("", stored[: 4 * CODE_POINTS])
    kept = [m.group() for m in _KNOWN_OR_HIDDEN.finditer(visible) if m.lastgroup != "hidden"]
    name = normalised("".join(characters(normalised("".join(kept)))[:VISIBLE_CHARACTERS]))
    return name if name and objection(name) is None else None


def of_facilitator(stored: object) -> str:
    """What others call a Facilitator."""
    return shown(stored) or UNNAMED


def isolated(name: str) -> str:
    """For plain text: the name between marks that keep its writing direction from the sentence around it (FSI, PDI)."""
    return f"\u2068{name}\u2069"


def cut(name: str, *, max_bytes: int) -> str:
    """As many whole characters of it as fit into so many bytes of UTF-8."""
    kept = ""
    for character in characters(name):
        if len((kept + character).encode()) > max_bytes:
            break
        kept += character
    return kept
