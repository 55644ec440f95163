"""What may be told to those who watch: what went wrong and where, never with whom. Pure."""

import re
from collections.abc import Mapping
from typing import Any

REMOVED = "[removed]"

_EMAIL = re.compile(r"[^\s@<>\"'“”=:&?]+@[^\s@<>\"'“”&?]+")
# Values that texts of errors repeat: in quotes, or as PostgreSQL writes them.
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|“[^”]*”|‘[^’]*’|=\([^)]*\)")
_NUMBER = re.compile(r"\+?\d[\d ()./-]{5,}\d")
_SECRET = re.compile(r"[A-Za-z0-9+/_-]{20,}={0,2}")
_QUERY = re.compile(r"\?\S*")


def plain(text: str) -> str:
    """The first line of `text` without addresses, quoted values, long numbers and keys."""
    line = text.partition("\n")[0]
    for pattern in (_EMAIL, _QUOTED, _QUERY, _SECRET, _NUMBER):
        line = pattern.sub(REMOVED, line)
    return line


def scrubbed(event: dict[str, Any]) -> dict[str, Any]:
    """A Sentry event of what is named here alone; everything else is left out."""
    kept: dict[str, Any] = {
        name: event[name]
        for name in (
            *("event_id", "timestamp", "start_timestamp", "platform", "level", "logger", "type"),
            *("release", "environment", "transaction", "transaction_info", "sdk", "fingerprint"),
        )
        if name in event
    }
    if (event.get("transaction_info") or {}).get("source") == "url" and "transaction" in event:
        # No route of ours: whatever somebody typed as an address.
        kept["transaction"] = REMOVED
    if "exception" in event:
        kept["exception"] = {"values": [_exception(one) for one in _values(event["exception"])]}
    if message := event.get("logentry") or event.get("message"):
        # The message before its values are filled in.
        text = message.get("message", "") if isinstance(message, Mapping) else message
        kept["logentry"] = {"message": plain(str(text))}
    if "trace" in event.get("contexts", {}):
        trace = event["contexts"]["trace"]
        names = ("trace_id", "span_id", "parent_span_id", "op", "status")
        kept["contexts"] = {"trace": {name: trace[name] for name in names if name in trace}}
    if "method" in event.get("request", {}):
        kept["request"] = {"method": event["request"]["method"]}
    if "spans" in event:
        kept["spans"] = [_span(one) for one in event["spans"]]
    return kept


def _values(exceptions: Any) -> list[dict[str, Any]]:
    return list(exceptions.get("values") or [])


def _exception(one: dict[str, Any]) -> dict[str, Any]:
    frames = (one.get("stacktrace") or {}).get("frames") or []
    return {
        "type": one.get("type"),
        "module": one.get("module"),
        "value": plain(str(one.get("value") or "")),
        "mechanism": {
            name: value
            for name, value in (one.get("mechanism") or {}).items()
            if name in ("type", "handled", "exception_id", "parent_id")
        },
        "stacktrace": {"frames": [_frame(frame) for frame in frames]},
    }


def _frame(frame: dict[str, Any]) -> dict[str, Any]:
    """Where in the code, and the code: what it was called with stays here."""
    names = ("filename", "abs_path", "function", "module", "lineno", "in_app")
    lines = ("pre_context", "context_line", "post_context")
    return {name: frame[name] for name in (*names, *lines) if name in frame}


def _span(span: dict[str, Any]) -> dict[str, Any]:
    names = ("trace_id", "span_id", "parent_span_id", "op", "status", "start_timestamp")
    return {name: span[name] for name in (*names, "timestamp") if name in span}
