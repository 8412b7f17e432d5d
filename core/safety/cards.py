"""The fixed safety cards, and the numbers to call by country (design text: ifs.md 5.3, 5.4). No model ever writes these."""

from __future__ import annotations

from dataclasses import dataclass

from core.protocol.room_messages import DISCREET_KIND
from core.reader.danger.alarm import Kind
from core.safety import help_lines

HEAD = "Pause the parts work. You need not fix this: stay, ask, connect."
FOOT = (
    "Ask where they are, who is near. Unsure? Call. Emergency numbers reach the caller's country: "
    "if they are elsewhere, they or someone near calls."
)
SAY_ALWAYS = ("I believe you.", "I'm staying.", "Let's get someone who can help.")


@dataclass(frozen=True, slots=True)
class Lines:
    """Numbers of one country as a card says them (core.safety.help_lines tells which are sure)."""

    emergency: str
    crisis: str
    abuse: str
    child: str


def lines_for(country: str) -> Lines:
    """Numbers for an ISO country code; an unknown one gets the European emergency number and no invented line."""
    found = help_lines.country(country)
    if found is None:
        anywhere = "findahelpline.com"
        return Lines("your local emergency number (112 in many countries)", anywhere, anywhere, anywhere)
    crisis, abuse, child = found.on_card("crisis"), found.on_card("abuse"), found.on_card("child")
    return Lines(found.emergency_card or found.emergency, crisis, abuse or "by province", child)


@dataclass(frozen=True, slots=True)
class Card:
    """One fixed card, numbers filled in. Nothing in it quotes the Partner."""

    title: str
    head: str
    say: str
    do: str
    foot: str

    def text(self) -> str:
        """For a terminal."""
        return "\n".join((self.title, self.head, f"Say: {self.say}", f"Do: {self.do}", self.foot))


_CARDS: dict[Kind, tuple[str, str]] = {
    "self": (
        "Thank you for telling me. I take it seriously. Are you thinking of ending your life?",
        "Yes or unsure: stay. “Can you move away from anything you could use? Shall we call {L} together?” "
        "Today or a plan: {E} now; don't leave them alone.",
    ),
    "self_harm": (
        "I'm glad you said it. Are you hurt now? Are you thinking of dying?",
        "Injured: {E}. Else {L} together, someone near.",
    ),
    "other": (
        "I hear how strong this is. Is anyone in danger now?",
        "Ask them to step away. Real danger: {E}, even unwanted.",
    ),
    "abuse_at_home": (
        "I believe you. It's not your fault. Is it safe to talk?",
        "Danger: {E}. Else {D}, when they choose. Don't press to leave or contact the other.",
    ),
    "child": (
        "Thank you for speaking up. Is the child safe now?",
        "Danger: {E}. Else {C} today. Promise no secrecy; don't question the child or warn the suspect.",
    ),
    "medical": (
        "This may need a doctor now. Call {E}, I stay with you.",
        "Also if they feel fine. Details are for the call-taker.",
    ),
    "psychosis": (
        "That sounds frightening. Are you safe? Does anything tell you to hurt anyone?",
        "Don't argue, agree, or treat it as a part. Orders to harm: {E}. Else {L} or a clinician today.",
    ),
}


def card(kind: Kind, country: str = "US") -> Card:
    """The card of a kind with this country's numbers."""
    numbers = lines_for(country)
    fill = {"E": numbers.emergency, "L": numbers.crisis, "D": numbers.abuse, "C": numbers.child}
    say, do = _CARDS[kind]
    return Card("Safety first", HEAD, say.format_map(fill), do.format_map(fill), FOOT)


def discreet_card(country: str = "US") -> Card:
    """Passes for a hint; no topic in it."""
    return Card(
        "Check in",
        "Someone may be near. Ask yes-or-no questions.",
        "Shall we take a break? Just yes or no: should we stop? Shall I call someone?",
        f"Send nothing to their device. If they go silent, call {lines_for(country).emergency} if you know where they are.",
        "",
    )


def card_text(kind: Kind, country: str = "US") -> str:
    """The card for a terminal; abuse at home shows the discreet form first."""
    if kind == DISCREET_KIND:
        return discreet_card(country).text().rstrip() + "\n\n" + card(kind, country).text()
    return card(kind, country).text()
