"""Starting a bulk action: how many orders it would reach, and its job."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Count

from jobs.queue import JobDetails, Submission, submit
from orders.desk.bulk.bulk_action import BulkAction
from orders.desk.bulk.selection import Selection
from orders.job_kinds import BULK_ORDERS
from settings.models import Company
from settings.rights import Right


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """The companies whose orders an action would reach, how many, and how many it may not touch."""

    companies: tuple[Company, ...]
    number: int
    number_forbidden: int


def reach_of(selection: Selection, right: Right, user: AbstractBaseUser) -> Reach:
    """What `user` would reach with `selection` by an action that takes `right`."""
    seen = selection.orders(user, Right.VIEW).order_by().values("company")
    numbers = dict(seen.annotate(number=Count("pk")).values_list("company", "number"))
    allowed = Company.objects.where_may(user, right).filter(pk__in=numbers).order_by("pk")
    companies = tuple(allowed)
    number = sum(numbers[company.pk] for company in companies)
    return Reach(
        companies=companies, number=number, number_forbidden=sum(numbers.values()) - number
    )


def start_bulk(
    action: BulkAction,
    selection: Selection,
    companies: tuple[Company, ...],
    answers: dict[str, Any],
    *,
    by: AbstractBaseUser,
) -> Submission:
    """Queue the action for the selected orders of `companies`, at least one.

    Asked for twice, by a double click, it is one job.
    """
    parameters = {"action": action.key, "answers": answers, "selection": selection.as_parameters()}
    details = JobDetails(
        lane=lane_of({**parameters, "by": by.pk}),
        subject=action.label,
        right=action.right,
        other_companies=companies[1:],
    )
    return submit(BULK_ORDERS, companies[0], by=by, parameters=parameters, details=details)


def lane_of(parameters: dict[str, Any]) -> str:
    """A lane of its own for each different action and its fields."""
    text = json.dumps(parameters, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
