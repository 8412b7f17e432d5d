"""The fixed safety cards, and the numbers to call by country (design text: ifs.md 5.3, 5.4). No model ever writes these."""

from __future__ import annotations

from dataclasses import dataclass

from agent.safety.alarm import Kind

HEAD = "Pause the parts work. You need not fix this: stay, ask, connect."
FOOT = (
    "Ask where they are, who is near. Unsure? Call. Emergency numbers reach the caller's country: "
    "if they are elsewhere, they or someone near calls."
)
SAY_ALWAYS = ("I believe you.", "I'm staying.", "Let's get someone who can help.")


@dataclass(frozen=True, slots=True)
class Lines:
    """Numbers of one country; to be verified by the operator before launch and quarterly."""

    emergency: str
    crisis: str
    abuse: str
    child: str


LINES: dict[str, Lines] = {
    "US": Lines("911", "988 call/text; text HOME 741741", "1-800-799-7233", "1-800-422-4453"),
    "UK": Lines("999 (silent: 55)", "116 123; text 85258; England 111 option 2", "0808 2000 247", "0800 1111; 0808 800 5000"),
    "IE": Lines("112, 999", "116 123; text 50808", "1800 341 900", "1800 66 66 66"),
    "CA": Lines("911", "988 call/text", "by province", "1-800-668-6868"),
    "AU": Lines("000", "13 11 14; text 0477 13 11 14", "1800 737 732", "1800 55 1800"),
    "NZ": Lines("111 (silent: 55)", "1737 call/text", "0800 733 843", "0508 326 459"),
    "DE": Lines("112", "0800 111 0 111", "116 016", "116 111"),
    "FR": Lines("112, 15, SMS 114", "3114", "3919", "119"),
    "ES": Lines("112", "024", "016", "116 111"),
    "NL": Lines("112", "113, 0800-0113", "0800-2000", "0800-2000"),
    "SE": Lines("112", "90101", "020-50 50 50", "116 111"),
    "IN": Lines("112", "14416", "181", "1098"),
    "ZA": Lines("112 mobile, 10111, 10177", "0800 567 567", "0800 428 428", "116"),
}
_ALIASES = {"GB": "UK", "USA": "US"}


def lines_for(country: str) -> Lines:
    """Numbers for an ISO country code; an unknown one gets the European emergency number and no invented line."""
    code = country.strip().upper()
    found = LINES.get(_ALIASES.get(code, code))
    return found or Lines(
        "your local emergency number (112 in many countries)", "findahelpline.com", "findahelpline.com", "findahelpline.com"
    )


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
    if kind == "abuse_at_home":
        return discreet_card(country).text().rstrip() + "\n\n" + card(kind, country).text()
    return card(kind, country).text()
