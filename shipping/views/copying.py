"""Copying the mapping of another company into the form, for looking at before Save."""

from django.contrib.auth.models import AbstractBaseUser
from django.http import QueryDict

from core.numbers import whole_number
from settings.models import Company
from settings.models.company import CompanyQuerySet
from settings.rights import Right
from shipping.forms import MappingForm
from shipping.method_matching import normal_name
from shipping.models import MethodMapping


def copyable_from(user: AbstractBaseUser, company: Company) -> CompanyQuerySet:
    """The other companies with a mapping whose settings `user` may see."""
    others = Company.objects.where_may(user, Right.SETTINGS).exclude(pk=company.pk)
    return others.filter(pk__in=MethodMapping.objects.values("company"))


def add_copied(
    user: AbstractBaseUser, company: Company, form: MappingForm, query: QueryDict
) -> str:
    """Add the rows of the company that `query` names, unless their name stands there already.

    Gives a sentence that says what was added.
    """
    key = whole_number(query.get("copy_from", ""))
    other = copyable_from(user, company).filter(pk=key).first() if key is not None else None
    if other is None:
        return "Choose the company whose mapping is to be copied."
    taken = {normal_name(entry.name) for entry in form.entries}
    added = skipped = 0
    for row in MethodMapping.objects.filter(company=other):
        if row.normal_name in taken:
            skipped += 1
            continue
        form.add(row.name, form.lookup.label(row.service_id), is_rush=row.is_rush)
        added += 1
    stayed = f" {skipped} names stand here already and stay as they are." if skipped else ""
    return f"{added} rows of {other} were added below.{stayed} Save keeps them."
