"""What a bulk action is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.models import AbstractBaseUser

from orders.models import Order
from settings.rights import Right

# Does the action with one order, which is locked, in a transaction; gives the sentence for the
# result. `Mapping` has the cleaned data of the action's form, as JSON knows it. Raises `Refused`.
BulkStep = Callable[[Order, AbstractBaseUser, Mapping[str, Any]], str]


class NothingToFillIn(forms.Form):
    """The form of an action that asks nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkAction:
    """An entry of the menu under the list of Manage Orders.

    An action is either done by `do`, order by order in a job, after `form` asked what it must know;
    or it is a page of its own: the URL named `url_name` gets the selection by POST.
    """

    key: str
    label: str
    group: str
    right: Right
    do: BulkStep | None = None
    form: type[forms.Form] = NothingToFillIn
    url_name: str = ""
