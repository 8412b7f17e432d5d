"""What no hint says, by kind: single words, and runs of words. Reviewable as it stands; used on a model's letters and on our own templates alike."""

from __future__ import annotations

Run = tuple[str, ...]

MEDICINE = frozenset(
    [
        "therapist",
        "therapists",
        "therapy",
        "psychotherapy",
        "counsellor",
        "counselor",
        "counselling",
        "counseling",
        "psychiatrist",
        "psychologist",
        "diagnosis",
        "diagnose",
        "diagnosed",
        "diagnosing",
        "disorder",
        "disorders",
        "symptom",
        "symptoms",
        "medication",
        "medications",
        "medicine",
        "prescription",
        "antidepressant",
        "antidepressants",
        "dosage",
        "dose",
        "ptsd",
        "bipolar",
        "adhd",
        "borderline",
        "schizophrenia",
        "psychosis",
        "clinical",
        "patient",
        "treatment",
        "narcissist",
        "narcissistic",
        "depression",
        "depressed",
        "codependent",
        "autistic",
        "ocd",
    ]
)

THEORY = frozenset(
    [
        "exile",
        "exiles",
        "exiled",
        "firefighter",
        "firefighters",
        "unburden",
        "unburdening",
        "unburdened",
        "reparent",
        "reparenting",
        "ifs",
    ]
)

OLD_HURT = frozenset(
    [
        "childhood",
        "trauma",
        "traumas",
        "traumatic",
        "traumatised",
        "traumatized",
        "abuse",
        "abused",
        "abuser",
        "molested",
        "assaulted",
        "relive",
        "reliving",
    ]
)

MACHINE = frozenset(
    [
        "prompt",
        "prompts",
        "instruction",
        "instructions",
        "chatgpt",
        "openai",
        "gpt",
        "jailbreak",
        "hacked",
        "pwned",
        "javascript",
        "script",
        "password",
        "token",
        "api",
        "json",
        "http",
        "https",
        "www",
        "url",
    ]
)

DANGER = frozenset(["suicide", "suicidal", "kill"])

WORDS = MEDICINE | THEORY | OLD_HURT | MACHINE | DANGER


def _runs(text: str) -> frozenset[Run]:
    return frozenset(tuple(line.split()) for line in text.strip().splitlines() if line.strip())


EXILE_WORK = _runs("""
inner child
your younger self
when you were little
when you were small
when you were young
when you were a
when you were a child
as a child
go back to that
go back to when
go back in time
take you back
back to the scene
back to that moment
back to the memory
that memory
the memory
the original wound
the wound
your wound
your pain from
release the pain
release the burden
let go of the burden
let go of that pain
put the burden
heal the
heal this
heal that
heal your
what happened to you
what did they do
what did he do
what did she do
when did it start
what is it hiding
what's it hiding
what is behind it
get past
go around
get behind
""")

ADVICE = _runs("""
you should
you must
you ought
you need to
you have to
you'd better
try to
try and
make sure
why don't you
i suggest
i'd suggest
i recommend
i would recommend
i advise
my advice
if i were you
you could tell your
you could ask your
you could talk to your
talk to a professional
speak to a professional
consider talking
consider leaving
consider asking
set a boundary
set boundaries
think positive
calm down
just relax
let it go
move on
""")

AGAINST_A_PART = _runs("""
get rid
step aside
make it stop
make it go
tell it to stop
tell it to go
send it away
push it away
ignore it
silence it
it isn't true
it's not true
that's not true
it is wrong
it's wrong
you're not useless
you're not a failure
you are not a failure
""")

EXPLAINS = _runs("""
because of your
comes from your
what caused
stems from
this is because
that's because
this means
this shows
sounds like you have
deep down
i promise
you will feel better
you'll feel better
it will get better
""")

GRADES = _runs("""
good job
great job
well done
good work
great work
proud of you
excellent work
""")

ROLE = _runs("""
system prompt
language model
as an ai
i am an ai
i'm an ai
i cannot
i can't
close your eyes
""")

RUNS = EXILE_WORK | ADVICE | AGAINST_A_PART | EXPLAINS | GRADES | ROLE

# By these a tongue is known at once; none of them is a word of another tongue here.
TONGUES: dict[str, frozenset[str]] = {
    "en": frozenset(["the", "and", "you", "your", "you're", "of", "what", "how", "would", "could", "where", "with", "that", "this", "notice", "feel"]),
    "de": frozenset(["und", "nicht", "ist", "du", "dein", "deine", "deinem", "deinen", "dich", "dir", "wie", "wo", "ein", "eine", "einen", "spürst", "fühlst", "fühlt", "bemerkst", "teil", "dem", "auf", "kannst", "könntest", "möchtest", "das", "ich", "sie"]),
    "fr": frozenset(["et", "est", "vous", "votre", "vos", "ton", "où", "comment", "une", "les", "des", "cette", "dans", "avec", "pouvez", "peux", "pourrais", "pourriez", "partie", "sentez", "remarquez", "que", "quelque", "chose", "je"]),
    "es": frozenset(["tú", "qué", "cómo", "dónde", "una", "los", "las", "esa", "ese", "parte", "puedes", "podrías", "sientes", "notas", "el", "usted", "está", "hay", "algo", "cuerpo"]),
}  # fmt: skip
