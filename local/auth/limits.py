"""Per-IP buckets and the hourly mail total, in memory, on the injected clock."""

from datetime import datetime

from .refusals import Refusal

REFILL_S = 300.0
BUCKETS = {"verify": (30, 30), "token": (30, 150)}  # size, refill per five minutes
MAIL_BUCKET = (30, 30)  # /otp, /recover, /signup, /resend, PUT /user: one each


class Limits:
    """Token buckets by (name, IP). Forgets an IP after a quiet hour."""

    def __init__(self, emails_per_hour: int, wrong_codes: int = 30) -> None:
        self._emails_per_hour = emails_per_hour
        self._wrong_codes = wrong_codes
        self._levels: dict[tuple[str, str], tuple[float, datetime]] = {}

    def spend_request(self, name: str, ip: str, now: datetime) -> None:
        """Raises Refusal 429 when this IP has used its share; no IP, no limit."""
        size, refill = BUCKETS.get(name, MAIL_BUCKET)
        if ip and not self._spend((name, ip), size, refill / REFILL_S, now):
            raise Refusal(429, "over_request_rate_limit", "Request rate limit reached")

    def require_guess(self, peer: str, now: datetime) -> None:
        """Raises Refusal 429 when this peer has typed too many wrong codes; the codes stay good."""
        if self._level(("wrong code", peer), self._wrong_codes, self._wrong_codes / REFILL_S, now) < 1:
            raise Refusal(429, "over_request_rate_limit", "Request rate limit reached")

    def spend_guess(self, peer: str, now: datetime) -> None:
        """Counts a wrong code."""
        self._spend(("wrong code", peer), self._wrong_codes, self._wrong_codes / REFILL_S, now)

    def spend_mail(self, now: datetime) -> None:
        """Raises Refusal 429 when the hour's mails are used up."""
        total = self._emails_per_hour
        if total and not self._spend(("mail", ""), total, total / 3600, now):
            raise Refusal(429, "over_email_send_rate_limit", "email rate limit exceeded")

    def _spend(self, key: tuple[str, str], size: int, per_second: float, now: datetime) -> bool:
        level = self._level(key, size, per_second, now)
        self._levels[key] = (level - (level >= 1), now)
        if len(self._levels) > 10_000:
            self._levels = {name: entry for name, entry in self._levels.items() if (now - entry[1]).total_seconds() < 3600}
        return level >= 1

    def _level(self, key: tuple[str, str], size: int, per_second: float, now: datetime) -> float:
        level, at = self._levels.get(key, (float(size), now))
        return min(size, level + max(0.0, (now - at).total_seconds()) * per_second)
