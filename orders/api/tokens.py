"""Who may come in, and how often."""

import threading
from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer
from ninja.throttling import BaseThrottle

from settings.api_tokens import count_use, find_token, seconds_until_use
from settings.models import ApiToken

REQUESTS_PER_MINUTE = 120


class TokenAuth(HttpBearer):
    """`Authorization: Bearer <token>`, a token from the company's page API Tokens."""

    openapi_name = "Token"

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        return find_token(token)


class TokenThrottle(BaseThrottle):
    """So many requests a minute for each token, over all web processes and machines."""

    def __init__(self, num_requests: int) -> None:
        self.num_requests = num_requests
        self._here = threading.local()  # one object serves all threads

    def allow_request(self, request: HttpRequest) -> bool:
        """Count the request, unless it is one too many."""
        self._here.token = token_of(request)
        return count_use(self._here.token, self.num_requests)

    def wait(self) -> float | None:
        """Seconds for Retry-After of the request that was just refused."""
        return seconds_until_use(self._here.token)


def token_of(request: HttpRequest) -> ApiToken:
    """The token that opened the door to `request`."""
    auth: Any = request.auth  # type: ignore[attr-defined]  # set by ninja
    token: ApiToken = auth
    return token
