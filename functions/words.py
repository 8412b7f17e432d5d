"""What people may type: one visible line, as Postgres, mail headers and screens can hold it; times a calendar knows."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, StringConstraints

ONE_LINE = r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029]*$"
EMAIL = r"^[^@\s,;:<>()\[\]\\\"\x00-\x1f\x7f]+@[^@\s,;:<>()\[\]\\\"\x00-\x1f\x7f]+\.[^@\s,;:<>()\[\]\\\".\x00-\x1f\x7f]+$"
NAME_CHARACTERS = 80
FROM, UNTIL = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def _in_a_calendar(at: datetime) -> datetime:
    if not FROM <= at < UNTIL:
        raise ValueError(f"should be between {FROM.year} and {UNTIL.year}")
    return at


Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=NAME_CHARACTERS, pattern=ONE_LINE)]
MaybeName = Annotated[str, StringConstraints(strip_whitespace=True, max_length=NAME_CHARACTERS, pattern=ONE_LINE)]
"""Empty is nobody's name, and taken for none."""
Email = Annotated[str, StringConstraints(strip_whitespace=True, max_length=254, pattern=EMAIL)]
Appointment = Annotated[AwareDatetime, AfterValidator(_in_a_calendar)]
