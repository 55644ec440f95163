"""The task that sends e-mails about notices."""

from celery import shared_task

from notices.alerts import send_waiting, write_digests


@shared_task(name="notices.tasks.send_alerts")
def send_alerts() -> None:
    """Write the digests that are due, and send what waits."""
    write_digests()
    send_waiting()
