"""The API key is nowhere: not in the database as it is dumped, not in a log, not on a page."""

import logging
import subprocess
from functools import partial
from typing import Any

import pytest
from auditlog.models import LogEntry
from cryptography.fernet import Fernet
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection
from django.forms.models import model_to_dict
from django.test import Client
from django.urls import reverse

from cscart_connector.cscart.client import Patience
from embedded.postgres import BINARIES
from invoices.models import ChannelTemplate, WordTemplate
from jobs.models import Job, JobLogLine
from jobs.run_job import run_job
from sandbox.server import SandboxStore
from settings.models import Company, StoreConnection
from tests.factories import a_company, a_job, a_user
from tests.urls.rules import RULES
from tests.urls.world import World

KEY = "5eCr3tKeyOfTheStore5eCr3tKeyOf99"
PAGES = sorted(
    name for name, rule in RULES.items() if rule.of == "company" and rule.method == "get"
)


@pytest.fixture
def used(transactional_db, caplog, monkeypatch) -> Company:
    """A company whose key was typed in, tested and used for imports, one of which failed."""
    caplog.set_level(logging.DEBUG)
    hurried = partial(Patience, first_pause=0.01, longest_pause=0.02)
    monkeypatch.setattr("cscart_connector.cscart.client.Patience", hurried)
    company = a_company("Ours")
    with SandboxStore(orders=2) as store:
        store.control.add_user("clerk@store.example", KEY)
        _type_the_key_in(company, store.base_url)
        for kind in ("import_orders", "test_settings"):
            job = a_job(company, kind=kind)
            run_job(job.pk)
            assert Job.objects.get(pk=job.pk).status == "completed"
    run_job(a_job(company).pk)  # the store is gone now: the failure is logged as well
    assert StoreConnection.objects.get(company=company).api_key == KEY
    return company


def _type_the_key_in(company: Company, address: str) -> None:
    browser = Client()
    browser.force_login(a_user(company))
    data = {"store_url": address, "api_email": "clerk@store.example", "api_key": KEY}
    data |= {"addressing": "rewrite", "parallel_requests": "2", "minutes_between_runs": "5"}
    path = reverse("cart_general", args=[company.pk])
    assert browser.post(path, data | {"is_same_store": "on"}).status_code == 302
    # Refused: the form comes back, and must come back without the key.
    refused = browser.post(path, data | {"parallel_requests": "99", "is_same_store": "on"})
    assert refused.status_code == 200
    assert KEY not in refused.content.decode()
    assert "Type the new API Password again" in refused.content.decode()


def test_the_database_dump_has_no_key(used):
    settings = connection.settings_dict
    address = f"postgresql://{settings['USER']}:{settings['PASSWORD']}@{settings['HOST']}"
    dump = subprocess.run(
        [str(BINARIES / "pg_dump"), f"{address}:{settings['PORT']}/{settings['NAME']}"],
        capture_output=True,
        check=True,
    ).stdout.decode()
    assert "clerk@store.example" in dump, "the dump holds the connection"
    assert KEY not in dump


def test_no_log_has_the_key(used, caplog):
    logged = "\n".join(record.getMessage() for record in caplog.get_records("setup"))
    assert "GET /api/2.0/orders" in logged, "requests to the store are logged"
    assert KEY not in logged
    lines = "".join(JobLogLine.objects.values_list("message", flat=True))
    assert lines
    assert KEY not in lines + str([model_to_dict(job) for job in Job.objects.all()])


def test_the_change_log_tells_of_the_key_without_telling_it(used):
    entries = LogEntry.objects.all()
    assert entries.filter(changes__has_key="api_key_saved_at").exists()
    assert not entries.filter(changes__has_key="api_key").exists()
    assert KEY not in str([model_to_dict(entry) for entry in entries])


def test_no_page_has_the_key(used):
    browser = Client()
    browser.force_login(a_user(used))
    a_job(used, kind="what_if", status="completed")
    ChannelTemplate.objects.create(company=used, version=1, html="<p>Hello</p>")
    template = WordTemplate(company=used, name="Classic")
    template.file.save("classic.docx", ContentFile(b"PK"))
    world = World(used, used)
    paths = [world.path(name, used) for name in PAGES if name != "company_logo"]
    paths += [f"{path}?edit=1" for path in paths]
    paths += [reverse("job_detail", args=[pk]) for pk in Job.objects.values_list("pk", flat=True)]
    for path in paths:
        answer: Any = browser.get(path)
        assert answer.status_code == 200, path
        content = b"".join(answer) if answer.streaming else answer.content  # some are files
        assert KEY.encode() not in content, path


def test_django_admin_takes_a_key_and_never_shows_one(used):
    browser = Client()
    browser.force_login(User.objects.create_superuser("boss"))
    row = StoreConnection.objects.get(company=used)
    path = reverse("admin:company_settings_storeconnection_change", args=[row.pk])
    page = browser.get(path)
    form = page.context["adminform"].form
    assert "api_key" not in form.fields
    data = {name: form.initial.get(name, "") for name in form.fields}
    data |= {"new_api_key": "N" * 32}
    data |= {"statuses-TOTAL_FORMS": "0", "statuses-INITIAL_FORMS": "0"}
    assert browser.post(path, data).status_code == 302
    row.refresh_from_db()
    assert row.api_key == "N" * 32
    shown = [page, browser.get(path), browser.get(f"{path}history/"), browser.get("/admin/")]
    shown += [browser.get(reverse("admin:company_settings_storeconnection_changelist"))]
    for answer in shown:
        text = answer.content.decode()
        assert KEY not in text
        assert "N" * 32 not in text


def test_rotating_the_keys_leaves_every_secret_readable(used, settings, capsys):
    old = settings.FIELD_ENCRYPTION_KEYS
    new = [Fernet.generate_key().decode()]
    settings.FIELD_ENCRYPTION_KEYS = new + old
    call_command("rotate_field_encryption_keys")
    assert "1 API keys" in capsys.readouterr().out
    settings.FIELD_ENCRYPTION_KEYS = new
    assert StoreConnection.objects.get(company=used).api_key == KEY
