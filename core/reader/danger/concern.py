"""When parts work pauses without a crisis: panic, unreality, reliving, too much at once, hopelessness."""

from __future__ import annotations

import re

from core.reader.danger.signs import HARMLESS
from core.text.wording import Wording

_MILD = re.compile(
    r"\b(?:a (?:little|bit|tiny bit|tad)|slightly|somewhat|used to|yesterday|last (?:week|night|month|year)|the other day|sometimes|usually|often|whenever|years ago|before (?:presentations|meetings)|when i was)\b"
)
_PANIC = re.compile(
    r"\bheart (?:is |was |just |starts? |started |keeps? )*(?:racing|pounding|hammering|thumping|beating (?:so|really|too) (?:fast|hard)|going (?:so|really|crazy|like crazy|a million)|exploding)|"
    r"\b(?:can not|can hardly|can barely|hard to|could not|struggling to|hardly|trouble|barely) (?:\w+ )?(?:breathe|breathing|get (?:any |enough |my )?(?:air|breath)|catch my breath|get a breath)|\bno air\b|\bhyperventilat\w+|\bpanic attack\b|\bi am (?:\w+ )?panick\w+|\bpanicking\b|"
    r"\b(?:i am|i think i am|feel like i am|feels like i am|i feel like i am|like i am|i might|going to) (?:\w+ )?(?:going to )?(?:pass(?:ing)? out|faint(?:ing)?|die|dying|throw up|los(?:e|ing) (?:my mind|it|control)|going crazy|going to explode)\b|"
    r"\b(?:shaking|trembling|sweating) (?:all over|so (?:much|hard|bad|badly)|and (?:i )?can not stop|uncontrollably|like crazy)|\bcan not stop (?:shaking|trembling|crying|sobbing)|\b(?:whole|entire) body is shaking|\bhands (?:are|have gone|are going|went) (?:numb|tingl\w+)|\bfingers are (?:numb|tingling)|\bsuffocat\w+|\b(?:walls are|room is|everything is) (?:closing in|spinning)|\bi am so dizzy"
)
_UNREAL = re.compile(
    r"\b(?:everything|nothing|this|it all|things|the room|the world|i|you|my hands|it|that) (?:\w+ ){0,2}(?:looks?|feels?|seems?|is|are|am|does not feel|do not feel|doesn't feel|is not|am not) (?:\w+ )?(?:unreal|not real|real anymore|like a (?:movie|dream|film)|far away|like i am dreaming|foggy and far|behind glass|underwater|like plastic|made of plastic|like cardboard)\b|"
    r"\b(?:not|do not feel|does not feel|nothing feels|nothing is|nothing seems|am not|feels?|is this) real\b|\bunreal\b|\bsurreal\b|\b(?:floating|float|hovering|drifting|watching myself|looking at myself|looking down at myself|seeing myself)(?: \w+){0,3} (?:above|away|outside|out of|from|off|over|up)\b|\b(?:leaving|left|outside(?: of)?|out of|not in|disconnected from|detached from|cut off from) my (?:own )?body\b|"
    r"\bcan not feel (?:my (?:body|hands|legs|feet|arms|face|fingers|skin)|anything in my body|where i am|the (?:floor|chair))|\b(?:i am|i feel|i have gone|feel like i am) (?:\w+ )?(?:not (?:really )?(?:here|there|in the room|present)|disappearing|fading|far away|gone|behind glass|a ghost|spaced out|spacing out|dissociat\w+|floating|going away|underwater|outside myself|checking out|blanking out)\b|\bspacing out\b|\bdissociat\w+|\bi do not know where i am\b|\bdo not know who i am\b|\byour voice (?:is|sounds) (?:\w+ )?far\b|\b(?:voice|face|you|screen)(?: \w+)? (?:is|are|sounds?|looks?|getting) (?:really |so |very )?(?:far away|distant|strange and far)|\beverything (?:is |went |goes |has gone |gone )?(?:going )?(?:black|blurry|foggy|fuzzy|flat|grey|far away|distant|quiet and far)\b|\bdepersonali\w+|\bderealiz\w+|\bwatching (?:a movie of )?(?:myself|this) from\b"
)
_RELIVING = re.compile(
    r"\b(?:it is|it feels like it is|this is) happening (?:all over )?again\b|\bi am (?:right )?back (?:there|in (?:that|the) (?:room|house|car|place|bed|basement|hospital|school|hallway|kitchen))|\bi am there(?: again| now)\b|\bflash ?backs?\b|\b(?:i can|i am|i keep) (?:smell(?:ing)?|see(?:ing)?|hear(?:ing)?|feel(?:ing)?)(?: \w+)? (?:him|his (?:hands|breath|voice|footsteps|face|aftershave)|her (?:hands|breath)|the (?:smoke|blood|footsteps|door|crash|accident))(?: \w+){0,4}(?: right now| now| again| coming| on me| everywhere)|"
    r"\b(?:he is|she is|they are|someone is) (?:coming (?:up|for me|in|through|back|down)|on top of me|in the room|right (?:here|there|behind me)|standing over me|grabbing|holding me down)\b|\b(?:i am|i feel like i am) (?:\w+ )?(?:four|five|six|seven|eight|nine|ten|\d|little|a kid|a child)(?: years old)?(?: again)? and (?:he|she|they|i am|my|it is|there)\b|\bi can not get (?:it|him|the image|that image|the picture|this) out of my (?:head|mind)\b|\breliv\w+"
)
_FLOOD = re.compile(
    r"\b(?:it is|this is|that is|it all is|everything is|it feels like|it gets|getting|it is all|feels|it has become|it is getting|this feels) (?:\w+ ){0,2}too (?:much|intense|big for me|overwhelming|strong for me)\b|\btoo much(?: too much)?$|^too much\b|\b(?:i can not|can not) (?:do this|handle (?:this|it)|take (?:it|this)|bear (?:it|this)|cope|stand this|hold (?:it|this)|stop (?:it|this|crying|shaking)|contain|manage this|deal with this|calm down|look at (?:it|this) any more|breathe)\b|"
    r"\b(?:i am|i feel|feeling|i am getting|getting|so|totally|completely|really) (?:completely |totally |so |really |getting |just |very |super )*(?:overwhelmed|flooded|swamped by it|drowning)\b|\bit is (?:\w+ )?(?:flooding|overwhelming|drowning|swallowing|crushing|engulfing|taking over|pulling me under|sucking me in|swamping) ?(?:me|everything)?|\boverwhelming\b|\bi am (?:falling apart|breaking down|losing it|spiraling|coming apart|freaking out|losing control|going under|shattering|drowning)\b|\bfreaking out\b|\bit all came (?:up|out) at once\b"
)
_HOPELESS = re.compile(
    r"\b(?:what is the point(?: of (?:anything|any of (?:this|it)|trying|it all|it))?$|what is the (?:point|use) (?:of|in) (?:anything|any|trying|it|living)|there is no (?:point|hope|way out)|no point in (?:anything|trying|any)|hopeless|nothing (?:will|is) ever(?: going to)? (?:change|get better|work|help|be okay)|it (?:will|is) never (?:going to )?(?:get better|change|end|stop|be okay)|(?:i|just) (?:give|gave|am giving) up(?: on (?:everything|myself|life|it all)|$)|"
    r"i have given up|nothing matters(?: any more)?|i do not care (?:what happens to me|any more|about anything)|can not go on like this|can not (?:keep going|keep doing this|do this any more|do it any more|carry on)|i am done with everything|there is nothing left|i have nothing left|no way out|trapped (?:forever|with no)|i (?:just )?want to disappear|want to vanish|wish i could (?:just )?(?:disappear|vanish)|no light at the end|see no way)\b"
)
# Said in other words: not in the body or the room; there again; all of it coming in; hope gone.
_OTHERWISE = re.compile(
    r"\b(?:room|world|everything|your face|screen|walls?)(?: \w+)? (?:gone|going|went|looks?|turned) (?:\w+ )?(?:flat|grey|far away|fuzzy|like a (?:photo\w*|picture|painting|film|stage))\b|"
    r"\b(?:pointless|meaningless)\b.{0,30}\b(?:never|no|nothing)\b|\bnever going to be (?:any )?(?:different|better|okay)\b|"
    r"\b(?:do not|can not|hardly|did not) recogni[sz]e (?:my (?:own )?\w+|myself|the room|this room)\b|\b(?:keeps?|is|are) (?:playing|replaying|repeating|looping)(?: \w+){0,6} (?:eyes|head|front of me)\b|"
    r"^(?:please )?(?:i|we) (?:really )?(?:need|have) to stop(?: now| here| this| please)*$|\b(?:can not|do not|hard to) see (?:how|that|a way)(?: \w+){0,3} (?:gets?|getting|be|will be) (?:any )?better\b|"
    r"\bnothing (?:helps|works|will help|ever helps)\b(?! (?:with|against|for) (?:my|the) (?:back|cough|cold|knee))|\b(?:lost|losing|run out of|out of|no) (?:all |any |my |every )*hope\b(?! (?:that|of (?:winning|getting|a|the)|in (?:the|my|him|her)))|"
    r"\b(?:somewhere else|gone somewhere|not really with you|lost (?:some|a bit of|track of) time|blanked out|went blank and)\b.{0,30}\b(?:not here|i was not|come back|can not|away)\b|"
    r"\b(?:do not feel|not|am not|am no longer|do not)(?: like)?(?: i am)?(?: \w+)? (?:in|inside|connected to|attached to) my (?:own )?(?:body|skin|self)\b|"
    r"\b(?:feel|feels|am|is)(?: \w+){0,3} (?:watching|looking at|seeing|hearing)(?: \w+){0,3} from (?:outside|far away|above|behind|a distance|the ceiling|somewhere else)\b|"
    r"\bi am (?:right )?(?:back )?(?:in|at|on) (?:that|the|his|her) \w+ again\b|\b(?:it is|this is|i am) (?:all )?happening again\b|"
    r"\b(?:it is|everything is|this is|that is|it|all of it is) (?:all |just )*(?:crashing|caving|closing|pouring|rushing|flooding|piling|collapsing)(?: \w+)? (?:in|down|on|over|out)\b|"
    r"\bno hope(?: for me| left| at all)?\b(?! (?:of|that))|\b(?:all|everything is|it is all|it all is) (?:\w+ )?hopeless\b|\b(?:i am|everything is|the room is|it is all) spinning|can not (?:find|feel) (?:the|my) (?:floor|ground|feet|chair|breath)\b|\b(?:can not|can hardly) (?:see|hear|think)(?: \w+)? (?:straight|anything|properly) (?:any more|right now)\b"
)
_INNER_STANCE = re.compile(
    r"\b(?:part|it|he|she|critic|one)(?: \w+){0,4} (?:hopeless|thinks|says|believes|feels hopeless|is panicking|panics|overwhelms?|gave up|given up|is overwhelmed|wants to disappear)\b"
)
_ASSURED = re.compile(
    r"\b(?:but (?:it is|i am|that is) (?:okay|alright|fine|good|still here|with it)|in a good way|relief|good tears|it feels good|not too much|it is (?:okay|alright) though|i can (?:stay|be) with|still here|not overwhelm\w+|not panick\w+)\b"
)
_TASK = re.compile(
    r"\b(?:at work|my job|emails?|deadlines?|projects?|homework|exams?|kids|school|to-do|laundry|meetings?|schedule|chores|boss|the house|bills|inbox|workload|classes)\b"
)


def is_concern(said: Wording, before: tuple[str, ...]) -> bool:
    """Whether what was said, and is present, asks for grounding now."""
    plain = HARMLESS.sub(" ", said.plain)
    if not plain.strip():
        return False
    bare = re.sub(
        r"\b(?:not|never|no longer|do not feel)(?: called| call it)? (?:\w+ )?(?:a panic attack|panic|panicking|overwhelmed|overwhelming|too much|hopeless|flooded|unreal|floating|dissociating|freaking out)\b",
        " ",
        plain,
    )
    if _ASSURED.search(plain):
        return False
    mild = bool(_MILD.search(plain))
    if _UNREAL.search(bare) and not mild:
        return not re.search(
            r"\b(?:feels?|is) (?:so|very|really) real\b|\bget real\b|unreal (?:good|amazing)|for real\b|keep(?:ing)? it real",
            bare,
        )
    if _PANIC.search(bare) and not mild:
        return True
    if _RELIVING.search(bare):
        return not mild or "right now" in plain
    if _FLOOD.search(bare) and not mild:
        inner_only = _INNER_STANCE.search(bare) and not re.search(r"\bi (?:am|can not|feel)\b", bare)
        story = (
            bool(_TASK.search(plain))
            and said.words > 9
            and not re.search(r"\b(?:can not (?:breathe|stop)|right now|too much for me|falling apart|breaking down)\b", plain)
        )
        return not inner_only and not story
    if _OTHERWISE.search(plain) and not mild and not _INNER_STANCE.search(plain) and not _TASK.search(plain):
        return True
    if _HOPELESS.search(bare) and not mild:
        return not (_INNER_STANCE.search(bare) and not re.search(r"\bi (?:am|feel|give|can not) ", bare)) and not re.search(
            r"\b(?:he|she|boss|they) (?:is|are) hopeless\b|\bhopeless (?:at|romantic|with)\b|disappear (?:into|under|when|from (?:the|that) (?:room|party|meeting))",
            bare,
        )
    return False
