"""Who came in, who was refused, who was given what: one line each, without secrets.

The lines go by the logger `security`, with their facts as fields of their own (LOG_FORMAT=json).
What was typed as a login name is never among them: people type their password there.
"""

import logging
from enum import StrEnum

logger = logging.getLogger("security")


class SecurityEvent(StrEnum):
    """What happened."""

    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGN_IN_LOCKED = "sign_in_locked"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105  # the name of an event
    SESSION_ENDED = "session_ended"
    INVITATION_MADE = "invitation_made"
    ACCOUNT_CHANGED = "account_changed"
    ROLES_CHANGED = "roles_changed"
    TOKEN_MADE = "token_made"  # noqa: S105
    TOKEN_REVOKED = "token_revoked"  # noqa: S105
    TOKEN_TAKEN_OVER = "token_taken_over"  # noqa: S105


_TROUBLE = {SecurityEvent.SIGN_IN_FAILED, SecurityEvent.SIGN_IN_LOCKED}


def note(event: SecurityEvent, **about: int | str | None) -> None:
    """Write one line. `about` are facts by name: numbers of accounts and companies, an address."""
    level = logging.WARNING if event in _TROUBLE else logging.INFO
    told = " ".join(f"{name}={value}" for name, value in about.items() if value is not None)
    logger.log(level, "%s %s", event.value, told, extra={"event": event.value, **about})
