"""What the rendered speaker says. `[0.5]` is a silence of half a second inside an utterance; a conversation's numbers are the
pauses behind."""

# One Partner, about a minute, through find, focus, flesh out, feel toward, fears.
CONVERSATION: list[tuple[str, float]] = [
    (
        "So, um, [0.4] it's been this whole week with my manager and the deadlines and [0.35] I just keep going over it at night.",
        3.2,
    ),
    ("I guess there's a part of me that, [0.3] that never stops worrying about work.", 3.0),
    ("It's kind of, [0.35] kind of tight right here in my chest. It feels like a fist.", 3.4),
    ("It keeps telling me to try harder. [0.4] It says if I relax even for a minute everyone will see.", 3.2),
    ("Honestly I'm kind of annoyed with it. I just want it to leave me alone.", 4.0),
    (
        "Okay that annoyed one moved back a little. And now [0.35] now I feel, [0.3] I don't know curious about the part that worries.",
        3.2,
    ),
    ("It says, um, [0.3] it's afraid that if it ever stopped everything would fall apart.", 3.0),
    ("It's been doing this since I was [0.35] in school. I never knew it was working so hard for me.", 2.6),
]
COUGH_BEHIND = 5  # the pause (counted from 1) that holds a cough

# Separate utterances for the benches; the last column says whether the speaker stopped mid-sentence.
UTTERANCES: list[tuple[str, bool]] = [
    ("There's a heaviness in my shoulders today.", False),
    ("I notice a voice that, [0.3] that says I should be doing more.", False),
    ("It feels like a, [0.35] a wall sort of grey between me and everyone else.", False),
    ("I don't really know what I'm feeling right now.", False),
    ("When my sister called on Sunday, [0.45] something in me just shut down.", False),
    ("It looks like a little soldier standing very straight.", False),
    ("I hate that I always say yes to everybody.", False),
    ("Part of me wants to rest and [0.35] another part thinks that's lazy.", False),
    ("I think it's been there since I was about twelve.", False),
    ("It's warm, actually. [0.8] Warmer than I expected.", False),
    ("It's scared.", False),
    ("I feel a lot of compassion for it now.", False),
    ("My jaw is clenched and [0.3] my stomach is in knots.", False),
    ("It wants me to know that it's tired of holding everything together.", False),
    ("He just looked at me and I [0.35] I could not say a single word.", False),
    ("I keep checking my phone as if something terrible is about to happen.", False),
    ("There's a tightness behind my [0.35] my eyes like I'm about to cry.", False),
    ("It doesn't trust me yet and I get why.", False),
    ("If it stops being angry, [0.5] it thinks people will walk all over me.", False),
    ("I'm noticing it softens a bit when I breathe.", False),
    ("Work was fine I suppose but then [0.3] on the train home I felt so empty.", False),
    ("It's more like a fog than a person.", False),
    ("I can see it sitting in the [0.5] in the corner, with its back to me.", False),
    ("I want to understand it but another part keeps interrupting.", False),
    ("It says thank you for listening.", False),
    ("I should have known better. [0.5] I'm such an idiot sometimes.", False),
    ("And then she said that, um,", True),
    ("I keep thinking about the", True),
    ("It's like it wants to tell me something but", True),
    ("I was going to call him back and", True),
]
