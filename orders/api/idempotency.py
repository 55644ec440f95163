"""Giving the same answer again to the same request: Idempotency-Key."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from orders.models import ApiAnswer
from settings.models import ApiToken

KEPT = timedelta(days=7)


class KeyReused(Exception):
    """The key was used for a request with another body."""


def answer_once(
    token: ApiToken, key: str, body: bytes, work: Callable[[], dict[str, Any]]
) -> dict[str, Any]:
    """The answer of `work`, or the one that was given to this key before.

    Work and answer are kept in one transaction: a request that was cut off did nothing, or is
    answered as if it had not been cut. Raises `KeyReused`.
    """
    fingerprint = hashlib.sha256(body).hexdigest()
    ApiAnswer.objects.filter(token=token, at__lt=timezone.now() - KEPT).delete()
    try:
        with transaction.atomic():
            # Whoever comes second waits here until the first has ended.
            kept = ApiAnswer.objects.create(token=token, key=key, fingerprint=fingerprint)
            kept.answer = answer = work()
            kept.save(update_fields=["answer"])
            return answer
    except IntegrityError:
        earlier = ApiAnswer.objects.filter(token=token, key=key).first()
        if earlier is None:
            raise
    if earlier.fingerprint != fingerprint:
        raise KeyReused
    given: dict[str, Any] = earlier.answer
    return given
