"""Speech-to-text made plain: fillers and restarts gone, contractions opened, homophones mended; negation always kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from core.text.bounds import MOST, newest

_OPENED = {
    "im": "i am", "i'm": "i am", "ive": "i have", "i've": "i have", "id": "i would", "i'd": "i would", "i'll": "i will",
    "dont": "do not", "don't": "do not", "doesnt": "does not", "doesn't": "does not", "didnt": "did not", "didn't": "did not",
    "cant": "can not", "can't": "can not", "cannot": "can not", "wont": "will not", "won't": "will not",
    "isnt": "is not", "isn't": "is not", "arent": "are not", "aren't": "are not", "wasnt": "was not", "wasn't": "was not",
    "weren't": "were not", "werent": "were not", "ain't": "is not", "couldnt": "could not", "couldn't": "could not",
    "wouldnt": "would not", "wouldn't": "would not", "shouldnt": "should not", "shouldn't": "should not",
    "havent": "have not", "haven't": "have not", "hasnt": "has not", "hasn't": "has not", "hadn't": "had not",
    "thats": "that is", "that's": "that is", "theres": "there is", "there's": "there is", "it's": "it is", "its'": "its",
    "he's": "he is", "hes": "he is", "she's": "she is", "shes": "she is", "what's": "what is", "whats": "what is",
    "who's": "who is", "where's": "where is", "here's": "here is", "let's": "let us",
    "you're": "you are", "youre": "you are", "we're": "we are", "they're": "they are", "theyre": "they are",
    "you've": "you have", "we've": "we have", "they've": "they have", "you'd": "you would", "he'd": "he would",
    "she'd": "she would", "we'd": "we would", "they'd": "they would", "it'd": "it would", "you'll": "you will",
    "he'll": "he will", "she'll": "she will", "it'll": "it will", "itll": "it will", "we'll": "we will", "they'll": "they will",
    "gonna": "going to", "wanna": "want to", "gotta": "have to", "kinda": "kind of", "sorta": "sort of", "cos": "because",
    "cuz": "because", "coz": "because", "'cause": "because", "dunno": "do not know", "gimme": "give me", "lemme": "let me",
    "y'know": "you know", "ok": "okay", "'em": "them", "no-one": "nobody", "anymore": "any more", "everybody": "everyone",
    "somebody": "someone", "mum": "mom", "mummy": "mom", "mama": "mom",
}  # fmt: skip
_FILLERS = frozenset(
    ["um", "umm", "uh", "uhm", "uhh", "er", "erm", "ah", "eh", "hm", "hmm", "mm", "mmm", "mhm", "huh", "oh", "ooh"]
)
_FILLED = re.compile(
    r"\b(?:you know what i mean|if that makes sense|i guess like|you know|i mean|i guess|sort of|kind of|or something|or whatever)\b"
)
_MISHEARD = (
    (re.compile(r"\bapart (of me|of myself|of us|that|in me|inside|which)\b"), r"a part \1"),
    (re.compile(r"\bapart(?= (?:who|is))"), "a part"),
    (re.compile(r"\b(this|that|the|one|another|other|my|anxious|angry|scared|sad|young|little) (?:pert|parter|parked|park)\b"), r"\1 part"),
    (re.compile(r"\bits (?=(?:a|an|the|like|just|so|really|very|not|been|too|tight|heavy|dark|scared|afraid|angry|sad|trying|"
                r"showing|telling|saying|kind|there|here|in|on|all|gone|getting|got|happening|working|worried|tired|young|more|"
                r"that|hard|easy|big|small|cold|hot|warm|um|uh|its|it's|in|me|okay|fine|my|over)\b)"), "it is "),
    (re.compile(r"\bthere (?=(?:is not|just) \b)"), "there "),
    (re.compile(r"\bkill my self\b"), "kill myself"),
    (re.compile(r"\b(hurt|harm|cut|cutting|hurting|kill|killing|hate|burn|hit) my self\b"), r"\1 myself"),
    (re.compile(r"\b(?:sue|soo|sew|su|sewer|suit|suet)[ -]?(?:er )?(?:a ?|i ?)?(?:side|cide|sighed)\b"), "suicide"),
    (re.compile(r"\b(?:sue|soo|sew|su|sewer|suit)[ -]?(?:er |a |i )?(?:sidle|sidal|cidal|idle|sidel)\b"), "suicidal"),
    (re.compile(r"\bsue? a side\b|\bsuicidal l\b|\bsue-?icide\b"), "suicide"),
)  # fmt: skip
_IS = re.compile(
    r"(?<=[a-z])'s (?=(?:not|so|too|really|just|like|here|there|very|all|been|gone|getting|always|never|still|kind|scared|afraid|worried|angry|sad|at|ever|never|no|had|made|from|on|in|about|tired|busy|exhausted|"
    r"terrified|happy|ready|fine|okay|gotten|a|an|the|trying|\w{2,}ing)\b)"
)
_SPLIT = re.compile(
    r"[.?!;:\n…]+|,|\s[–—-]\s|\b(?:but|because|although|though|however|except)\b|\band (?=(?:i|it|he|she|they|we|my|then|now|there|this|that|the|so)\b)|"
    r"\bso (?=(?:i|it|he|she|they|we|my|then|now) )"
)


@dataclass(frozen=True, slots=True)
class Wording:
    """One utterance, ready to be read.

    `plain`: lower-case, opened contractions, no punctuation, single spaces, fillers and restarts out.
    `clauses`: the same words cut at punctuation and at "but", "because", "and I …"; `open`: it trails off.
    """

    raw: str
    plain: str
    clauses: tuple[str, ...]
    open: bool
    words: int


@lru_cache(maxsize=512)
def wording(text: str) -> Wording:
    """Plain words of a raw utterance; of a long one, of its newest MOST characters."""
    text = newest(text, MOST)
    lowered = text.replace("’", "'").replace("‘", "'").replace("`", "'").lower()
    lowered = re.sub(r"\[[^\]]*\]|\((?!coach)[^)]*\)|\*[^*]*\*", " ", lowered)
    trailing = lowered.rstrip(" \"'")
    opened = " ".join(_OPENED.get(word, word) for word in re.findall(r"[a-z0-9'\-]+|[.?!;:,…\n–—]+", lowered))
    opened = re.sub(r"(?<!\w)'|'(?!\w)", "", opened)
    for ending, word in (("'d", " would"), ("'ll", " will"), ("'ve", " have"), ("n't", " not")):
        opened = re.sub(rf"(?<=[a-z]){ending}\b", word, opened)
    opened = _IS.sub(" is ", opened)
    for wrong, right in _MISHEARD:
        opened = wrong.sub(right, opened)
    opened = re.sub(r"\b(\w+)-(?= )", r"\1", opened)
    kept = " ".join(word for word in opened.split() if word.strip("-") not in _FILLERS)
    kept = _FILLED.sub(" ", kept)
    kept = re.sub(r"^(?:well|so like(?! an?\b))\b,? ", "", kept.strip())
    kept = re.sub(r"\s+", " ", kept).strip()
    kept = _unstutter(kept)
    clauses = tuple(c for c in (re.sub(r"[^a-z0-9' \-]", "", part).strip() for part in _SPLIT.split(kept)) if c)
    plain = re.sub(r"\s+", " ", re.sub(r"[^a-z0-9' \-]", " ", kept)).strip()
    plain = _unstutter(plain)
    is_open = trailing.endswith(("...", "…", "-", "—", ",")) or bool(
        re.search(
            r"\b(?:and|but|because|so|the|a|an|my|is|was|to|of|like|with|that|it is|i am|there is|um|uh|or)$", kept.rstrip(" .,")
        )
    )
    return Wording(text, plain, clauses, is_open, len(plain.split()))


def _unstutter(text: str) -> str:
    """“it's it's” and “I want I want to” once."""
    before = None
    while before != text:
        before = text
        text = re.sub(r"\b([a-z']+(?: [a-z']+){0,3})(?:,? \1\b)+", r"\1", text)
    return text


_ROLE = re.compile(r"^\s*(p|partner|f|facilitator|user|assistant|coach)\s*:\s*", re.IGNORECASE)


def partner_lines(context: tuple[str, ...]) -> tuple[str, ...]:
    """What the Partner said before, oldest first; “F: …” lines are the Facilitator's and left out."""
    lines = []
    for line in context:
        role = _ROLE.match(line)
        if role and role[1].lower() in ("f", "facilitator", "assistant", "coach"):
            continue
        lines.append(line[role.end() :] if role else line)
    return tuple(lines)


def facilitator_asked(context: tuple[str, ...]) -> str:
    """The Facilitator's last line before this utterance, plain, where the context carries it; else ''."""
    if not context:
        return ""
    role = _ROLE.match(context[-1])
    if role and role[1].lower() in ("f", "facilitator", "assistant"):
        return wording(context[-1][role.end() :]).plain
    return ""
