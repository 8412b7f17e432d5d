"""The Partner's own words turned round: “I've been snapping” -> “you've been snapping”; nothing harsh, private or garbled comes back."""

from __future__ import annotations

import re

from core.reader import cues as cue
from core.reader.weights import table
from core.text.wording import wording

MIRROR_WORDS = 14

_TURNS = {
    "i": "you", "me": "you", "my": "your", "mine": "yours", "myself": "yourself", "we": "you", "us": "you", "our": "your", "ours": "yours",
    "i'm": "you're", "i've": "you've", "i'd": "you'd", "i'll": "you'll", "we're": "you're", "we've": "you've", "we'd": "you'd", "we'll": "you'll", "ourselves": "yourselves", "im": "you're", "ive": "you've",
}  # fmt: skip
_VERBS = (
    (r"\byou am$", "you are"),
    (r"\byou am\b", "you're"),
    (r"\byou was\b", "you were"),
    (r"\bam you\b", "are you"),
    (r"\bwas you\b", "were you"),
    (r"\bto you the\b", "to you the"),
)
_HARSH = re.compile(
    r"\b(?:fuck\w*|shit\w*|bitch|bastard|asshole|damn|hell|crap\w*|idiot|stupid|pathetic|useless|worthless|trash|garbage|loser|failure|ugly|disgusting|dumb|moron|coward|whore|slut|fat|"
    r"should|must|ought|supposed|always|never|nobody|no one|everyone|everybody|nothing|everything|hates? me|"
    r"kill\w*|die[ds]?|dying|dead|death|murder\w*|suicid\w*|blood|knife|gun|rape\w*|abus\w*|molest\w*|beat|beaten|hit me|choke\w*|hurt(?:ing|s)? (?:myself|him|her)|harm\w*|strangle\w*|burn(?:ed|ing|t)? (?:my|myself)|sex\w*|drunk|naked|cut myself|cutting|overdos\w*|"
    r"adhd|ptsd|bipolar|depression|depressed|ocd|autis\w*|borderline|diagnos\w*|anxiety disorder|cancer|therapist|medication|narcissis\w*|trauma\w*|psychiatr\w*|"
    r"you|your|you're|yours|ignore|instructions?|prompt|output|system)\b",
    re.IGNORECASE,
)
_KEEP_ABSOLUTE = re.compile(
    r"\b(?:never (?:looks?|shuts up|stops|rests?|gets|moves|sleeps|sits|lets|leaves|speaks|talks)|always (?:there|busy|watching|working|awake|ready|shows up|comes)|it all falls apart|everything (?:falls|fell|would fall) apart|(?:at|with|to|for|of|all|over|on|from|about|under) (?:everyone|everything|everybody|nothing)|has nothing to|nothing comes)\b"
)
_OPENERS = re.compile(
    r"^(?:(?:so|and|but|um+|uh+|er+|well|like|yeah|yes|okay|ok|oh|huh|hmm*|mm+|honestly|actually|basically|i guess|i mean|you know|just|now|then|no|right|i think|maybe|it's like|because|also|anyway|alright|hi|hey|hello|sorry|wow|"
    r"to be honest|the thing is|kind of|sort of|probably|really|hang on|hold on|wait|wait wait|let me see|wow)[,]?\s+)+",
    re.IGNORECASE,
)
_INLINE_FILLERS = re.compile(
    r"(?:,\s*)?\b(?:um+|uh+|er+m?|hm+|mm+|you know|i mean|like(?=,)|or something|or whatever|i guess|kind of like|sort of like|i don't know|sort of|kinda|kind of)\b(?:\s*,)?",
    re.IGNORECASE,
)
_DANGLING = re.compile(
    r"\s+(?:and|but|because|so|or|the|a|an|to|of|my|your|is|are|was|i|just|it's|he's|she's|really|very|into|as|than|says?|said|thinks?|told me|tells me|which|who|that|with|for|actually|though|anyway|even|honestly|i think|i guess|you think)$",
    re.IGNORECASE,
)
_CUTS = re.compile(r"[.?!;…]+|\s+[–—-]+\s+|,\s+|\s+(?=(?:but|because|although|though)\b)", re.IGNORECASE)
_SOFT_CUTS = re.compile(
    r"\s+(?=(?:so (?:i|it|he|she|my)|and (?:i|i'm|i've|it|it's|he|she|they|we|now|then|my|there's|there)|which|then (?:i|he|she|it))\b)",
    re.IGNORECASE,
)
_NEXT_CLAUSE = re.compile(r"(?<=\w)\s+(?=(?:i'm|i've|i|it's|he's|she's|they're|there's|it|he|she)\s+(?:\w+))", re.IGNORECASE)
_NAMES_OK = frozenset(
    ["I", "I'm", "I've", "I'd", "I'll", "God", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
)


def clauses(text: str) -> list[str]:
    """The utterance cut into clean clauses, still in the Partner's person."""
    text = text.replace("’", "'").replace("‘", "'")
    text = re.sub(r"\[[^\]]*\]|\([^)]*\)", " ", text)
    text = re.sub(r"\b([\w']+)((?:,? +| - |-)\1\b)+", r"\1", text, flags=re.IGNORECASE)
    text = re.sub(r"\bapart of (me|us|myself)\b", r"a part of \1", text, flags=re.IGNORECASE)
    found: list[str] = []
    for piece in (run for cut in _CUTS.split(text) for run in _runs(cut)):
        piece = _clean(piece)
        if not piece:
            continue
        if len(piece.split()) <= MIRROR_WORDS and fit(piece):
            found.append(piece)
            continue
        for shorter in (_clean(p) for p in _SOFT_CUTS.split(piece)):
            if len(shorter.split()) > MIRROR_WORDS:
                found.extend(part for part in (_clean(p) for p in _NEXT_CLAUSE.split(shorter)) if part)
            elif shorter:
                found.append(shorter)
    return found


def _runs(text: str) -> list[str]:
    """A recogniser writes no full stops: “I get it now I get why” is two clauses."""
    found, at = [], 0
    for start in _NEW_SUBJECT.finditer(text):
        left = text[at : start.start()].split()
        if len(left) >= 3 and _OWN_VERB.search(" ".join(left)) and not _LEADS_ON.search(left[-1]):
            found.append(text[at : start.start()])
            at = start.start()
    return [*found, text[at:]]


_NEW_SUBJECT = re.compile(r"(?<=\w)\s+(?=(?:i|i'm|i've|it's|he's|she's|there's|they're|that's)\s+\w)", re.IGNORECASE)
_OWN_VERB = re.compile(
    r"\b(?:i|it|he|she|they|we|there|that|this|\w+)(?:'s|'m|'ve|'re)\b|\b(?:i|it|he|she|they|we|you) \w+", re.IGNORECASE
)
# After these the next subject belongs to the same clause: “the thing I said”, “because it's”, “I know he's”.
_LEADS_ON = re.compile(
    r"^(?:that|and|or|but|when|whenever|while|if|why|what|whatever|how|like|before|after|where|as|than|because|cause|who|which|until|till|since|so|then|though|although|once|unless|says?|said|thinks?|"
    r"thought|believes?|knows?|knew|feels?|felt|hopes?|wish|wishes|see|sees|hear|notice|sense|mean|guess|sure|afraid|scared|worried|convinced|glad|sorry|realise|realize|realised|realized|told|tells?|me|"
    r"thing|things|way|time|times|day|moment|place|people|person|one|ones|everything|anything|nothing|something|someone|everyone|everybody|all|reason|words?|stuff|part|much|more|just|and|um|uh|maybe|now|think)$",
    re.IGNORECASE,
)


def _clean(piece: str) -> str:
    piece = _INLINE_FILLERS.sub(" ", " " + piece)
    piece = re.sub(r"[^\w' -]", " ", piece)
    piece = re.sub(r"\s+", " ", piece).strip(" ,-")
    before = None
    while before != piece:
        before = piece
        piece = _OPENERS.sub("", piece).strip()
        piece = re.sub(r"^(?:and|but|so|because|then|like|that|or|which)\s+", "", piece, flags=re.IGNORECASE)
        piece = _DANGLING.sub("", piece).strip()
    return re.sub(r"\b([\w']+)( \1\b)+", r"\1", piece, flags=re.IGNORECASE)


def turn(clause: str) -> str:
    """I -> you, my -> your, keeping tense and negation."""
    words = []
    for word in clause.split():
        turned = _TURNS.get(word.lower())
        if turned is None:
            words.append(word if word in ("I",) or (word.isupper() and len(word) > 1) else word[:1].lower() + word[1:])
        else:
            words.append(turned)
    text = " ".join(words)
    for wrong, right in _VERBS:
        text = re.sub(wrong, right, text)
    text = re.sub(r"\bits (?=(?:like|a|an|so|just|really|very|not|too|tight|heavy)\b)", "it's ", text)
    text = re.sub(r"\b(dont|cant|wont|didnt|isnt|doesnt)\b", lambda m: m[0][:-1] + "'t", text)
    text = re.sub(
        r"^((?:there's|you have|you've got|you notice) (?:this|an?) (?:\w+ ){0,3}?(?:part|critic|one|voice)) (?=(?:it|it's|he|he's|she|she's|they)\b)",
        r"\1, and ",
        text,
    )
    return re.sub(r"^theres\b", "there's", text)


def fit(clause: str, limit: int = MIRROR_WORDS) -> bool:
    """Whether a clause may be said back at all."""
    words = clause.split()
    if not 2 <= len(words) <= limit or re.fullmatch(r"(?:i am|i was|it is|he is|she is|(?:my|the|a) \w+)", clause.lower()):
        return False
    if _HARSH.search(_KEEP_ABSOLUTE.sub(" ", clause)):
        return False
    plain = wording(clause).plain
    if cue.SELF_INSULT.search(plain) or cue.ORDER.search(plain):
        return False
    if any(word[:1].isupper() and word not in _NAMES_OK and position > 0 for position, word in enumerate(words)):
        return False
    if words[0][:1].isupper() and words[0] not in _NAMES_OK and not _common(words[0]):
        return False
    if any(char.isdigit() for char in clause):
        return False
    return bool(
        re.search(
            r"\b(?:i|i'm|i've|i'd|it|it's|its|he|he's|she|she's|they|they're|there's|there|that's|my|the|this|this's|part|we|we're|a|some\w*|feels?|has|have|is|are|was)\b",
            plain + " " + clause.lower(),
        )
    )


def _common(first: str) -> bool:
    """Whether a sentence may begin with this word and no name be said: one that several people used in the lines the steps were learned from."""
    word = re.sub(r"\W.*", "", first.lower().replace("’", "'"))
    return word in table().of or word in ("sometimes", "often", "usually", "whatever", "mostly")


def mirror(text: str, prefer: re.Pattern[str] | None = None) -> str | None:
    """The best clause turned round, in sentence form without its full stop, or None when nothing may be said back."""
    candidates = [(position, clause) for position, clause in enumerate(clauses(text)) if fit(clause)]
    if not candidates:
        return None

    def worth(candidate: tuple[int, str]) -> float:
        position, clause = candidate
        plain = wording(clause).plain
        score = min(len(plain.split()), 9) * 0.3 + position * 0.15
        if prefer is not None and prefer.search(plain):
            score += 4
        if re.match(r"(?:i|i'm|i've|it|it's|he|he's|she|she's|there's|there|my|they)\b", clause.lower()):
            score += 1.2
        if re.search(r"\?$|\b(?:hear me|what should|do i|should i)\b", clause.lower()):
            score -= 3
        return score

    _, best = max(candidates, key=worth)
    return turn(best)


_NOUN_STOP = frozenset(
    [
        "a",
        "an",
        "the",
        "this",
        "that",
        "my",
        "some",
        "one",
        "another",
        "any",
        "of",
        "me",
        "i'm",
        "there's",
        "it's",
        "is",
        "just",
        "really",
        "so",
        "like",
        "very",
        "kind",
        "sort",
        "these",
        "those",
        "two",
        "other",
        "your",
    ]
)


def part_name(text: str, context: tuple[str, ...] = ()) -> str:
    """How the Partner names the part (“the critic”, “this anxious part”), or ''."""
    for line in (text, *reversed(context[-4:])):
        plain = wording(line).plain
        found = re.search(
            r"\b(?:the|this|that|a|an|my|some|another|one) (?:((?:\w+ ){0,2}?)(part)\b|((?:inner )?(?:critic|perfectionist|pleaser|people pleaser|protector|controller|caretaker|procrastinator|worrier|planner|fixer|rebel|taskmaster|saboteur|judge|guard|soldier|wall|knot|stone|cloud)))\b",
            plain,
        )
        if found and found[3]:
            return "the " + found[3]
        if found:
            words = [
                word
                for word in found[1].split()
                if word not in _NOUN_STOP
                and word
                not in (
                    "other",
                    "whole",
                    "big",
                    "hard",
                    "best",
                    "worst",
                    "weird",
                    "useless",
                    "stupid",
                    "bad",
                    "more",
                    "first",
                    "last",
                    "little",
                )
            ]
            adjective = words[-1] if words else ""
            if adjective and not _HARSH.search(adjective) and adjective.isalpha() and not adjective.endswith("ly"):
                return f"this {adjective} part"
            return "this part"
    return ""


def pronoun(text: str, context: tuple[str, ...] = ()) -> str:
    """it / him / her / them, as the Partner calls the part now."""
    for line in (text, *reversed(context[-3:])):
        plain = wording(line).plain
        for pattern, word in ((r"\b(?:he|him|his)\b", "him"), (r"\b(?:she|her)\b", "her")):
            if re.search(pattern, plain) and not re.search(
                r"\bmy (?:\w+ )?(?:boss|mom|dad|mother|father|sister|brother|husband|wife|partner|boyfriend|girlfriend|friend|son|daughter)\b",
                plain,
            ):
                return word
        if re.search(r"\bit\b", plain):
            return "it"
        if re.search(r"\b(?:they|them)\b", plain):
            return "them"
    return "it"


def feeling_word(text: str) -> str:
    """The feeling the Partner named, as an adjective or noun of theirs, or ''."""
    plain = wording(text).plain
    found = re.search(rf"\b({cue.FEELING})\b", plain)
    word = found[1] if found else ""
    if word in ("depression", "depressed", "hurt", "pain", "lost", "low", "down", "blue", "mad", "pressure") and not re.search(
        rf"\b(?:feel|feeling|am|so|this|the) (?:\w+ )?{word}\b", plain
    ):
        return ""
    return "" if word in ("depression", "depressed") else word


def body_place(text: str, context: tuple[str, ...] = ()) -> str:
    """“your chest”, where the Partner has just placed it, or ''."""
    for line in (text, *reversed(context[-2:])):
        plain = wording(line).plain
        located = re.search(
            rf"\b(?:in|on|around|across|behind|under|inside|at|near|over|down|of|my) (?:my |the |this |both |upper |lower |left |right |whole )*(?:upper |lower |left |right |whole )?({cue.PLACE})\b",
            plain,
        )
        if (located and located[1] not in ("body", "face", "head")) or (
            located and re.search(rf"\b(?:in|around|behind|my) (?:\w+ )?{located[1]}\b", plain)
        ):
            return "your " + located[1]
    return ""
