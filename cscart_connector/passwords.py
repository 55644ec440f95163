"""Passwords that can be guessed are refused, by lists in a package: nobody outside is asked."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from zxcvbn import zxcvbn

# Of 0 to 4: 10^8 to 10^10 guesses and more, "safely unguessable" in the package's words.
LEAST_SCORE = 3
# The package's time grows with the length; what comes after makes nothing weaker.
_LOOKED_AT = 72


class GuessedValidator:
    """Refuses what leaked lists, names, dates and keyboard rows lead to.

    zxcvbn knows some 80,000 words and passwords in the order of their use, also with capitals,
    digits in place of letters, and what people put behind them (Summer2026!).
    """

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raise `ValidationError` with the reason."""
        found = zxcvbn(password[:_LOOKED_AT], user_inputs=_known_of(user))
        if found["score"] >= LEAST_SCORE:
            return
        reason = found["feedback"]["warning"] or "This password is easily guessed."
        raise ValidationError(
            f"{reason.rstrip('.')}. Take several words that do not belong together, or let a "
            "password manager make one.",
            code="password_guessed",
        )

    def get_help_text(self) -> str:
        """What the page says beside the field."""
        return "It must not be one that lists of leaked passwords, names or dates lead to."


def _known_of(user: AbstractBaseUser | None) -> list[str]:
    names: list[Any] = [
        getattr(user, name, "") for name in ("username", "email", "first_name", "last_name")
    ]
    return ["cscart", "sellercloud", *(str(name) for name in names if name)]
