"""docker-compose.yml: right in form, and its commands work when they are run by hand."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import requests
from compose_spec.models import ComposeSpecification
from django.core.management import call_command

from embedded.demo import WORKERS
from jobs.models import Job
from orders.importing.schedule import start_import
from orders.models import Order
from sandbox.server import SandboxStore
from settings.models import Company
from tests.flows.conftest import connect, wait_until
from tests.operations.conftest import CHECKOUT, COMPOSE, OURS, SERVICES, Machines

__all__ = ["connect"]  # a fixture


def test_the_compose_file_is_of_the_specifications_form():
    read = ComposeSpecification.model_validate(COMPOSE)
    assert set(read.services or ()) == set(SERVICES)


def test_the_dockerfile_passes_the_linter():
    hadolint = Path(sys.executable).parent / "hadolint"
    done = subprocess.run([hadolint, "Dockerfile"], cwd=CHECKOUT, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")


def test_every_service_but_migrate_starts_again_by_itself():
    restarts = {name: service["restart"] for name, service in SERVICES.items()}
    assert restarts.pop("migrate") == "no"
    assert set(restarts.values()) == {"unless-stopped"}


def test_our_containers_may_do_little():
    for name in OURS:
        service = SERVICES[name]
        assert service["read_only"], name
        assert service["cap_drop"] == ["ALL"], name
    assert "USER 10001" in (CHECKOUT / "Dockerfile").read_text()


def test_the_workers_serve_every_queue(settings):
    served = [
        queue
        for service in SERVICES.values()
        if "-Q" in service.get("command", [])
        for queue in service["command"][service["command"].index("-Q") + 1].split(",")
    ]
    assert sorted(served) == sorted(queue.name for queue in settings.CELERY_TASK_QUEUES)


def test_what_waits_for_stores_has_processes_of_its_own():
    queues = [
        set(service["command"][service["command"].index("-Q") + 1].split(","))
        for service in SERVICES.values()
        if "-Q" in service.get("command", [])
    ] + [set(served.split(",")) for _, served, _ in WORKERS]
    for served in queues:
        assert not served & {"import", "outgoing"} or not served & {"default", "documents"}
    assert int(next(number for _, served, number in WORKERS if "import" in served)) >= 3


def test_every_variable_of_the_settings_is_explained():
    explained = (CHECKOUT / ".env.example").read_text()
    code = (CHECKOUT / "cscart_connector" / "settings.py").read_text()
    code += (CHECKOUT / "docker-compose.yml").read_text()
    read = set(re.findall(r'(?:env\.\w+|required)\(\s*"([A-Z0-9_]+)"', code))
    read |= set(re.findall(r"\$\{([A-Z_]+)", code))
    assert [name for name in sorted(read) if name not in explained] == []


def finished(store: SandboxStore) -> bool:
    dead = ("N", "T", "I", "F", "D")
    wanted = {str(n) for n, order in store.state.orders.items() if order["status"] not in dead}
    here = list(Order.objects.values_list("store_order_id", flat=True))
    assert len(here) == len(set(here))
    return set(here) == wanted and not Job.objects.active().exists()


def test_two_webs_and_two_workers_import_and_lose_nothing_when_killed(machines, connect):
    machines.run("migrate")
    with SandboxStore(orders=80, latency_list_row=0.02) as store:
        company: Company = connect(store)
        ports = [machines.start(name, "web") for name in ("web1", "web2")]
        for name in ("import1", "import2"):
            machines.start(name, "worker-import")
        machines.start("worker1", "worker")
        machines.start("beat1", "beat")
        wait_until(lambda: Order.objects.exists(), 60, "the import has begun")
        for name in ("import1", "worker1", "beat1", "web1"):
            machines.kill(name)
            machines.start_again(name)
        store.control.create_order(status="P")
        wait_until(lambda: _imported_all(company, store), 120, "every order is here once")
        wait_until(lambda: all(_is_ready(port) for port in ports), 60, "both webs are ready")
        metrics = _metrics(ports[1])
    assert f'cscart_import_lag_seconds{{company="{company.pk}"}}' in metrics
    _the_log_names_jobs(machines)


def _imported_all(company: Company, store: SandboxStore) -> bool:
    if finished(store):
        return True
    if not Job.objects.active().exists():
        start_import(company)  # the schedule would do so in some minutes
    return False


def _is_ready(port: int) -> bool:
    try:
        return requests.get(f"http://127.0.0.1:{port}/readyz", timeout=10).status_code == 200
    except (requests.ConnectionError, requests.Timeout):
        return False


def _metrics(port: int) -> str:
    address = f"http://127.0.0.1:{port}"
    requests.get(f"{address}/accounts/login/", timeout=60)
    shown = {"Authorization": "Bearer token-of-the-test"}
    text = requests.get(f"{address}/metrics", headers=shown, timeout=60).text
    assert 'http_request_seconds_count{method="GET",page="account_login"' in text
    return text


def _the_log_names_jobs(machines: Machines) -> None:
    lines = machines.log("import1") + machines.log("import2")
    requests_to_the_store = re.findall(r'"message": "GET /api/2.0/orders.*', lines)
    assert requests_to_the_store
    assert all(re.search(r'"job_id": "\d+"', line) for line in requests_to_the_store)


def test_migrations_are_complete(db):
    call_command("migrate", "--check", verbosity=0)


@pytest.mark.parametrize("service", ["web", "worker", "beat"])
def test_a_service_waits_for_the_migrations(service):
    assert "migrate" in SERVICES[service]["depends_on"]
