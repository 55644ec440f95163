"""Lines of the log name the request, task and job that they belong to."""

import io
import json
import logging
import os
import subprocess
import sys

import pytest

from core import tracing
from cscart_connector.celery import TracedTask, app, send_request_id
from cscart_connector.secret_files import read_secret_files


def logged(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """Where lines of the logger "try" go, with the filter of the project settings."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.addFilter(tracing.AddIds())
    handler.setFormatter(logging.Formatter("%(message)s [%(ids)s]"))
    monkeypatch.setattr(logging.getLogger("try"), "handlers", [handler])
    return out


def test_a_line_names_request_and_job(monkeypatch):
    out = logged(monkeypatch)
    with tracing.about(request_id="r1"), tracing.about(job_id="7"):
        logging.getLogger("try").warning("inside")
    logging.getLogger("try").warning("outside")
    assert out.getvalue() == "inside [request_id=r1 job_id=7]\noutside []\n"


@pytest.mark.django_db
def test_a_request_keeps_a_sane_id_and_is_given_one_otherwise(client):
    path = "/accounts/login/"
    kept = client.get(path, headers={"x-request-id": "abcd-1234-efgh"})
    assert kept["X-Request-ID"] == "abcd-1234-efgh"
    odd = client.get(path, headers={"x-request-id": "a b\x7fc <script>"})
    assert len(odd["X-Request-ID"]) == 32


def test_a_task_goes_on_under_the_id_of_the_request_that_rang(monkeypatch):
    headers: dict[str, str] = {}
    with tracing.about(request_id="r9"):
        send_request_id(headers=headers)
    assert headers == {"request_id": "r9"}

    class Ringing(TracedTask):
        name = "try.ringing"

        def run(self):
            return tracing.current()

    Ringing.bind(app)  # type: ignore[arg-type]  # the app's own class of tasks
    task = Ringing()
    task.push_request(id="t1", headers=headers)
    found = task()
    assert found == {"task_id": "t1", "request_id": "r9"}
    assert tracing.current() == {}


def test_logs_are_json_when_the_environment_says_so():
    code = (
        "import django, logging; django.setup(); from core import tracing\n"
        "with tracing.about(request_id='r1'): logging.getLogger('x').warning('hello')"
    )
    environment = {**os.environ, "LOG_FORMAT": "json", "LOG_LEVEL": "INFO"}
    environment["DJANGO_SETTINGS_MODULE"] = "cscart_connector.settings"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    line = json.loads(done.stderr.splitlines()[-1])
    assert (line["message"], line["request_id"], line["levelname"]) == ("hello", "r1", "WARNING")


def test_secrets_are_read_from_files_unless_they_are_set(tmp_path):
    file = tmp_path / "key"
    file.write_text("from-a-file\n")
    environment = {"SECRET_KEY_FILE": str(file), "REDIS_URL_FILE": str(file), "REDIS_URL": "set"}
    read_secret_files(environment)
    assert (environment["SECRET_KEY"], environment["REDIS_URL"]) == ("from-a-file", "set")
