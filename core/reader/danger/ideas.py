"""Ideas that are harmless alone and mean danger together, and what shows that they are not meant."""

from __future__ import annotations

import re

from core.text.people import ADULT, INTIMATE, KID, KID_NOUN


def idea(pattern: str) -> re.Pattern[str]:
    """A pattern over plain words."""
    return re.compile(rf"\b(?:{pattern})\b")


PERSON = rf"(?:(?:my|our|the) (?:\w+ ){{0,2}}(?:{ADULT}|{KID_NOUN}|mate|pal|buddy|tenant|client|student)|someone|he|she|they)"
SOMEBODY = rf"(?:my|our) (?:\w+ ){{0,2}}(?:{ADULT}|{KID_NOUN}|mate|pal|buddy|student)"
ME_GONE = idea(
    r"(?:me|i|myself)(?: \w+){0,3} (?:gone|not (?:here|around|there|in it|alive)|out of (?:the way|the picture|their (?:way|lives|hair))|never (?:existed|been born|here))|"
    r"without me|i (?:was|were|am) (?:gone|not (?:here|around|there))|rid of me|(?:not|stop|stopped) exist(?:ing)?|disappear(?:ed)?(?: for good| forever)?"
)
GOOD_RIDDANCE = idea(
    r"(?:better|easier|happier|lighter|simpler|relie(?:f|ved)|free|fine|best|a favou?r|good riddance|nobody (?:would|will)|no one (?:would|will)|would (?:\w+ )?(?:miss|notice|care)|get over it|move on)"
)
ANY_DAY_THING = idea(
    r"meetings?|party|office|team|trip|dinner|game|job|project|marriage|vacation|holidays?|conference|flight|group chat|store|shift|class|choir|wedding|work|relationship|dating"
)
NO_FUTURE = idea(
    r"(?:i|we) (?:will not|am not going to|are not going to|do not (?:think|expect|plan|see)(?: \w+){0,4}|can not (?:see|imagine|picture)(?: \w+){0,3}) (?:be |being |myself )?(?:here|around|alive|there)|"
    r"do not (?:see|picture|imagine) (?:myself|me|a future|any future|there being)|can not (?:see|picture|imagine) (?:myself|a future|any future|next year|getting to|being)|(?:will not|not going to|never going to) (?:make it|live|see|reach) (?:to|past|until|my|next|another|thirty|forty|fifty|christmas|spring|summer)|no future (?:for me|with me)"
)
FUTURE_DAY = idea(
    r"next (?:year|month|week|birthday|christmas|summer|spring)|christmas|new year\w*|birthday|summer|spring|by then|much longer|any ?more|in (?:a|\w+) (?:year|month|week)s?|matter|future|thirty|forty|fifty|tomorrow|old|for (?:that|it)|either way"
)
ELSEWHERE = idea(
    r"at (?:this|that|the|my) (?:job|company|place|house|office|firm|school|flat|apartment)|this (?:job|company|city|town|house|marriage|flat|relationship)|moving|moved|travel\w*|trip|vacation|abroad|flight|work(?:ing)? there|in-laws|at my (?:parents|sister|brother|mom)\w*|"
    r"away|skiing|camp(?:ing)?|on holiday|conference|at the (?:party|meeting|wedding)|staying with|doing (?:this|that)|any closer|promotion|with (?:him|her)"
)
SETTLED = idea(
    r"(?:gave|given|giving|handed|paid|paying|sorted|sorting|arranged|wrote|written|writing|organi[sz]ed|cleared|signed|closed|made|rehomed|found (?:a|someone))(?: \w+){0,7} (?:dog|cat|pets?|bills?|debts?|will|letters?|notes?|keys?|passwords?|accounts?|things|stuff|funeral|affairs|insurance|papers|everything|guitar|car|records|home for|messages?|videos?)|my will|letters to (?:everyone|each|my|them|the)"
)
FOR_AFTERWARDS = idea(
    r"so (?:that )?(?:nobody|no one|they|everyone|my \w+|he|she|it)(?: \w+){0,4} (?:have to|has to|not have|deal|know|find|taken care|looked after|easier|clean\w*|blame|fault)|not (?:their|her|his|anyone's|your|my \w+'?s?) fault|i am ready|after i am|when i am (?:gone|not)|for when|just in case i|before i go|nobody (?:has|will have) to|in order now|will not need (?:it|them|any)"
)
MEANS = r"(?:rope|noose|gun|pistol|rifle|shotgun|blades?|razors?|pills|tablets|sleeping pills|meds|exhaust|hose|poison|bullets?|knife|belt)"
HAVE_MEANS = idea(
    rf"(?:i|i have|and|just|i just|i already)(?: (?:just|already|still|even|finally|have|had|got))*(?: (?:have|had|got|bought|kept|keep|keeping|held|hid|found|took|ordered|get|getting|put|tied|pulled))(?: \w+){{0,4}} {MEANS}(?: out| ready| loaded)?"
)
MEANS_FOR_IT = idea(
    r"(?:out and|put it back|put them back|nobody knows|no one knows|just in case|in case i|tonight|loaded|in my (?:hand|lap|mouth)|next to me|beside me|under my (?:bed|pillow)|and (?:i )?(?:just )?(?:stared|sat|looked|waited|cried|held)|do not (?:tell|know what i)|if it gets|for when|ready|staring at|counting)"
)
TAKEN_RIGHTLY = idea(
    r"hunt\w*|range|police|army|licen[cs]e|prescription|refill\w*|pharmac\w*|doctor|dose|headache|migraine|shav\w*|climb\w*|jump rope|trousers|pants|cook\w*|kitchen|curtain|bathroom cabinet|antibiotics|vitamins"
)
PLACE_OF_DEATH = r"(?:bridge|cliffs?|tracks|train|trains|roof|rooftop|balcony|ledge|river|platform|quarry|overpass|motorway|highway|edge|lorry|truck|wall|tree|barrier|oncoming|lake|sea|ocean|rails)"
DRAWN_THERE = idea(
    rf"(?:thinking|think|thought|thoughts|looking|look|staring|dream\w*|fantasi\w+|drawn|wonder\w*|imagin\w*|pictur\w*)(?: \w+)? (?:about|of|at|to|over|down|into)(?: \w+){{0,3}} {PLACE_OF_DEATH}|"
    rf"(?:jump|swerve|steer|drive|driving|step|stepping|crash|let go|swerving|walk|walking|turn(?:ing)? the wheel)(?: \w+){{0,3}} (?:off|into|in front of|under|over the|straight at|from)(?: \w+){{0,2}} {PLACE_OF_DEATH}|(?:says?|saying|tells?|telling|whispers?|wants)(?: \w+){{0,4}} (?:jump|let go|step off|swerve|crash|steer)(?: \w+){{0,5}}(?: {PLACE_OF_DEATH})?"
)
OUTING = idea(
    r"project|design\w*|photo\w*|paint\w*|picnic|restaurant|view|tickets?|build\w*|repair\w*|fix\w*|painting|train(?:s)? (?:to|home|station|was|is)|commut\w*|late|walk(?:ed|ing)? (?:along|by|the dog)|swim\w*|holiday|garden|plants?|fence|wallpaper|christmas|inner wall|this wall|that wall|part|into the deep end|into conclusions|conclusions|bandwagon|to it|for joy|rope|party|hoops"
)
FOREVER_ASLEEP = idea(
    r"(?:sleep|asleep|rest|lie down|close my eyes|drift off|slip away|fade (?:out|away))(?: \w+){0,5} (?:forever|for good|(?:and )?(?:just )?(?:not|never)(?: ever)?(?: have to)? (?:wake|get up again|come back|open)|without waking)"
)
DECIDED = idea(
    r"(?:(?:have|has|i|we|it is|part of me|is) (?:\w+ )?(?:decided|agreed|chosen|set a (?:date|day))|made (?:up )?(?:my|our|its) (?:mind|decision)|know (?:exactly |just )?(?:how|when|where) (?:i would|i will|i am going to|to do it|it (?:will|ends))|(?:have|got) (?:it all|it|everything) (?:planned|worked out|figured out)|picked (?:a|the) (?:day|date)|a date in mind)"
)
NOT_LONG = idea(
    r"too tired to (?:argue|fight|stop)|(?:it|this|everything|all)(?: \w+){0,3} (?:over|ends?|done with|finished)(?: \w+)? (?:by|tonight|soon|on|this|tomorrow)|ends? (?:tonight|tomorrow|soon|on|this week)|peace\w*|so calm|no ?(?:one|body) (?:can|could|will)|no going back|i would do it|to do it|do it|this is the end|goodbye\w*"
)
PLAIN_PLAN = idea(
    r"job|quit|divorce|move|moving|house|school|college|resign\w*|break up|leave (?:him|her|my)|surgery|retire\w*|ask|call|tell|talk|confront|wedding|dinner|speech|stop trying|adopt\w*|apply|propose|trip"
)
STARVED = idea(
    r"(?:stop(?:ped|ping)?|quit|skipp(?:ed|ing)|refus(?:ed|ing)|not|given up|halved|doubl(?:ed|ing))(?: \w+){0,2} (?:eating|drinking|food|water|my (?:\w+ )?(?:insulin|meds|medication|pills|dialysis|treatment|inhaler)|insulin|chemo)|not (?:eaten|eat|taken my|drunk)"
)
ON_PURPOSE = idea(
    r"on purpose|deliberately|so (?:that )?(?:it|i|my (?:heart|body))(?: \w+){0,3} (?:over|stop\w*|die|gone|end\w*|give\w* out)|hoping|to (?:die|end)|do not tell|let (?:nature|it) take"
)
FAREWELL = idea(
    r"(?:thank you|thanks)(?: \w+)? for everything|(?:this is|it is|just) (?:a |my |the )?(?:goodbye|farewell|last)|say(?:ing)? (?:my )?goodbyes?|(?:wanted|want|needed) (?:you )?to (?:say|know)(?: \w+){0,4} (?:goodbye|before i)|tell (?:my \w+|them|him|her) (?:i )?lov(?:e|ed)"
)
NO_MORE = idea(
    r"(?:will not|not going to|do not|not) (?:be )?(?:need|needing|bother|see|seeing|here|around|talk|back)(?: \w+){0,5}(?: any ?more| after| again| tonight)?|after tonight|last time|where i am going|goodbye"
)
SEE_AGAIN = idea(
    r"next (?:week|month|session|time|tuesday|monday|thursday)|moving|new (?:therapist|job|house)|retir\w*|finish(?:ed|ing) the (?:course|program)|doing (?:so )?(?:much )?better"
)
BODY_DUE = idea(
    r"(?:part|one|voice|it|he|she|something|someone|they|inside)(?: \w+){0,6} (?:wants?|says?|saying|needs?|has to|tells?|telling|should|must|deserves?|planning|going|decided|thinks?)(?: \w+){0,4} (?:(?:the|this|my|our) body|my (?:arms?|skin|legs?|wrists?)|us|blood|bleed)"
)
HARM_IT = idea(
    r"punish\w*|hurt(?! (?:less|feelings))|harm\w*|blood|bleed\w*|cut|slice|carve|starve|burn|destroy\w*|suffer|pay for|gone|dead|end|die|broken|break|poison\w*|suffocat\w*|stop breathing"
)
SICK_BODY = idea(
    r"rest|massage|doctor|exercise|work ?out|keep|protect\w*|from (?:getting|being|harm|hurt|pain)|not (?:to )?(?:hurt|get|be|feel)|does not want|hurts? (?:when|a lot|all over)|period|blood (?:test|pressure|sugar)"
)
HURT_MYSELF = idea(
    r"i (?:\w+ ){0,3}(?:cut|scratched|burned|burnt|hit|punched|bit|carved|picked|dug|bruised|banged|slammed|sliced|stabbed|cutting|scratching|burning|hitting|punching|biting)(?: \w+)? (?:my|at my|into my) (?:\w+ )?(?:arms?|legs?|thighs?|wrists?|skin|hands?|head|face|stomach|self|knuckles|hips?|chest)"
)
TO_FEEL = idea(
    r"bled|bleed\w*|on purpose|to (?:feel|calm|stop|cope|punish|get|make)|with (?:a|the|my) (?:lighter|razor|blade|knife|scissors|cigarette|pin|needle|nails|compass|glass)|again|last night|yesterday|this (?:week|morning)|until|till|against the wall|because i (?:deserve|was|hate|needed)|hid|long sleeves"
)
MISHAP = idea(
    r"shaving|cooking|oven|pan|stove|iron|accident\w*|by mistake|chopping|bread|onion|gardening|cat|thorns?|coffee|toaster|tattoo|surfing|hair ?straightener|paper|mosquito\w*|itch\w*|sun"
)
THEIR_GOODBYE = idea(
    rf"{SOMEBODY}(?: \w+){{0,6}} (?:goodbye|farewell|(?:shoot|kill|hang|hurt|drown|cut|cutting|hurting|end|harm)(?:ing)? (?:himself|herself|themselves|it all|it|his life|her life|things)|can not (?:go on|do this|keep going|live)|not want to (?:live|be here|be alive)|wants? to die|the roof|the bridge|a (?:gun|rope|ledge|note)|suicid\w+|overdos\w+|end it)"
)
LIVE_NOW = idea(
    r"tonight|now|today|off|not (?:answer|pick|respond|text|open)\w*|this (?:morning|week|evening|afternoon)|says?|said|texted|messaged|called|keeps?|going to|is|wants?|will|worried|scared|standing|posted|told"
)
THEY_DIED = idea(
    r"years ago|funeral|died|when (?:i was|we were)|killed (?:himself|herself)|passed|anniversary|back in|last year|grew up|used to|at the airport|at the station|for college|off to|movie|film|show|book|novel|moved"
)
SWALLOWED = idea(
    r"(?:took|taken|take|swallowed|swallow|had|ate|drank|drunk|downed|necked|popped|washed down|mixed|finished|emptied)(?: \w+){0,5} (?:packet|packets|pack|bottles?|box|strips?|blister|handful|loads?|bunch|all|lot|lots|whole|rest|everything|too many|too much)|(?:vodka|whiske?y|wine|gin|rum|alcohol|booze)(?: \w+){0,4} (?:with|and|on top of)(?: \w+){0,3} (?:pills|tablets|meds|medication|antidepressants|painkillers|sleeping)"
)
DRUG = idea(
    r"pills?|tablets?|meds|medication|antidepressants|painkillers|paracetamol|tylenol|ibuprofen|insulin|whole (?:packet|pack|bottle|box|strip|lot)|cabinet|vodka with|bottle with|sleeping|too many|not making sense|drowsy|dizzy|slurr\w+|overdos\w*"
)
NO_DANGER_SWALLOWED = idea(
    r"biscuits?|cookies|chips|crisps|chocolates?|sweets|candy|tea|water|vitamins?|gum|gummies|years ago|prescribed|as (?:usual|directed|normal)|every (?:morning|evening)|wine with dinner|cigarettes|tissues|doughnuts|ice cream|juice|mints|cake|milk|the pack back|backpack|my meds (?:this|today)|photos?|notes?"
)
DOWN = idea(
    rf"{PERSON}(?:'s)?(?: (?:just|has|have|is|suddenly|was))* (?:\w+ )?(?:collapsed|fainted|passed out|fell (?:down|and)|on the floor|under ?water|having a fit|seizing|drowned|drowning|not breathing|gone blue|gone limp|limp|choking|out cold)|(?:left|in) (?:\w+ ){{0,4}}(?:bath|pool|water)"
)
NO_ANSWER = idea(
    r"not (?:answer\w*|respond\w*|mov\w+|wak\w+|breath\w+|get(?:ting)? up|talk\w*|make sense|making sense|conscious)|can not wake|will not wake|no pulse|help|what do i do|right now|blue|shaking|just now|limp"
)
CHILD = rf"(?:{KID}|(?:she|he) is only (?:\w+)|(?:my|the|our|her|his) (?:\w+ )?(?:little (?:boy|girl)|boy|girl)|(?:two|three|four|five|six|seven|eight|nine|ten|\d{{1,2}}) (?:years? old|year old|months old)|(?:only|just|is) (?:one|two|three|four|five|six|seven|eight|nine|ten|\d{{1,2}})(?! (?:of|or so (?:people|of)|people|days|hours|minutes))(?=$| and| years| so| or| but| the)|a (?:toddler|baby|child|kid))"
CHILD_IN_DANGER = idea(
    rf"{CHILD}(?: \w+){{0,10}} (?:bruis\w+|marks? on|black eye|welts?|burns? on|belt marks|hungry|starv\w+|locked in|locks? (?:him|her|them)|touch(?:es|ed|ing)?|secret games?|game with|hit\w*|hurt by|beat\w*|shak\w+|shook|smack\w*)|"
    rf"(?:bruis\w+|marks?|burns?|welts?|black eye|cuts?) (?:on|all over|down) (?:{CHILD}|(?:his|her) (?:arms?|back|legs?|neck|face|bottom|thighs?))|"
    rf"(?:he|she|they|{ADULT}|babysitter|nanny|teacher|neighbou?r|coach|dad|mom)(?: \w+){{0,4}} (?:hits?|beats?|hitting|beating|slaps?|slapping|touch(?:es|ing|ed)?|shakes?|shook|shaking|burns?|burned|locks?|starv\w+|chokes?|whips?|smacks?|kicks?|grabs?)(?: \w+){{0,2}} (?:him|her|them|{CHILD})|(?:shook|shaken|hit|slapped|threw|dropped|squeezed|smothered) (?:the|my|our|her) (?:\w+ )?(?:baby|newborn|toddler|infant|son|daughter|kid)"
)
IS_A_CHILD = idea(CHILD + r"|baby|toddler|niece|nephew|son|daughter|grandson|granddaughter")
CHILD_PLAY = idea(
    r"fell (?:off|down|over)|falling|bike|football|soccer|playground|scooter|trampoline|ball|piano|home run|first steps|tantrum|hits me|hit me|each other|his sister|her brother|his brother|her sister|sibling\w*|milestone|head on|vaccin\w*|surprise|board game|video ?game|birthday|touched me|part|inner|inside me|in there|in here|he is shaking|she is shaking|it is shaking|jackpot|growth spurt|rattle|hand shake|the hand|by accident"
)
COMES_AT_NIGHT = idea(
    rf"(?:my )?(?:\w+ )?(?:{INTIMATE}|uncle|cousin|brother|step\w+|teacher|coach|he) (?:\w+ ){{0,2}}(?:comes?|coming|sneaks?|sneaking|gets?|climbs?|getting|crawls?) (?:in|into|in to|to|inside|under) (?:my|our|her|his) (?:room|bed|bedroom|covers|blanket)|(?:gets?|getting|climbs?|is|goes) (?:into |in )?bed with (?:my|her|his|me|a)"
)
AT_NIGHT = idea(
    r"night|nights|when (?:mom|everyone|my mom|she) (?:is )?(?:asleep|out|sleeps|leaves)|drunk|asleep|and (?:touch\w*|i pretend|i freeze|does|makes|lies)|not (?:tell|say)"
)
LOW_VOICE = idea(
    r"whisper\w*|keep(?:ing)? my voice (?:down|low)|talk(?:ing)? quiet\w*|speak(?:ing)? quiet\w*|can not (?:talk|speak|say)(?: \w+){0,4}|have to be (?:quiet|careful|quick)|lower my voice|before he (?:hears|comes|gets)|if (?:he|she) hears"
)
HE_IS_NEAR = idea(
    rf"(?:he|she|(?:my )?(?:{INTIMATE})) (?:is |might |could |may )(?:\w+ )?(?:in the (?:next|other|house|kitchen|hall\w*|living|bed\w*|shower)|downstairs|upstairs|next door|home|outside|here|back|listen\w*|right|hear|be listening)|(?:if|before|in case) (?:he|she|my \w+) (?:hears?|finds|comes|gets)"
)
LIGHT_SLEEPER = idea(
    r"baby|asleep|sleeping|studying|on (?:a|the|his|her) (?:call|phone|meeting|zoom)|working|exam|nap\w*|library|surprise|part|homework"
)
KEEPS_ME = idea(
    rf"(?:he|she|my (?:\w+ )?(?:{INTIMATE})|they)(?: \w+){{0,6}} (?:(?:takes?|took|hides?|hid|keeps?|has|locks?|locked) (?:\w+ ){{0,2}}(?:my )?(?:keys|passport|phone|wallet|cards?|money|papers|door|me in|me out|me up)|will not let me|does not let me|not allowed|throws? (?:\w+ ){{0,3}}at me|choke\w*|strangl\w*|neck|throat|hits? me|hit me|slap\w* me|find me and|kill me)"
)
SO_I_CAN_NOT = idea(
    r"so i can ?not|can not (?:go|leave|get out|call)|leave|left|locks?|locked|out of the house|when he (?:goes|leaves)|go out|see (?:anyone|my)|neck|throat|hit\w*|throws?|kill me|my own|find me|without (?:him|her|asking|permission)"
)
ALLOWED = idea(
    r"by mistake|accident\w*|because i lose|when we travel|keeps? (?:\w+ )?safe|help|pay|cook|drive his|win|finish|forget|be myself|sleep in|have (?:a|any) (?:dog|cat|dessert|cake)|part|critic|voice in|teenage\w*|grounded|when i was|years ago|paint"
)
PICTURE_HARM = idea(
    r"(?:imagin\w+|pictur\w+|fantasi\w+|thinking|thought|think|thoughts|plan\w*|dream\w*|want|urge|going|might|will|swear)(?: \w+){0,3} (?:hurt\w*|kill\w*|stab\w*|shoot\w*|beat\w*|strangl\w*|attack\w*|smash\w*|burn\w*|run\w*) (?:\w+ )?(?:him|her|them|my (?:\w+ )?(?:boss|ex|neighbou?r|husband|wife|dad|mom|father|mother|brother|sister|coworker|colleague|landlord|roommate|teacher|ex-\w+))"
)
KNOW_WHERE = idea(
    r"know where (?:he|she|they) (?:live|park|work|sleep|go|drink)\w*|really hurt\w*|(?:knife|gun|bat|hammer|axe|petrol|gasoline|crowbar)|tonight|when (?:he|she) (?:comes|gets|goes|sleeps)|(?:if|next time) (?:he|she) (?:comes|shows|does)|for real|not joking|waiting for (?:him|her)|in (?:his|her) sleep|serious\w*|end(?:ed)? up in prison"
)
IN_PLAY = idea(
    r"part|critic|voice|game|chess|tennis|feelings|novel|book|movie|film|show|story|inner|perfectionist|monster|dragon|level|record|stories|character|debate"
)
DEATH_OFTEN = idea(
    r"(?:think|thinking|thought|thoughts|fantasi\w+|dream\w*|pray\w*|wish\w*)(?: \w+)? (?:about|of|for|that)(?: \w+){0,3} (?:dying|death|being dead|not being (?:here|alive)|jumping|disappearing for good|killing|ending)"
)
OFTEN = idea(
    r"every ?day|all the time|constantly|a lot|most (?:days|nights)|again|would not (?:do|act)|not (?:do|act on) (?:it|anything)|lately|keeps?|more and more|at night|in bed|since|these days|sometimes"
)
OTHERS_DEATH = idea(
    r"(?:my|his|her|their) (?:\w+ )?(?:mom|dad|mother|father|grandma|grandmother|grandpa|dog|cat|husband|wife|friend)'?s? (?:death|dying)|afraid of|scared of|fear of|mortality|philosoph\w*|funeral|will dying|(?:mom|dad|mother|father|dog|cat|kids|parents|husband|wife) (?:dying|being dead)|book|class|part|not (?:think|thinking)"
)
OVER_AND_BORN = idea(
    r"(?:wish|wished|pray|hope)(?: that)?(?: i (?:\w+ ){0,3}(?:never (?:been )?born|never existed|not exist|not been born)| (?:it|everything) (?:was|were) (?:all )?over)"
)
COMING_BACK = idea(
    r"(?:used to (?:be|feel|want|think|cut|hurt)|was|had)(?: \w+){0,4} (?:suicid\w+|die|dying|kill\w* myself|cut\w*|hurt\w* myself|self[- ]?harm\w*|not wanting to live)"
)
AGAIN = idea(
    r"(?:coming|come|came|creeping|crept|is|are) back|again|this week|lately|returned|started up|resurfac\w+|same thoughts|like (?:before|that|then) (?:again|now)"
)

NOTHING_LEFT = idea(
    r"(?:no|not|what is the|not any|see the|see any|see no|have a|what|there is) (?:\w+ ){0,3}(?:point|reason|reasons|use|sense|purpose)(?: \w+){0,5} (?:alive|living|live|breathing|breathe|existing|exist|life|wake up|waking up|going on living|stay(?:ing)? here|carry on living)|"
    r"(?:nothing|no ?one|nobody)(?: \w+){0,3} (?:to live for|worth living|keeping me (?:here|alive))|(?:life|living|it) (?:is|has)? ?(?:just )?not worth (?:it|living)(?! (?:to|if))"
)
WANT_OUT = idea(
    r"(?:want|wants|need|ready|looking for|only|just)(?: \w+)? (?:out|a way out|to go|an exit|to leave)(?: \w+)? (?:for good|for ever|forever|of (?:life|this life|this world|living|existence)|permanently|and never come back)"
)
LIFE_GOES_ON = idea(
    r"(?:life|lives|world|kids|children|family|everyone|they)(?: \w+)? (?:would|will) (?:\w+ )?(?:go on|carry on|be fine|be okay|manage|get over it|cope)(?: \w+){0,2} (?:fine|well|without me|the same|if i (?:was|were|am) (?:gone|dead|not))"
)
THOUGHTS_BACK = idea(
    r"(?:the|those|my|dark|bad|same|old|these|scary) (?:\w+ )?thoughts (?:are|have|came|keep|have come|are coming|keep coming) (?:\w+ )?back"
)
GRAVE = idea(
    r"stronger|worse|louder|said i would never|scar\w+|promised|dark|about (?:dying|death|it)|every night|not tell|hurt\w*"
)
THREAT = idea(
    rf"(?:he|she|my (?:\w+ )?(?:{INTIMATE}))(?: \w+){{0,3}} (?:says?|said|told me|threatens?|threatened|swears?|swore|keeps saying|will|would|promised)(?: \w+){{0,12}} (?:kill|take the (?:kids|children|baby)|never see|find me|burn|hurt (?:me|us|the)|ruin me|deport\w*|make (?:me|sure i)|regret|come after|hunt)"
)
IF_I = idea(
    r"if i (?:ever )?(?:go|leave|left|tell|told|call|called|say|talk|try|move|report|do not|speak|see|cheat)|burn|kill|hurt|follows? me|knows where i"
)
FORCED_IN_BED = idea(
    rf"(?:he|she|my (?:\w+ )?(?:{INTIMATE}))(?: \w+){{0,3}} (?:makes?|made|forces?|forced|pressures?|pushes|coerces?)(?: me)?(?: \w+){{0,5}} (?:bed|sex|sexual|naked|undress|touch|intimate|photos)"
)
UNWILLING = idea(r"not want|scared|afraid|say no|said no|no|cry|crying|hurts?|hate|even when|against")
WATCHED_BY_THINGS = idea(
    r"(?:film|record|watch|listen|spy|track|monitor|photograph|scan)\w*(?: \w+){0,2} (?:me|us|everything|my \w+)(?: \w+){0,2} (?:through|from|in|with|via|inside|behind) (?:\w+ ){0,2}(?:alarm|detector|lamp|lights?|walls?|vents?|tv|television|mirror|phone|microwave|socket|sockets|ceiling|radio|fillings|teeth|router|fridge|clock)"
)
WILL_NOT_WAKE = idea(
    r"(?:can not|could not|not able to|can hardly) (?:get|make|seem to get) (?:him|her|them|my \w+|the \w+|our \w+) (?:to )?(?:wake|breathe|respond|move|open)|lips (?:\w+ )?(?:look|looking|are|is|going|turning|turned|gone|went|getting) (?:\w+ )?(?:blue|grey|purple)"
)

WAKE_NO_MORE = idea(
    r"not (?:want|wants|wanting|wish|care|need)(?: \w+){0,2} (?:to )?(?:ever )?(?:wake|woke)(?: up)?(?! (?:early|at|the|him|her|them|so|before|my|next to|with|that|it))|(?:want|wants|wish) (?:to )?not (?:to )?(?:wake|be alive|be here|exist)"
)
TIRED_OF_BEING = idea(
    r"(?:enough|tired|sick|done|over) (?:of|with)? ?(?:being (?:here|alive|a person|in this (?:body|world|life))|existing|(?:this|my|whole) (?:\w+ )?life|living like this|waking up)"
)
ALIVE = idea(r"alive|life|living|world|existing|waking up|being a person|being here$")
TO_BE_DEAD = idea(
    r"(?:only|best|easiest|one) (?:way|exit|answer|solution|option|thing left)(?: \w+){0,5} (?:dead|die|dying|death|gone|suicide|not (?:be|exist)\w*)|(?:to be|being|be|me|us|i am|i would be|rather be|get myself) (?:dead|a corpse|in (?:the|my) (?:ground|grave|coffin))"
)
OWN_FUNERAL = idea(r"my (?:own )?(?:funeral|burial|obituary|gravestone|grave|coffin|eulogy|ashes|cremation|wake)")
COUNTED = idea(
    rf"{MEANS}(?: \w+){{0,8}} (?:count\w*|star(?:e|ing)|look(?:ing)? at|hold(?:ing)?|bag|drawer|ready|saved|wait\w*|calling|hidden)|(?:count\w*|saving|saved|hid|hiding|hoard\w*|holding)(?: \w+){{0,4}} {MEANS}"
)
ENGINE_RUNNING = idea(
    r"garage(?: \w+){0,6} (?:engine|car|motor) (?:\w+ )?(?:running|on)|(?:engine|car|motor) (?:\w+ )?(?:running|on)(?: \w+){0,6} garage|(?:carbon monoxide|exhaust pipe|hose from the exhaust|charcoal in the car)"
)
OTHERS_INSTEAD = idea(
    r"(?:easier|better|happier|kinder|cheaper|nicer)(?: \w+)? (?:on|for) (?:\w+ ){1,3}(?:if|with)(?: \w+){0,4} (?:only had|did not have me|never had me|had never had|just had|just my|without|i (?:was|were|had))"
)
WRISTS = idea(
    r"(?:open|cut|cutting|slit|slash|slice|slicing|carve|hurt|look\w* at|star\w+ at|blade|razor|veins?)(?: \w+){0,4} (?:wrists?|veins?|thighs?|throat)"
)
CUTTING_AGAIN = idea(
    r"(?:i|i have|have|i am|been|started|went back to|back to)(?: \w+){0,2} (?:cutting|self[- ]?harm\w*|hurting myself|burning myself|purging with|scratching myself)(?: myself)?(?= (?:since|again|for|at night|every|lately|most|when|to|more|secretly|on)\b|$)"
)
NOT_SKIN = idea(
    r"cutting (?:\w+ )?(?:back|down|out|off|corners|carbs|class|classes|sugar|grass|hair|hours|costs|ties|contact|vegetables|wood|fabric)|back on|used to"
)
RAGING = idea(
    rf"(?:he|she|(?:my )?(?:\w+ )?(?:{INTIMATE}))(?: \w+){{0,5}} (?:smash\w*|break\w*|throw\w*|punch\w*|kick\w*|drunk|screaming|raging|violent|losing it|going crazy|banging|trying to get in)"
)
HIDING = idea(
    r"hiding|hid|locked myself|barricad\w+|in the (?:closet|bathroom|cupboard|wardrobe|attic)|under the bed|ran out|too scared to|afraid to (?:go|move|leave|come)"
)
CHILD_TELLS = idea(
    rf"(?:{KID}|(?:a|the|this|one|my) (?:\w+ )?(?:girl|boy|kid|child|pupil|student|daughter|son|niece|nephew|stepson|stepdaughter))(?: \w+){{0,6}} (?:says?|said|told|tells|mentioned|wrote|drew|whispered|confided)"
)
OF_HARM = idea(
    r"(?:dad|stepdad|uncle|mom|stepmom|brother|grandpa|teacher|coach|he|she|babysitter|man)(?: \w+){0,5} (?:bed|touch\w*|hits?|hurts?|beats?|locks?|naked|secrets?|shower|belt|burn\w*|pants|photos?)|not want to (?:live|wake up|be alive|be here any more|go home)|wants? to (?:die|be dead)|(?:kill|hurt|cut)\w* (?:himself|herself)|better off without"
)
ROUGH_WITH_BABY = idea(
    r"(?:i (?:\w+ ){0,6}?(?:squeez\w+|shak\w+|shook|hit|slap\w*|grab\w*|throw|threw|pinch\w*|smother\w*|drop\w*|yank\w*|hurt\w*|push\w*|shov\w*)) (?:my|the|our) (?:\w+ )?(?:baby|newborn|toddler|infant|son|daughter|kid|child|kids|little (?:boy|girl|one))"
)
TOO_HARD = idea(
    r"too hard|so angry|snap\w*|lose (?:it|control)|lost (?:it|control)|scares? me|scared (?:i|of what)|did not mean|could not stop|cry\w*|sometimes|again|marks?|afraid"
)
STROKE = idea(
    r"(?:one|left|right) side of my (?:face|body|mouth)|half my (?:face|body)|words (?:are |is |keep )?(?:\w+ )?(?:coming out (?:wrong|funny|slurred|jumbled)|slurred)|face (?:\w+ ){0,2}(?:droop\w*|numb|slid\w*)"
)
VOICE_ORDERS = idea(
    r"(?:voices?|god|the devil|demons?|satan|radio|tv|angels?|something|part|it|he|they)(?: \w+){0,4} (?:tell\w*|order\w*|command\w*|say\w*|want\w*|need\w*)(?: me)?(?: that)?(?: i (?:have|need|should|must))? (?:to |me to )?(?:\w+ )?(?:burn|kill|stab|hurt|attack|push|shoot|poison|strangle|sacrifice|drown|run over)(?: (?:down|up))? (?:the (?:flat|house|building|place|baby|kids|children)|someone|people|(?:my|the|our) (?:\w+ )?(?:"
    + ADULT
    + r"|"
    + KID_NOUN
    + r")|strangers?|everyone|them)"
)
WEAPON_IN = idea(
    r"(?:put|stick|bury|plant|empty|drive|shove) (?:a|the|this|my) (?:\w+ )?(?:knife|bullet|blade|axe|gun|screwdriver)(?: \w+){0,3} (?:in|into|through|to) (?:him|her|them|his|their|my)|run (?:him|her|them) (?:over|down)|burn (?:his|her|their) house"
)
PEACE_MADE = idea(
    r"(?:ready to go|made (?:my )?peace(?: with it)?|at peace with it|ready for it to end|ready for the end|said (?:all )?my goodbyes)"
)
ALONE_WITH_IT = idea(
    r"(?:nobody|no one)(?: \w+){0,4} (?:find|know|stop|check|home|notice|look)\w*|until|till|tonight|goodbyes?|after|end|done|this life|when it (?:comes|happens)|made (?:my )?peace"
)

LIKE_AN_ACCIDENT = idea(
    r"(?:look(?:ed|s)?|seem(?:ed|s)?|pass) like (?:an accident|i (?:fell|slipped|crashed))|(?:deserves?|needs?|better (?:off )?with)(?: \w+){0,4} (?:not|is not|who is not|instead of|other than|without) me|"
    r"(?:slip|fade|drift|step) (?:quietly )?away (?:and|from (?:it all|everyone|this world)|for good)|i could just (?:slip away|vanish for good|be gone)|everything to (?:\w+ )?(?:stop|end) (?:forever|for good)"
)
WORKED_OUT = idea(
    r"(?:worked out|figured out|know|chosen|decided|picked(?: out)?|found out|looked up)(?: exactly)? (?:which|what|how many|the) (?:train|bridge|tree|pills|tablets|roof|height|floor|knot|dose|rope|spot|building)"
)
ON_THE_EDGE = idea(
    r"(?:i am|i have been|am|i was) (?:just |currently |now |here )?(?:stood|standing|sat|sitting|stand|sit|up|here|parked|waiting)?(?: \w+)? ?(?:on|at|by|over) (?:the |a |this )(?:\w+ )?(?:edge(?: of the \w+)?|bridge|ledge|roof|rooftop|tracks|cliffs?|railing|overpass|parapet)(?=$| (?:now|again|right|and i|looking|alone|tonight|with))"
)
LEFT_BEHIND = idea(
    r"(?:left|put|placed|wrote|written)(?: \w+){0,5} (?:note|letter)(?: \w+){0,3} (?:on the (?:table|bed|fridge|pillow|desk|kitchen \w+)|for (?:them|him|her|my \w+) to find|explaining)"
)
CUT_DEEP = idea(
    r"(?:i )?cut (?:too deep|deep|deeper|so deep)|blood (?:\w+ ){0,3}(?:in|over|on) the (?:sink|floor|bath|bathroom|sheets|towels?)"
)
NEAR_A_DRUG = idea(
    r"(?:pill|tablet|vodka|empty) (?:bottles?|packets?|packs?|boxes)|syringe|needle|pills|tablets|overdos\w*|in (?:his|her) arm"
)
BROKE_ME = idea(
    rf"(?:he|she|my (?:\w+ )?(?:{INTIMATE})) (?:broke|fractured|dislocated|cracked|split|bruised|busted|blackened|twisted|burned|burnt) my (?:\w+ )?(?:wrist|arm|nose|ribs?|jaw|finger|fingers|collarbone|lip|eye|face|hand|leg|tooth|neck|cheek)"
)
