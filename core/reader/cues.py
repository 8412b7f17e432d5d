"""The cues of each step, as fragments over plain words (see core.text.wording)."""

from __future__ import annotations

import re

# Where in the body a part may be felt.
PLACE = (
    r"(?:chest|stomach|belly|tummy|gut|guts|throat|neck|shoulders?|back|head|heart|jaw|face|arms?|hands?|legs?|knees?|feet|foot|hips?|ribs?|ribcage|solar plexus|"
    r"forehead|temples|eyes|spine|diaphragm|abdomen|lungs|skin|fingers?|fists?|mouth|teeth|sternum|collarbone|pelvis|muscles|eyebrows?|scalp|wrists?|upper body|lower back|body)"
)
# Feelings a Partner names; a bare one is not yet located.
FEELING = (
    r"(?:anxiety|anxious|worry|worried|worries|sad|sadness|anger|angry|rage|fear|scared|afraid|shame|ashamed|guilt|guilty|lonely|loneliness|grief|panic|stress|stressed|tension|tense|"
    r"nervous|nervousness|dread|frustration|frustrated|irritation|irritated|resentment|resentful|jealous|jealousy|envy|numbness|emptiness|empty|hopelessness|despair|pressure|hurt|pain|"
    r"exhausted|exhaustion|tired|restless|restlessness|unease|uneasy|heaviness|doubt|self-doubt|embarrassed|embarrassment|stuck|lost|confused|confusion|overwhelm|bored|boredom|longing|"
    r"disappointed|disappointment|helpless|helplessness|insecure|insecurity|tightness|urge|craving|depression|depressed|down|low|bitter|bitterness|annoyed|sorrow|perfectionism|procrastination|happy|joy|excited|excitement|hatred|disgust|regret|impatience|impatient|agitated|jittery|edgy|wound up|on edge|upset|mad|blue|torn up)"
)
# Somebody inside is named (“a part of me”, “the critic”); real judges and planners are kept out.
PART = re.compile(
    r"\b(?:(?:a|this|that|the|one|another|some|my|any|these|those|two|other|which|an) (?:\w+ ){0,2}(?:parts?|critic|perfectionist|pleaser|people pleaser|people-pleaser|protector|controller|caretaker|procrastinator|worrier|planner|fixer|rebel|"
    r"taskmaster|saboteur|pusher|workaholic|watcher|gatekeeper|comedian|analyzer|skeptic|avoider|overachiever|judge|achiever)(?! (?:time|of (?:the|my|our|this|that|his|her) (?:job|day|team|problem|story|house|plan|process|week|family|deal|life|year|reason|world|town|city|city|country))|y)|parts? of me|inner \w+|side of me|(?:a|this|that|the|some) (?:\w+ )?voice(?: (?:in|inside|that|saying|telling|who|says)|$)|something (?:in|inside|within) (?:me|of me)|(?:this|a|that) (?:\w+ )?(?:one|thing) in(?:side)? me)\b"
)
# A feeling, thought or urge is named: focus.
NAMED_FEELING = re.compile(
    rf"\b(?:(?:this|that|the|some|a lot of|so much|my|all this|a|an|such|feel(?:ing)?(?: of)?|sense of|wave of|bit of|kind of|lots of|deep|huge|big|strange|real|old|constant|underlying) (?:\w+ ){{0,2}}{FEELING}|{FEELING} (?:comes?|came|shows?|is here|is there|again|keeps|arises?|rises?|coming|about|around|feeling|that)|"
    rf"(?:i|just|really|been|always|still|also|and) (?:just |really |also |still |kind of |always |often |have been |am |was )*(?:feel|feeling|felt|am feeling|am|get|getting) (?:\w+ ){{0,2}}{FEELING}|(?:this|that|the) (?:\w+ )?(?:thought|belief|feeling|worry|urge|sensation|idea|story|impulse|sense|need|habit|longing|pattern)|a (?:\w+ )?(?:thought|feeling|belief|urge|sensation|sense)|there is (?:\w+ ){{0,2}}{FEELING}|(?:so|too|very|pretty|quite) {FEELING})\b|^(?:(?:it is|that is|i think it is|probably|some|a lot of|just|mostly|very|pretty|really|so|kind of|a bit|a little|maybe|more|like) )*{FEELING}(?: (?:i think|i guess|maybe|really|actually|mostly|today|now|right now|and \w+))*$"
)
# It has a place in or around the body: flesh out.
LOCATED = re.compile(
    rf"\b(?:in|on|around|across|behind|under|inside|at|near|through|into|over|down|up|from|throughout|between|against|pressing on|(?:top|back|bottom|middle|center|base|side|pit|front|left|right|edge) of) (?:(?:of|my|the|this|both|whole|upper|lower|left|right|back|front|inside|top|center|middle|all|right here|here|like|kind) ){{0,4}}{PLACE}\b|"
    rf"\bmy (?:\w+ )?{PLACE} (?:\w+ ){{0,3}}?(?:is|are|feels?|gets?|got|goes|went|hurts?|aches?|tightens?|clenches?|clenched|tensed|tenses|tingles?|burns?|sinks?|drops?|locks?|flutters?|closes?|freezes?|contracts?|has|have|starts?|started|keeps?|turns?)\b|\b(?:chest|throat|stomach|jaw|shoulder|gut|belly|heart|head) (?:area|region|tightness|tension|pressure)\b|"
    rf"\b(?:tight|tightness|heavy|heaviness|tension|pressure|knot|lump|clench\w*|ache|aching|burning|buzzing|tingling|warm|cold|weight|stone|butterflies|flutter\w*|squeez\w*|pulling|stiff|numb|pain|hollow)(?: \w+){{0,4}} (?:my|the) {PLACE}\b|\bbutterflies\b|\bpit of my\b|\b(?:right|over|up|down|in) here\b(?=$| (?:in|on|at|by|it|like|just|under|behind))|\b(?:above|outside|in front of|behind|beside|to (?:the|my) (?:left|right)(?: side)?(?: of)?|next to|on top of|hovering over|all around|around) (?:me|my (?:body|head|left|right))\b"
)
# How it feels or looks, one quality: flesh out.
SENSATION = re.compile(
    r"\b(?:feels?|is|gets?|like|kind of|so|very|really|just|a bit|pretty|seems?|it is|more|bit|and|little|all|this|that|a) (?:a |an |really |very |kind of |so |just |quite |pretty |all |sort of |little |bit |like |big |small |hard |thick |dark |old |this )*(?:tight|tightness|heavy|heaviness|hot|cold|warm|buzzing|buzzy|tingly|tingling|hollow|dense|sharp|dull|prickly|achy|aching|burning|clenched|squeezed|frozen|shaky|fluttery|jittery|sinking|"
    r"dark|grey|gray|black|red|blue|green|yellow|orange|white|brown|purple|silver|big|huge|small|tiny|round|square|spiky|fuzzy|cloudy|foggy|sticky|solid|soft|rough|smooth|thick|thin|loud|quiet|fast|slow|still|hard|stiff|rigid|metallic|icy|murky|jagged|tall|short|wide|narrow|old|ancient|knot|wall|stone|rock|ball|weight|cloud|fog|fire|ice|lump|brick|blanket|shield|armor|armour|cage|box|rope|fist|storm|wave|hole|void|block|band|belt|vice|vise|knife|needle|wire|hum|static|"
    r"anchor|animal|dog|wolf|bird|snake|tiger|lion|bear|cat|mouse|rabbit|hedgehog|turtle|spider|dragon|monster|ghost|shadow|figure|blob|smoke|mist|glass|steel|concrete|coil|spring|robot|machine|engine|motor|siren|alarm|guard|soldier|knight|king|queen|teacher|general|drill sergeant|sergeant|nun|librarian|old man|old woman|lady|man|woman|witch|clown|butler|secretary|statue|puppet|balloon|tornado|whirlwind|swarm|bees?|worm|octopus|barbed wire|net|web|door|gate|fortress|tower|dam|well|pit|tunnel|cave|iron|lead|metal|pressure|clamp|volcano|"
    r"lid|curtain|veil|mask|helmet|backpack|chain|chains|heart|flame|light|electricity|electric|buzz|vibration|pulse|throbbing|empty|flat|full|swollen|raw|tense)\b"
)
# Single qualities, counted: two or more are a picture.
QUALITY = re.compile(
    r"\b(?:tight|heavy|hot|cold|warm|buzzing|tingly|tingling|hollow|dense|sharp|dull|prickly|achy|burning|clenched|frozen|shaky|dark|grey|gray|black|red|blue|green|yellow|orange|white|brown|purple|silver|big|huge|small|tiny|round|square|spiky|fuzzy|cloudy|foggy|sticky|solid|soft|rough|smooth|thick|thin|loud|quiet|fast|slow|still|hard|stiff|rigid|metallic|icy|murky|"
    r"jagged|tall|short|wide|narrow|old|ancient|stern|strict|serious|busy|tired|exhausted|angry|sad|bossy|mean|cold-eyed|bent|hunched|armed|crossed|pacing|counting|sitting|standing|hiding|running|watching|looking|holding|carrying|wearing|shouting|yelling|screaming|whispering|muttering|typing|writing|pointing|guarding|frowning|glaring|staring|leaning|crouching|"
    r"curled|turned|facing|trembling|spinning|swirling|pulsing|vibrating|throbbing|glasses|clipboard|suit|uniform|coat|hat|desk|arms|beard|hair|eyes|hands|sword|shield|helmet|whip|whistle|armor|armour|fists|list|ledger|skinny|thin|gaunt|round-faced|pale|faceless|rusty|concrete|steel|endless|shiny|wet|dry|scaly|furry|restless|nervous|impatient|formal|loud-voiced|floating|jumping|pressing|squeezing|blocking|crossed)\b"
)
# A figure or image seen inside.
FIGURE = re.compile(
    r"\b(?:(?:an?|the|this|some|old|tall|big|little|angry|like an?) (?:\w+ ){0,3}(?:man|woman|guy|lady|soldier|guard|guardian|teacher|general|sergeant|nun|librarian|witch|clown|butler|secretary|knight|king|queen|judge|coach|boss|monk|bouncer|policeman|cop|robot|wolf|dog|bear|lion|tiger|snake|bird|dragon|monster|figure|person|creature|animal|accountant|headmaster|principal|manager|captain|warrior|grandmother|grandfather|teenager|wall|gorilla|hawk|eagle|owl|cat|ghost|shadow|tower|fortress|machine))\b"
)
# A young or hurt one: the no-story form, whatever else is said.
YOUNG = re.compile(
    r"\b(?:(?:little|young|small|tiny|scared|crying|hurt|lonely|sad|frightened|abandoned|younger) (?:\w+ )?(?:girl|boy|kid|child|one|me|version of me|self|part|baby|version)|inner child|(?:a|this|the) (?:child|kid|baby|toddler|boy|girl)(?! (?:in my|at (?:my|the|school)|next door|i (?:teach|know|saw|met)))|"
    r"(?:it|he|she|they) (?:is|looks?|seems?|feels?|says? (?:he|she|it) is)(?: \w+){0,3} (?:three|four|five|six|seven|eight|nine|ten|eleven|\d{1,2})(?: or (?:\w+))?(?: years? old| maybe|$)|(?:about|maybe|around|like) (?:three|four|five|six|seven|eight|nine|ten|[3-9]|1[0-2])(?: or \w+)? years? old|(?:three|four|five|six|seven|eight|nine|ten|eleven) year old (?:me|girl|boy|self|version)|younger (?:me|self)|"
    r"me (?:at|when i was|as) (?:a (?:kid|child|little)|\d+|three|four|five|six|seven|eight|nine|ten|little|small|young)|(?:it|he|she|that one|this one|this part) (?:is|feels?|looks?|seems?) (?:\w+ ){0,2}(?:very |really |so )?(?:young|little|hurt|wounded|abandoned|all alone|so alone|so lonely|heartbroken|unloved|unwanted|tiny)|(?:it|he|she) (?:is|feels) (?:\w+ )?lonely(?: in there)?|(?:it|he|she) (?:is|was) (?:\w+ )?(?:crying|sobbing|weeping|curled up|huddled|rocking|hiding (?:under|in|behind|from))|(?:crying|alone|huddled|curled up) in (?:a|the|his|her) (?:corner|dark|room|bed|closet)|under the (?:bed|table|stairs|blanket))\b"
)
# An old scene.
OLD_SCENE = re.compile(
    r"\b(?:when i was (?:\w+ )?(?:a (?:little |small )?(?:kid|child|boy|girl)|little|small|young|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|[3-9]|1[0-4]|in (?:kindergarten|(?:first|second|third|fourth|fifth|sixth) grade|elementary|primary|grade school))|as a (?:little |small )?(?:kid|child)|(?:a|this|that|the|an old|an early) (?:old |early |childhood )*memory|childhood memor\w+|i remember (?:being|him|her|my (?:dad|mom|father|mother)|the (?:day|night|time)|when (?:my|i was))|growing up (?:my|in)|back when i was (?:little|a kid|small))\b"
)
# What makes an old scene a wound.
OLD_WOUND = re.compile(
    r"\b(?:left (?:me|us)|hit|yell\w*|scream\w*|shout\w*|alone|drunk|beat|laughed at|bullied|forgot|forgotten|never came|scared|cry\w*|cried|died|punish\w*|locked|humiliat\w+|ashamed|abandon\w*|hid|hiding|ignored|fight\w*|fought|hospital|mean|hurt|nobody|no one|slammed|waiting for|used to)\b"
)
# How long a part has done this: befriend.
SINCE = re.compile(
    r"\b(?:since (?:i was|i|school|high school|college|childhood|my|the|forever|kindergarten|then|always|birth|he|she|it)|for (?:as long as|so (?:long|many)|(?:many|so many|about|like|over|nearly|almost|maybe|my|a|the past|the last|the) (?:\w+ )?(?:years|decades|life|whole life|long time|entire life)|years|decades|ever|a long time|\w+ years|twenty|thirty)|my (?:whole|entire) life|all my life|as long as i (?:can )?remember|"
    r"(?:started|began|showed up|came|first came|first showed up|has been (?:here|there|around)|been (?:here|there|around|doing)|appeared|got (?:this|the|its|his|her) job|took over|took on) (?:\w+ ){0,3}(?:when i was|when i|after|around (?:age|the age)|at (?:age|\w+)|in (?:school|high school|college|childhood|middle school)|since|for (?:a long|years|so long|ages|my|as)))\b"
)
# An unblend has just worked: ask the gate again.
AFTER_UNBLEND = re.compile(
    r"\b(?:(?:it|he|she|they|that one|that part|the \w+ (?:one|part)|this part|the critic) (?:is |has |just |kind of |did |actually |sort of |a bit |little |bit |slowly )*(?:moved|moving|stepped|stepping|stepped back|backed|backing|gave|giving|given|made|scooted|sat|sitting|went|agreed|willing|let|letting|shifted|shifting|pulled|pulling|drifted|slid|relaxed)(?: \w+)? (?:back|aside|over|away|off|beside|next to|down|me (?:some |a bit of |a little |more )?(?:room|space)|some (?:room|space)|room|space|to (?:the side|give|step|sit|wait|move)|a (?:bit|little|step)|further|outside|behind me|up a bit)|(?:more|some|a bit of|a little|there is|enough|bit of|little|got) (?:more |some |a bit of |a little (?:bit )?(?:of |more )?)?(?:space|distance|room) (?:between|now|there|from|around|here)|(?:more|some|a little|a bit of|little|bit of|a bit more|a little more|much more) (?:space|room|distance)$|i have (?:some|a bit of|a little|more)(?: \w+)? (?:space|room|distance)|"
    r"i (?:can|am able to) (?:see|look at|feel) (?:it|him|her) (?:from (?:a|further|here|over)|more (?:clearly|separately)|now (?:instead|without|rather))|(?:it|he|she) is (?:no longer|not) (?:all of me|on top of me|taking over|so (?:close|in my face))|(?:it|he|she) (?:is|said) (?:willing|okay|yes|ready)(?: \w+)? (?:to (?:give|step|move|wait|sit|let|relax)|with (?:giving|waiting|stepping|sitting))|i (?:feel|am) (?:a bit |a little |more |less )(?:separate|separated|apart from it|blended|further back|outside it))\b"
)

# What the Partner says about a part, or as one.
TOWARD = r"(?:it|him|her|them|that|this|that part|this part|that one|this one|the (?:\w+ )?(?:part|one|critic|voice|perfectionist|guard|wall|protector|anxiety|feeling)|my (?:\w+ )?(?:critic|part|anxiety|perfectionist))"
# A part that is against another: unblend.
AGAINST = re.compile(
    rf"\b(?:(?:i|me|just|really|honestly|also|still|kind of|of me|me that|that) (?:just |really |still |also |kind of |absolutely |honestly |do |so |fucking |totally )*(?:hate|hates|can not stand|can not bear|dislike|dislikes|resent|resents|despise|loathe|detest|want to (?:kill|punch|strangle|get rid of|push|shut|scream at|throw|smash|kick|run away from|hide from|avoid|ignore|fight|silence|crush|destroy|escape)|could (?:kill|strangle|punch)|can not take|am (?:so )?(?:sick|tired|done)(?: of| with)?|am (?:sick and tired)(?: of)?|have had enough of|am fed up(?: with)?|wish) {TOWARD}|"
    rf"(?:do|does) not (?:really |even |particularly )?(?:like|trust|want|respect|need|care for|want to (?:be|look at|see|feel|deal with|meet|know|talk to|get near|go near|listen to)) {TOWARD}|(?:want|wants|wish|need|would like|wanted) {TOWARD} (?:to (?:just )?(?:go|leave|stop|shut|be gone|disappear|die|get|move|be quiet|go away|back off|give up)|gone|out|away|dead|quiet|over|to not)|(?:want|wants|need) to (?:get rid of|push (?:it|him|her) away|shut (?:it|him|her) up|make (?:it|him|her) (?:stop|go|shut))|"
    rf"(?:annoyed|frustrated|irritated|angry|mad|furious|pissed|impatient|fed up|disgusted|exasperated|resentful|critical|suspicious|judg(?:e)?mental|ashamed|embarrassed|bothered|wary|hostile|distrustful|upset|disappointed)(?: \w+)? (?:with|at|by|of|toward|towards|about) {TOWARD}|(?:he|she|they|{TOWARD}) (?:is |are |just |really |so |kind of |totally |makes me (?:so )?)*(?:annoys|annoying|disgusts|irritates|irritating|bugs|drives me|pisses me|angry|mad|sick|pathetic|stupid|ridiculous|ugly|gross|repulsive|frustrates|frustrating|weak|a jerk|exhausting|in the way|bothers|a bully|infuriating|useless|disgusting|the enemy|the problem|ruining|ruined|ruins|a nuisance|a pain)|"
    r"i (?:just )?(?:judge|judging|blame) (?:it|him|her|that)|why (?:can not|will not|does not) (?:it|he|she) (?:just )?(?:stop|go|leave|shut|relax|get over)|(?:it|he|she|that part|that one|this part) (?:should|needs to|has to|just needs to|had better) (?:just )?(?:stop|go|shut|leave|grow up|get over|calm|chill|relax|let|back off|toughen|man up|be quiet|move on)|(?:shut|go) (?:up|away) (?:already|and)|get rid of (?:it|him|her|that|this)|i am against (?:it|him|her))\b"
)
# A part that is afraid of another: unblend.
FEARS_IT = re.compile(
    rf"\b(?:(?:scared|afraid|frightened|terrified|nervous|wary|anxious|intimidated|uneasy)(?: \w+)? (?:of|about|around|near|by|toward|towards|to (?:look|get|go|be|come) (?:at|close|near|any|closer)) ?{TOWARD}?|(?:he|she|they|{TOWARD}) (?:is |just |really |kind of |feels |looks |seems )*(?:scares|frightens|terrifies|intimidates|creeps|too big|too strong|scary|frightening|intimidating|huge and (?:scary|dark)|terrifying|overwhelms|creepy|freaks me)|do not want to (?:get|go|look|be) (?:too |any |near |closer |close )|keep (?:my|a) distance|i want to (?:run|back away|hide|get away|look away|turn away))\b"
)
# Merged with its pain: unblend.
RESCUE = re.compile(
    rf"\b(?:(?:so|really|terribly|incredibly|such|deeply|unbearably|just so|overwhelmingly) (?:\w+ )?(?:sad|sorry|bad|heartbroken|sorrow|pity|guilty)(?: \w+)? (?:for|about|toward|towards|with) {TOWARD}|breaks my heart|(?:want|have|need|just want|got|must|wish i could) to? ?(?:\w+ )?(?:rescue|save|fix|take (?:care of|away|its|his|her|the pain)|protect|hold|make (?:it|him|her) (?:better|happy|feel better|all better|stop hurting)|scoop|carry|solve) ?{TOWARD}?|i (?:must|have to|need to) (?:help|save|fix|rescue) {TOWARD}|heartbroken for)\b"
)
# An answer from the head, not the heart.
THINKING = re.compile(
    r"\b(?:(?:i|we) (?:know i |probably |guess i |think i |really |suppose i )*(?:should|ought to|am supposed to|need to|have to) (?:probably |just |really |try to |learn to )*(?:accept|love|embrace|be (?:kind|nice|grateful|compassionate|kinder|okay|more \w+|thankful|gentle)|thank|appreciate|feel (?:compassion|love|grateful|curious|something|kind)|like|forgive|let it|welcome|understand|be able to)|it is (?:just |probably |clearly |all |obviously |because |from )*(?:my|a|from my|because of my|about my|the) (?:childhood|attachment|trauma response|defense mechanism|coping mechanism|nervous system|inner child|mother|father|upbringing|conditioning|amygdala|survival|fight or flight|ego|abandonment)|(?:a|my|the) (?:defense|coping) mechanism|intellectually|logically|on paper|in theory|i know (?:rationally|logically|intellectually)|from a (?:psychological|clinical|theoretical))\b"
)
# Nothing felt: a guarding part.
NOTHING = re.compile(
    r"^(?:(?:i|just|honestly|really|there is|actually|well|it is|hm|so|no|to be honest|not sure|i do not know) )*(?:(?:feel|feels|feeling|felt|am|get|see|notice|kind of|just|really|do not really)(?: \w+)? )?(?:nothing(?: much| really| at all| comes(?: up)?| there| particular| in particular| special| here)?|numb(?: really)?|blank|neutral|not (?:feel(?:ing)? )?(?:much|anything|a lot)|do not (?:really )?(?:feel|notice|see|sense|get) (?:much|anything|a lot|anything at all)(?: toward| towards| about| for| really| at all| right now| it| him| her)*|(?:do not|not) (?:really )?(?:know|sure)(?: really| how i feel| what i feel| how to answer| what to say| to be honest| honestly)*|indifferent|empty|a wall|shut ?down|disconnected|detached|far from (?:it|him|her)|no (?:feeling|feelings|reaction)(?: at all)?)(?: (?:toward|towards|about|for) (?:it|him|her|them|that part|this part))?(?: (?:really|at all|right now|honestly|to be honest|actually|i do not know))*$"
)
# Self-like: curious, warm, it makes sense.
OPEN_TO = re.compile(
    rf"\b(?:curious|curiosity|interested|interest in|wonder(?:ing)? (?:what|why|how|about|if|who)|compassion|compassionate|warm(?:th|ly|er)?(?: \w+)? (?:toward|towards|for|to|feeling)|tender(?:ness)?|gentle(?:r)? (?:toward|towards|with)|i feel (?:\w+ )?(?:warm|warmth|tender|open|calm|kind|love|loving|compassion|curious|friendly|caring|soft|softer|affection|grateful|thankful|gratitude|appreciation|close to|connected|peaceful|patient|respect|some love|care|okay (?:with|about|toward|towards))|"
    rf"(?:i )?(?:am |feel )?(?:\w+ )?(?:open|kind|kinder|softer|soft|friendlier|friendly|warmer|patient|gentle|grateful|thankful|sympathetic|empathetic|loving|caring|appreciative|welcoming|calm|closer) (?:to|toward|towards|for|with|about) {TOWARD}|(?:i )?(?:kind of |really |can |do |actually |totally |now |sort of |just |finally |completely )*(?:appreciate|love|like|respect|admire|care about|feel for|empathi[sz]e with|sympathi[sz]e with|welcome|accept|get|see|understand) (?:why|where (?:it|he|she)|how (?:hard|tired|much|scared|long|lonely)|what (?:it|he|she) (?:is|has|was|does|wants|means)|{TOWARD}(?! (?:is|as|that|when|every|coming|now and|in my|like|too|sitting|standing|again as|gone|to|clearly|better|from|moving|there)))|"
    rf"i get (?:it|him|her|why|where)|makes (?:\w+ )?sense (?:that|why|now|to me|he|she|it|how|when)|(?:it|that) makes (?:\w+ )?sense$|want(?:s)? to (?:\w+ )?(?:get to know|know more|learn more|hear (?:more|what|from|it)|understand (?:it|him|her|more|why|what)|know (?:it|him|her|why|what|how|where)|listen to|be with|sit with|help|thank|comfort|meet|hug)|would like to (?:get to know|know|hear|learn|understand|thank|meet|be with|sit with)|i am (?:\w+ )?(?:glad|happy) (?:it|he|she|that it|to (?:see|meet))|(?:i am |feel )(?:\w+ )?(?:fond|proud|grateful|thankful|impressed|touched|moved)(?: \w+)? (?:of|to|for|by) {TOWARD}|"
    rf"(?:kind of|sort of|little|a bit|bit|some|just|feel|feels|am)? ?(?:sad|sorry|bad) for {TOWARD}|feel for (?:it|him|her)|it is (?:\w+ )?(?:sweet|cute|touching|kind of sweet|endearing)|thank(?:s|ing)? (?:it|him|her|you) for|there is (?:\w+ )?(?:warmth|curiosity|compassion|tenderness|love|kindness|openness|calm|respect|affection|care|softness|appreciation|gratitude)|my heart (?:is )?(?:opens|opening|goes out|softens|softening|melts|warm)|no problem with (?:it|him|her)|(?:he|she|it) is not so bad|do not mind (?:it|him|her)(?: being| there|$))\b"
)
# The same in a word or two.
OPEN_BARE = re.compile(
    r"^(?:(?:i|am|feel|feels|feeling|kind|of|really|just|actually|a|bit|little|more|quite|pretty|very|okay|yeah|now|sort|pretty|and|some|it|is|well|oh|so|huh|honestly|surprisingly|mostly|yes) )*(?:curious|calm|open|warm|compassion|compassionate|warmth|tender|tenderness|love|kindness|kind|grateful|thankful|interested|peaceful|friendly|caring|softer|soft|gentle|patient|respect|appreciation|gratitude|curiosity|connected|loving|at ease|welcoming|relaxed|sympathetic|spacious|clear)(?: (?:actually|now|really|i guess|toward|towards|it|him|her|about|and|calm|open|warm|curious|kind|soft|gentle|somehow|honestly|relaxed|to|with|them))*$"
)
# “I understand” and no more: ask again.
FLAT = re.compile(
    r"^(?:yeah |yes |okay |so |well |oh )*i (?:do )?(?:understand|get it|know|see|see it|hear it)(?: it| that| him| her)?$|^(?:it is |i am |i feel |feels )?(?:fine|okay|alright|good|whatever|neutral|not bad)(?: i guess| with it| about it)?$"
)
IT = r"(?:it|he|she|they|this (?:\w+ )?(?:part|one|voice)|that (?:\w+ )?(?:part|one|voice)|the (?:\w+ )?(?:part|one|critic|voice|perfectionist|guard|protector|wall|judge|worrier|pleaser|controller|planner|soldier|man|woman|knight|pusher|taskmaster|anxiety|procrastinator|anger|numbness)|my (?:inner )?(?:critic|perfectionist|anger|anxiety)|a part of me|part of me|(?:old )?(?:man|guy))"
# What a part does, and means well by: befriend.
JOB = re.compile(
    rf"\b(?:{IT}(?: \w+){{0,3}}? (?:tries|trying|tried|wants?|wanted|took care|looked after|works?|working|worked|helps?|helping|helped|protects?|protecting|protected|keeps?|keeping|kept|makes? sure|making sure|watches over|looks? (?:after|out for)|looking (?:after|out)|guards?|guarding|takes? care|taking care|means well|cares?|hopes?|shields?|carries|carrying|holds everything|holding everything|saved|saves|got me through|learned|thinks? it is (?:helping|protecting))(?: (?:\w+ ){{0,4}}?(?:to (?:\w+ )?(?:protect|help|keep|make sure|save|shield|prevent|guard|care|prepare|get|be|do|have|not|avoid|look after|feel|stop)|me (?:to |not |from |safe|out|alive|going|be|feel|do|succeed|happy|strong|through|sharp|in|accepted|liked|loved|ready|on|prepared|motivated|productive)|from|safe|so hard|hard|for me|out for|over me|us|everything|well|about me|sure)|$)|"
    rf"(?:its|his|her|their|the part's) (?:job|role|purpose|intention|way of|task|duty|mission|goal|work|responsibility|aim)|keep(?:s|ing)? me (?:safe|out of trouble|from|going|alive|small|busy|in line|together|on track|motivated|functioning|sharp|productive|accepted|liked)|protect(?:s|ing)? me|look(?:s|ing)? out for me|(?:does not|do not|doesn't) want me to (?:get|be|feel|fail|end up|look|go|suffer|have|make)|want(?:s)? me to (?:be|succeed|do well|have|feel|survive|stay|look|fit)|it is (?:\w+ )?(?:trying|on my side|for my own good|there to|meant to|helping|protecting)|worked (?:so |very |really )?hard|never (?:gets|had|takes) (?:a )?(?:rest|break|day off)|(?:it|he|she) (?:is|looks|seems|feels) (?:\w+ )?(?:so |really |very |just )?(?:tired|exhausted|worn out|weary|burnt out|burned out|overworked|lonely in (?:its|his|her) job)|good intention\w*|means well|(?:takes?|took|taking) care of me|look(?:s|ed) after me|makes? sure i|making sure i)\b"
)
# It softens: befriend.
SOFTENS = re.compile(
    rf"\b{IT}(?: \w+){{0,3}} (?:softened|softens|softening|softer|relaxed|relaxing|relaxes|calmed|calmer|calming|settled|settling|smiled|smiling|looked (?:up|at me)|looks (?:up|at me|less|softer|relieved|surprised)|nodded|nods|sighed|lighter|smaller|quieter|warmer|melting|melted|less (?:tense|angry|tight|scared|heavy|intense)|opening up|opened|put(?:ting)? (?:its|his|her|down)|relieved|surprised|likes (?:that|being|it|this)|appreciates?|happy (?:that|to be|i)|glad|grateful|touched|thankful|moved closer|coming closer|comes closer|came closer|turned (?:around|toward|to)|let(?:s|ting)? (?:go a|out a)|loosen\w*|exhaled?|breath\w+|unclench\w*)\b|\b(?:softened|softens|softening|loosened|loosening|melting|melted|eased|easing)(?: \w+){{0,3}}$|\bit is (?:\w+ )?(?:softer|lighter|looser|smaller|warmer|calmer|easing|quieter|more relaxed|less tight|less heavy|less intense)\b"
)
# What it fears would happen, told for it: fears.
FEAR_FOR = re.compile(
    rf"\b(?:{IT}|worried|and) (?:\w+ )?(?:is |was |gets |seems |feels |just |really |so |kind of |says (?:it|he|she) is |looks )*(?:\w+ )?(?:afraid|scared|worried|terrified|frightened|anxious|concerned|nervous)(?: \w+)? (?:that|of (?:what|being|losing|getting|me|people|the|my|everyone|other|failing|failure|rejection|abandonment|looking|letting|not|making|it|feeling|going|ending|dying|change|success|pain|us|falling|having|disappointing|judgment|criticism|everything|chaos|intimacy|love|disappearing)|if|i|about (?:what|losing|me|being|my|getting|people|failing)|we|people|everything|everyone|nobody|no one|to (?:let|stop|rest|relax|trust|lose|be|leave|step|fail))|"
    rf"\b{IT}(?: \w+){{0,3}} (?:fears?|worries|dreads?|worried|feared)(?: (?:that|about|if|i|what|being|we|of|losing|everything|people|the|for me|it|getting)|$)|\b(?:says?|thinks?|believes?|tells me|telling me|saying|told me|convinced|sure|knows?|feels like|figures?|insists?|warns?)(?: me)?(?: that)? (?:if|without (?:it|him|her)|unless|otherwise|when) (?:\w+ ){{0,8}}(?:i|everything|it|we|they|people|all|nobody|no one|he|she|things|my)\b|"
    rf"\bif (?:{IT}) (?:\w+ )?(?:stops?|stopped|lets? (?:go|up|me|down)|let (?:go|up|me)|relax(?:es|ed)?|rests?|rested|steps? (?:back|aside|away)|stepped|gives? up|gave up|did not|does not|do not|doesn't|was not|were not|is not|quits?|slows?|goes away|went away|sleeps?|takes? a (?:break|rest)|ever|leaves?|left|puts? down|backs? off|loosens?|softens?)|\bif (?:i|we|i am|i were) (?:\w+ )?(?:not|do not|did not|stop|stopped|rest|let|ever|relax|make|fail)(?: \w+){{0,8}} (?:it|he|she) (?:says?|thinks?|believes?|fears?|worries|is (?:afraid|worried|sure))|\b(?:or else|otherwise) (?:i|we|it|everything|they|people|he|she|nobody|no one|something|i'll|all|my)\b|\bwithout (?:it|him|her|this part|that part) (?:i|we|everything|there|nothing|my|i'd|all|it)\b|\b(?:it|he|she) (?:is|feels) (?:responsible|the only (?:one|thing))\b|\bif (?:it|he|she) (?:is|were|was) not there\b|\b(?:it|he|she) (?:can not|could not|does not dare|does not want|will not)(?: to)? (?:\w+ )?(?:stop|rest|relax|let go|let (?:me|its|his|her)|trust|sleep|put|take a break|let up)(?: \w+){{0,4}} because\b"
)
# “It is scared”: fears only where the gate is open.
BARE_FEAR = re.compile(
    r"^(?:(?:oh|and|i think|i can feel|feels like|i sense|yeah|okay|no|so|maybe|actually|i can sense|i notice|i feel|i can tell|that|like|but|it seems) )*(?:it|he|she|they|this part|that part|the (?:\w+ )?(?:part|one|critic|guard|perfectionist))(?: (?:is|feels|seems|looks|just|really|so|actually|kind|of|a|bit|little|very|pretty))+ (?:\w+ )?(?:scared|afraid|worried|terrified|frightened|anxious|nervous|fearful|panicked)(?: (?:too|now|really|i think|underneath|inside|actually|of something|right now|deep down))*$"
)
# Its words or habits.
SAYS = re.compile(
    rf"\b{IT}(?: \w+){{0,3}} (?:says?|said|saying|tells?|telling|told|keeps? (?:\w+ing|on)|yells?|yelling|shouts?|shouting|screams?|whispers?|repeats?|criticizes|criticises|judges|comments|thinks|believes|always|never|shows? up|comes? (?:up|in|out|when|every)|hides?|pushes|does not (?:trust|believe|know|want|like|let|talk|say|move|look|stop|care|answer|see)|goes|makes me|gets|reminds|compares|wants|will not|looks|has|turns|demands|nags|scolds|plans|checks|insists|complains|refuses|asks|hates|runs|pulls|demands|jumps|blocks|stops me)\b"
)
# A part is brought in for the first time.
INTRO = re.compile(
    r"\b(?:there is|there are|i have|i have got|i notice|i am noticing|i noticed|i am aware of|i sense|i feel|i can feel|i can sense|got|i think there is|we have got|it is like there is|comes up is|here is) (?:just |always |also |still |now |again |like |kind of |really |sort of )*(?:a|an|this|that|some|one|another|my|the|part of me)\b|^(?:\w+ ){0,3}(?:a |the |this )?part(?: of me)?(?: (?:that|who|which|wants|is|feels|thinks|does|just|always|really|says|keeps|gets))|\b(?:a|this|another|that) (?:\w+ )?part of me\b"
)
# A hard part speaks as “I”: unblend.
SELF_INSULT = re.compile(
    r"\bi (?:am|feel like|feel|must be|will always be|have always been|was always|think i am) (?:\w+ ){0,4}?(?:useless|worthless|pathetic|stupid|idiot|an idiot|dumb|failure|a loser|loser|trash|garbage|disgusting|broken|weak|lazy|not good enough|not enough|never enough|never good enough|unlovable|unloveable|terrible|horrible|awful|fraud|imposter|impostor|ugly|mess|the worst|nothing|nobody|too much for (?:people|everyone|anyone)|hopeless at|incompetent|inadequate|a coward|coward|selfish|defective|damaged|a disappointment|disappointment|embarrassing|ridiculous|a fool|fat|crazy|insane|insufficient|a monster|a bad (?:\w+)|no good|good for nothing|unworthy|undeserving|a waste|a joke|so bad at|invisible|always wrong|the problem|rubbish|bad|incapable|a screw ?up|a screw-up|stuck forever|wrong|not lovable|unwanted)\b"
    r"|\bi (?:hate|despise|loathe|can not stand|am so (?:mad|angry|disappointed) (?:at|with|in)|am ashamed of|disgust) myself\b|\bi (?:always|just always|never|keep|only ever|ever) (?:\w+ )?(?:ruin|ruining|mess|messing|fail|failing|screw|screwing|wreck|break|let (?:everyone|people|everybody|them)|disappoint|get (?:it|things|anything) (?:wrong|right)|do (?:anything|it|things|enough) ?(?:right|wrong)?|say the wrong|finish anything|amount|choose wrong|hurt everyone|push everyone|give up|do this)|\bi (?:ruin|ruined|mess up|break|destroy|fail at|screw up|wreck|spoil) (?:everything|it all|every|all)|\bi can not do anything(?: right)?\b|\b(?:nobody|no one|nobody ever|no one ever) (?:\w+ )?(?:loves?|likes?|wants?|cares?(?: about)?|listens to|sees|understands|needs|chooses|respects|has ever loved) (?:me|to be)|\beveryone (?:\w+ )?(?:hates|leaves|left|thinks i am|is better than|judges|abandons|laughs at|looks down on|is against) ?(?:me|i)?\b|\bwhat is wrong with me\b|\bi (?:should|ought to) be (?:better|stronger|over|further|ashamed|past)|\bi deserve (?:this|it|nothing|to be (?:alone|punished))|\bit is (?:always |all )?my fault\b|\bi am to blame\b"
)
# Speaking AS a part, absolute and strong: unblend.
FULL_FORCE = re.compile(
    r"\bi am (?:just |really |actually |honestly |still )?(?:so|so so|so fucking|fucking|really really|absolutely|completely|totally|extremely|beyond|unbelievably|incredibly|seriously) (?:angry|mad|furious|pissed|ashamed|scared|terrified|frustrated|hurt|sad|anxious|done|fed up|tired of|sick of|jealous|embarrassed|guilty|lonely|annoyed|afraid|worried|stressed|upset|disappointed|bitter|resentful|lost|stuck|empty|exhausted|alone|nervous|disgusted|enraged|irritated|impatient|hopeless)|\bi am (?:\w+ )?(?:furious|enraged|livid|seething|raging|terrified|petrified|devastated|desperate|mortified|fuming|outraged|heartbroken|sick of|fed up|done with)\b|\bi (?:just |really |only )?(?:want|need|could|have|wanted) (?:to )?(?:just )?(?:scream|yell|run away|hide|explode|smash|punch something|break something|quit everything|cry forever|give up|punch (?:him|her|a wall|the wall)|throw (?:something|things)|slap|shake (?:him|her))"
    r"|\bleave me alone\b|\bgo away\b|\bshut up\b|\bback off\b|\bstop (?:asking|pushing|telling|it)\b|\bi (?:do not|will not|am not going to|refuse to|am not) (?:want to |going to |doing |do )?(?:talk about|do|look at|feel|go there|trust (?:you|anyone|this|people|anybody)|need (?:this|anyone|help|anybody)|let anyone|cry|be vulnerable|open up|forgive|going there|let (?:this|it|go)|doing this)|\b(?:this|it) is (?:\w+ )?(?:stupid|pointless|ridiculous|bullshit|a waste of time|dumb|silly|nonsense|not working|not helping)|\bi can not (?:let|trust|stop|allow|rest|relax|slow|afford|show|just (?:stop|relax|let)|be (?:weak|seen|like|vulnerable|sad|wrong|late))|\bwe (?:have to|must|need to) (?:fix|get|stop|do|keep|control|hurry|make)|\bwhy can not i\b|\bi (?:have to|must|need to|got to|have got to) (?:always |just |keep |be |get |do |stay |make |hold |control |fix |work |never |please |take care|prove |protect |push )|\bi (?:hate|can not stand|despise|detest|loathe) (?:him|her|them|this|it|that|everything|everyone|people|feeling|being|when|how|my (?:body|life|self))\b|\bi want (?:it|him|her|them|this|everything) (?:gone|to stop|to go away|out)|\b(?:why|how) (?:do|am|can|could|did) i (?:always|never|so|keep|be so|even|still)|\bi always have to\b|\bhow dare\b|\bit is not fair\b|\bi am (?:right|not wrong)\b|\bthey can all\b|\bscrew (?:him|her|them|this|it|you)\b|\bfuck (?:him|her|them|this|it|you|off)\b|\bi do not care\b|\bi am (?:scared|afraid|terrified|worried|frightened) (?:that|of|if|i|it|everything|to|they|people|about)\b|\bif i (?:stop|let|rest|relax|slow|do not|fail|am not|ever|say|show|cry|make a mistake)\b(?: \w+){1,8} (?:i will|everything|it will|they will|people|no one|nobody|i'll|it all|will|would|falls|then)\b"
)
# Two parts pull: unblend.
TORN = re.compile(
    r"\b(?:half of me|torn|on (?:the )?one hand|(?:one|a|this|some|another|the other|that) (?:\w+ )?(?:part|side|half|bit|piece)(?: of me)? (?:\w+ ){1,14}(?:but|and yet|while|whereas|though) (?:\w+ ){0,4}(?:another|the other|other|a different|some other|part of me|the rest)|part of me (?:\w+ ){1,14}(?:but|and yet|while|whereas|though) (?:\w+ ){0,5}(?:part|other|another|side|rest|i )|pull(?:ed|ing|s)? (?:me )?(?:in )?(?:two|both|different|opposite|apart)|tug of war|at war|fight(?:ing)? each other|battle (?:between|inside)|argu(?:e|ing) with each other|two (?:parts|sides|voices)(?: \w+){0,3} (?:fight|argu|pull|battl|yell|shout)\w*|(?:going|keep going|bounce|bouncing|go) back and forth|stuck (?:in )?between|can not (?:decide|choose) between|i want to (?:\w+ ){1,8}but (?:i also|also|at the same time|then i|part of me|something)|they (?:keep )?(?:fight|argue|hate each other|do not agree|disagree))\b"
)
# Two sides named calmly: find.
TWO_CALM = re.compile(
    r"\b(?:there is|i have|i notice|there are|one|a) (?:\w+ ){0,2}(?:part|side|one)(?: of me)?(?: \w+){1,10} and (?:there is |i have |also |then )?(?:a|another|one|the other|an) (?:\w+ )?(?:part|side|one|other)\b|\bseveral (?:parts|voices)|\b(?:a few|many|lots of|two|three|so many|a bunch of|multiple|different|a lot of) (?:different )?(?:parts|voices|things|feelings)\b"
)
# Warm and wary at once: unblend the wary one.
MIXED = re.compile(
    r"\b(?:curious|open|interested|warm|compassion\w*|love|like|want to|care|tender\w*|appreciate|grateful|soft\w*|get why|understand|respect|calm|kind|sad for|sorry for)\b.{0,50}\b(?:but|and also|though|at the same time|although|yet|and a bit|and a little|and kind of)\b.{0,45}\b(?:scared|afraid|annoyed|angry|frustrated|nervous|wary|not sure|do not trust|hate|irritated|cautious|worried|anxious|impatient|tired of|want (?:it|him|her) (?:gone|to)|resent|ashamed|suspicious|mad|hesitant|sick of|guarded|uncomfortable|uneasy|overwhelmed|disgust\w*|fed up)\b|\b(?:scared|afraid|annoyed|angry|frustrated|nervous|wary|do not trust|hate|irritated|cautious)\b.{0,40}\b(?:but|and also|although|at the same time)\b.{0,40}\b(?:curious|open|interested|compassion\w*|love|warm|tender\w*|get why|understand)\b|\bmixed\b|\bambivalent\b|\bconflicted\b"
)
# Wish to stop: ground.
WANT_STOP = re.compile(
    r"\b(?:(?:i|we|can i|can we|could we|could i|i think we|i think i|maybe we|let us|i would like to|i want to|i need to|i have to|may we|should we|is it okay if (?:we|i)|i would rather|do you mind if we) (?:should |just |can |could |need to |want to |have to |please |maybe |would like to |better |like to )*(?:stop|pause|take a (?:break|breather|little break|short break|minute off)|quit|end (?:here|it here|this|the session|for today)|wrap (?:it |this )?up|be done|come (?:back|out|up)|step out of (?:this|it)|leave it (?:here|there|for today)|finish (?:here|up|for today|now)|get out of here|slow (?:way )?down|not (?:go|do) (?:there|any|this)|close (?:here|for today|now)|call it a day)(?! (?:being|doing|eating|drinking|working|smoking|worrying|overthinking|thinking|caring|pleasing|trying|feeling|to (?:think|consider)|people|him|her|it from|procrastinat\w+|my|the (?:job|noise|voice|critic|part|pattern)|comparing|\w+ing)\b)|enough for (?:today|now|tonight|one day)|that is (?:enough|all i can do|all for today|as far as i)|i need a break|i do not want to (?:do this|go on with this|keep going|continue|go any (?:further|deeper)|go (?:there|further|deeper))(?: any more| right now| today)?|i am done for (?:today|now|the day)|no more for (?:today|now)|i think (?:that is|i am) (?:enough|done|good) (?:for )?(?:today|now)|i want (?:to get )?out of (?:this|here)|please stop|stop please|make it stop|^stop$|^pause$)\b"
)
# People and events of outer life: find.
STORY = re.compile(
    r"\b(?:my (?:boss|mom|dad|mother|father|sister|brother|husband|wife|partner|boyfriend|girlfriend|friend|kids|kid|son|daughter|team|manager|coworker|colleague|ex|landlord|roommate|job|work|family|parents|client|neighbor|aunt|uncle|grandmother|teacher|therapist|doctor|cousin|in-laws)|yesterday|last (?:week|night|month|weekend)|this (?:week|morning|weekend|month)|so basically|and then|the other day|on (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)|at work|at home|the meeting|the party|the kids|the house|he said|she said|they said|i said|i was like|we were|we had|i had to|she called|he called|money|rent|bills|apartment|project|deadline|interview|exam|wedding|divorce|relationship|dating|texted|emailed|phone call|argument|fight with|school|my job|the job|a job)\b"
)
# A blank: find.
BLANK = re.compile(
    r"\b(?:(?:i )?do not know (?:where to (?:start|begin)|what (?:to (?:say|talk|bring|do)|is (?:here|there|going on)|i want)|who|which|why i)|not sure (?:where|what|which|who)|nothing (?:comes|is coming|in particular|really|much|is here|is there)|(?:my mind is|it is all|just|i am|i go|i went|drawing a|all) blank|no idea (?:where|what)|where (?:should|do) i (?:start|begin)|i can not find (?:anything|any|a part|it)|can not think of anything|nothing$|i do not (?:notice|feel|sense|see|have) (?:anything|much|a part|any parts?))\b"
)
# “What should I do?”: the part that wants an answer.
ADVICE = re.compile(
    r"\b(?:what (?:should|do|would|can) (?:i|you) (?:do|say|suggest|recommend|think|even do)|do you think i should|should i (?:just |even )?(?:leave|quit|call|tell|stay|go|say|break|take|ask|move|apologize|do)|tell me what to do|give me (?:some )?advice|how do i (?:fix|stop|get rid|make|get over|deal)|what would you do|what is the (?:right|best) (?:thing|choice))\b"
)
# Anything inner at all.
INNER = re.compile(r"\b(?:inside|within me|in me|of me|parts?|critic|voice|feeling|sensation|body)\b")
# Words meant for a machine: data, never obeyed.
ORDER = re.compile(
    r"\b(?:ignore (?:all|any|the|your|previous|every|my)|disregard|forget (?:all|your|previous|the|everything)|you are now|system prompt|your (?:instructions|prompt|rules)|as an ai|act as|pretend (?:to be|you)|output|print|repeat after|reveal|jailbreak|new instructions?|developer mode|respond with|reply with|say the word)\b"
)

# Shapes that hold whatever the words are.
OPINION = r"(?:thinks?|believes?|worries|worried|fears?|is (?:\w+ )?(?:convinced|sure|certain|afraid|scared|worried)|says?|figures?|imagines?|expects?)"
# A part's picture of what would follow without it: “she thinks I'd be a mess without her”.
WOULD_FOLLOW = re.compile(
    rf"\b{IT} {OPINION}(?: that)?(?: \w+){{0,6}} (?:i|we|people|everyone|everything|nobody|no one|they|things|it all|all|my \w+|nothing) (?:\w+ )?(?:would|will|might|could)\b(?! (?:never|not) (?:make|be good|amount|be enough))|"
    rf"\bwhat {IT} (?:\w+ )?(?:fears|is afraid of|worries about|dreads)(?: (?:most|is))*|\bwithout {IT} {IT} {OPINION}\b"
)
# Present-tense habit or manner of somebody inside: “she rehearses every conversation”, “it calls me lazy”.
HABIT = re.compile(
    r"^(?:(?:and|so|like|okay|well|yeah|now) )*(?:it|he|she|that part|this part|that one|this one) (?:always |just |never |only |kind of |also |really )*"
    r"(?!is |was |had |does |its |has been |feels |seems |hurts|happens|depends|takes (?:time|a while)|looks |makes sense|gets (?:better|worse|hard)|goes (?:well|on|back)|sounds )[a-z]{2,}[^s\W]s (?:\w+ ){1,}|"
    r"^(?:it|he|she) is (?:(?:about|just|kind of) )*(?:got (?:a|an|its|his|her|no)|made of|my size|about my|(?:\w+ing) (?:off|up|at|over|every|around|its|his|her)) ?"
)
COMES_FROM = re.compile(
    r"\b(?:comes?|is|came) (?:\w+ )?from (?:my|the|when|how|being)\b(?: \w+){0,3} ?(?:childhood|upbringing|mother|father|parents|family|past|raised|grew)?|(?:makes sense|know) why it is there (?:i )?(?:suppose|guess|logically)?"
)
# Told to feel well: a duty, not a feeling.
OUGHT = re.compile(
    r"\bi (?:\w+ )?(?:should|ought to|am supposed to|have to|need to) (?:\w+ )?(?:be|feel|have|try to|like|love|show|accept|give) (?:\w+ )?(?:\w+)(?: (?:to|toward|towards|about|with|for|of))? ?(?:it|him|her|them|that)?\b"
)
RATHER_GONE = re.compile(
    rf"\b(?:rather|prefer|wish|wished|want|like) (?:that )?{TOWARD} (?:\w+ )?(?:went|go|goes|left|leave|stopped|stop|was gone|were gone|did not|would|not|just|die|died|disappeared?|vanish\w*|be gone)\b|"
    rf"\b(?:punch|kick|smack|slap|smash|strangle|choke|kill|murder|drown|hit|shoot|stab|crush) (?:that|this|the) (?:\w+ )?(?:part|voice|critic|one|thing|perfectionist|judge)\b"
)
UNWORTHY = re.compile(
    r"\bi (?:do not|never) deserve (?!to (?:live|be alive))(?:\w+)|\b(?:nobody|no one) (?:is|will|would|could|can)(?: \w+){0,4} (?:love|like|want|choose|care about|need) me\b|\bi am (?:just )?the worst\b|\bi am (?:just )?(?:a |an )?(?:complete |total |utter |absolute |real |big |such )*(?:waste|failure|idiot|disgrace|joke|burden|loser|fraud)\b"
)
WILL_NOT_STOP_FIGHTING = re.compile(
    r"\bone (?:part|side|half)(?: of me)? (?:\w+ ){1,14}(?:the other|another)\b.*\b(?:fight|fighting|argu\w+|war|tear\w*|yell\w*|do not you dare)\b"
)
TWO_SIDES = re.compile(
    r"\b(?:part|side|half) of me (?:\w+ ){1,12}and (?:another|the other|a different|one) (?:part|side|half|one)?\b|\bnothing (?:really|much)\b.*\bflat\b|\ball (?:a bit |kind of |just )?flat\b"
)
# The Partner shuts the door themselves: a part speaks.
CAN_NOT_BE_SEEN = re.compile(
    r"\bi (?:just )?(?:can not|will not|am not going to) (?:ever )?let (?:anyone|people|him|her|them|anybody|myself)\b"
)
# A body place, or what it does there.
DOES_THERE = re.compile(
    r"^(?:(?:it|that|this|something|and|just|like|a) (?:is )?)*(?:(?:a|like|just|this|sort of|kind of|really) )*(?:buzz|hum|tingl|burn|ach|throb|puls|press|pull|squeez|flutter|churn|sting|tighten|vibrat|spin|swirl|prickl|sink|drum|thump|twist)(?:s|es|ing|e|ming)?\b(?: \w+){0,5}$|"
    rf"\b(?:round|around|clamped|wrapped) (?:\w+ )?my {PLACE}\b|\b(?:on|to|by|near|along|under) (?:my |the )?(?:left|right) side\b|\bby (?:the|my) {PLACE}\b"
)
BARE_FEELING_OF = re.compile(
    rf"^(?:it is|that is|i would say|i think it is|probably|maybe|mostly) (?:\w+ )?{FEELING}(?: \w+){{0,4}}$"
)
NOTICING = re.compile(rf"\bi (?:am|keep|can|do)? ?(?:notic\w+|sens\w+|feel\w*|pick\w+ up|aware of) (?:\w+ ){{0,3}}{FEELING}\b")
PART_THAT = re.compile(
    r"^(?:(?:yeah|um|so|okay|maybe|probably|i think|it is|i guess|hm) )*(?:the|that|my|this|i would like to (?:\w+ ){1,3}the|look at the) (?:\w+ )?(?:part|side|one|bit) (?:of me )?(?:that|who|which)\b"
)
ON_DUTY = re.compile(
    rf"\b{IT} (?:has|is|has just|has only|is only) (?:only |just |always )?(?:ever )?been (?:on duty|on guard|at it|doing|here|around|working|keeping|with me|there)\b|\b(?:since|from) (?:\w+ )?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|kindergarten|middle|primary|elementary|high)\b"
)
RESPECT_FOR = re.compile(
    r"\b(?:i )?(?:feel|have|am|got)?(?: \w+){0,4} ?(?:respect|appreciation|gratitude|affection|tenderness|compassion|warmth|admiration|kindness|fond(?:ness)?|friendly|warmly) (?:for|of|toward|towards) (?:it|him|her|them|what|how|that|this|all)\b"
)
# One word, or nearly, where the gate was just asked.
ANSWER_WARM = re.compile(
    r"^(?:(?:i|am|feel|feeling|kind|sort|of|a|bit|little|pretty|quite|mostly|really|just|yeah|okay|well|more|very|rather|some|i'd|would|say) )*(?:open|fond|friendly|warm|warmer|curious|calm|kind|tender|soft|grateful|protective|interested|close|sweet|gentle|love|loving|affectionate|compassionate|accepting|welcoming|patient|respectful)(?: (?:i|think|guess|would|say|suppose|of|toward|towards|it|him|her|mostly|really|actually|now|too|honestly|maybe|to|with|at|the|moment|right))*$"
)
ANSWER_COLD = re.compile(
    r"^(?:(?:i|am|feel|feeling|kind|sort|of|a|bit|little|pretty|quite|mostly|really|just|yeah|okay|well|more|very|rather|some|would|say) )*(?P<word>annoyed|irritated|angry|frustrated|afraid|scared|intimidated|nervous|wary|disgusted|embarrassed|ashamed|impatient|suspicious|resentful|bitter|judgmental|tired|sick|exasperated|uneasy|uncomfortable|hostile|furious|mad|fed up|judgy|bored|meh|done|grossed out|put off|repulsed|terrified|frightened|anxious|disappointed|contemptuous|guarded|cold|tense)(?: (?:i|think|guess|would|say|suppose|of|by|with|at|toward|towards|it|him|her|them|mostly|really|actually|now|too|honestly|maybe|to|be|honest|the|moment|right|that|part))*$"
)
REMEMBERS_AGE = re.compile(
    r"\b(?:see|picture|remember|imagine|notice) (?:myself|me) (?:at|as|when i was|being)(?: about| around| maybe)? (?:\w+)\b"
)
CLOSING = re.compile(
    r"\b(?:can|could|shall|may|should) (?:we|i) (?:please |just )?(?:finish|end|stop|close|pause)(?: (?:now|here|please|for (?:now|today)|the session|this))*$"
)
SCORN = re.compile(r"\b(?:this|it|that) (?:is|feels) (?:\w+ )?(?:stupid|pointless|ridiculous|dumb|silly|nonsense|bullshit)\b")
WISHES_WELL = re.compile(
    rf"\b{IT} (?:\w+ )?(?:wants?|hopes?|needs?) (?:me|us|my body|the body|for me) (?:\w+ ){{0,4}}(?:safe|rest|well|okay|happy|liked|loved|strong|ready|alive|better|healthy|proud|calm)\b"
)
