"""Doorbells of the mail room. The tray is the truth; these only wake somebody."""

from celery import shared_task

from stores import delivery, outbox


@shared_task(name="stores.tasks.deliver")
def deliver(company_id: int) -> None:
    """Deliver what is due for a company."""
    if delivery.deliver(company_id):
        outbox.nudge(company_id)


@shared_task(name="stores.tasks.sweep")
def sweep() -> None:
    """Ring for every company with something in the tray."""
    for company_id in delivery.companies_to_visit():
        outbox.nudge(company_id)
