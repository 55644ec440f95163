"""Who may come in, and how often."""

from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer
from ninja.throttling import AuthRateThrottle

from settings.api_tokens import find_token
from settings.models import ApiToken

REQUESTS_PER_MINUTE = 120


class TokenDoor(HttpBearer):
    """`Authorization: Bearer <token>`, a token from the company's page API Tokens."""

    openapi_name = "Token"

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        return find_token(token)


class TokenThrottle(AuthRateThrottle):
    """So many requests a minute for each token."""

    def get_cache_key(self, request: HttpRequest) -> str:
        return f"api_token_{token_of(request).pk}"


def token_of(request: HttpRequest) -> ApiToken:
    """The token that opened the door to `request`."""
    auth: Any = request.auth  # type: ignore[attr-defined]  # set by ninja
    token: ApiToken = auth
    return token
