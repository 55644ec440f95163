"""What the workers of the outbox run. The table is the truth; these only look into it."""

from celery import shared_task

from stores import outbox, status_reading, unreadable_keys
from stores.delivery import companies_with_changes, deliver_changes


@shared_task(name="stores.tasks.deliver")
def deliver(company_id: int) -> None:
    """Deliver what is due for a company."""
    if deliver_changes(company_id):
        outbox.notify(company_id)


@shared_task(name="stores.tasks.sweep")
def sweep() -> None:
    """Wake a worker for every company with something in the outbox."""
    outbox.notify_of_all(companies_with_changes())


@shared_task(name="stores.tasks.read_statuses")
def read_statuses() -> None:
    """Read the order statuses of stores whose turn it is, and tell of those that are not chosen."""
    status_reading.start_due_readings()
    status_reading.tell_of_unset_statuses()


@shared_task(name="stores.tasks.look_at_keys")
def look_at_keys() -> None:
    """Tell of API keys that cannot be read."""
    unreadable_keys.tell_of_unreadable_keys()
