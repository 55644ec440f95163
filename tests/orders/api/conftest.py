"""A token, and asking with it."""

import json
from typing import Any

import pytest
from django.test import Client

from settings.api_tokens import make_token
from settings.models import ApiToken, Company
from tests.factories import a_user


class Program:
    """Label software with a token."""

    def __init__(self, secret: str) -> None:
        self._secret = secret
        self._client = Client()

    def get(self, path: str) -> Any:
        return self._client.get(f"/api/v1{path}", headers=self._headers())

    def ship(self, *rows: dict[str, Any], key: str = "") -> Any:
        return self._client.post(
            "/api/v1/shipments",
            json.dumps({"shipments": rows}),
            content_type="application/json",
            headers=self._headers() | ({"Idempotency-Key": key} if key else {}),
        )

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._secret}"}


def a_token(company: Company, **columns: Any) -> tuple[ApiToken, str]:
    """A saved token and its secret."""
    token = ApiToken(company=company, name="Labels", **columns)
    return token, make_token(token, by=a_user(company))


@pytest.fixture
def program(company: Company) -> Program:
    """Label software of `company`."""
    return Program(a_token(company)[1])
