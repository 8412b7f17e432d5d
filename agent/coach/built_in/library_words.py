"""The sentences of the built-in coach. Slots: {part} {it} {he} {his} {is} {does} {has} {feeling} {place} {image} {topic}; '' is any other moment of a step."""

from __future__ import annotations

SUMMARIES: dict[str, dict[str, tuple[str, ...]]] = {
    "find": {
        "": ("{topic} stirs a lot in you.", "There is a lot moving through you as you tell this.", "You're carrying quite a bit here.", "Something in you really minds this.", "This clearly matters to you."),
        "blank": ("Not knowing yet is a fine place to begin.", "It's quiet inside right now, and that's welcome too.", "Nothing needs to be here yet.", "You're not sure yet, and that's okay."),
        "many": ("Quite a few are here at once.", "A lot is asking for you at the same time.", "You notice more than one side of this."),
    },
    "focus": {
        "": ("It makes sense that {who} is here.", "You notice that something in you is {feeling}.", "You've noticed {part}, and it is welcome here.", "A part of you feels {feeling} right now."),
        "feeling": ("A part of you feels {feeling}, and that's welcome here.", "You notice that something in you is {feeling}.", "Something in you feels {feeling} right now.", "You've put a name to what is here.", "You can tell that this feeling is here."),
        "advice": ("A part of you would really like an answer.", "Part of you is looking hard for a way through.", "Something in you wants to know what to do."),
    },
    "flesh_out": {
        "": ("You notice it there, in {place}.", "You notice {image}, right there.", "You can sense how it shows up.", "Your body is letting you know about it.", "You're noticing how it is there."),
    },
    "feel_toward": {
        "": ("You see {it} more clearly now.", "You notice how {he} {is}.", "You've heard what {who} has to say.", "You can sense how {he} {is} right now."),
        "young": ("You've noticed a young one, and you're here with that.", "Someone young has shown up, and you can see that.", "A tender place has come close, and you noticed.", "You can tell that something young is near."),
        "bare fear": ("You can sense how it is for {it}.", "You notice what {he} {is} feeling."),
        "unblended": ("There is a little more room now.", "You have some space from it now.", "Something made room for you just now."),
        "again": ("You understand something about {it} already.", "You've thought about {it} quite a bit.", "Part of you has an idea about this."),
    },
    "befriend": {
        "": ("You're open to {it} right now.", "Something in you has warmed toward {it}.", "You can see {it} a bit differently now.", "There's some kindness toward {it} here."),
        "job": ("You can see how hard {he} {has} been trying.", "You notice that {he} {has} been looking out for you.", "You see that {he} mean{s} well.", "It's been at this for you, and you can see that."),
        "years": ("{who} has been with you for a long time.", "That is a long time to carry this.", "You can see how long this has been going on."),
        "soft": ("Something softened just now, and you noticed.", "You can feel {it} easing a little.", "A little more ease is here now."),
    },
    "fears": {"": ("You can hear what {he} want{s} to keep from happening.", "You hear how much is at stake for {it}.", "You can sense how closely {he} watch{es} over this.", "There's a good reason {he} hold{s} on, and you hear it.")},
    "unblend": {
        "": ("A part of you feels this very strongly right now.", "Something in you is right up front with this.", "A part of you has a lot to say about this.", "This is strong in you right now."),
        "insult": ("A part of you is being very hard on you right now.", "Part of you is speaking quite harshly about you.", "A strict part of you is very loud at the moment.", "One part of you is really down on you today."),
        "against": ("A part of you has had quite enough, and that's okay.", "Part of you doesn't want this near, and that makes sense.", "A part of you is fed up, and it's welcome too.", "Part of you would rather push this away, which is okay."),
        "scared": ("A part of you is wary of getting close, and that's okay.", "Part of you feels scared of {it}, which makes sense.", "A part of you wants to keep some distance."),
        "rescue": ("A part of you aches for {it} and wants to help.", "Part of you wants so much to make it better.", "You're very moved by {it} right now."),
        "thinking": ("A part of you has ideas about how this ought to feel.", "A thinking part is trying to get this right.", "Part of you is working hard to do this well."),
        "numb": ("Not much is there right now, and that's okay.", "A part of you may be keeping things quiet, and that's okay.", "It's rather blank right now, and that's welcome."),
        "mixed": ("Part of you is open, and part of you isn't so sure.", "Two sides of you are here, and both make sense.", "You're drawn to {it}, and a part of you is careful too."),
        "meet": ("This one would like to stay close, and that's okay.", "It isn't making room yet, and it will have its reasons.", "A part of you stays right up front, and it's welcome."),
        "torn": ("Two sides of you are pulling, and both matter.", "One side of you wants one thing, another something else.", "You're torn, and each side has its reasons."),
        "as": ("A part of you feels so {feeling} right now.", "A part of you is right here with full force.", "Something in you feels this very strongly.", "A part of you has really had to hold this."),
    },
    "ground": {
        "": ("This is a lot right now, and you don't have to go on.", "A lot came up just now, and we can slow right down.", "It's become very strong, and somebody is here with you.", "You're going through something hard right now."),
        "stop": ("You've had enough for now, and that's completely fine.", "You'd like to stop here, and we will.", "It's good that you said so. We can stop."),
        "back": ("You're coming back into the room.", "You're here again, and there's no hurry."),
        "safety": ("You told something hard, and somebody is here with you.", "That was a lot to say, and we go gently now."),
    },
    "silence": {"": ("You're with it, and there is no hurry.", "You're taking your time, and that's fine.", "You're listening inside.", "Quiet is welcome here.")},
}  # fmt: skip

SUGGESTIONS: dict[str, dict[str, tuple[str, ...]]] = {
    "find": {
        "": (
            "As you tell me this, what do you notice inside?", "In that moment, what reacts first in you?", "Which part of you feels strongest about this?", "Would you like to look inside and see who is here?",
            "Something in you really minds this. Can you sense it?", "If you pause here, what do you notice in yourself?", "When you hear yourself say that, what stirs inside?", "Who inside you has the most to say about this?",
        ),
        "blank": ("No need to find anything. What is it like to be here right now?", "If you wait a moment, what asks to be noticed?", "What do you notice first, even if it is just quiet?", "Could the not-knowing be here too? What is it like?"),
        "many": ("Of all you named, who would like your attention?", "I hear a few voices. Which is closest?", "No need to choose. What asks to be noticed first?", "Which of these feels strongest right now?"),
    },
    "focus": {
        "": (
            "Where do you notice {part}, in or around your body?", "Could you turn gently toward {part}? Where is it?", "Resting your attention there, how does {part} show up?", "How do you know {who} is here?",
            "Let {part} know you're here. Where do you sense it?", "If other thoughts can wait, where do you find {part}?", "Where is {part} strongest right now?",
        ),
        "feeling": (
            "Where do you notice that, in or around your body?", "No need to change it. Where does the {feeling} feeling live?", "Where is it strongest right now?", "How do you know it is here? Where do you sense it?", "If you turn gently toward it, where do you find it?",
            "Could you rest your attention on it? Where does it show up?",
        ),
        "advice": ("Part of you wants an answer. Where do you sense it?", "Could we meet the part that wants to know? Where is it?", "Before any answer, where in you is the one who asks?"),
    },
    "flesh_out": {
        "": (
            "What is it like, there in {place}?", "What is {image} like as you stay near it?", "If it had a shape or colour, what comes?", "Is there an image, a voice, or an age with it?", "What more do you notice about {it}?", "How near or far is {it} from you?",
            "Is {it} doing something there?", "What would {it} like you to see?", "As you stay near {place}, what do you notice about it?",
        ),
    },
    "feel_toward": {
        "": (
            "How do you feel toward {it} right now?", "As you notice {it}, how are you toward {it}?", "Seeing {it} like this, what comes up in you toward {it}?", "Are you open to {it}, or does something else react?", "What is it like to be near {it}?", "With {it} here, how do you find yourself feeling toward {it}?",
        ),
        "words": ("Hearing that, how do you feel toward {it}?", "As you hear that, how are you toward {part}?", "When {he} {does} that, what comes up in you toward {it}?", "How do you feel toward {it} as you notice that?", "Hearing {it} out, are you open to {it} or does something react?"),
        "young": ("Let that young one know you see it, no story needed. How are you toward it?", "No story needed. Could you let it know you're here, and see how you feel toward it?", "Could you let that one know you noticed, without the story? How are you toward it?"),
        "bare fear": ("As you notice that, how are you toward {it}?", "Sensing that, how do you feel toward {it}?", "As you see that in {it}, what comes up in you toward {it}?", "Noticing how it is for {it}, are you open to {it}?"),
        "unblended": ("Checking again: how are you toward {it} now?", "With that bit of room, how do you feel toward {it}?", "From here, what comes up in you toward {it}?"),
        "again": ("And in your heart, how do you feel toward {it}?", "Setting the idea aside for a moment, how are you toward {it}?", "If the thinking can rest a little, what do you feel toward {it}?"),
    },
    "befriend": {
        "": (
            "Could you let {it} feel that? What would {he} like you to know?", "What would {he} like you to know?", "What is {his} job, as {he} see{s} it?", "What {does} {he} hope to give you?", "How {does} {he} respond to you being here?", "What would help {it} trust you a little more?", "Could you let {it} know you'd like to hear more?",
        ),
        "open": ("Could you let {it} feel that from you? What would {he} like you to know?", "Could you let {it} know, and see how {he} take{s} it?", "How {does} {he} respond as you are with {it} like this?", "From there, what would {he} like you to know?", "Could you ask what {he} want{s} you to understand?"),
        "job": ("{he_cap} {has} worked hard. Would thanking {it} feel true?", "How long {has} {he} done this for you?", "What {does} {he} hope to give you by doing this?", "Could you let {it} know you see how hard {he} tr{ies}?", "What is this job like for {it}?", "What would {he} like you to know about this job?"),
        "years": ("Could you let {it} know you see how long it's been?", "What has it been like for {it}, all this time?", "Would it feel true to thank {it} for all those years?", "What was {he} hoping to do for you back then?"),
        "soft": ("Could you let {it} know you noticed? What would {he} like now?", "How is it for {it} to have you here?", "What helped just now, as {he} see{s} it?", "Is there more {he} would like you to know?"),
    },
    "fears": {
        "": (
            "What {is} {he} afraid would happen if {he} stopped?", "{does_cap} {he} know you hear that? What {does} {he} worry would happen to you?", "What {does} {he} worry about most, for you?", "If {he} rested, what might go wrong, as {he} see{s} it?", "Roughly, what {does} {he} keep you safe from?", "What would help {it} feel a little safer?",
            "Could you let {it} know you hear that fear? What else {does} {he} worry about?",
        ),
        "bare": ("Could you ask what {he} {is} afraid would happen?", "{does_cap} {he} know you can sense the fear? What is it about, for {it}?", "What would help {it} feel safer with you right now?"),
    },
    "unblend": {
        "": ("Could that one give you a little room, just for now?", "Could that part sit beside you, rather than be all of you?", "What does it fear if it gives you some space?", "Could you notice this, and also notice you noticing it? Any space?"),
        "insult": ("Could that part sit beside you, rather than be all of you?", "Could the hard one give you a bit of room, so you can hear it?", "Could that one soften a little, just so you can listen to it?", "What is it afraid of, if it were less hard on you?", "Could you let it know you hear it, and ask for a little space?"),
        "against": ("Could the fed-up one give you a little room, just for now?", "Could the one that wants it gone soften, so you can meet {it}?", "What does the fed-up part worry would happen if it gave you space?", "Could that one relax for a moment, so you can hear {it} too?", "Would the fed-up part be willing to watch from beside you?"),
        "scared": ("Could the scared one stay a little further back, where it feels safe?", "What distance would feel okay for the part that's wary?", "What would the wary part need, to let you stay near {it}?", "It isn't ready, and that's fine. Shall we meet the scared one first?"),
        "rescue": ("Could there be a little space between you and {it}?", "Could the one that wants to help rest beside you for a moment?", "Is there any space between you and that feeling?"),
        "thinking": ("Could the thinking part rest a moment? What does your heart say toward {it}?", "Could that one relax a little, so you can feel rather than know?", "Thanking the one with ideas, what is there when it gives some room?"),
        "numb": ("Is it more open or closed in there, when you turn toward {it}?", "Could you notice the blank itself, as a part that's here?", "Would the part that keeps it quiet let you know it's there?", "Does it feel open or closed right now? Either is fine."),
        "mixed": ("Both are welcome. Could the careful one give a little room to the rest of you?", "Could the unsure side sit beside you while you stay near {it}?", "What would the careful one need, to let the rest of you be open?"),
        "torn": ("Both matter. Could each be heard, one at a time?", "Could both sides sit with you, each with its own place?", "Which side would like to be heard first, if the other can wait?", "Could you stand between them, with a little room on each side?"),
        "meet": ("It isn't ready, and that's fine. Shall we meet that one first?", "It may stay right here. What would it like you to know?", "Could we get to know the one that's here, just as it is?", "What does it fear if it gives you some space?"),
        "as": ("Could that one give you a little room, so you can hear it?", "Notice the feeling, and you noticing it. Is there any space?", "Could that one sit beside you, and not be all of you?", "A part of you feels this so much. Could it ease back a little, just for now?", "What does it worry would happen if it gave you some space?"),
    },
    "ground": {
        "": ("Let's pause. Can you feel your feet on the floor?", "Would you name three things you see around you?", "You're here, in this call. There's nothing we have to do.", "Eyes open if you like. What is under your hands?", "Maybe a slow breath out. We can stop anytime.", "Tell me about the room you're in. What do you see?", "Would some water or a stretch feel good?"),
        "stop": ("Of course. Would a stretch or some water feel good?", "We can leave the parts for today. Can you feel the chair under you?", "Let's stop here. What do you see around you?", "Of course we can stop. Who could be with you after this?"),
        "back": ("Would you look around and tell me three things you see?", "Can you feel the floor under your feet?", "No hurry. What would feel good now, some water or a stretch?"),
    },
    "silence": {"": ("I'm here. Take all the time you need.", "No hurry. I'm with you.", "You needn't find words. I'm listening.", "I'll wait with you.", "Take all the time you need.", "I'm with you.")},
}  # fmt: skip

FOLLOW_UPS: dict[str, dict[str, tuple[str, ...]]] = {
    "find": {
        "": ("A feeling, thought or body sense", "See who speaks first", "A word or image is enough", "A blank is welcome", "Take your time", "Whatever comes first is fine", "Which is loudest?"),
        "many": ("Which is loudest?", "The others can wait nearby", "See who speaks first", "No need to choose fast"),
    },
    "focus": {
        "": ("Just notice it", "Inside or outside is fine", "No place is okay too", "See if it moves", "Let it be as strong as it is", "Take your time finding it", "Stay near {place}"),
    },
    "flesh_out": {"": ("How big is it?", "What's its mood?", "Does it know you're there?", "Whatever comes is fine", "Let the picture come", "An image or a colour", "See if it changes as you notice")},
    "feel_toward": {
        "": ("Annoyed, sad, curious, all okay", "It needn't be nice", "See if anything else reacts", "First honest answer", "Warm, or distant?", "Any answer is fine"),
        "young": ("Is the protecting one okay?", "No need for the story", "You can stay at a distance", "Go as slowly as it likes"),
        "bare fear": ("No hurry", "Let {it} know you noticed", "Any honest answer", "See if anything else reacts"),
        "unblended": ("Thank the one that made room", "First honest answer", "See if anything else reacts", "Any answer is fine"),
    },
    "befriend": {"": ("Listen for the answer", "Let {it} know you heard", "Ask how old {he} think{s} you are", "Notice if {he} soften{s}", "Give {it} all the time {he} want{s}", "See if there's more")},
    "fears": {"": ("Only what {he} want{s} to say", "Let {it} know that makes sense", "Nobody is pushing {it}", "Ask what would help", "See if there's more", "{he_cap} needn't change today", "How are you toward {it} now?")},
    "unblend": {
        "": ("It needn't go away", "How much space is okay?", "Ask what it needs", "Thank it for any room", "No hurry", "It can come back anytime", "How are you toward it now?"),
        "torn": ("The other can listen", "No side has to win", "See who would like to start", "No hurry to decide"),
        "numb": ("Blank is fine", "No need to feel anything", "It can stay just as it is", "No hurry"),
    },
    "ground": {"": ("Press your feet down", "Hold something cool or heavy", "Look far, then near", "Tell me when you're more here", "We can just sit", "Stopping is fine")},
    "silence": {"": ("No words needed", "Whenever you're ready", "Just being here is enough", "It sets the pace")},
}  # fmt: skip

# Before a question that has been used up, so that no hint comes twice in a session.
OPENERS = (
    "If it feels right, ",
    "When you're ready, ",
    "Only if you like: ",
    "Gently: ",
    "Without any hurry, ",
    "As things are now, ",
    "Staying with it, ",
)
