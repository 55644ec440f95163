"""Who may do what: fetch-or-404 and checks that carry the permission.

A stranger gets 404 and learns nothing; a colleague without the right gets a sentence.
"""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, Permission
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from settings.models import Company
from settings.rights import Right

AnyUser = AbstractBaseUser | AnonymousUser


def company_or_404(user: AnyUser, company_id: int, right: Right) -> Company:
    """The active company with this id, if `user` has `right` there.

    Raises `Http404` for a stranger and `PermissionDenied` for a colleague without the right.
    """
    company = get_object_or_404(Company.objects.visible_to(user), pk=company_id)
    require(user, company, right)
    return company


def any_company_or_404(user: AnyUser, company_id: int, right: Right) -> Company:
    """As `company_or_404`, but a deactivated company counts too."""
    company = get_object_or_404(Company.objects.of(user), pk=company_id)
    require(user, company, right)
    return company


def require(user: AnyUser, company: Company, right: Right) -> None:
    """Raise `PermissionDenied`, with a sentence for the person, unless `user` has `right`."""
    if right not in rights_of(user, company):
        raise PermissionDenied(
            f"You do not have the right “{right.label}” at {company}. "
            f"A Client Admin of {company} can give it to you."
        )


def require_somewhere(user: AnyUser, right: Right) -> None:
    """Raise `PermissionDenied` unless `user` has `right` at one active company at least."""
    if not Company.objects.where_may(user, right).exists():
        raise PermissionDenied(
            f"You do not have the right “{right.label}” at any company. "
            "A Client Admin can give it to you."
        )


def rights_of(user: AnyUser, company: Company) -> frozenset[str]:
    """All rights that `user` has at `company`; a superuser has every one."""
    if getattr(user, "is_superuser", False):
        return frozenset(Right.values)
    held = Permission.objects.filter(
        content_type__app_label="company_settings",
        group__memberships__user_id=user.pk or 0,
        group__memberships__company=company,
    )
    return frozenset(held.values_list("codename", flat=True)) & frozenset(Right.values)
