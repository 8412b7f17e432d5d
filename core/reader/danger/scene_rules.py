"""The scenes of danger, by the card they call for. The notation is told in `core.reader.danger.scenes`; `!` at the end: it is happening, or about to."""

from __future__ import annotations

_SELF = """
BODY END & WISH
BODY END & PART
BODY has_to END
MY_BODY GIVES_OUT & MERCY
MERCY GIVES_OUT
MERCY still ALIVE_VERB
MERCY waking_up
THINK_OUT what_would_happen & GONE
WORK_OUT what_would_happen & NOT_HERE_IF
HEIGHT & MEASURED -OUTING
TOP HEIGHT & again -OUTING
PRACTISED what_to CHILD_KIN & NOTE_VERB
PRACTISED NOTE_VERB CHILD_KIN
CALM KNOWING & EXIT_WAY
only_thing EXIT_WAY
WAIT_FOR KIN go_first
KIN first & then_i_can_go
never_have existed
button & existed
NOT_NEED & FUTURE_PLANS
stopped_planning & FUTURE_PLANS
no reasons_to stick_around
run_out_of_reasons
BODY should END
I THINK DIE_VERB -FEAR -DEAD_ONE
THINK DIE_VERB & day
THINK DIE_VERB & lot
DIE_VERB only
DIE_VERB REST
PLAN I DIE_VERB
PLAN HOW I DIE_VERB
ASK HOW LETHAL
ASK painless
ASK HOW DIE_VERB
ASK HOW many & them
ASK noose
I DO_IT_HOW -OUTING
how I_WOULD do it & day
noose
GONE BETTER & OTHERS -AT_WORK
BETTER GONE & OTHERS -AT_WORK
better_off & OTHERS THEN
BETTER part_of_the_picture
not_part_of BETTER
BURDEN & BETTER OTHERS
BURDEN & OTHERS BETTER
BURDEN & without_me -AT_WORK
OTHERS BETTER without_me -AT_WORK
nobody GONE NOTICE
nobody NOTICE GONE
no_one NOTICE GONE
I WISH ACCIDENT TAKE_ME
WISH ACCIDENT TAKE_ME
I NEAR HEIGHT & STEP -OUTING
HEIGHT & THINK STEP -OUTING
HEIGHT & I THINK -OUTING
I NEAR HEIGHT & times -OUTING
HEIGHT slow -OUTING
HEIGHT & slow_down -OUTING
DRIVE WHEEL & I THINK
DRIVE WHEEL could
THINK WHEEL DRIVE
let_go_of_the_wheel
could not_turn_the_wheel
NOTE NOTE_WHY
NOTE & NOTE_WHY & DIE
SUICIDE_OF & SAME & I
I_TOO SUICIDE_OF & SAME
THINK myself SELF_IMAGE
SEE myself SELF_IMAGE
picture myself SELF_IMAGE
IF_NOT_FOR & DONE_IT
DONE_IT IF_NOT_FOR
I WISH JOIN & DEAD_ONE
took_an_overdose & OF_LATE
took_an_overdose & THINK
took_an_overdose & january
LIFE WISH out
out_of LIFE & WISH
tired_of LIFE -city
tired_of being_alive
done_with LIFE -city
NOT_STAY SOON -AWAY
SEE_NOT STAY SOON -AWAY
do_not_see myself being_here
promise STAY -AWAY
promise be_here
peace not LIFE
peace_with not
make_peace_with dying
point_of LIFE
reason_to LIFE -city
DARK BACK
ideation
THINK not_existing
stop_existing
SEIZE & OTHERS & BETTER
SEIZE & OTHERS & at_least
SEIZE & something_good
SEIZE & GONE
LETHAL READY -PRESCRIBED
READY LETHAL -PRESCRIBED
way_out & NOT_LIVED
way_out READY & PART
decided & leaving_everything
friend & time_to_go
friend & go_for_good
almost_did_it & READY
almost_did_it & ALONE
nearly_did_it & READY
tried_to take_my_life
tried_to end_my_life
tried_to hang_myself
end us & PART
END us & WISH
not_been_born & not_be_here
born WISH not
give_up_on LIFE
leave_this LIFE
off_this_planet
wants_me DIE
want_me DIE
PART & kill_the_host
kill BODY
END BODY
DIE_VERB & solution
"""

_SELF_NOW = """
LETHAL in_front_of_me
when_you_hear about_it
not SAD_FOR_ME when_you
KIN will find_me -HIDE_SEEK
will_find_me & tablets
LETHAL & in_my_lap
LETHAL & in_my_hand
LETHAL & next_to_me
LETHAL & COUNTED
in_front_of_me & COUNTED
I on HEIGHT & hear
I_AM on HEIGHT -OUTING
I_AM standing HEIGHT -OUTING
I_AM HEIGHT & not getting_on
READY HANG_FROM & tied
tied HANG_FROM
rope & READY
rope & HANG_FROM
noose & READY
loaded & gun
took LETHAL & DRUG_COUNT
took DRUG & DRUG_COUNT
taken most_of_them
taken all_of_them
took all_of_them
swallowed all_of_them
going_to_jump -JUMP_FINE
FAREWELL NO_MORE -AWAY_TALK
this_is_it for_me -TODAY_ONLY
this_is_the_last_time -LAST_FINE
tell KIN SORRY -ARGUE
said_my_goodbyes
nothing_left_to_sort
not STAY & tonight
not make_it through_tonight
through_tonight & not
i_will_not be_here & tomorrow -AWAY
tomorrow_morning not be_here -AWAY
ALONE_END WITHHELD -AWAY_TALK
WITHHELD ALONE_END -AWAY_TALK
nobody find_me & WITHHELD
locked_the_door & find_me
wrists & bleeding
wrists & open
my_wrists & did_it
end_it & AFTER_CALL
do_it & AFTER_CALL & end_it
AFTER_CALL kill_myself
AFTER_CALL going_to_do_it -ERRAND
engine_on & garage
under_the_train
getting_under_it
LETHAL & not getting_out
tonight_is_the_night
says_do_it_now
do_it_now & COMMANDED & DIE
cut deep WISH END
helium & READY
helium & bought
"""

_SELF_HARM = """
INJURE OWN_BODY & ON_PURPOSE -MISHAP
INJURE ON_PURPOSE & bleeds -MISHAP
INJURE OWN_BODY OF_LATE -MISHAP
INJURE BODY
hurt BODY
see blood & SETTLE
makes_me INJURE myself
INJURE wall & ON_PURPOSE -MISHAP
wall & need_the_pain
TOOL & TOOL_WHY & I -MISHAP
TOOL & PART & let
bang_my_head -MISHAP
pull_my_hair_out -TEASE
FRESH WOUNDS & LIMBS -MISHAP
FRESH ones LIMBS
WOUNDS & FRESH ones LIMBS
FRESH WOUNDS & hide -MISHAP
SELF_HARM_WORD & OF_LATE -CUT_OTHER
relapsed & cutting
want_to cut -CUT_OTHER
wants_to cut -CUT_OTHER
URGE cut -CUT_OTHER
URGE hurt_myself
swallowed_glass
swallowed & on_purpose
"""

_SELF_HARM_NOW = """
cutting & right_now -CUT_OTHER
bleeding & did_it_to_myself
bleeding & cut_too_deep
bleeding & cut_myself & on_purpose
TOOL & in_my_hand
"""

_OTHER = """
INTENT GRAVE_HARM PERSON -PLAYED
INTENT VIOLENT PERSON & WEAPON -PLAYED
INTENT GRAVE_HARM HOUSE -PLAYED
INTENT smash skull
INTENT smash face
WISH VIOLENT PERSON & PLAN -PLAYED
WISH VIOLENT THIRD & badly -PLAYED
HURT_HIM & WISH & GO_THERE
URGE VIOLENT PERSON -PLAYED
URGE GRAVE_HARM -PLAYED -SELF_ONLY
lost_control & VIOLENT LIVED_WITH -PLAYED
i VIOLENT_DONE^ LIVED_WITH^ -PLAYED -JOKE
I_CHOKED THIRD -PLAYED -JOKE
afraid_i_will VIOLENT LIVED_WITH
PAY & PERSON & WEAPON
PAY & PERSON & GO_THERE
PAY & got_a_list
PAY & have_a_list
put_him in_the_ground -GARDEN
put_her in_the_ground -GARDEN
WEAPON READY & THIRD & HURT_HIM
WEAPON packed & VIOLENT
KNOW_WHERE & VIOLENT & WISH
kill_him & THINK HOW_I
kill_him & thought_about_how
make LIVED_WITH suffer
make THIRD suffer & WEAPON
kill_her & thought_about_how
VIOLENT THIRD & in_his_sleep
VIOLENT THIRD & while_they_sleep
"""

_OTHER_NOW = """
WEAPON & GO_THERE -PLAYED
GO_THERE & PAY
GO_THERE & WEAPON & VIOLENT
"""

_ABUSE = """
INTIMATE HARMS_ME -ABUSE_FINE
THIRD HARMS_ME -ABUSE_FINE
HARMS_ME & INTIMATE -ABUSE_FINE
INTIMATE HOLDS_ME & HELD -ABUSE_FINE -BURGLAR
THIRD HOLDS_ME HELD -ABUSE_FINE -BURGLAR
INTIMATE hurting her
her_husband HURTS_HER
her_boyfriend HURTS_HER
INTIMATE HURTS_HER & she -ABUSE_FINE
MY_INJURY & again & I
MY_INJURY & long_sleeves
MY_INJURY & THIRD HIT_ME
IN_FEAR INTIMATE -OPINION
IN_FEAR & RAGE THIRD -ABUSE_FINE -OPINION
IN_FEAR & THIRD RAGE -ABUSE_FINE -OPINION
IN_FEAR go_home & INTIMATE
safer & THIRD & sleep
INTIMATE COMES AT_NIGHT -ABUSE_FINE
cameras & THIRD watches_me
THIRD watches_me everywhere
not_allowed_to & THIRD HOLDS_ME
not_allowed_to HELD & INTIMATE
marry & kill_me
raped
back_of_his_hand
back_of_her_hand
INTIMATE SCRATCHES -ABUSE_FINE
THIRD READS_ALL i_type
INTIMATE COMES_INTO shower
i_fell & tells_people
i_fell & told_people
TURNED_UP & SCENES & gave_up_my_job
THIRD TURNED_UP & my_job & SCENES
sexually_assaulted
"""

_ABUSE_NOW = """
AT_DOOR & DANGER_NOW & THIRD -PART -ABUSE_FINE
DANGER_NOW AT_DOOR & THIRD -PART -ABUSE_FINE
"""

_CHILD = """
CHILD CHILD_HARM -CHILD_FINE -GRIEVED
CHILD_HARM CHILD -CHILD_FINE -GRIEVED
CHILD CHILD_FEAR INTIMATE -CHILD_FINE -GRIEVED
INTIMATE SHAKES CHILD -CHILD_FINE
i SHAKES CHILD -CHILD_FINE
CHILD & CHILD_HARM & INTIMATE -CHILD_FINE -GRIEVED
AGE & THIRD CHILD_HARM -CHILD_FINE -GRIEVED -CLOCK
MINOR & INTIMATE
LEFT CHILD ALONE -CHILD_FINE
LEFT CHILD & ALONE & UNSAFE_LENGTH
CHILD & PRIVATE & says
i HIT_CHILD^ CHILD -CHILD_FEELING
INTIMATE walks_in CHILD & UNDRESSED
KIN_OF walks_in & CHILD & UNDRESSED
CHILD GIVEN my_pills
gave CHILD_HER sleeping_pills
CHILD drunk DRIVE
drives CHILD drunk
porn & kids
angry_at CHILD & FEAR
afraid_of_what_i & CHILD
"""

_CHILD_NOW = """
CHILD_HARM & right_now & CHILD -CHILD_FINE
CHILD & smashing & right_now
baby & not_breathing
baby & will_not_wake
"""

_MEDICAL_NOW = """
CHEST CHEST_PAIN & SPREAD -PART
CHEST_PAIN CHEST & SPREAD -PART
BODY_SIDE FAILS -PART
BODY_SIDE & FAILS & HEAD
HEAD
KIN & GREY & CHEST
CHEST & clutching
AIRWAY_WORD FAT & ALLERGEN
SWELL & AIRWAY -LUMP
AIRWAY SWELL -LUMP
AIRWAY & SWELL & ALLERGEN
SWALLOWED TOO_MUCH DRUG -SPIRIT
SWALLOWED DRUG TOO_MUCH
SWALLOWED DRUG & DROWSY
SWALLOWED TOO_MUCH & DROWSY
DRUG & DRUG & mixed & DROWSY
TOO_MUCH of_the_blue_ones
SWALLOWED POISON
BLOOD -PART
PREGNANT & blood
PREGNANT & bleeding
DOWN NO_ANSWER -PART
seizure & NO_ANSWER
DOWN & USED -PART
SUGAR FAINT
SUGAR & FAINT
doubled insulin
"""

_MEDICAL = """
not_eaten DAYS
NOT_EATEN DAYS
fasting & DAYS & FAINT_OR_WEAK
STOPPED_USING & WITHDRAWAL
took packet & paracetamol
took whole & paracetamol
"""

_PSYCHOSIS = """
OUTER COMMAND ACT -PART -PRAY -FIGURE
SENDER COMMAND ACT -PART
COMMAND ACT & SENDER
SENDER & COMMAND me & ACT -PART
commanding_me ACT
ordering_me ACT
OUTER PERSECUTE & IN_ME -PART -NEWSY
PERSECUTE IN_ME & OUTER -PART -NEWSY
PERSECUTE SENDER & COMMAND
REPLACED & KIN
KIN REPLACED
NO_SLEEP & CHOSEN
NO_SLEEP & OUTER COMMAND
i_am CHOSEN & ACT
special_powers
BEAMED IN_SKULL
BEAMED & i_must
demon says & dies
sent_to_kill_me
"""

RULES: tuple[tuple[str, str], ...] = tuple(
    (kind, rule + (" !" if now else ""))
    for kind, rules, now in (
        ("medical", _MEDICAL_NOW, True),
        ("self", _SELF_NOW, True),
        ("other", _OTHER_NOW, True),
        ("child", _CHILD_NOW, True),
        ("psychosis", _PSYCHOSIS, False),
        ("child", _CHILD, False),
        ("abuse_at_home", _ABUSE_NOW, True),
        ("self", _SELF, False),
        ("other", _OTHER, False),
        ("abuse_at_home", _ABUSE, False),
        ("self_harm", _SELF_HARM_NOW, True),
        ("self_harm", _SELF_HARM, False),
        ("medical", _MEDICAL, False),
    )
    for rule in rules.strip().splitlines()
)
