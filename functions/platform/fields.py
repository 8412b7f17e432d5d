"""Types of fields that people fill: one visible line, as Postgres, mail headers and screens can hold it; times a calendar knows."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from functions.platform import names, time_zones

ONE_LINE = r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029]*$"
EMAIL = r"^[^@\s,;:<>()\[\]\\\"\x00-\x1f\x7f]+@[^@\s,;:<>()\[\]\\\"\x00-\x1f\x7f]+\.[^@\s,;:<>()\[\]\\\".\x00-\x1f\x7f]+$"
EMAIL_CHARACTERS = 254
FROM, UNTIL = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def _in_a_calendar(at: datetime) -> datetime:
    if not FROM <= at < UNTIL:
        raise ValueError(f"should be between {FROM.year} and {UNTIL.year}")
    return at


def _time_zone(name: str) -> str:
    if name not in time_zones.known():
        raise PydanticCustomError("time_zone", "This time zone is not known here. Choose one as Europe/Berlin or UTC.")
    return name


def _name(text: str) -> str:
    """Refused as one of the sentences in `names`."""
    name = names.normalised(text)
    if name and (objection := names.objection(name)):
        raise PydanticCustomError("name", "{objection}", {"objection": objection})
    return name


_named = Field(
    description=f"at most {names.VISIBLE_CHARACTERS} visible characters; no address, link, phone number or hidden character",
    json_schema_extra={"maxLength": names.CODE_POINTS},
)


def _there(name: str) -> str:
    if not name:
        raise PydanticCustomError("name", "{objection}", {"objection": names.EMPTY})
    return name


MaybeName = Annotated[str, AfterValidator(_name), _named]
"""Empty is nobody's name, and taken for none."""
Name = Annotated[str, AfterValidator(_name), AfterValidator(_there), _named]
SessionStatus = Literal["invited", "waiting", "live", "ended"]
ShownName = Annotated[str | None, BeforeValidator(names.shown)]
FacilitatorName = Annotated[str, BeforeValidator(names.of_facilitator)]
"""In answers: stored names as others may see them, however old they are."""
Email = Annotated[str, StringConstraints(strip_whitespace=True, max_length=EMAIL_CHARACTERS, pattern=EMAIL)]
TimeZone = Annotated[str, AfterValidator(_time_zone), Field(description="an IANA name, as Pacific/Auckland")]
BrowserTimeZone = Annotated[
    str | None,
    BeforeValidator(lambda told: told if isinstance(told, str) and told in time_zones.known() else None),
    Field(description="an IANA name, as the browser tells it; what is not known here is ignored"),
]
"""Told by a program: a refusal would help nobody."""
Appointment = Annotated[AwareDatetime, AfterValidator(_in_a_calendar)]
