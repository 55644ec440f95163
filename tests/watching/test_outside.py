"""The real SDKs against a server of our own: what leaves, what does not, and nothing when off."""

import gzip
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import brotli
import pytest

CHECKOUT = Path(__file__).resolve().parents[2]

SECRETS = (
    *("ana@quastenberg.example", "Quastenberg", "s3ssionid", "topsecret", "4711471147"),
    "only-for-the-watchers-test",
)
# A request that ends in an error, a log line and a task that name a person.
SCRIPT = """
import logging
import django
django.setup()
from django.test import Client
from cscart_connector.celery import app

@app.task(name="tests.fails")
def fails(name):
    raise ValueError(f"no order of '{name}'")

browser = Client(raise_request_exception=False, headers={"authorization": "Bearer topsecret"})
browser.cookies["sessionid"] = "s3ssionid"
browser.post("/orders/?q=ana@quastenberg.example", {"name": "Quastenberg"}, secure=True)
logging.getLogger("orders").error("Cannot ship to %s, %s", "Quastenberg", "+4711471147")
app.conf.task_always_eager = True
fails.apply(args=["Quastenberg"])
"""
FLUSH_SENTRY = "import sentry_sdk; sentry_sdk.flush(10)\n"
FLUSH_TRACES = "from opentelemetry import trace; trace.get_tracer_provider().force_flush()\n"


class Sink:
    """A server that takes everything and keeps it."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, bytes]] = []
        sink = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                opened = {"gzip": gzip.decompress, "br": brotli.decompress}
                if coding := self.headers.get("Content-Encoding"):
                    body = opened[coding](body)
                sink.taken.append((self.path, body + str(self.headers).encode()))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def text(self) -> str:
        return b"\n".join(body for _, body in self.taken).decode(errors="replace")


@pytest.fixture
def sink() -> Iterator[Sink]:
    sink = Sink()
    yield sink
    sink.close()


def run(script: str, **environment: str) -> str:
    """Run `script` in a process of its own; its database does not answer."""
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=CHECKOUT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "cscart_connector.settings",
            "SECRET_KEY": SECRETS[-1],
            "DATABASE_URL": "postgres://nobody:topsecret@127.0.0.1:1/none",
            "REDIS_URL": "redis://127.0.0.1:1/0",
            "ALLOWED_HOSTS": "testserver",
            **environment,
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_sentry_hears_of_errors_and_of_nobody(sink):
    dsn = f"http://public@127.0.0.1:{sink.port}/1"
    run(SCRIPT + FLUSH_SENTRY, SENTRY_DSN=dsn, SENTRY_TRACES_SAMPLE_RATE="1")
    lines = [line for line in sink.text.splitlines() if '"platform"' in line]
    events = [json.loads(line) for line in lines]
    assert {path for path, _ in sink.taken} == {"/api/1/envelope/"}
    types = {one["type"] for each in events for one in each.get("exception", {}).get("values", [])}
    assert {"OperationalError", "ValueError"} <= types
    assert "Cannot ship to %s, %s" in sink.text
    assert "no order of [removed]" in sink.text
    assert [secret for secret in SECRETS if secret in sink.text] == []


def test_a_collector_hears_how_long_things_take_and_of_nobody(sink):
    run(SCRIPT + FLUSH_TRACES, OTEL_EXPORTER_OTLP_ENDPOINT=f"http://127.0.0.1:{sink.port}")
    assert {path for path, _ in sink.taken} == {"/v1/traces"}
    assert "cscart-connector" in sink.text
    assert "tests.fails" in sink.text
    assert "POST" in sink.text
    assert [secret for secret in SECRETS if secret in sink.text] == []


def test_nothing_of_them_is_loaded_where_nobody_watches():
    script = "import sys, django; django.setup(); print(' '.join(sys.modules))"
    off = dict.fromkeys(["SENTRY_DSN", "OTEL_EXPORTER_OTLP_ENDPOINT", "S3_BUCKET"], "")
    loaded = {name.partition(".")[0] for name in run(script, **off).split()}
    assert "django" in loaded
    assert loaded & {"sentry_sdk", "opentelemetry", "storages", "boto3", "botocore"} == set()
