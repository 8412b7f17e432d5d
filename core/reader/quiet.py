"""When not to speak: noise, agreement, logistics, laughter, and the times the Partner is inside."""

from __future__ import annotations

import re

from core.reader.silence import Silence
from core.text.wording import Wording

_SMALL = frozenset(
    [
        "yeah",
        "yes",
        "yep",
        "yup",
        "no",
        "nope",
        "nah",
        "okay",
        "alright",
        "right",
        "sure",
        "fine",
        "thanks",
        "thank",
        "you",
        "so",
        "and",
        "but",
        "like",
        "then",
        "just",
        "really",
        "oh",
        "hey",
        "hi",
        "hello",
        "bye",
        "good",
        "great",
        "cool",
        "nice",
        "haha",
        "ha",
        "hahaha",
        "hehe",
        "lol",
        "wow",
        "gosh",
        "god",
        "please",
        "too",
        "i",
        "see",
        "got",
        "it",
        "of",
        "course",
        "exactly",
        "totally",
        "absolutely",
        "definitely",
        "true",
        "maybe",
        "anyway",
        "all",
        "that",
        "is",
        "makes",
        "sense",
        "the",
        "a",
        "sorry",
        "interesting",
        "mhm",
        "uhhuh",
        "ready",
        "sounds",
        "perfect",
        "awesome",
        "lovely",
        "um",
        "be",
        "do",
        "it",
        "can",
        "we",
        "start",
        "go",
        "ahead",
        "now",
        "again",
        "lets",
        "let",
        "us",
        "ah",
        "aha",
        "phew",
        "sigh",
    ]
)
_HEAVY_SHORT = re.compile(
    r"\b(?:do not|not|no)\b.*\b(?:sure|know|ready|see|get|it|really)\b|\bit is (?:not|so)\b|\bso (?:sad|sorry)\b"
)
_LOGISTIC = re.compile(
    r"\b(?:(?:can|could|do|did) you (?:still )?(?:hear|see|repeat|say that|hang on|speak up|turn|get that|catch that)(?: me| my| that| again| okay| the| a| your| it| what| video| screen| alright| now| up| down| volume| louder| bit| little)*|(?:you|your \w+|it|screen|video|audio|camera|sound) (?:is |are |was |were |just |has |have |keeps? )*"
    r"(?:frozen|froze|freezing|cut(?:ting)? out|breaking up|lagging|laggy|on mute|muted|blurry|echoing|gone quiet|choppy|dropped|not working|glitching|buffering)(?: again| for a (?:second|moment|bit)| there| a bit| a little| up)*|"
    r"(?:my|the|your) (?:internet|wifi|connection|mic|microphone|camera|headphones|headset|earbuds|airpods|laptop|battery|video|audio|screen|sound|zoom|speaker|volume)\b(?: \w+){0,8}|i (?:was|am|think i am|might be) (?:on mute|muted|not muted|back)|"
    r"(?:let me|i will|i need to|i have to|i am going to|going to|want to|can i|just|i just need to)(?: just)?(?: quickly)? (?:close|shut|open|get|grab|plug|adjust|move|fix|turn|switch|mute|unmute|let|answer|go|run|put|find|feed|check|change|use|reload|refresh|restart|drink|sip|take|set|pour|charge)(?: out| off| on| in| up| down| to| into)? (?:the|my|some|a|this|that|your|myself)? ?(?:glass of |cup of |sip of |drink of |cup |quick |little )?"
    r"(?:door|window|water|tea|coffee|drink|sip|charger|cable|camera|laptop|light|lamp|volume|mic|microphone|headphones|phone|dog|cat|delivery|bathroom|toilet|loo|kitchen|blanket|tissue|tissues|cushion|curtains|page|screen|chair|heater|fan|notifications|app|browser|sweater|jumper|comfortable|settled)(?: \w+){0,5}|"
    r"(?:the )?(?:doorbell|dog|cat|delivery|neighbors|neighbours|mailman|postman|phone|kettle)(?: (?:is|just|keeps|wants|rang|was))+(?: \w+){0,4}|someone is at the door|what time is it|how (?:much|many) (?:time|minutes)(?: \w+){0,4}|how long (?:do we have|have we got|is (?:this|the session))|is (?:this|it|that|the (?:coach|recording)) (?:thing )?(?:on|recording|recorded|working|listening|better|okay now)|are (?:you|we) (?:still )?(?:there|here|recording|ready|on)|"
    r"(?:one|just a|give me a|a|wait a) (?:sec|moment please)|be right back|i will be back|brb|i lost you(?: there)?(?: for a (?:second|moment|minute))?(?: there)?|sorry (?:what|go ahead|you go|i missed that|about that|i did not (?:hear|catch) (?:that|you))|what (?:did you say|was that|was the question|do you mean by that)|(?:could|can) you (?:say|ask) (?:that|it)(?: one)?(?: again| more time)?|i (?:did not|could not) (?:hear|catch) (?:you|that|the (?:last|question|end)|what)(?: \w+){0,4}|i can (?:still )?(?:hear|see) you(?: \w+){0,4}|testing(?: testing| one| two| three)*|one two three|hello hello|"
    r"(?:how are you|how was your (?:week|day|weekend|morning)|good to see you|nice to (?:see|meet) you|how is (?:it going|your (?:day|week))|nice weather|the weather(?: \w+){0,6}|it is (?:raining|sunny|snowing|so hot|freezing)(?: here| today| outside| out| cats| and| dogs| over| how| there| now| again| all| day| is| it)*|(?:what time|when|which day|is it|are we) (?:do we|is|are we|next|on|at|still|meeting|this|for|have)(?: (?:we|do|have|till|until|next|on|at|again|week|monday|tuesday|wednesday|thursday|friday|saturday|sunday|one|two|three|four|five|six|seven|eight|nine|ten|the|session|meeting|finish|end|o'clock))+|good (?:morning|afternoon|evening)|happy (?:birthday|new year|friday|monday)|see you (?:next week|later|soon|then)|same time next week|talk (?:to you )?(?:soon|later|next week)|thank(?:s| you)(?: so much)? for (?:doing this|today|your time|this|having me|being here|listening)|shall we start|are you ready|where were we|what were we saying)|"
    r"(?:should|shall|do|can) (?:i|we) (?:start|begin|move|schedule|book|share|record|use|sit|turn)(?: \w+){0,6}|(?:is|are) (?:my|the) (?:camera|mic|video|audio|sound)(?: \w+){0,3}|does (?:this|that) (?:work|sound|look) (?:okay|better|alright)?|(?:the )?link (?:did not|does not|was not|is not)(?: \w+){0,3})\b"
)
_INSIDE = re.compile(
    r"\b(?:(?:hang|hold) on(?: a (?:second|sec|minute|moment|bit))?|wait(?: wait)*(?: a (?:second|sec|minute|moment|bit))?|let me (?:just )?(?:see|check|look|feel|ask|listen|sit|stay|be|try|find|notice|go|sense|think|focus|breathe|turn|tune)(?: \w+){0,8}|(?:give|just give) me (?:a|one|another)(?: little| few)? (?:second|sec|minute|moment|moments|minutes|bit|beat)|"
    r"(?:one|just a|just one) (?:moment|second|sec|minute)|i am (?:just |still |trying to )?(?:stay(?:ing)?|sit(?:ting)?|be(?:ing)?|listen(?:ing)?|look(?:ing)?|wait(?:ing)?|going|ask(?:ing)?|breath(?:e|ing)|feel(?:ing)? into|sens(?:e|ing) into|tun(?:e|ing)|check(?:ing)?|try(?:ing)? to (?:feel|sense|find|see|hear|listen|locate|reach|get)|go(?:ing)?|find(?:ing)?|notic(?:e|ing)|see(?:ing)? what|watch(?:ing)?|hold(?:ing)? it|turn(?:ing)? toward) ?(?:with|to|at|for|in|inside|into|it|him|her|them|this|there|that)?(?: \w+){0,5}|"
    r"i would like to (?:just )?(?:sit|stay|be|listen)(?: quietly)?(?: \w+){0,5}|i want to (?:just )?(?:sit|stay|be|listen)(?: quietly)? (?:with|to|here|for)(?: \w+){0,5}|can i (?:just )?(?:sit|stay|be|have a (?:moment|minute))(?: \w+){0,4}|(?:it|he|she|something|that|there|they) (?:is |are |seems to be )(?:just |now |still )?(?:showing me|coming|telling me something|saying something|taking shape|shifting|changing|forming|moving|opening|talking to me|starting to)(?: \w+){0,4}|something is (?:there|coming up|happening|here|moving|changing)|i am (?:with (?:it|him|her)|in there|inside|there with (?:it|him|her)|getting something|almost there)(?: \w+){0,3}|(?:shh|quiet|let me be quiet))"
)
_UNFINISHED = re.compile(
    r"(?:(?:and|so|okay|yeah|but|now|oh|then|like|because|i think|maybe) )*(?:(?:it|he|she|that|there)(?: is)?(?: (?:like|a|kind of|just|there|so|something))*|i (?:can )?(?:see|feel|think|sense|am)|there is something|and|so|but|the|because)"
)
_ASIDE = re.compile(
    r"\b(?:yeah|yes|yep|okay|alright|so|and|just|now|please|sorry|thanks|thank you|right|sure|no|actually|really|still|here|there|then|but|maybe|i think|a|the|for|to|is|it is|it|there is|can i|for a (?:second|minute|moment|bit)|in a (?:second|minute)|with it|with that|i am|i|be|like|um|hi|hey|hello|good|one|again|that|this|because|of|my|you|me)\b"
)
_LAUGH = re.compile(r"\b(?:a?ha(?:ha)+h?|hehe(?:he)*|lol|heh|hee+|ha)\b")
_STOP_WORDS = frozenset(
    [
        "a",
        "an",
        "the",
        "it",
        "its",
        "he",
        "she",
        "they",
        "them",
        "him",
        "her",
        "this",
        "that",
        "is",
        "are",
        "was",
        "be",
        "of",
        "to",
        "and",
        "or",
        "in",
        "on",
        "with",
        "for",
        "my",
        "me",
        "i",
        "you",
        "we",
        "do",
        "not",
        "just",
        "like",
        "so",
        "very",
        "here",
        "there",
    ]
)


def quiet_reason(said: Wording, *, asked_how: bool = False, gone_in: bool = False) -> Silence | None:
    """Why no hint is due, or None. `asked_how`: the Facilitator has asked something a bare word answers; `gone_in`: the Partner is looking inside."""
    plain = said.plain
    bare = _LAUGH.sub(" ", plain).strip()
    if not re.search(r"[a-z]", bare):
        return Silence.NOTHING_SAID if not plain else Silence.LAUGHTER
    words = bare.split()
    if all(word in _SMALL for word in words) and not _HEAVY_SHORT.search(bare) and len(words) <= 10:
        if asked_how and re.fullmatch(r"(?:it is |just )?(?:fine|good|okay|nice|great)", bare):
            return None
        return Silence.SMALL_TALK
    left = _left(_LOGISTIC.sub(" | ", bare))
    if _LOGISTIC.search(bare) and len(left) <= 2 and not (len(words) > 9 and len(left) == 2 and "everyone" in words):
        return Silence.LOGISTICS
    if _UNFINISHED.fullmatch(bare):
        return Silence.UNFINISHED
    inside = _INSIDE.search(bare)
    if inside:
        rest = _INSIDE.sub(" | ", bare)
        left = _left(rest)
        if len(left) <= 1 or (said.open and len(left) <= 2):
            return Silence.INSIDE
    if said.open and len(_left(bare)) <= (2 if not gone_in else 3) and len(words) <= 6:
        return Silence.UNFINISHED
    return None


def _left(text: str) -> list[str]:
    rest = _ASIDE.sub(" ", text)
    return [word for word in re.findall(r"[a-z']+", rest) if word not in _STOP_WORDS and word not in _SMALL]
