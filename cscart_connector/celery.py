"""The Celery application and the whole beat timetable."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cscart_connector.settings")

app = Celery("cscart_connector")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# Beat only rings doorbells: each task looks in the database for what is due and is safe to ring
# twice, so a missed, doubled or late tick costs nothing.
app.conf.beat_schedule = {
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
    "tell stores what waits in the tray": {
        "task": "stores.tasks.sweep",
        "schedule": 5.0,
        "options": {"expires": 5},
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
    "delete jobs of long ago": {
        "task": "jobs.tasks.prune",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
}
