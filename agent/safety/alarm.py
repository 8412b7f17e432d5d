"""Crisis and concern, read by fixed rules before any model: WHO x WHAT x WHEN x MEANT?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, cast

from agent.reading.people import ADULT, KID_NOUN, names_a_person, pronoun_is_a_part, speaks_of_a_part
from agent.reading.wording import partner_lines, wording
from agent.safety.concern import is_concern
from agent.safety.danger import ALL_SIGNS, HARMLESS, POINTS_BACK, Sign
from agent.safety.together import MISHAP, TOGETHER, Together

Label = Literal["crisis", "concern", "none"]
Kind = Literal["self", "self_harm", "other", "child", "abuse_at_home", "medical", "psychosis"]


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that stops the inner work. `kind` is None for a concern; `discreet`: someone may be near."""

    label: Label
    kind: Kind | None = None
    imminent: bool = False
    discreet: bool = False


# Words that may stand between “not” and what it denies.
_DENIED = re.compile(
    r"(?:\b(?:do|does|did|am|is|are|was|were|would|will|could|have|has|had|can) not|\bnever|\bnot|\bno(?= (?:thoughts?|plans?|intention|urge|urges|wish|desire|longer|way|one|part))|"
    r"\bwithout|\bnobody|\bno longer|\bfar from|\bstopped|\brather than|\bnone of (?:me|this)|\bdenied)"
    r"(?: (?:really|actually|even|ever|want|wants|wanting|going|to|feel|feeling|feels|thinking|think|about|of|planning|having|any|thoughts?|like|i|we|am|is|that|"
    r"it|be|been|urge|urges|intention|plan|plans|trying|talking|saying|part|or|at|all|considering|actively|currently|a|an|desire|one|way|in|wish|intending|intend|"
    r"being|anyone|myself|me|hurt|harm|kill|killing|hurting|harming|meaning|mean|would|do|does|act|anything|so|the|said|says|my|actual))*$"
)
_FICTION = re.compile(
    r"\b(?:(?:movie|film|show|series|episode|novel|book|game|podcast|documentary|song|lyrics|news|article|play|story|musical|netflix|opera|comic|manga|script|screenplay|"
    r"poem|character|protagonist|villain|headline|tv|thriller|hamlet|shakespeare|level|boss fight)|(?:read|reading|watched|watching|saw|writing|wrote) (?:about|a|an|this|the)|"
    r"dreamt|(?:had|have|having) (?:a|this|these|the|weird|another) (?:\w+ )?(?:dream|dreams|nightmare|nightmares)|dreamed|nightmare|in (?:the|my|a) dream)\b"
)
_WORK = re.compile(
    r"\b(?:i (?:work|volunteer) (?:at|on|for|in|as|with)|my job (?:is|as)|on (?:my )?shift|hotline|crisis line|training|as a (?:nurse|paramedic|social worker|doctor|counsellor|"
    r"counselor|lawyer|vet|firefighter|police officer|journalist)|(?:a|my|our|the) (?:client|patient|patients|clients|case|caller)|paper on|essay|research(?:ing)?|course on|class on|workshop on|"
    r"exam on|lecture|first[- ]aid)\b"
)
_FAR_PAST = re.compile(
    r"\b(?:years? ago|decades? ago|back (?:then|when|in)|when i was (?:(?:about|like|only|just|around|maybe) )?(?:\d+|[a-z]+teen|twelve|eleven|ten|nine|eight|seven|six|five|four|"
    r"twenty\w*|young\w*|a (?:teen\w*|kid|child|student|little|young|boy|girl)|little|small|in (?:college|high school|middle school|school|university|my|the army)|growing up)|"
    r"in (?:college|high school|middle school|\d{4}|my (?:early |late )?(?:teens|twenties|thirties))|used to|a long time ago|long ago|as a (?:teen\w*|kid|child)|growing up|in the past|"
    r"(?:my|an) (?:ex|ex-husband|ex-wife|ex husband|ex wife) (?:used|was|did)|at (?:fifteen|sixteen|seventeen|eighteen|fourteen|thirteen|nineteen)|many years|years before|(?:ten|twenty|thirty|five|fifteen) years)\b"
)
_SAFE_NOW = re.compile(
    r"\b(?:not (?:any more|now|since)|(?:i am|that is|it is|we are|she is|he is|they are)(?: \w+)? (?:okay|safe|fine|good|better|past|past that|well|over|behind me|different|free|in a good place)(?: \w+)? now|"
    r"(?:i am|we are) (?:safe|better|past that|past it|in a good place|in a better place|well|free|out of (?:there|it|that))|long past|behind me|so glad|grateful (?:i|it|to)|glad (?:i|it)|good place|better place|"
    r"have not(?: \w+){0,5} since|has not(?: \w+){0,5} since|no longer|never again|over now|got help|recovered|recovery|left him|left her|i left|we left|got out|moved out|divorced|he is dead|he died|she died|passed away|"
    r"in prison|in jail|do not (?:feel|think|want|have)(?: \w+){0,4} (?:any more|now)|clean (?:for|since)|been clean)\b"
)
_LIVE = re.compile(
    r"\b(?:still|again|lately|these days|came back|come back|coming back|comes back|is back|are back|back now|recently|tonight|today|this (?:week|morning|month|evening|weekend)|right now|yesterday|"
    r"last (?:night|week|month)|same (?:feeling|thoughts?|thing|urge)|now(?! (?:i am (?:okay|safe|fine|good|better)))|sometimes|every (?:day|night)|keeps?|started)\b"
)
_PAST_FORM = re.compile(
    r"\b(?:was|were|used|tried|wanted|had|would|did|thought|attempted|cut|hit|hurt|beat|choked|slapped|threatened|took|swallowed|kicked|pushed|wished|felt|burned|killed|locked|forced|raped|"
    r"touched|heard|overdosed|needed|saw|let|started|collapsed|passed out|could|threw|punched|molested|strangled|went)\b"
)
_GRIEF = re.compile(
    r"\b(?:killed|hanged|shot|drowned) (?:himself|herself|themselves)|took (?:his|her|their) (?:own )?life|died by suicide|committed suicide|lost (?:him|her|my \w+) to suicide\b"
)
_DAILY = re.compile(
    r"\b(?:meetings?|emails?|zoom|spreadsheets?|dishes|laundry|socks|toilet seat|remote|cake|cookies|printer|homework|traffic|parking|wifi|password|leftovers|sandwich|ice cream|pizza|coffee|"
    r"snor\w+|chew\w+|parallel park|slides?|powerpoint|reply all|karaoke|diet|group project|algebra|assembl\w+|ikea|monday|line at|in line|customer service)\b"
)
_DISTRESS_TIME = re.compile(
    r"\b(?:tonight|right now|today|this (?:evening|afternoon|morning|weekend)|tomorrow|just (?:took|now|swallowed|did|cut|hit)|already|about to|in my hand|next to me|in front of me|right here|ready|"
    r"goodbye|after (?:this|the) call|after we (?:hang up|talk|finish)|before (?:he|she) (?:comes|gets)|loaded|lined up|bought|on the (?:bridge|roof|edge|ledge)|last (?:night|time|day) (?:i|on)|"
    r"is (?:here|home|listening|outside|coming)|next room|can not (?:talk|stop)|bleeding|not breathing|will not wake|wrote (?:the|a|my)|letters?|made up my mind|decided|have a plan|no one (?:can|will) stop|"
    r"going to do it|over soon|on my way|waiting outside|(?:has|have|got) (?:a|the) (?:gun|knife)|alone (?:right )?now|in \w+ minutes|(?:in|within) an hour)\b"
)
_BREAKUP = re.compile(
    r"\b(?:relationship|marriage|boyfriend|girlfriend|husband|wife|partner|dating|job|contract|lease|friendship|engagement|subscription|affair|call|session|meeting|project|divorce)\b"
)
_DECLUTTER = re.compile(
    r"\b(?:moving (?:house|to|out|away|into|in)|charity|declutter\w*|donat\w+|goodwill|minimal\w+|marie|thrift|downsiz\w+|spring clean\w*|too big|too small|yard sale|garage sale|new (?:house|apartment|flat))\b"
)
_AWAY = re.compile(
    r"\b(?:vacation|holiday|holidays|trip|travel\w*|flight|conference|moving|moved|new job|wedding|meeting|appointment|work trip|camping|retire\w*|leave early|session next|next session|next week's)\b"
)
_TALE = re.compile(
    r"\b(?:me too|same (?:here|with me|for me)|like me|i feel (?:the same|like (?:him|her|that|them))|so do i|i want (?:that|it) too|that is me|and i want|and i am going|i understood (?:him|her))\b"
)


def read_safety(text: str, context: Sequence[str] = (), *, acknowledged: bool = False) -> Alarm | None:
    """The alarm in what the Partner just said, or None. Earlier unacknowledged crises in `context` still count."""
    before = partner_lines(tuple(context))
    found = _read_one(text, before[-4:])
    if found is None and not acknowledged:
        for position in range(len(before) - 1, -1, -1):
            earlier = _read_one(before[position], before[max(0, position - 4) : position])
            if earlier is not None:
                found = Alarm("crisis", earlier.kind, earlier.imminent, earlier.discreet)
                break
    if found is not None:
        return found
    if is_concern(wording(text), tuple(wording(line).plain for line in before[-3:])):
        return Alarm("concern")
    return None


@lru_cache(maxsize=256)
def _read_one(text: str, before: tuple[str, ...]) -> Alarm | None:
    said = wording(text)
    plain = HARMLESS.sub(" ~ ", said.plain)
    plain = re.sub(r"\s+", " ", plain).strip()
    if not plain or plain == "~":
        return None
    earlier = " ".join(wording(line).plain for line in before)
    for sign in ALL_SIGNS:
        for match in sign.pattern.finditer(plain):
            if _meant(sign, match, plain, earlier, said.raw):
                return _alarm(cast(Kind, sign.kind), sign, plain)
    for ideas in TOGETHER:
        first = ideas.find(plain)
        if first is not None and _meant_together(ideas, first, plain, earlier):
            return _alarm(cast(Kind, ideas.kind), None, plain, imminent=ideas.imminent)
    back = POINTS_BACK.search(plain)
    if back and not _denies(plain, back.start()):
        hard_now = re.search(
            r"\b(?:tonight|no ?body (?:can|could|will|would) stop|no one (?:can|could|will|would) stop|nothing (?:can|will) stop|before i lose my nerve|i have the (?:pills|rope|gun))\b",
            plain,
        )
        if (
            hard_now
            and back[0] in ("end it", "do it", "go through with it", "get it over with")
            and not _AWAY.search(plain)
            and not re.search(
                r"\b(?:together|homework|dishes|workout|presentation|gym|interview|race|talk to|tell (?:him|her|them)|ask)\b",
                plain,
            )
        ) or re.search(
            r"\b(?:die|dying|dead|death|suicid\w+|kill\w*|pills|gun|rope|bridge|knife|razor|hurt (?:him|her|myself)|gone for good|better off without me)\b",
            earlier,
        ):
            kind: Kind = "self"
            return _alarm(kind, None, plain)
    if (
        re.search(r"\b(?:for|about) a friend\b", plain)
        and re.search(r"\b(?:pills|overdose|lethal|die|kill|dying|painless)\b", plain)
        and re.search(r"\b(?:ask|asking|how (?:many|much|long)|would it)\b", plain)
    ):
        return _alarm("self", None, plain)
    return None


def _meant(sign: Sign, match: re.Match[str], plain: str, earlier: str, raw: str) -> bool:
    start, said = match.start(), match[0]
    lead = plain[:start]
    if sign.deniable and _denies(plain, start):
        return False
    window = plain[max(0, start - 60) : match.end() + 60]
    if _FICTION.search(lead) and not _TALE.search(plain[match.end() :]):
        first = re.search(r"\b(?:i|me|myself|my)\b", said)
        told = re.search(
            r"\b(?:dream|nightmare|dreamt|dreamed|character|protagonist|villain|song|lyrics|lines?|novel|writing|script|poem|who|where)\b",
            lead,
        )
        if not first or told or re.search(r"\b(?:he|she|they|guy|man|woman|girl|boy|someone)\b", lead[-40:]):
            return False
    if (
        _WORK.search(plain)
        and sign.kind in ("self", "other", "self_harm", "medical", "psychosis")
        and not re.search(r"\b(?:i|me|myself)\b", said)
        and not re.search(r"\bi (?:want|am going|feel|might) ", lead[-25:])
    ):
        return False
    if _over(plain, match):
        return False
    if re.search(
        r"\b(?:asks?|asked|asking)(?: me)?(?: \w+)? (?:if|whether) i (?:was|am|were|had|felt|wanted|ever)(?: \w+){0,3} ?$", lead
    ) and re.search(r"\b(?:said no|no i|told (?:her|him|them) no|i am not|of course not)\b", plain):
        return False
    if sign.kind == "self_harm" and MISHAP.search(plain) and not re.search(r"\bon purpose|to feel|want|urge|deserve", plain):
        return False
    if sign.kind in ("self", "self_harm"):
        return _meant_self(said, plain, lead, window, earlier)
    if sign.kind == "other":
        return _meant_other(said, plain, match.end(), earlier)
    if sign.kind == "abuse_at_home":
        subject = re.match(r"(?:he|she|they)\b", said)
        if (
            subject
            and pronoun_is_a_part(plain, earlier)
            and not re.search(r"\b(?:home|phone|rape\w*|police|door|knife|gun|drunk)\b", plain)
        ):
            return False
        if subject and subject[0] == "they" and not names_a_person(plain + " " + earlier):
            return False
        if subject and re.search(
            r"\b(?:this|the|my|a|that) (?:\w+ )?(?:part|critic|voice|protector|dog|cat|puppy|toddler)\b", plain
        ):
            return False
        return not re.search(
            r"\b(?:dog|cat|puppy|kitten|toddler|ball|elbow|accident\w*|by mistake|i lose|when we travel|pillow fight|sparring|boxing|karate|judo|kidding around|jokingly)\b",
            window,
        )
    if sign.kind == "child":
        if re.match(r"i\b", said) and re.search(r"\b(?:never|not)\b", said):
            return False
        return not re.search(
            r"\b(?:fell off|falling off|bike|football|soccer|playground|skating|hockey|by accident|accidentally|jackpot|home run|note|milestone|crush on|birthday|surprise|santa|of the dark|"
            r"monsters? under|first day|swim\w*|spiders?|dogs?|vaccine|dentist|with (?:grandma|his grandma|her grandma|a sitter|the sitter)|inner)\b",
            window,
        )
    if sign.kind == "medical":
        if re.match(r"(?:he|she|they|it)\b", said) and pronoun_is_a_part(plain, earlier):
            return False
        if speaks_of_a_part(plain) and not re.search(r"\b(?:i|my|me)\b", said):
            return False
        return not re.search(
            r"\b(?:vitamins?|gummies|years ago|last year|on the beach|like (?:he|she|it) (?:is|was) (?:unconscious|collapsed)|unconscious(?:ly)? (?:bias|mind|pattern|part|belief)|the unconscious|my unconscious)\b",
            plain,
        )
    if sign.kind == "psychosis":
        if (
            re.search(r"\b(?:he|she|it|they|part|voices?)\b", said)
            and said.split()[0] in ("he", "she", "it", "they", "part")
            and not re.search(r"\b(?:kill|stab|attack|shoot|harm|hurt|poison\w*)\b", said)
        ):
            return not pronoun_is_a_part(plain, earlier)
        return not (speaks_of_a_part(plain) and re.search(r"\bparts?\b", said))
    return True


def _meant_together(ideas: Together, first: re.Match[str], plain: str, earlier: str) -> bool:
    """The same four questions for ideas that mean danger only together."""
    lead = plain[: first.start()]
    if (ideas.deniable and _denies(plain, first.start())) or _over(plain, first):
        return False
    own = re.search(r"\b(?:i|me|my|myself)\b", first[0])
    if (
        _FICTION.search(lead)
        and not _TALE.search(plain[first.end() :])
        and not (own and re.search(r"\bsong\b", lead) and not re.search(r"\b(?:where|who|goes|says|lyrics)\b", lead))
    ):
        return False
    if _WORK.search(plain) and not re.search(r"\b(?:i|me|my|myself)\b", first[0]):
        return False
    subject = re.match(r"(?:he|she|it|they|someone)\b", first[0])
    inner = pronoun_is_a_part(plain, earlier) or (speaks_of_a_part(plain) and not names_a_person(plain))
    return not (subject and inner and ideas.kind in ("medical", "child", "abuse_at_home", "other"))


def _meant_self(said: str, plain: str, lead: str, window: str, earlier: str) -> bool:
    if (
        _DAILY.search(plain)
        and re.search(r"\bif (?:i|he|she|they|there|one more|another)\b|\bone more\b|\banother\b", plain)
        and not _DISTRESS_TIME.search(plain)
    ):
        return False
    if (
        re.search(r"\bend(?:ing)? (?:it|everything|it all)\b", said)
        and _BREAKUP.search(plain + " " + earlier)
        and "life" not in plain
        and "all" not in said.split()
    ):
        return False
    if re.search(r"\baway\b", said) and _DECLUTTER.search(plain):
        return False
    if re.search(
        r"\bbe (?:here|around|there)\b|\bsee (?:me|myself)\b|over (?:soon|by|tonight|tomorrow)|last (?:day|session|call|night|time|one)|goodbye",
        said,
    ) and _AWAY.search(plain):
        return False
    if re.search(r"\b(?:it to (?:be over|end|be done))\b", said) and not re.search(r"\b(?:all|everything|life)\b", window):
        return False
    if re.search(r"\bwill be over\b|\bover (?:soon|by)\b", said) and re.search(
        r"\b(?:school|exam|exams|winter|semester|project|surgery|pregnan\w+|treatment|divorce|war|session|shift|week|election)\b",
        plain,
    ):
        return False
    if re.search(r"\b(?:calm|peace|relie|light|free)\w*", said) and re.search(
        r"\b(?:job|quit|divorce|move|moving|leave him|leave her|school|college|house|resign\w*|break up|surgery|retire\w*|with (?:it|him|her|that part)|part)\b",
        plain,
    ):
        return False
    if (
        re.search(r"\bburden\b", said)
        and re.search(
            r"\b(?:when i ask|if i ask|asking for|ask for help|when i need|carr(?:y|ies|ied|ying)|of (?:responsibility|proof)|on (?:my|the|our) (?:team|department|office|group|project|company)|lift\w*|sometimes)\b",
            plain,
        )
        and not re.search(r"\bbetter off\b", plain)
    ):
        return False
    if re.search(
        r"\b(?:wants?|needs?|wish\w*|rather|would like) (?:me|us|myself)(?: \w+)? (?:to )?(?:be )?gone\b", said
    ) and names_a_person(plain):
        return False
    if (
        re.search(r"\bwithout me\b", said)
        and re.search(r"\b(?:party|meeting|trip|game|dinner|went|project|team|office|left)\b", plain)
        and not re.search(r"\b(?:better|happier|easier) off\b|\blife|lives|world\b", plain)
    ):
        return False
    someone = re.search(rf"\b(?:{ADULT}|{KID_NOUN})(?: \w+){{0,5}} ?$", lead)
    if (
        someone
        and names_a_person(lead)
        and not re.search(r"\b(?:i|me|my|myself|us)\b", said)
        and not re.search(r"\b(?:i|me)\b", someone[0])
    ):
        return False
    aimed = re.search(rf"\b(?:{ADULT}|he|she|they|who|friend|someone|patient|guy|people|client|character) (?:\w+ ){{0,3}}$", lead)
    return not (aimed and re.search(r"\b(?:himself|herself|themselves)\b", said) and _GRIEF.search(plain))


def _meant_other(said: str, plain: str, end: int, earlier: str) -> bool:
    tail = plain[end : end + 60]
    whom = said.split()[-1]
    if whom in ("him", "her", "them", "you", "it", "anyone") or re.match(r"(?:he|she|they)\b", said):
        if pronoun_is_a_part(plain, earlier):
            return False
        if whom in ("anyone", "you") and re.search(r"\b(?:not|never)\b", plain):
            return False
    if re.match(
        r" ?(?:\w+ )?(?:part|critic|voice|anxiety|fear|feeling|thought|side of me|inner|one|perfectionist|procrastinator|ego|people pleaser|people pleasing)\b",
        tail,
    ) or re.search(r"\b(?:part|critic|voice)\b", said.split(" ", 3)[-1]):
        return False
    if _DAILY.search(plain) and not re.search(r"\b(?:knife|gun|tonight|bat|hammer)\b", plain):
        return False
    if re.search(r"\b(?:he|she|they) (?:deserves?|needs?|has|have|should) ", said) and pronoun_is_a_part(plain, earlier):
        return False
    if (
        re.search(r"\b(?:himself|herself|themselves|suicid\w*|wants? to die|took)\b", said)
        and _GRIEF.search(plain)
        and _FAR_PAST.search(plain)
    ):
        return False
    return not re.search(
        r"\b(?:at (?:chess|tennis|cards|golf|the game|the race)|in the (?:game|race|match)|with kindness|in the debate|video ?game|fortnite|xbox|record|high score)\b",
        plain,
    )


def _denies(plain: str, start: int) -> bool:
    """“I don't want to …”, “no thoughts of …” right before what is said; a live “can't stop thinking of” is none."""
    lead = plain[max(0, start - 70) : start].rstrip()
    if not lead:
        return False
    lead = re.split(r"\b(?:but|although|though|however|except|yet|~)\b", lead)[-1]
    return bool(_DENIED.search(lead)) and not re.search(
        r"\b(?:can|could) not (?:stop|help|quit|get)|not (?:sure|know|stop|see why|care|mind|only)|why not\b", lead
    )


def _over(plain: str, match: re.Match[str]) -> bool:
    """Told of a far past that is over, with nothing in it that still goes on."""
    if not _FAR_PAST.search(plain):
        return False
    near = plain[max(0, match.start() - 30) : match.end()]
    if not _PAST_FORM.search(near):
        return False
    if re.search(r"\b(?:want|wants|am going|will|need|should|is telling|tells|hits|chokes|beats)\b", match[0]) and not re.search(
        r"\b(?:used to|would|did)\b", near
    ):
        return False
    rest = _SAFE_NOW.sub(" ", plain)
    safe = rest != plain
    return safe or not _LIVE.search(rest)


def _alarm(kind: Kind, sign: Sign | None, plain: str, *, imminent: bool = False) -> Alarm:
    imminent = imminent or bool(sign and sign.imminent) or bool(_DISTRESS_TIME.search(plain))
    return Alarm("crisis", kind, imminent, kind == "abuse_at_home")
