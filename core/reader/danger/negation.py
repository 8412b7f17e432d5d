"""What takes danger back: a denial, a past that is over, words that say what was meant."""

from __future__ import annotations

import re

# Words that may stand between “not” and what it denies.
_DENIED = re.compile(
    r"(?:\b(?:do|does|did|am|is|are|was|were|would|will|could|have|has|had|can) not|\bnever|\bnot|\bno(?= (?:thoughts?|plans?|intention|urge|urges|wish|desire|longer|way|one|part))|"
    r"\bwithout|\bno$|\bzero$|\bnobody|\bno longer|\bfar from|\bstopped|\brather than|\bnone of (?:me|this)|\bdenied)"
    r"(?: (?:really|actually|even|ever|want|wants|wanting|going|to|feel|feeling|feels|thinking|think|about|of|planning|having|have|got|any|thoughts?|like|i|we|am|is|that|"
    r"it|be|been|urge|urges|intention|plan|plans|trying|talking|saying|part|or|at|all|considering|actively|currently|a|an|desire|one|way|in|wish|intending|intend|"
    r"being|anyone|myself|me|hurt|harm|kill|killing|hurting|harming|meaning|mean|would|do|does|act|anything|so|the|said|says|my|actual))*$"
)
# What somebody does not do, inside the very words that would be the sign.
_NEVER_DONE = re.compile(
    r"\b(?:(?:does|do|did|has|have|would|will|is|are) (?:not|never)|never)(?: ever| once)? (?:hit|hits|hurt|hurts|touch|touched|touches|beat|beaten|slap|slapped|punch|punched|kick|kicked|push|pushed|threaten\w*|"
    r"harm\w*|abuse\w*|shout\w*|choke\w*|lay|laid|throw|threw|force|forced|hitting|hurting|touching|beating|shaken?|hear|heard)\b"
)
# What follows says what is meant.
_EXPLAINED = re.compile(
    r"\bgoing to do it(?: \w+)? (?:i am|we are|and) (?:\w+ )?going to (?!die|kill|end|jump|take|hang|be gone|cut|do|shoot|drown|stop|finish|leave)\w+"
)
FAR_PAST = re.compile(
    r"\b(?:years? ago|decades? ago|back (?:then|when|in)|when i was (?:(?:about|like|only|just|around|maybe) )?(?:\d+|[a-z]+teen|twelve|eleven|ten|nine|eight|seven|six|five|four|"
    r"twenty\w*|young\w*|a (?:teen\w*|kid|child|student|little|young|boy|girl)|little|small|in (?:college|high school|middle school|school|university|my|the army)|growing up)|"
    r"in (?:college|high school|middle school|\d{4}|my (?:early |late )?(?:teens|twenties|thirties))|used to|a long time ago|long ago|as a (?:teen\w*|kid|child)|growing up|in the past|"
    r"(?:my|an) (?:ex|ex-husband|ex-wife|ex husband|ex wife) (?:used|was|did)|at (?:fifteen|sixteen|seventeen|eighteen|fourteen|thirteen|nineteen)|many years|years before|(?:ten|twenty|thirty|five|fifteen) years)\b"
)
_SAFE_NOW = re.compile(
    r"\b(?:not (?:any more|now|since)|(?:i am|that is|it is|we are|she is|he is|they are)(?: \w+)? (?:okay|safe|fine|good|better|past|past that|well|over|behind me|different|free|in a good place)(?: \w+)? now|"
    r"(?:i am|we are) (?:safe|better|past that|past it|in a good place|in a better place|well|free|out of (?:there|it|that))|long past|(?:love|like|enjoy) my life|(?:glad|happy|grateful) to be (?:here|alive)|behind me|so glad|grateful (?:i|it|to)|glad (?:i|it)|good place|better place|"
    r"have not(?: \w+){0,5} since|has not(?: \w+){0,5} since|no longer|never again|over now|got help|recovered|recovery|left him|left her|i left|we left|got out|moved out|divorced|he is dead|he died|she died|passed away|"
    r"in prison|in jail|do not (?:feel|think|want|have)(?: \w+){0,4} (?:any more|now)|clean (?:for|since)|been clean)\b"
)
_LIVE = re.compile(
    r"\b(?:still|again|lately|these days|came back|come back|coming back|comes back|is back|are back|back now|recently|tonight|today|this (?:week|morning|month|evening|weekend)|right now|yesterday|"
    r"last (?:night|week|month)|same (?:feeling|thoughts?|thing|urge)|now(?! (?:i am (?:okay|safe|fine|good|better)))|sometimes|every (?:day|night)|keeps?|started)\b"
)
_PAST_FORM = re.compile(
    r"\b(?:was|were|used|tried|wanted|had|would|did|thought|attempted|cut|hit|hurt|beat|choked|slapped|threatened|took|swallowed|kicked|pushed|wished|felt|harmed|injured|abused|punched|starved|burned|killed|locked|forced|raped|"
    r"touched|heard|overdosed|needed|saw|let|started|collapsed|passed out|could|threw|punched|molested|strangled|went)\b"
)


def denies(plain: str, start: int) -> bool:
    """“I don't want to …”, “no thoughts of …” right before what is said; a live “can't stop thinking of” is none."""
    lead = plain[max(0, start - 70) : start].rstrip()
    if not lead:
        return False
    lead = re.split(
        r"\b(?:but|although|though|however|except|yet|~)\b|(?<=\bnot) (?=i (?:think|want|keep|feel|am|have|just)\b)", lead
    )[-1]
    return bool(_DENIED.search(lead)) and not re.search(
        r"\b(?:can|could) not (?:stop|help|quit|get)|not (?:sure|know|stop|see why|care|mind|only)|why not\b", lead
    )


def over(plain: str, match: re.Match[str]) -> bool:
    """Told of a far past that is over, with nothing in it that still goes on."""
    if not FAR_PAST.search(plain):
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


def never_done(said: str) -> bool:
    """The very words say that it does not happen: “he doesn't hit me”."""
    return bool(_NEVER_DONE.search(said))


def explained(plain: str) -> bool:
    """“I'm going to do it, I'm going to sign up.”"""
    return bool(_EXPLAINED.search(plain))
