"""Posting what a store must hear. The row commits together with the fact it tells of."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser

from settings.models import Company
from stores.models import ChangeKind, OutgoingChange


def post(
    company: Company,
    store_order_id: str,
    kind: ChangeKind,
    payload: dict[str, Any],
    *,
    key: str,
    not_before: datetime | None = None,
    by: AbstractBaseUser | None = None,
) -> OutgoingChange:
    """Put a change into the tray, once per `key`. To be called in the transaction of the fact.

    `payload` must be JSON; amounts and times as text.
    """
    change, _is_new = OutgoingChange.objects.get_or_create(
        key=key,
        defaults={
            "company": company,
            "store_order_id": store_order_id,
            "kind": kind,
            "payload": payload,
            "not_before": not_before,
            "by_id": by.pk if by else None,
        },
    )
    return change
