"""Danger said in other words: ideas that are harmless alone and mean danger together. Read after `agent.safety.danger`'s plain signs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from agent.reading.people import ADULT, INTIMATE, KID, KID_NOUN


def _idea(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b")


@dataclass(frozen=True, slots=True)
class Together:
    """All of `ideas` in one utterance and none of `unless`. The first idea is the one a denial, a story or a far past takes back."""

    kind: str
    why: str
    ideas: tuple[re.Pattern[str], ...]
    unless: re.Pattern[str] | None = None
    imminent: bool = False
    deniable: bool = True

    def find(self, plain: str) -> re.Match[str] | None:
        """Where the first idea stands, when all are there."""
        first = self.ideas[0].search(plain)
        if first is None or (self.unless is not None and self.unless.search(plain)):
            return None
        return first if all(idea.search(plain) for idea in self.ideas[1:]) else None


# --- ideas

_PERSON = rf"(?:(?:my|our|the) (?:\w+ ){{0,2}}(?:{ADULT}|{KID_NOUN}|mate|pal|buddy|tenant|client|student)|someone|he|she|they)"
_SOMEBODY = rf"(?:my|our) (?:\w+ ){{0,2}}(?:{ADULT}|{KID_NOUN}|mate|pal|buddy|student)"
_ME_GONE = _idea(
    r"(?:me|i|myself)(?: \w+){0,3} (?:gone|not (?:here|around|there|in it|alive)|out of (?:the way|the picture|their (?:way|lives|hair))|never (?:existed|been born|here))|"
    r"without me|i (?:was|were|am) (?:gone|not (?:here|around|there))|rid of me|(?:not|stop|stopped) exist(?:ing)?|disappear(?:ed)?(?: for good| forever)?"
)
_GOOD_RIDDANCE = _idea(
    r"(?:better|easier|happier|lighter|simpler|relie(?:f|ved)|free|fine|best|a favou?r|good riddance|nobody (?:would|will)|no one (?:would|will)|would (?:\w+ )?(?:miss|notice|care)|get over it|move on)"
)
_ANY_DAY_THING = _idea(
    r"meetings?|party|office|team|trip|dinner|game|job|project|marriage|vacation|holidays?|conference|flight|group chat|store|shift|class|choir|wedding|work|relationship|dating"
)
_NO_FUTURE = _idea(
    r"(?:i|we) (?:will not|am not going to|are not going to|do not (?:think|expect|plan|see)(?: \w+){0,4}|can not (?:see|imagine|picture)(?: \w+){0,3}) (?:be |being |myself )?(?:here|around|alive|there)|"
    r"do not (?:see|picture|imagine) (?:myself|me|a future|any future|there being)|can not (?:see|picture|imagine) (?:myself|a future|any future|next year|getting to|being)|(?:will not|not going to|never going to) (?:make it|live|see|reach) (?:to|past|until|my|next|another|thirty|forty|fifty|christmas|spring|summer)|no future (?:for me|with me)"
)
_FUTURE_DAY = _idea(
    r"next (?:year|month|week|birthday|christmas|summer|spring)|christmas|new year\w*|birthday|summer|spring|by then|much longer|any ?more|in (?:a|\w+) (?:year|month|week)s?|matter|future|thirty|forty|fifty|tomorrow|old|for (?:that|it)|either way"
)
_ELSEWHERE = _idea(
    r"at (?:this|that|the|my) (?:job|company|place|house|office|firm|school|flat|apartment)|this (?:job|company|city|town|house|marriage|flat|relationship)|moving|moved|travel\w*|trip|vacation|abroad|flight|work(?:ing)? there|in-laws|at my (?:parents|sister|brother|mom)\w*|"
    r"away|skiing|camp(?:ing)?|on holiday|conference|at the (?:party|meeting|wedding)|staying with|doing (?:this|that)|any closer|promotion|with (?:him|her)"
)
_SETTLED = _idea(
    r"(?:gave|given|giving|handed|paid|paying|sorted|sorting|arranged|wrote|written|writing|organi[sz]ed|cleared|signed|closed|made|rehomed|found (?:a|someone))(?: \w+){0,7} (?:dog|cat|pets?|bills?|debts?|will|letters?|notes?|keys?|passwords?|accounts?|things|stuff|funeral|affairs|insurance|papers|everything|guitar|car|records|home for|messages?|videos?)|my will|letters to (?:everyone|each|my|them|the)"
)
_FOR_AFTERWARDS = _idea(
    r"so (?:that )?(?:nobody|no one|they|everyone|my \w+|he|she|it)(?: \w+){0,4} (?:have to|has to|not have|deal|know|find|taken care|looked after|easier|clean\w*|blame|fault)|not (?:their|her|his|anyone's|your|my \w+'?s?) fault|i am ready|after i am|when i am (?:gone|not)|for when|just in case i|before i go|nobody (?:has|will have) to|in order now|will not need (?:it|them|any)"
)
_MEANS = r"(?:rope|noose|gun|pistol|rifle|shotgun|blades?|razors?|pills|tablets|sleeping pills|meds|exhaust|hose|poison|bullets?|knife|belt)"
_HAVE_MEANS = _idea(
    rf"(?:i|i have|and|just|i just|i already)(?: (?:just|already|still|even|finally|have|had|got))*(?: (?:have|had|got|bought|kept|keep|keeping|held|hid|found|took|ordered|get|getting|put|tied|pulled))(?: \w+){{0,4}} {_MEANS}(?: out| ready| loaded)?"
)
_MEANS_FOR_IT = _idea(
    r"(?:out and|put it back|put them back|nobody knows|no one knows|just in case|in case i|tonight|loaded|in my (?:hand|lap|mouth)|next to me|beside me|under my (?:bed|pillow)|and (?:i )?(?:just )?(?:stared|sat|looked|waited|cried|held)|do not (?:tell|know what i)|if it gets|for when|ready|staring at|counting)"
)
_TAKEN_RIGHTLY = _idea(
    r"hunt\w*|range|police|army|licen[cs]e|prescription|refill\w*|pharmac\w*|doctor|dose|headache|migraine|shav\w*|climb\w*|jump rope|trousers|pants|cook\w*|kitchen|curtain|bathroom cabinet|antibiotics|vitamins"
)
_PLACE_OF_DEATH = r"(?:bridge|cliffs?|tracks|train|trains|roof|rooftop|balcony|ledge|river|platform|quarry|overpass|motorway|highway|edge|lorry|truck|wall|tree|barrier|oncoming|lake|sea|ocean|rails)"
_DRAWN_THERE = _idea(
    rf"(?:thinking|think|thought|thoughts|looking|look|staring|dream\w*|fantasi\w+|drawn|wonder\w*|imagin\w*|pictur\w*)(?: \w+)? (?:about|of|at|to|over|down|into)(?: \w+){{0,3}} {_PLACE_OF_DEATH}|"
    rf"(?:jump|swerve|steer|drive|driving|step|stepping|crash|let go|swerving|walk|walking|turn(?:ing)? the wheel)(?: \w+){{0,3}} (?:off|into|in front of|under|over the|straight at|from)(?: \w+){{0,2}} {_PLACE_OF_DEATH}|(?:says?|saying|tells?|telling|whispers?|wants)(?: \w+){{0,4}} (?:jump|let go|step off|swerve|crash|steer)(?: \w+){{0,5}}(?: {_PLACE_OF_DEATH})?"
)
_OUTING = _idea(
    r"project|design\w*|photo\w*|paint\w*|picnic|restaurant|view|tickets?|build\w*|repair\w*|fix\w*|painting|train(?:s)? (?:to|home|station|was|is)|commut\w*|late|walk(?:ed|ing)? (?:along|by|the dog)|swim\w*|holiday|garden|plants?|fence|wallpaper|christmas|inner wall|this wall|that wall|part|into the deep end|into conclusions|conclusions|bandwagon|to it|for joy|rope|party|hoops"
)
_FOREVER_ASLEEP = _idea(
    r"(?:sleep|asleep|rest|lie down|close my eyes|drift off|slip away|fade (?:out|away))(?: \w+){0,5} (?:forever|for good|(?:and )?(?:just )?(?:not|never)(?: ever)?(?: have to)? (?:wake|get up again|come back|open)|without waking)"
)
_DECIDED = _idea(
    r"(?:(?:have|has|i|we|it is|part of me|is) (?:\w+ )?(?:decided|agreed|chosen|set a (?:date|day))|made (?:up )?(?:my|our|its) (?:mind|decision)|know (?:exactly |just )?(?:how|when|where) (?:i would|i will|i am going to|to do it|it (?:will|ends))|(?:have|got) (?:it all|it|everything) (?:planned|worked out|figured out)|picked (?:a|the) (?:day|date)|a date in mind)"
)
_NOT_LONG = _idea(
    r"too tired to (?:argue|fight|stop)|(?:it|this|everything|all)(?: \w+){0,3} (?:over|ends?|done with|finished)(?: \w+)? (?:by|tonight|soon|on|this|tomorrow)|ends? (?:tonight|tomorrow|soon|on|this week)|peace\w*|so calm|no ?(?:one|body) (?:can|could|will)|no going back|i would do it|to do it|do it|this is the end|goodbye\w*"
)
_PLAIN_PLAN = _idea(
    r"job|quit|divorce|move|moving|house|school|college|resign\w*|break up|leave (?:him|her|my)|surgery|retire\w*|ask|call|tell|talk|confront|wedding|dinner|speech|stop trying|adopt\w*|apply|propose|trip"
)
_STARVED = _idea(
    r"(?:stop(?:ped|ping)?|quit|skipp(?:ed|ing)|refus(?:ed|ing)|not|given up|halved|doubl(?:ed|ing))(?: \w+){0,2} (?:eating|drinking|food|water|my (?:\w+ )?(?:insulin|meds|medication|pills|dialysis|treatment|inhaler)|insulin|chemo)|not (?:eaten|eat|taken my|drunk)"
)
_ON_PURPOSE = _idea(
    r"on purpose|deliberately|so (?:that )?(?:it|i|my (?:heart|body))(?: \w+){0,3} (?:over|stop\w*|die|gone|end\w*|give\w* out)|hoping|to (?:die|end)|do not tell|let (?:nature|it) take"
)
_FAREWELL = _idea(
    r"(?:thank you|thanks)(?: \w+)? for everything|(?:this is|it is|just) (?:a |my |the )?(?:goodbye|farewell|last)|say(?:ing)? (?:my )?goodbyes?|(?:wanted|want|needed) (?:you )?to (?:say|know)(?: \w+){0,4} (?:goodbye|before i)|tell (?:my \w+|them|him|her) (?:i )?lov(?:e|ed)"
)
_NO_MORE = _idea(
    r"(?:will not|not going to|do not|not) (?:be )?(?:need|needing|bother|see|seeing|here|around|talk|back)(?: \w+){0,5}(?: any ?more| after| again| tonight)?|after tonight|last time|where i am going|goodbye"
)
_SEE_AGAIN = _idea(
    r"next (?:week|month|session|time|tuesday|monday|thursday)|moving|new (?:therapist|job|house)|retir\w*|finish(?:ed|ing) the (?:course|program)|doing (?:so )?(?:much )?better"
)
_BODY_DUE = _idea(
    r"(?:part|one|voice|it|he|she|something|someone|they|inside)(?: \w+){0,6} (?:wants?|says?|saying|needs?|has to|tells?|telling|should|must|deserves?|planning|going|decided|thinks?)(?: \w+){0,4} (?:(?:the|this|my|our) body|my (?:arms?|skin|legs?|wrists?)|us|blood|bleed)"
)
_HARM_IT = _idea(
    r"punish\w*|hurt(?! (?:less|feelings))|harm\w*|blood|bleed\w*|cut|slice|carve|starve|burn|destroy\w*|suffer|pay for|gone|dead|end|die|broken|break|poison\w*|suffocat\w*|stop breathing"
)
_SICK_BODY = _idea(
    r"rest|massage|doctor|exercise|work ?out|keep|protect\w*|from (?:getting|being|harm|hurt|pain)|not (?:to )?(?:hurt|get|be|feel)|does not want|hurts? (?:when|a lot|all over)|period|blood (?:test|pressure|sugar)"
)
_HURT_MYSELF = _idea(
    r"i (?:\w+ ){0,3}(?:cut|scratched|burned|burnt|hit|punched|bit|carved|picked|dug|bruised|banged|slammed|sliced|stabbed|cutting|scratching|burning|hitting|punching|biting)(?: \w+)? (?:my|at my|into my) (?:\w+ )?(?:arms?|legs?|thighs?|wrists?|skin|hands?|head|face|stomach|self|knuckles|hips?|chest)"
)
_TO_FEEL = _idea(
    r"bled|bleed\w*|on purpose|to (?:feel|calm|stop|cope|punish|get|make)|with (?:a|the|my) (?:lighter|razor|blade|knife|scissors|cigarette|pin|needle|nails|compass|glass)|again|last night|yesterday|this (?:week|morning)|until|till|against the wall|because i (?:deserve|was|hate|needed)|hid|long sleeves"
)
MISHAP = _idea(
    r"shaving|cooking|oven|pan|stove|iron|accident\w*|by mistake|chopping|bread|onion|gardening|cat|thorns?|coffee|toaster|tattoo|surfing|hair ?straightener|paper|mosquito\w*|itch\w*|sun"
)
_THEIR_GOODBYE = _idea(
    rf"{_SOMEBODY}(?: \w+){{0,6}} (?:goodbye|farewell|(?:shoot|kill|hang|hurt|drown|cut|cutting|hurting|end|harm)(?:ing)? (?:himself|herself|themselves|it all|it|his life|her life|things)|can not (?:go on|do this|keep going|live)|not want to (?:live|be here|be alive)|wants? to die|the roof|the bridge|a (?:gun|rope|ledge|note)|suicid\w+|overdos\w+|end it)"
)
_LIVE_NOW = _idea(
    r"tonight|now|today|off|not (?:answer|pick|respond|text|open)\w*|this (?:morning|week|evening|afternoon)|says?|said|texted|messaged|called|keeps?|going to|is|wants?|will|worried|scared|standing|posted|told"
)
_THEY_DIED = _idea(
    r"years ago|funeral|died|when (?:i was|we were)|killed (?:himself|herself)|passed|anniversary|back in|last year|grew up|used to|at the airport|at the station|for college|off to|movie|film|show|book|novel|moved"
)
_SWALLOWED = _idea(
    r"(?:took|taken|take|swallowed|swallow|had|ate|drank|drunk|downed|necked|popped|washed down|mixed|finished|emptied)(?: \w+){0,5} (?:packet|packets|pack|bottles?|box|strips?|blister|handful|loads?|bunch|all|lot|lots|whole|rest|everything|too many|too much)|(?:vodka|whiske?y|wine|gin|rum|alcohol|booze)(?: \w+){0,4} (?:with|and|on top of)(?: \w+){0,3} (?:pills|tablets|meds|medication|antidepressants|painkillers|sleeping)"
)
_DRUG = _idea(
    r"pills?|tablets?|meds|medication|antidepressants|painkillers|paracetamol|tylenol|ibuprofen|insulin|whole (?:packet|pack|bottle|box|strip|lot)|cabinet|vodka with|bottle with|sleeping|too many|not making sense|drowsy|dizzy|slurr\w+|overdos\w*"
)
_NO_DANGER_SWALLOWED = _idea(
    r"biscuits?|cookies|chips|crisps|chocolates?|sweets|candy|tea|water|vitamins?|gum|gummies|years ago|prescribed|as (?:usual|directed|normal)|every (?:morning|evening)|wine with dinner|cigarettes|tissues|doughnuts|ice cream|juice|mints|cake|milk|the pack back|backpack|my meds (?:this|today)|photos?|notes?"
)
_DOWN = _idea(
    rf"{_PERSON}(?:'s)?(?: (?:just|has|have|is|suddenly|was))* (?:\w+ )?(?:collapsed|fainted|passed out|fell (?:down|and)|on the floor|under ?water|having a fit|seizing|drowned|drowning|not breathing|gone blue|gone limp|limp|choking|out cold)|(?:left|in) (?:\w+ ){{0,4}}(?:bath|pool|water)"
)
_NO_ANSWER = _idea(
    r"not (?:answer\w*|respond\w*|mov\w+|wak\w+|breath\w+|get(?:ting)? up|talk\w*|make sense|making sense|conscious)|can not wake|will not wake|no pulse|help|what do i do|right now|blue|shaking|just now|limp"
)
_CHILD = rf"(?:{KID}|(?:she|he) is only (?:\w+)|(?:my|the|our|her|his) (?:\w+ )?(?:little (?:boy|girl)|boy|girl)|(?:two|three|four|five|six|seven|eight|nine|ten|\d{{1,2}}) (?:years? old|year old|months old)|(?:only|just|is) (?:one|two|three|four|five|six|seven|eight|nine|ten|\d{{1,2}})(?! (?:of|or so (?:people|of)|people|days|hours|minutes))(?=$| and| years| so| or| but| the)|a (?:toddler|baby|child|kid))"
_CHILD_IN_DANGER = _idea(
    rf"{_CHILD}(?: \w+){{0,10}} (?:bruis\w+|marks? on|black eye|welts?|burns? on|belt marks|hungry|starv\w+|locked in|locks? (?:him|her|them)|touch(?:es|ed|ing)?|secret games?|game with|hit\w*|hurt by|beat\w*|shak\w+|shook|smack\w*)|"
    rf"(?:bruis\w+|marks?|burns?|welts?|black eye|cuts?) (?:on|all over|down) (?:{_CHILD}|(?:his|her) (?:arms?|back|legs?|neck|face|bottom|thighs?))|"
    rf"(?:he|she|they|{ADULT}|babysitter|nanny|teacher|neighbou?r|coach|dad|mom)(?: \w+){{0,4}} (?:hits?|beats?|hitting|beating|slaps?|slapping|touch(?:es|ing|ed)?|shakes?|shook|shaking|burns?|burned|locks?|starv\w+|chokes?|whips?|smacks?|kicks?|grabs?)(?: \w+){{0,2}} (?:him|her|them|{_CHILD})|(?:shook|shaken|hit|slapped|threw|dropped|squeezed|smothered) (?:the|my|our|her) (?:\w+ )?(?:baby|newborn|toddler|infant|son|daughter|kid)"
)
_IS_A_CHILD = _idea(_CHILD + r"|baby|toddler|niece|nephew|son|daughter|grandson|granddaughter")
_CHILD_PLAY = _idea(
    r"fell (?:off|down|over)|falling|bike|football|soccer|playground|scooter|trampoline|ball|piano|home run|first steps|tantrum|hits me|hit me|each other|his sister|her brother|his brother|her sister|sibling\w*|milestone|head on|vaccin\w*|surprise|board game|video ?game|birthday|touched me|part|inner|inside me|in there|in here|he is shaking|she is shaking|it is shaking|jackpot|growth spurt|rattle|hand shake|the hand|by accident"
)
_COMES_AT_NIGHT = _idea(
    rf"(?:my )?(?:\w+ )?(?:{INTIMATE}|uncle|cousin|brother|step\w+|teacher|coach|he) (?:\w+ ){{0,2}}(?:comes?|coming|sneaks?|sneaking|gets?|climbs?|getting|crawls?) (?:in|into|in to|to|inside|under) (?:my|our|her|his) (?:room|bed|bedroom|covers|blanket)|(?:gets?|getting|climbs?|is|goes) (?:into |in )?bed with (?:my|her|his|me|a)"
)
_AT_NIGHT = _idea(
    r"night|nights|when (?:mom|everyone|my mom|she) (?:is )?(?:asleep|out|sleeps|leaves)|drunk|asleep|and (?:touch\w*|i pretend|i freeze|does|makes|lies)|not (?:tell|say)"
)
_LOW_VOICE = _idea(
    r"whisper\w*|keep(?:ing)? my voice (?:down|low)|talk(?:ing)? quiet\w*|speak(?:ing)? quiet\w*|can not (?:talk|speak|say)(?: \w+){0,4}|have to be (?:quiet|careful|quick)|lower my voice|before he (?:hears|comes|gets)|if (?:he|she) hears"
)
_HE_IS_NEAR = _idea(
    rf"(?:he|she|(?:my )?(?:{INTIMATE})) (?:is |might |could |may )(?:\w+ )?(?:in the (?:next|other|house|kitchen|hall\w*|living|bed\w*|shower)|downstairs|upstairs|next door|home|outside|here|back|listen\w*|right|hear|be listening)|(?:if|before|in case) (?:he|she|my \w+) (?:hears?|finds|comes|gets)"
)
_LIGHT_SLEEPER = _idea(
    r"baby|asleep|sleeping|studying|on (?:a|the|his|her) (?:call|phone|meeting|zoom)|working|exam|nap\w*|library|surprise|part|homework"
)
_KEEPS_ME = _idea(
    rf"(?:he|she|my (?:\w+ )?(?:{INTIMATE})|they)(?: \w+){{0,6}} (?:(?:takes?|took|hides?|hid|keeps?|has|locks?|locked) (?:\w+ ){{0,2}}(?:my )?(?:keys|passport|phone|wallet|cards?|money|papers|door|me in|me out|me up)|will not let me|does not let me|not allowed|throws? (?:\w+ ){{0,3}}at me|choke\w*|strangl\w*|neck|throat|hits? me|hit me|slap\w* me|find me and|kill me)"
)
_SO_I_CAN_NOT = _idea(
    r"so i can ?not|can not (?:go|leave|get out|call)|leave|left|locks?|locked|out of the house|when he (?:goes|leaves)|go out|see (?:anyone|my)|neck|throat|hit\w*|throws?|kill me|my own|find me|without (?:him|her|asking|permission)"
)
_ALLOWED = _idea(
    r"by mistake|accident\w*|because i lose|when we travel|keeps? (?:\w+ )?safe|help|pay|cook|drive his|win|finish|forget|be myself|sleep in|have (?:a|any) (?:dog|cat|dessert|cake)|part|critic|voice in|teenage\w*|grounded|when i was|years ago|paint"
)
_PICTURE_HARM = _idea(
    r"(?:imagin\w+|pictur\w+|fantasi\w+|thinking|thought|think|thoughts|plan\w*|dream\w*|want|urge|going|might|will|swear)(?: \w+){0,3} (?:hurt\w*|kill\w*|stab\w*|shoot\w*|beat\w*|strangl\w*|attack\w*|smash\w*|burn\w*|run\w*) (?:\w+ )?(?:him|her|them|my (?:\w+ )?(?:boss|ex|neighbou?r|husband|wife|dad|mom|father|mother|brother|sister|coworker|colleague|landlord|roommate|teacher|ex-\w+))"
)
_KNOW_WHERE = _idea(
    r"know where (?:he|she|they) (?:live|park|work|sleep|go|drink)\w*|really hurt\w*|(?:knife|gun|bat|hammer|axe|petrol|gasoline|crowbar)|tonight|when (?:he|she) (?:comes|gets|goes|sleeps)|(?:if|next time) (?:he|she) (?:comes|shows|does)|for real|not joking|waiting for (?:him|her)|in (?:his|her) sleep|serious\w*|end(?:ed)? up in prison"
)
_IN_PLAY = _idea(
    r"part|critic|voice|game|chess|tennis|feelings|novel|book|movie|film|show|story|inner|perfectionist|monster|dragon|level|record|stories|character|debate"
)
_DEATH_OFTEN = _idea(
    r"(?:think|thinking|thought|thoughts|fantasi\w+|dream\w*|pray\w*|wish\w*)(?: \w+)? (?:about|of|for|that)(?: \w+){0,3} (?:dying|death|being dead|not being (?:here|alive)|jumping|disappearing for good|killing|ending)"
)
_OFTEN = _idea(
    r"every ?day|all the time|constantly|a lot|most (?:days|nights)|again|would not (?:do|act)|not (?:do|act on) (?:it|anything)|lately|keeps?|more and more|at night|in bed|since|these days|sometimes"
)
_OTHERS_DEATH = _idea(
    r"(?:my|his|her|their) (?:\w+ )?(?:mom|dad|mother|father|grandma|grandmother|grandpa|dog|cat|husband|wife|friend)'?s? (?:death|dying)|afraid of|scared of|fear of|mortality|philosoph\w*|funeral|will dying|(?:mom|dad|mother|father|dog|cat|kids|parents|husband|wife) (?:dying|being dead)|book|class|part|not (?:think|thinking)"
)
_OVER_AND_BORN = _idea(
    r"(?:wish|wished|pray|hope)(?: that)?(?: i (?:\w+ ){0,3}(?:never (?:been )?born|never existed|not exist|not been born)| (?:it|everything) (?:was|were) (?:all )?over)"
)
_COMING_BACK = _idea(
    r"(?:used to (?:be|feel|want|think|cut|hurt)|was|had)(?: \w+){0,4} (?:suicid\w+|die|dying|kill\w* myself|cut\w*|hurt\w* myself|self[- ]?harm\w*|not wanting to live)"
)
_AGAIN = _idea(
    r"(?:coming|come|came|creeping|crept|is|are) back|again|this week|lately|returned|started up|resurfac\w+|same thoughts|like (?:before|that|then) (?:again|now)"
)

_NOTHING_LEFT = _idea(
    r"(?:no|not|what is the|not any|see the|see any|see no|have a|what|there is) (?:\w+ ){0,3}(?:point|reason|reasons|use|sense|purpose)(?: \w+){0,5} (?:alive|living|live|breathing|breathe|existing|exist|life|wake up|waking up|going on living|stay(?:ing)? here|carry on living)|"
    r"(?:nothing|no ?one|nobody)(?: \w+){0,3} (?:to live for|worth living|keeping me (?:here|alive))|(?:life|living|it) (?:is|has)? ?(?:just )?not worth (?:it|living)(?! (?:to|if))"
)
_WANT_OUT = _idea(
    r"(?:want|wants|need|ready|looking for|only|just)(?: \w+)? (?:out|a way out|to go|an exit|to leave)(?: \w+)? (?:for good|for ever|forever|of (?:life|this life|this world|living|existence)|permanently|and never come back)"
)
_LIFE_GOES_ON = _idea(
    r"(?:life|lives|world|kids|children|family|everyone|they)(?: \w+)? (?:would|will) (?:\w+ )?(?:go on|carry on|be fine|be okay|manage|get over it|cope)(?: \w+){0,2} (?:fine|well|without me|the same|if i (?:was|were|am) (?:gone|dead|not))"
)
_THOUGHTS_BACK = _idea(
    r"(?:the|those|my|dark|bad|same|old|these|scary) (?:\w+ )?thoughts (?:are|have|came|keep|have come|are coming|keep coming) (?:\w+ )?back"
)
_GRAVE = _idea(
    r"stronger|worse|louder|said i would never|scar\w+|promised|dark|about (?:dying|death|it)|every night|not tell|hurt\w*"
)
_THREAT = _idea(
    rf"(?:he|she|my (?:\w+ )?(?:{INTIMATE}))(?: \w+){{0,3}} (?:says?|said|told me|threatens?|threatened|swears?|swore|keeps saying|will|would|promised)(?: \w+){{0,12}} (?:kill|take the (?:kids|children|baby)|never see|find me|burn|hurt (?:me|us|the)|ruin me|deport\w*|make (?:me|sure i)|regret|come after|hunt)"
)
_IF_I = _idea(
    r"if i (?:ever )?(?:go|leave|left|tell|told|call|called|say|talk|try|move|report|do not|speak|see|cheat)|burn|kill|hurt|follows? me|knows where i"
)
_FORCED_IN_BED = _idea(
    rf"(?:he|she|my (?:\w+ )?(?:{INTIMATE}))(?: \w+){{0,3}} (?:makes?|made|forces?|forced|pressures?|pushes|coerces?)(?: me)?(?: \w+){{0,5}} (?:bed|sex|sexual|naked|undress|touch|intimate|photos)"
)
_UNWILLING = _idea(r"not want|scared|afraid|say no|said no|no|cry|crying|hurts?|hate|even when|against")
_WATCHED_BY_THINGS = _idea(
    r"(?:film|record|watch|listen|spy|track|monitor|photograph|scan)\w*(?: \w+){0,2} (?:me|us|everything|my \w+)(?: \w+){0,2} (?:through|from|in|with|via|inside|behind) (?:\w+ ){0,2}(?:alarm|detector|lamp|lights?|walls?|vents?|tv|television|mirror|phone|microwave|socket|sockets|ceiling|radio|fillings|teeth|router|fridge|clock)"
)
_WILL_NOT_WAKE = _idea(
    r"(?:can not|could not|not able to|can hardly) (?:get|make|seem to get) (?:him|her|them|my \w+|the \w+|our \w+) (?:to )?(?:wake|breathe|respond|move|open)|lips (?:\w+ )?(?:look|looking|are|is|going|turning|turned|gone|went|getting) (?:\w+ )?(?:blue|grey|purple)"
)

_WAKE_NO_MORE = _idea(
    r"not (?:want|wants|wanting|wish|care|need)(?: \w+){0,2} (?:to )?(?:ever )?(?:wake|woke)(?: up)?(?! (?:early|at|the|him|her|them|so|before|my|next to|with|that|it))|(?:want|wants|wish) (?:to )?not (?:to )?(?:wake|be alive|be here|exist)"
)
_TIRED_OF_BEING = _idea(
    r"(?:enough|tired|sick|done|over) (?:of|with)? ?(?:being (?:here|alive|a person|in this (?:body|world|life))|existing|(?:this|my|whole) (?:\w+ )?life|living like this|waking up)"
)
_ALIVE = _idea(r"alive|life|living|world|existing|waking up|being a person|being here$")
_TO_BE_DEAD = _idea(
    r"(?:only|best|easiest|one) (?:way|exit|answer|solution|option|thing left)(?: \w+){0,5} (?:dead|die|dying|death|gone|suicide|not (?:be|exist)\w*)|(?:to be|being|be|me|us|i am|i would be|rather be|get myself) (?:dead|a corpse|in (?:the|my) (?:ground|grave|coffin))"
)
_OWN_FUNERAL = _idea(r"my (?:own )?(?:funeral|burial|obituary|gravestone|grave|coffin|eulogy|ashes|cremation|wake)")
_COUNTED = _idea(
    rf"{_MEANS}(?: \w+){{0,8}} (?:count\w*|star(?:e|ing)|look(?:ing)? at|hold(?:ing)?|bag|drawer|ready|saved|wait\w*|calling|hidden)|(?:count\w*|saving|saved|hid|hiding|hoard\w*|holding)(?: \w+){{0,4}} {_MEANS}"
)
_ENGINE_RUNNING = _idea(
    r"garage(?: \w+){0,6} (?:engine|car|motor) (?:\w+ )?(?:running|on)|(?:engine|car|motor) (?:\w+ )?(?:running|on)(?: \w+){0,6} garage|(?:carbon monoxide|exhaust pipe|hose from the exhaust|charcoal in the car)"
)
_OTHERS_INSTEAD = _idea(
    r"(?:easier|better|happier|kinder|cheaper|nicer)(?: \w+)? (?:on|for) (?:\w+ ){1,3}(?:if|with)(?: \w+){0,4} (?:only had|did not have me|never had me|had never had|just had|just my|without|i (?:was|were|had))"
)
_WRISTS = _idea(
    r"(?:open|cut|cutting|slit|slash|slice|slicing|carve|hurt|look\w* at|star\w+ at|blade|razor|veins?)(?: \w+){0,4} (?:wrists?|veins?|thighs?|throat)"
)
_CUTTING_AGAIN = _idea(
    r"(?:i|i have|have|i am|been|started|went back to|back to)(?: \w+){0,2} (?:cutting|self[- ]?harm\w*|hurting myself|burning myself|purging with|scratching myself)(?: myself)?(?= (?:since|again|for|at night|every|lately|most|when|to|more|secretly|on)\b|$)"
)
_NOT_SKIN = _idea(
    r"cutting (?:\w+ )?(?:back|down|out|off|corners|carbs|class|classes|sugar|grass|hair|hours|costs|ties|contact|vegetables|wood|fabric)|back on|used to"
)
_RAGING = _idea(
    rf"(?:he|she|(?:my )?(?:\w+ )?(?:{INTIMATE}))(?: \w+){{0,5}} (?:smash\w*|break\w*|throw\w*|punch\w*|kick\w*|drunk|screaming|raging|violent|losing it|going crazy|banging|trying to get in)"
)
_HIDING = _idea(
    r"hiding|hid|locked myself|barricad\w+|in the (?:closet|bathroom|cupboard|wardrobe|attic)|under the bed|ran out|too scared to|afraid to (?:go|move|leave|come)"
)
_CHILD_TELLS = _idea(
    rf"(?:{KID}|(?:a|the|this|one|my) (?:\w+ )?(?:girl|boy|kid|child|pupil|student|daughter|son|niece|nephew|stepson|stepdaughter))(?: \w+){{0,6}} (?:says?|said|told|tells|mentioned|wrote|drew|whispered|confided)"
)
_OF_HARM = _idea(
    r"(?:dad|stepdad|uncle|mom|stepmom|brother|grandpa|teacher|coach|he|she|babysitter|man)(?: \w+){0,5} (?:bed|touch\w*|hits?|hurts?|beats?|locks?|naked|secrets?|shower|belt|burn\w*|pants|photos?)|not want to (?:live|wake up|be alive|be here any more|go home)|wants? to (?:die|be dead)|(?:kill|hurt|cut)\w* (?:himself|herself)|better off without"
)
_ROUGH_WITH_BABY = _idea(
    r"(?:i (?:\w+ ){0,6}?(?:squeez\w+|shak\w+|shook|hit|slap\w*|grab\w*|throw|threw|pinch\w*|smother\w*|drop\w*|yank\w*|hurt\w*|push\w*|shov\w*)) (?:my|the|our) (?:\w+ )?(?:baby|newborn|toddler|infant|son|daughter|kid|child|kids|little (?:boy|girl|one))"
)
_TOO_HARD = _idea(
    r"too hard|so angry|snap\w*|lose (?:it|control)|lost (?:it|control)|scares? me|scared (?:i|of what)|did not mean|could not stop|cry\w*|sometimes|again|marks?|afraid"
)
_STROKE = _idea(
    r"(?:one|left|right) side of my (?:face|body|mouth)|half my (?:face|body)|words (?:are |is |keep )?(?:\w+ )?(?:coming out (?:wrong|funny|slurred|jumbled)|slurred)|face (?:\w+ ){0,2}(?:droop\w*|numb|slid\w*)"
)
_VOICE_ORDERS = _idea(
    r"(?:voices?|god|the devil|demons?|satan|radio|tv|angels?|something|part|it|he|they)(?: \w+){0,4} (?:tell\w*|order\w*|command\w*|say\w*|want\w*|need\w*)(?: me)?(?: that)?(?: i (?:have|need|should|must))? (?:to |me to )?(?:\w+ )?(?:burn|kill|stab|hurt|attack|push|shoot|poison|strangle|sacrifice|drown|run over)(?: (?:down|up))? (?:the (?:flat|house|building|place|baby|kids|children)|someone|people|(?:my|the|our) (?:\w+ )?(?:"
    + ADULT
    + r"|"
    + KID_NOUN
    + r")|strangers?|everyone|them)"
)
_WEAPON_IN = _idea(
    r"(?:put|stick|bury|plant|empty|drive|shove) (?:a|the|this|my) (?:\w+ )?(?:knife|bullet|blade|axe|gun|screwdriver)(?: \w+){0,3} (?:in|into|through|to) (?:him|her|them|his|their|my)|run (?:him|her|them) (?:over|down)|burn (?:his|her|their) house"
)
_PEACE_MADE = _idea(
    r"(?:ready to go|made (?:my )?peace(?: with it)?|at peace with it|ready for it to end|ready for the end|said (?:all )?my goodbyes)"
)
_ALONE_WITH_IT = _idea(
    r"(?:nobody|no one)(?: \w+){0,4} (?:find|know|stop|check|home|notice|look)\w*|until|till|tonight|goodbyes?|after|end|done|this life|when it (?:comes|happens)|made (?:my )?peace"
)

_LIKE_AN_ACCIDENT = _idea(
    r"(?:look(?:ed|s)?|seem(?:ed|s)?|pass) like (?:an accident|i (?:fell|slipped|crashed))|(?:deserves?|needs?|better (?:off )?with)(?: \w+){0,4} (?:not|is not|who is not|instead of|other than|without) me|"
    r"(?:slip|fade|drift|step) (?:quietly )?away (?:and|from (?:it all|everyone|this world)|for good)|i could just (?:slip away|vanish for good|be gone)|everything to (?:\w+ )?(?:stop|end) (?:forever|for good)"
)
_WORKED_OUT = _idea(
    r"(?:worked out|figured out|know|chosen|decided|picked(?: out)?|found out|looked up)(?: exactly)? (?:which|what|how many|the) (?:train|bridge|tree|pills|tablets|roof|height|floor|knot|dose|rope|spot|building)"
)
_ON_THE_EDGE = _idea(
    r"(?:i am|i have been|am|i was) (?:just |currently |now |here )?(?:stood|standing|sat|sitting|stand|sit|up|here|parked|waiting)?(?: \w+)? ?(?:on|at|by|over) (?:the |a |this )(?:\w+ )?(?:edge(?: of the \w+)?|bridge|ledge|roof|rooftop|tracks|cliffs?|railing|overpass|parapet)(?=$| (?:now|again|right|and i|looking|alone|tonight|with))"
)
_LEFT_BEHIND = _idea(
    r"(?:left|put|placed|wrote|written)(?: \w+){0,5} (?:note|letter)(?: \w+){0,3} (?:on the (?:table|bed|fridge|pillow|desk|kitchen \w+)|for (?:them|him|her|my \w+) to find|explaining)"
)
_CUT_DEEP = _idea(
    r"(?:i )?cut (?:too deep|deep|deeper|so deep)|blood (?:\w+ ){0,3}(?:in|over|on) the (?:sink|floor|bath|bathroom|sheets|towels?)"
)
_NEAR_A_DRUG = _idea(
    r"(?:pill|tablet|vodka|empty) (?:bottles?|packets?|packs?|boxes)|syringe|needle|pills|tablets|overdos\w*|in (?:his|her) arm"
)
_BROKE_ME = _idea(
    rf"(?:he|she|my (?:\w+ )?(?:{INTIMATE})) (?:broke|fractured|dislocated|cracked|split|bruised|busted|blackened|twisted|burned|burnt) my (?:\w+ )?(?:wrist|arm|nose|ribs?|jaw|finger|fingers|collarbone|lip|eye|face|hand|leg|tooth|neck|cheek)"
)

TOGETHER: tuple[Together, ...] = (
    Together("medical", "too much was swallowed", (_SWALLOWED, _DRUG), _NO_DANGER_SWALLOWED, imminent=True),
    Together("medical", "someone is down and does not answer", (_DOWN, _NO_ANSWER), _idea(r"part|critic|on the (?:sofa|couch|beach)|couch|drunk at|laughing|in bed by|inner|at the party|work out|tired"), imminent=True),
    Together("medical", "someone will not wake", (_WILL_NOT_WAKE,), _idea(r"for school|in the mornings?|on time|part|snooze|teenager|lipstick|cold outside|swimming"), imminent=True),
    Together("medical", "someone is down, and a drug is near", (_DOWN, _NEAR_A_DRUG), _idea(r"part|film|movie|sewing|knitting|pine"), imminent=True),
    Together("medical", "bleeding", (_CUT_DEEP,), _idea(r"part|nose ?bleed|period|paper|meat|movie|film|show|budget|costs|into"), imminent=True),
    Together("self", "to go, so that it hurts them less", (_LIKE_AN_ACCIDENT,), _idea(r"job|meeting|party|vase|boss|team|fired|office|candidate|part to")),
    Together("self", "place or means chosen", (_WORKED_OUT,), _idea(r"home|to (?:catch|take|get)|timetable|prescri\w*|doctor|pharmac\w*|vitamin|ticket|hike|hotel"), deniable=False),
    Together("self", "at the edge", (_ON_THE_EDGE,), _idea(r"photo\w*|picnic|view|work\w*|traffic|train home|concert|in my mind|image|it is like"), imminent=True),
    Together("self", "a note left", (_LEFT_BEHIND,), _idea(r"shopping|grocer\w*|milk|dinner|cleaner|landlord|teacher|school|sitter|plumber|thank you note|love"), imminent=True),
    Together("abuse_at_home", "injured by someone at home", (_BROKE_ME,), _idea(r"part|accident\w*|football|rugby|skiing|wrestling|boxing|game|years ago|when (?:i was|we were)|dog|baby|toddler"), deniable=False),
    Together("medical", "signs of a stroke", (_STROKE, _idea(r"numb|not feel|wrong|funny|droop\w*|slurr\w*|jumbled|move|weak|slid\w*")), _idea(r"part|dentist|shy|photo|slept on|writing|essay"), imminent=True, deniable=False),
    Together("self", "no wish to wake", (_WAKE_NO_MORE,), _idea(r"part (?:to|that)|baby|kids|alarm|monday|early|school|work|dog"), deniable=False),
    Together("self", "tired of being alive", (_TIRED_OF_BEING, _ALIVE), _idea(r"being here at|being here in (?:this|the) (?:office|house|town|job|city)|single|city life|love life|life coach"), deniable=False),
    Together("self", "to be dead", (_TO_BE_DEAD,), _idea(r"to be dead (?:honest|serious|sure|on)|be dead (?:to me|wrong|tired|if)|brain dead|(?:mom|dad|father|mother|husband|wife|dog|cat|battery|phone|he|she|boss)(?: \w+){0,4} dead|be dead in the water")),
    Together("self", "one's own funeral", (_OWN_FUNERAL, _idea(r"pick\w*|plan\w*|song|wrote|written|writing|imagin\w*|think\w*|chose\w*|pictur\w*|feels?|paid|who would|come|arrang\w*|soon")), _idea(r"wake up|late to|late for|over my|grandm\w+|dad|mom|old and|hundred|ninety|when i am old|insurance|will dig|joke|wedding|in my wake")),
    Together("self", "means counted", (_COUNTED,), _idea(r"prescri\w*|pharmac\w*|chef|dinner|vet|dog|cat|work|hospital|patients?|for (?:the|my) (?:week|trip|mom|dad)|knife (?:at|from) (?:him|her)|cook\w*|kitchen|belt (?:bag|drawer)|clothes|part|guard|warrior|soldier|he is|she is|it is"), imminent=True),
    Together("self", "engine running", (_ENGINE_RUNNING,), _idea(r"mechanic|repair\w*|noise|tune|alarm|detector|warm up"), imminent=True),
    Together("self", "others better off with somebody else", (_OTHERS_INSTEAD,), _ANY_DAY_THING),
    Together("self_harm", "wrists", (_WRISTS,), _idea(r"tight\w*|typing|carpal|doctor|nurse|surgery|jeans|tattoo|bracelet|watch|feel|lump|cooking|brace|steak|meat")),
    Together("self_harm", "cutting again", (_CUTTING_AGAIN,), _NOT_SKIN),
    Together("abuse_at_home", "hiding from someone's rage", (_RAGING, _HIDING), _idea(r"part|tantrum|toddler|game|prank|hide and seek|years ago|when i was|as a kid|used to"), imminent=True),
    Together("child", "a child tells", (_CHILD_TELLS, _OF_HARM), _idea(r"santa|funny|joke|movie|show|part|inner|shower gel|birthday|goes to bed|bedtime|hit (?:a|the) ball|me too much|vegetables|school tomorrow")),
    Together("child", "rough with a child", (_ROUGH_WITH_BABY, _TOO_HARD), _idea(r"hug\w*|cuddl\w*|off at|feelings|with love|on the swing|to (?:study|succeed|do|try|practice|eat)|to be|into")),
    Together("psychosis", "orders to harm", (_VOICE_ORDERS,), _idea(r"feelings|game|novel|book|movie|not (?:to )?hurt|never hurt|does not want|from hurting|protect\w*|from being|not want")),
    Together("other", "a weapon for someone", (_WEAPON_IN,), _IN_PLAY),
    Together("self", "peace made with going", (_PEACE_MADE, _ALONE_WITH_IT), _PLAIN_PLAN),
    Together("self", "no reason to live", (_NOTHING_LEFT,), _idea(r"part (?:thinks|says|believes)|living (?:here|there|in|at|with)"), deniable=False),
    Together("self", "wants out of life", (_WANT_OUT,), _ANY_DAY_THING),
    Together("self", "life would go on without me", (_LIFE_GOES_ON,), _ANY_DAY_THING),
    Together("self", "the thoughts are back", (_THOUGHTS_BACK, _GRAVE), _idea(r"anxious thoughts|food|work|job|ex|critic"), deniable=False),
    Together("self", "all would be better with me gone", (_ME_GONE, _GOOD_RIDDANCE), _ANY_DAY_THING),
    Together("self", "no future with me in it", (_NO_FUTURE, _FUTURE_DAY), _ELSEWHERE, deniable=False),
    Together("self", "affairs put in order for afterwards", (_SETTLED, _FOR_AFTERWARDS), _idea(r"moving|moved|charity|trip|vacation|holiday|divorce|surgery|homework|wedding|council|bank|roof|tax\w*|school|company|landlord|thank you notes?|new job|landlord|hospital")),
    Together("self", "means at hand, and why", (_HAVE_MEANS, _MEANS_FOR_IT), _TAKEN_RIGHTLY, imminent=True),
    Together("self", "drawn to a place one dies at", (_DRAWN_THERE,), _OUTING),
    Together("self", "sleep without waking", (_FOREVER_ASLEEP,), _idea(r"part (?:to|would|wants it)|baby|toddler|kids|cat|dog|anesthe\w+|the (?:anxiety|critic|voice)")),
    Together("self", "decided, and soon over", (_DECIDED, _NOT_LONG), _PLAIN_PLAN, deniable=False),
    Together("self", "letting oneself die", (_STARVED, _ON_PURPOSE), _idea(r"meat|sugar|gluten|dairy|alcohol|coffee|diet|lent|lose weight|pregnan\w*"), deniable=False),
    Together("self", "a farewell", (_FAREWELL, _NO_MORE), _SEE_AGAIN, imminent=True),
    Together("self_harm", "a part wants the body hurt", (_BODY_DUE, _HARM_IT), _SICK_BODY),
    Together("self_harm", "hurt on purpose", (_HURT_MYSELF, _TO_FEEL), MISHAP),
    Together("self", "death often on one's mind", (_DEATH_OFTEN, _OFTEN), _OTHERS_DEATH),
    Together("self", "would rather not have been", (_OVER_AND_BORN, _idea(r"born|existed|exist|my life|everything|it all|it was over")), _idea(r"meeting|winter|school|semester|day|week|year|project|war|treatment|surgery|game|divorce|the (?:call|session|drive)")),
    Together("self", "an old wish that has come back", (_COMING_BACK, _AGAIN), _idea(r"cutting (?:the|hair|class)|movie|book"), deniable=False),
    Together("child", "a child is hurt", (_CHILD_IN_DANGER, _IS_A_CHILD), _CHILD_PLAY),
    Together("child", "someone comes at night", (_COMES_AT_NIGHT, _AT_NIGHT), _idea(r"dog|cat|puppy|toddler|snack|homework|laundry")),
    Together("abuse_at_home", "must not be overheard", (_LOW_VOICE, _HE_IS_NEAR), _LIGHT_SLEEPER, deniable=False),
    Together("abuse_at_home", "threatened", (_THREAT, _IF_I), _idea(r"part|critic|grounded|laundry|dishes|cake|birthday|teenage\w*|when i was|years ago"), deniable=False),
    Together("abuse_at_home", "forced in bed", (_FORCED_IN_BED, _UNWILLING), _idea(r"make the bed|bedtime|go to bed|part"), deniable=False),
    Together("psychosis", "watched by things", (_WATCHED_BY_THINGS,), _idea(r"part|baby|nanny|ring doorbell|documentary")),
    Together("abuse_at_home", "kept in, or hurt", (_KEEPS_ME, _SO_I_CAN_NOT), _ALLOWED, deniable=False),
    Together("other", "harm to someone, and how", (_PICTURE_HARM, _KNOW_WHERE), _IN_PLAY),
    Together("other", "someone else is about to die", (_THEIR_GOODBYE, _LIVE_NOW), _THEY_DIED),
)  # fmt: skip
