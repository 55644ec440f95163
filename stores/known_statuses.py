"""Keeping the list of a store's statuses, which staff see under Order Statuses."""

from collections.abc import Sequence

from django.db import transaction

from core.isolating import write_isolated
from settings.models import StatusReading, StatusUploads, StoreConnection, WebsiteStatus
from stores.port import StoreStatus


def remember_statuses(connection: StoreConnection, statuses: Sequence[StoreStatus]) -> list[str]:
    """Add new statuses and rename known ones; what staff chose stays.

    The first time, the statuses that we set in the store are proposed from the readings. Gives a
    sentence for each status that cannot be kept; the others are.
    """
    known = {row.code: row for row in connection.statuses.all()}

    def keep(some: Sequence[StoreStatus]) -> None:
        with transaction.atomic():
            for status in some:
                _remember(connection, known.get(status.code), status)

    failed = [status for status, _ in write_isolated(statuses, keep)]
    if not known:
        _propose_uploads(connection, [status for status in statuses if status not in failed])
    return [
        f"The status “{status.name[:60]}” cannot be kept: its code “{status.code[:20]}” is not "
        "one that CS-Cart gives."
        for status in failed
    ]


def _remember(connection: StoreConnection, row: WebsiteStatus | None, status: StoreStatus) -> None:
    if row is None:
        WebsiteStatus.objects.create(
            connection=connection,
            code=status.code,
            name=status.name,
            usual_reading=status.reading,
        )
    elif (row.name, row.usual_reading) != (status.name, status.reading):
        row.name, row.usual_reading = status.name, status.reading
        row.save(update_fields=["name", "usual_reading"])


def _propose_uploads(connection: StoreConnection, statuses: Sequence[StoreStatus]) -> None:
    first: dict[StatusReading, str] = {}
    for status in statuses:
        first.setdefault(status.reading, status.code)
    cancelled = first.get(StatusReading.CANCELLED, "")
    uploads, _ = StatusUploads.objects.get_or_create(connection=connection)
    uploads.on_cancel = uploads.on_cancel or cancelled
    uploads.on_full_refund = uploads.on_full_refund or first.get(StatusReading.REFUNDED, cancelled)
    uploads.on_shipped = uploads.on_shipped or first.get(StatusReading.SHIPPED, "")
    uploads.save()
