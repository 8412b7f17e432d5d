"""A stand-in for Supabase Auth on one machine: the same REST subset, loopback only. Production uses the real one.

Run it with `python -m local.auth`; `issue_keys(secret)` gives the project's (anon, service) keys."""

from .config import AuthConfig, ConfigRefused, MailTemplate, read_config
from .keys import issue_keys

__all__ = ["AuthConfig", "ConfigRefused", "MailTemplate", "issue_keys", "read_config"]
