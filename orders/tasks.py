"""Doorbells of the hall."""

from celery import shared_task

from orders import schedule


@shared_task(name="orders.tasks.import_due_companies")
def import_due_companies() -> None:
    """Start the automatic imports whose time has come."""
    schedule.start_due_imports()
