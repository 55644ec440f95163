"""A form that moves money or goods acts once, however often it is sent.

Its page gives it a key (`{% form_key %}`), written in the transaction of the action: of two that
arrive at once the second waits for the first. What comes without a key, from a script or an older
page, counts as the same while it says the very same within a minute.
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from core.people import signed_in
from core.refusals import Refused
from orders.models import SentForm

FORM_KEY = "form_key"
KEPT = timedelta(days=7)
JUST_NOW = timedelta(minutes=1)

_NOT_SAID = (FORM_KEY, "csrfmiddlewaretoken")


@contextmanager
def acting_once(request: HttpRequest) -> Iterator[None]:
    """Run the body in a transaction, once for each form that was sent. Raises `Refused`.

    A body that is stopped by an exception has not acted: the form may be sent again.
    """
    person = signed_in(request)
    SentForm.objects.filter(by_id=person.pk, at__lt=timezone.now() - KEPT).delete()
    with transaction.atomic():
        if key := request.POST.get(FORM_KEY, "")[:64]:
            _claim(person, key)
        else:
            _claim(person, _fingerprint(request), within=JUST_NOW)
        yield


def _claim(person: AbstractBaseUser, key: str, *, within: timedelta = KEPT) -> None:
    """Take `key` for this action; it is free again after `within`. Raises `Refused`."""
    now = timezone.now()
    _, is_new = SentForm.objects.get_or_create(by_id=person.pk, key=key, defaults={"at": now})
    if is_new:
        return
    # One statement, so that of several at once one alone finds the old row.
    old = SentForm.objects.filter(by_id=person.pk, key=key, at__lt=now - within)
    if not old.update(at=now):
        raise Refused(
            "This has been sent before, and was done then. Look at the order; open the page again "
            "to do more."
        )


def _fingerprint(request: HttpRequest) -> str:
    said = {name: values for name, values in request.POST.lists() if name not in _NOT_SAID}
    text = json.dumps([request.path, said], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
