"""Whether everything runs: asked by machines, and shown to administrators in words."""

import re
from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from cscart_connector.celery import app
from invoices.drawing.fonts import slow_printing, subsets_quickly
from jobs import queue
from jobs.models import JobStatus
from operations.health import Check
from operations.models import HeartBeat
from operations.tasks import beat_heart
from stores.outbox import NewChange, enqueue
from stores.payloads import StatusPayload
from tests.factories import a_job

pytestmark = pytest.mark.django_db

A_STATUS = NewChange(
    store_order_id="97",
    payload=StatusPayload(order_id=1, code="C", may_mail=False),
    key="status 97",
)


def test_a_process_is_alive_whatever_host_name_it_is_called_by(client):
    answer = client.get("/healthz", headers={"host": "10.1.2.3"})
    assert (answer.status_code, answer.content) == (200, b"alive\n")


def test_probes_are_not_sent_to_https(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/healthz").status_code == 200


def test_it_is_ready_when_database_broker_migrations_and_beat_work(client):
    beat_heart()
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == dict.fromkeys(
        (
            *("Database", "Migrations", "Broker", "Clock", "Timetable and workers"),
            *("Disk for documents", "API Passwords"),
        ),
        "ok",
    )


def test_it_is_not_ready_before_the_first_beat(client):
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["Timetable and workers"].startswith("No beat has been seen yet.")


def test_it_is_not_ready_when_beats_have_stopped(client):
    HeartBeat.beat()
    HeartBeat.objects.update(beaten_at=timezone.now() - timedelta(minutes=5))
    assert "Look whether celery beat" in client.get("/readyz").json()["Timetable and workers"]


def test_it_is_not_ready_without_the_broker(client, settings):
    beat_heart()
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["Broker"].startswith("Redis does not answer.")


def test_there_are_no_metrics_without_a_token(client, settings):
    assert client.get("/metrics").status_code == 404
    settings.METRICS_TOKEN = "long-token"
    assert client.get("/metrics").status_code == 401
    wrong = client.get("/metrics", headers={"authorization": "Bearer another"})
    assert wrong.status_code == 401


def test_metrics_tell_of_imports_uploads_jobs_and_http(client, settings, company):
    settings.METRICS_TOKEN = "long-token"
    HeartBeat.beat()
    company.import_cursor = None
    enqueue(company, A_STATUS)
    now = timezone.now()
    ended = {"started_at": now - timedelta(seconds=30), "finished_at": now}
    a_job(company, status=JobStatus.FAILED, error="The store is away. Wait.", **ended)
    a_job(company, kind="export_orders")
    client.get("/accounts/login/")
    text = client.get("/metrics", headers={"authorization": "Bearer long-token"}).content.decode()
    for line in (
        f'cscart_import_failures_in_a_row{{company="{company.pk}"}} 0.0',
        f'cscart_outgoing_changes{{company="{company.pk}",state="waiting"}} 1.0',
        'cscart_job_longest_seconds{kind="import_orders",status="failed"} 30.0',
        'cscart_jobs_failed{kind="import_orders",reason="The store is away"} 1.0',
        'cscart_jobs_waiting{queue="documents"} 1.0',
        'cscart_jobs_waiting{queue="import"} 0.0',
    ):
        assert line in text.splitlines()
    assert re.search(r'http_request_seconds_count\{method="GET",page="account_login"', text)


def test_the_system_page_says_it_in_words(admin_client, company):
    enqueue(company, A_STATUS)
    text = admin_client.get(reverse("system")).content.decode()
    assert "No beat has been seen yet." in text
    assert company.name in text
    assert "Waiting" in text
    assert "Version 0." in text


def test_the_system_page_says_what_printing_lacks(admin_client):
    page = admin_client.get(reverse("system"))
    (printing,) = [check for check in page.context["checks"] if check.name == "Printing"]
    assert printing.is_good == subsets_quickly()
    assert "libharfbuzz-subset0" in slow_printing(has_subsetter=False)
    assert slow_printing(has_subsetter=True) == ""


def test_a_bearable_problem_is_no_failure_on_the_system_page():
    slow = Check("Printing", slow_printing(has_subsetter=False), is_bearable=True)
    text = render_to_string("operations/system.html", {"checks": [slow], "beaten_at": None})
    assert "wants attention" in text
    assert "finding-limited" in text
    assert "does not work" not in text


def test_the_system_page_is_for_administrators(staff):
    answer = staff.get(reverse("system"))
    assert answer.status_code == 403
    assert "Only an administrator" in answer.content.decode()


def test_every_page_names_the_version(staff):
    assert "CS-Cart Connector 0." in staff.get(reverse("company_list")).content.decode()


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        *(("import_orders", "import"), ("test_settings", "import")),
        *(("export_orders", "documents"), ("bulk_orders", "default")),
    ],
)
def test_a_job_is_rung_for_in_the_queue_of_its_kind(company, monkeypatch, kind, wanted):
    rung = []
    monkeypatch.setattr(app, "send_task", lambda *_, **how: rung.append(how["queue"]))
    queue.notify(a_job(company, kind=kind).pk)
    assert rung == [wanted]
