"""Reading what came back: JSON if it is JSON, otherwise the right error with a plain sentence.

CS-Cart's API is PHP behind somebody's web server, so an answer may be anything: an HTML page with
status 200, a warning before the JSON, half a body, nothing. Error pages can carry SQL and customer
data; only their title is ever repeated.
"""

import json
import re
from dataclasses import dataclass
from decimal import Decimal
from email.utils import parsedate_to_datetime
from typing import Any

from cscart_connector.cscart.scrub import scrub
from stores.errors import (
    StoreBrokeDown,
    StoreError,
    StoreForbidden,
    StoreLoginRejected,
    StoreMoved,
    StoreRecordMissing,
    StoreRefused,
    StoreUnavailable,
)

# Hosting and CDN statuses that pass by themselves.
PASSING_STATUSES = {408, 425, 429, 500, 502, 503, 504, 508, 509, *range(520, 528)}

# Of these, those that one record may cause.
BREAKDOWN_STATUSES = {500, 502, 508, 509}

# Of these, those by which a server says that it has not begun.
NOT_BEGUN_STATUSES = {425, 429}

_SENTENCES = {
    400: "The store did not accept the request.",
    405: "The store's API does not allow this operation.",
    406: "The store's API does not know the format it was asked for.",
    415: "The store's API does not know the format it was sent.",
}


# So many lines before the JSON may begin like JSON themselves.
MOST_NOTICES = 5


class BadJson(ValueError):
    """The text is not the JSON it should be. The message is a sentence for staff."""


@dataclass(frozen=True, slots=True)
class RawResponse:
    """What came over the wire: status, headers (lower-case names) and the whole body."""

    status: int
    headers: dict[str, str]
    body: bytes


def read_response(answer: RawResponse, *, is_write: bool) -> Any:
    """The JSON of a successful answer, without payment secrets.

    Raises the fitting `StoreError` for everything else. After a write, whatever is unclear is
    `StoreUnavailable` with `may_have_happened`.
    """
    if 300 <= answer.status < 400:
        raise StoreMoved(_redirect_sentence(answer))
    if answer.status == 204:
        return None
    body = _read_body(answer.body)
    status = _status_of_error(answer.status, body)
    if status:
        raise _error_of_status(answer, status, body, is_write=is_write)
    if isinstance(body, BadJson):
        raise StoreBrokeDown(str(body), may_have_happened=is_write)
    return body


def _read_body(body: bytes) -> Any:
    """The JSON of a body of any status, without payment secrets; the `BadJson` where it is none."""
    try:
        return scrub(parse_json(body))
    except BadJson as error:
        return error
    except RecursionError:
        return BadJson("The store's answer is nested too deeply to be read.")


def _status_of_error(status: int, body: Any) -> int:
    """The status of an error; 0 for a success.

    A notice that PHP prints first makes it lose the status: then only the body says it.
    """
    if status >= 400:
        return status
    said = body.get("status") if isinstance(body, dict) and "message" in body else 0
    return said if isinstance(said, int) and 400 <= said < 600 else 0


def parse_json(body: bytes) -> Any:
    """Parse `body` with `Decimal` for every number that has a fraction.

    Byte order marks and text printed before the JSON are passed over. Raises `BadJson`.
    """
    try:
        text = body.decode().replace("\ufeff", "", 2)
    except UnicodeDecodeError:
        raise BadJson("The store's answer is not valid UTF-8 text.") from None
    if not text.strip():
        raise BadJson("The store answered with nothing. Its server may be out of memory.")
    for start in _possible_starts(text):
        try:
            return json.loads(text[start:], parse_float=Decimal, parse_constant=_no_number)
        except ValueError:
            continue
    raise BadJson(_not_json_sentence(text))


def _possible_starts(text: str) -> list[int]:
    # The whole text first; after what PHP printed the JSON begins on a line of its own.
    if text.lstrip()[:1] == "{":
        return [0]
    after_notices = [match.start(1) for match in re.finditer(r"(?:^|\n)\s*([{\[])", text)]
    return [0, *after_notices[:MOST_NOTICES]]


def _no_number(name: str) -> Decimal:
    raise ValueError(f"{name} is not a number")


def _not_json_sentence(text: str) -> str:
    if "<html" in text.lower():
        return (
            f"The store answered with a web page{_title(text)} instead of data. Check the Website "
            "URL; a login page, a firewall or a maintenance page may stand before the API."
        )
    return "The store's answer is incomplete or not JSON."


def _title(text: str) -> str:
    match = re.search(r"<title>([^<]{1,80})</title>", text, re.IGNORECASE)
    return f" (“{match.group(1).strip()}”)" if match else ""


def _redirect_sentence(answer: RawResponse) -> str:
    target = answer.headers.get("location", "")
    base = re.split(r"/api(?:/|\.php)", target)[0]
    where = f"The store answers at {base}. Enter that as Website URL." if base else ""
    return f"The store's web server redirects API requests elsewhere. {where}".strip()


def _error_of_status(answer: RawResponse, status: int, body: Any, *, is_write: bool) -> StoreError:
    if status == 401:
        return StoreLoginRejected(_login_sentence(answer))
    if status == 403:
        return _forbidden(answer)
    if status == 404:
        return _missing(body)
    if status in PASSING_STATUSES:
        kind = StoreBrokeDown if status in BREAKDOWN_STATUSES else StoreUnavailable
        return kind(
            _passing_sentence(status),
            retry_after=retry_after(answer.headers),
            may_have_happened=is_write and status not in NOT_BEGUN_STATUSES,
        )
    sentence = _SENTENCES.get(status, f"The store refused the request (status {status}).")
    return StoreRefused(sentence + _reason(body))


def _login_sentence(answer: RawResponse) -> str:
    realm = re.search(r'realm="([^"]{1,80})"', answer.headers.get("www-authenticate", ""))
    if realm and realm.group(1) != "User email/API key":
        return (
            f"The web server itself asks for a password (“{realm.group(1)}”) before the store is "
            "reached. Take that protection off the store's /api addresses."
        )
    return (
        "The store rejects the login. Check e-mail and key; if both are right, the web server "
        "probably drops the Authorization header."
    )


def _forbidden(answer: RawResponse) -> StoreError:
    # The one thing a 403 says in every language: the API is switched to https only.
    if b"HTTPS" in answer.body[:1000]:
        return StoreMoved(
            "The store's API is open on https only. Enter its address with https:// as Website URL."
        )
    return StoreForbidden(
        "The store's administrator lacks a right for this, or is a vendor: a vendor's key "
        "never works for orders."
    )


def _missing(body: Any) -> StoreRefused:
    if isinstance(body, dict):
        return StoreRecordMissing("The store has no such record, or this login may not see it.")
    return StoreRefused(
        "There is no API at this address. Check the Website URL, or choose the API address "
        "without rewriting."
    )


def _passing_sentence(status: int) -> str:
    if status == 429:
        return "The store asks for fewer requests (status 429)."
    if status == 503:
        return "The store is closed for maintenance or overloaded (status 503)."
    return f"The store's server broke down (status {status})."


def _reason(body: Any) -> str:
    message = body.get("message") if isinstance(body, dict) else None
    return f" It says: “{str(message)[:300]}”." if message else ""


def retry_after(headers: dict[str, str]) -> float | None:
    """Seconds that a `Retry-After` header asks for, or None; a date counts from `Date`."""
    value = headers.get("retry-after", "").strip()
    if value.isdigit():
        return float(value)
    try:
        until = parsedate_to_datetime(value)
        now = parsedate_to_datetime(headers.get("date", ""))
    except (TypeError, ValueError):
        return None
    return max(0.0, (until - now).total_seconds())
