"""Whether danger that was heard is meant: of whom, when, and as what; fiction, work, grief and a part's image are not alarms."""

from __future__ import annotations

import re

from core.reader.danger.ideas import MISHAP
from core.reader.danger.negation import FAR_PAST, denies, explained, never_done, over
from core.reader.danger.scenes import Seen
from core.reader.danger.signs import Sign
from core.reader.danger.together import Together
from core.text.people import ADULT, KID_NOUN, names_a_person, pronoun_is_a_part, speaks_of_a_part

_FICTION = re.compile(
    r"\b(?:(?:movie|film|show|series|episode|novel|book|game|podcast|documentary|song|lyrics|news|article|play|story|musical|netflix|opera|comic|manga|script|screenplay|"
    r"poem|character|protagonist|villain|headline|tv|thriller|hamlet|shakespeare|level|boss fight)|(?:read|reading|watched|watching|saw|writing|wrote) (?:about|a|an|this|the)|"
    r"dreamt|(?:had|have|having) (?:a|this|these|the|weird|another) (?:\w+ )?(?:dream|dreams|nightmare|nightmares)|dreamed|nightmare|in (?:the|my|a) dream)\b"
)
_WORK = re.compile(
    r"\b(?:i (?:work|volunteer) (?:at|on|for|in|as|with)|i am an? (?:social worker|nurse|paramedic|teacher|doctor|police officer|midwife|lawyer|journalist|counsell?or|carer|firefighter)|"
    r"i (?:train|teach|run|lead|supervise) (?:\w+ ){0,4}(?:teachers|groups?|nurses|staff|people|students|class|classes|courses?|workshops?|volunteers)|cpr|dummy|mannequin|fire drill|"
    r"my job (?:is|as)|on (?:my )?shift|hotline|crisis line|training|as a (?:nurse|paramedic|social worker|doctor|counsellor|"
    r"counselor|lawyer|vet|firefighter|police officer|journalist)|(?:a|my|our|the) (?:client|patient|patients|clients|case|caller)|paper on|essay|research(?:ing)?|course on|class on|workshop on|"
    r"exam on|lecture|first[- ]aid)\b"
)
_GRIEF = re.compile(
    r"\b(?:killed|hanged|shot|drowned) (?:himself|herself|themselves)|took (?:his|her|their) (?:own )?life|died by suicide|committed suicide|lost (?:him|her|my \w+) to suicide\b"
)
_DAILY = re.compile(
    r"\b(?:meetings?|emails?|zoom|spreadsheets?|dishes|laundry|socks|toilet seat|remote|cake|cookies|printer|homework|traffic|parking|wifi|password|leftovers|sandwich|ice cream|pizza|coffee|"
    r"snor\w+|chew\w+|parallel park|slides?|powerpoint|reply all|karaoke|diet|group project|algebra|assembl\w+|ikea|monday|line at|in line|customer service)\b"
)
DISTRESS_TIME = re.compile(
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
AWAY = re.compile(
    r"\b(?:vacation|holiday|holidays|trip|travel\w*|flight|conference|moving|moved|new job|wedding|meeting|appointment|work trip|camping|retire\w*|leave early|session next|next session|next week's)\b"
)
# Already with those whose work it is.
_HANDED_ON = re.compile(
    r"\b(?:filed|reported|handed|wrote up) (?:the |a |it |him |her |them )*(?:report|over|to (?:child|social|the police)|case|up)?\b.{0,20}(?:report|services|police|case|$)"
)
_SOMEBODY_ELSE_IS = re.compile(r"\b(?:he|she|it|they) (?:is|has|was|had|are)(?: got| just| \w+ing)? ?$")
_IN_COMPANY = re.compile(
    r"\bwith (?:my|our|the|a) (?:\w+ )?(?:sister|brother|friends?|kids|wife|husband|mom|dad|dog|son|daughter|camera)\b|\b(?:ice cream|picnic|sunset|view|photos?|lunch|coffee|holiday|concert|fireworks)\b"
)
_TALE = re.compile(
    r"\b(?:me too|same (?:here|with me|for me)|like me|i feel (?:the same|like (?:him|her|that|them))|so do i|i want (?:that|it) too|that is me|and i want|and i am going|i understood (?:him|her))\b"
)


def sign_meant(sign: Sign, match: re.Match[str], plain: str, earlier: str) -> bool:
    start, said = match.start(), match[0]
    lead = plain[:start]
    if never_done(said):
        return False
    if sign.deniable and denies(plain, start):
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
    if over(plain, match):
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
            r"\b(?:repair\w*|fixed|charged?|upgrade\w*|when i (?:cook|dance|sing|paint|play)|sweet|dog|cat|puppy|kitten|toddler|ball|elbow|accident\w*|by mistake|i lose|when we travel|pillow fight|sparring|boxing|karate|judo|kidding around|jokingly)\b",
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


def together_meant(ideas: Together, first: re.Match[str], plain: str, earlier: str) -> bool:
    """The same four questions for ideas that mean danger only together."""
    lead = plain[: first.start()]
    if never_done(first[0]) or explained(plain) or (ideas.kind == "child" and _HANDED_ON.search(plain)):
        return False
    if (ideas.deniable and denies(plain, first.start())) or over(plain, first):
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
    if ideas.kind == "self" and (
        re.search(r"\bmyself (?:working|studying|doing|teaching|renting)\b", first[0] + plain[first.end() :][:12])
        or (_SOMEBODY_ELSE_IS.search(lead) and not own)
        or (
            re.search(r"\bmy will\b", first[0])
            and re.search(r"\b(?:lawyer|notary|solicitor|sensible|grown[- ]up|estate)\b", plain)
        )
    ):
        return False
    subject = re.match(r"(?:he|she|it|they|someone)\b", first[0])
    inner = pronoun_is_a_part(plain, earlier) or (speaks_of_a_part(plain) and not names_a_person(plain))
    return not (subject and inner and ideas.kind in ("medical", "child", "abuse_at_home", "other"))


def scene_meant(found: Seen, plain: str, earlier: str) -> bool:
    """The same four questions for a scene; its rule has already asked whom it is about."""
    words = plain.split()
    start = len(" ".join(words[: found.begin])) + (1 if found.begin else 0)
    said = " ".join(words[found.begin : found.end])
    kind = found.scene.kind
    if never_done(said):
        return False
    if denies(plain, start) and not re.match(r"not\b|nobody\b|no one\b", said):
        return False
    if found.grave and all(denies(plain, len(" ".join(words[:at])) + 1) for at in found.grave):
        return False
    if kind == "child" and _HANDED_ON.search(plain):
        return False
    match = re.compile(re.escape(said)).search(plain, start)
    if match and over(plain, match):
        return False
    first = re.search(r"\b(?:i|me|my|myself)\b", said)
    if _FICTION.search(plain[:start]) and not _TALE.search(plain[start:]):
        return False
    if _WORK.search(plain) and (not first or kind in ("child", "psychosis", "medical", "abuse_at_home")):
        return False
    if _GRIEF.search(plain) and not first:
        return False
    if kind in ("abuse_at_home", "child", "other", "medical"):
        return not (re.search(r"\b(?:he|she|it|they|him|her|them)\b", said) and pronoun_is_a_part(plain, earlier))
    return True


def _meant_self(said: str, plain: str, lead: str, window: str, earlier: str) -> bool:
    if _SOMEBODY_ELSE_IS.search(lead) and not re.search(r"\b(?:i|me|my|myself|us|body)\b", said):
        return False
    if re.search(r"\b(?:bridge|roof|rooftop|cliff|balcony|edge|tower|pier|platform)\b", said) and _IN_COMPANY.search(plain):
        return False
    if re.search(r"\bmy will\b", said) and re.search(
        r"\b(?:lawyer|notary|solicitor|sensible|grown[- ]up|estate|mortgage)\b", plain
    ):
        return False
    if re.search(r"\bmyself (?:working|studying|doing|teaching|renting|staying at|staying in this (?:job|company|flat))\b", said):
        return False
    if (
        _DAILY.search(plain)
        and re.search(r"\bif (?:i|he|she|they|there|one more|another)\b|\bone more\b|\banother\b", plain)
        and not DISTRESS_TIME.search(plain)
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
    ) and AWAY.search(plain):
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
        and FAR_PAST.search(plain)
    ):
        return False
    return not re.search(
        r"\b(?:at (?:chess|tennis|cards|golf|the game|the race)|in the (?:game|race|match)|with kindness|in the debate|video ?game|fortnite|xbox|record|high score)\b",
        plain,
    )
