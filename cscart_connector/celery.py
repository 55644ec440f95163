"""The Celery application and the whole beat timetable."""

import os
import uuid
from contextlib import AbstractContextManager
from typing import Any

from celery import Celery, Task
from celery.signals import before_task_publish

from core import tracing

HEADER = "request_id"

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cscart_connector.settings")


class TracedTask(Task[Any, Any]):
    """A task whose log lines carry its own id and that of the request that caused it."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        with _about(self.request):
            return super().__call__(*args, **kwargs)


def _about(request: Any) -> AbstractContextManager[None]:
    ids = {"task_id": str(request.id or uuid.uuid4())}
    # Celery hands the headers of a message over as attributes, those of a call in a dict.
    given = getattr(request, HEADER, "") or (getattr(request, "headers", None) or {}).get(HEADER)
    if given:
        ids["request_id"] = str(given)
    return tracing.about(**ids)


@before_task_publish.connect(weak=False)
def send_request_id(headers: dict[str, Any], **_: Any) -> None:
    """Let the message carry the id of the request that sent it."""
    if request_id := tracing.current().get("request_id"):
        headers[HEADER] = request_id


app = Celery("cscart_connector", task_cls=TracedTask)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# Beat only notifies: each task looks in the database for what is due and is safe to run twice, so a
# missed, doubled or late tick costs nothing.
app.conf.beat_schedule = {
    "beat the heart": {
        "task": "operations.tasks.beat_heart",
        "schedule": 15.0,
        "options": {"expires": 15},
    },
    "import orders of companies that are due": {
        "task": "orders.tasks.import_due_companies",
        "schedule": 15.0,
        "options": {"expires": 15},
    },
    "put waiting and orphaned jobs back to work": {
        "task": "jobs.tasks.sweep",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    "deliver what waits in the outbox": {
        "task": "stores.tasks.sweep",
        "schedule": 5.0,
        "options": {"expires": 5},
    },
    "read the order statuses of stores": {
        "task": "stores.tasks.read_statuses",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "look at the disk for documents": {
        "task": "operations.tasks.look_at_disk",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "tell of API keys that cannot be read": {
        "task": "stores.tasks.look_at_keys",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "compare orders with the stores by night": {
        "task": "orders.tasks.reconcile_by_night",
        "schedule": 900.0,
        "options": {"expires": 900},
    },
    "listen for silence": {
        "task": "orders.tasks.listen_for_silence",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "send invoices that wait for their e-mail": {
        "task": "invoices.tasks.send_waiting_mails",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "tell people of notices by e-mail": {
        "task": "notices.tasks.send_alerts",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "remove what companies keep no longer": {
        "task": "records.tasks.remove_old_data",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "delete runs that brought nothing new": {
        "task": "jobs.tasks.prune",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
}
