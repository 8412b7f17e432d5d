"""What the pages need to know before anybody signs in; nothing here is secret."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel

from core.safety.help_lines import Topic
from functions.consent import texts as consent_texts
from functions.consent.texts import CURRENT, KINDS, Kind
from functions.platform import help_lines, languages
from functions.platform.deps import D

router = APIRouter(tags=["config"])


class CrisisLine(BaseModel):
    name: str
    number: str
    hours: str
    topics: list[Topic] = ["crisis"]


class HelpIn(BaseModel):
    """Whom to call in one country; sent along beforehand, so that it is there when nothing answers."""

    country: str
    emergency: str
    lines: list[CrisisLine]


class ConsentText(BaseModel):
    """`{name}` in the text is the Facilitator's, which this address does not know."""

    version: str
    text: str


class Config(BaseModel):
    supabase_url: str
    supabase_anon_key: str
    livekit_url: str
    country: str
    emergency: str
    crisis_lines: list[CrisisLine]
    help_by_country: list[HelpIn]
    language: str
    language_limits: list[languages.Limit]
    transcript_days: int
    recording_days: int
    where: str
    company: str | None
    consents: dict[Kind, ConsentText]


@router.get("/config", summary="What the pages need to know")
async def config(deps: D) -> Config:
    settings = deps.settings
    texts = {
        kind: ConsentText(
            version=CURRENT[kind],
            text=consent_texts.fill(consent_texts.template(CURRENT[kind]), consent_texts.filled_values(settings, kind)),
        )
        for kind in KINDS
    }
    here = _help_in(settings.country)
    return Config(
        supabase_url=settings.supabase_url,
        supabase_anon_key=settings.supabase_anon_key,
        livekit_url=settings.livekit_url,
        country=settings.country,
        emergency=here.emergency,
        crisis_lines=here.lines,
        help_by_country=[_help_in(country) for country in help_lines.countries()],
        language=settings.language,
        language_limits=languages.limits(settings),
        transcript_days=settings.transcript_days,
        recording_days=settings.recording_days,
        where=consent_texts.where(settings),
        company=consent_texts.text_company(settings),
        consents=texts,
    )


def _help_in(country: str) -> HelpIn:
    emergency, lines = help_lines.for_country(country)
    shown = [CrisisLine(name=line.name, number=line.number, hours=line.hours, topics=list(line.topics)) for line in lines]
    return HelpIn(country=country, emergency=emergency, lines=shown)
