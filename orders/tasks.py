"""What the workers run for orders."""

from celery import shared_task

from orders.importing import schedule, silence_alarm


@shared_task(name="orders.tasks.import_due_companies")
def import_due_companies() -> None:
    """Start the automatic imports whose time has come."""
    schedule.start_due_imports()


@shared_task(name="orders.tasks.reconcile_by_night")
def reconcile_by_night() -> None:
    """Compare the orders of companies whose night it is with their stores."""
    schedule.start_due_reconciliations()


@shared_task(name="orders.tasks.listen_for_silence")
def listen_for_silence() -> None:
    """Raise the alarm where orders or good runs are missing."""
    silence_alarm.listen()
