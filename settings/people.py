"""Employees: whom one may manage, and giving them roles."""

from collections.abc import Iterable
from decimal import Decimal

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from core.refusals import Refused
from settings.models import Company, Membership
from settings.rights import CLIENT_ADMIN, Right


class LastClientAdmin(Refused):
    """The change would leave a company without a Client Admin. The message is for the person."""


def managed_companies(by: User) -> "QuerySet[Company]":
    """The companies whose employees `by` manages."""
    return Company.objects.where_may(by, Right.PEOPLE)


def employees(by: User) -> "QuerySet[User]":
    """Everybody who works for a company that `by` manages; for a superuser, everybody."""
    people = User.objects.order_by("username")
    if by.is_superuser:
        return people
    members = Membership.objects.filter(company__in=managed_companies(by))
    return people.filter(pk__in=members.values("user_id"))


def may_change_account(by: User, person: User) -> bool:
    """Whether `by` may change login name, e-mail and sign-in of `person`.

    Whoever can change these can sign in as that person, so only somebody who manages every company
    where `person` works may, and nobody but a superuser may for one who sees Django admin.
    """
    if by.is_superuser:
        return True
    if person.is_superuser or person.is_staff:
        return False
    elsewhere = person.memberships.exclude(company__in=managed_companies(by))
    return not elsewhere.exists()


def roles_to_give(rights: Iterable[str]) -> "QuerySet[Group]":
    """The roles that carry no right beyond `rights`: nobody gives what they do not have."""
    ours = Q(permissions__content_type__app_label="company_settings")
    beyond = Q(permissions__codename__in=set(Right.values) - set(rights))
    carrying = Group.objects.filter(ours, permissions__codename__in=Right.values)
    too_much = Group.objects.filter(ours & beyond)
    return (
        Group.objects.filter(pk__in=carrying.values("pk"))
        .exclude(pk__in=too_much.values("pk"))
        .order_by("pk")
    )


def give_roles(
    person: User, company: Company, roles: Iterable[Group], refund_limit: Decimal | None
) -> None:
    """Let `person` hold exactly `roles` at `company`; no role ends the membership.

    Raises `LastClientAdmin` when the company would have none left.
    """
    roles = list(roles)
    with transaction.atomic():
        Company.objects.select_for_update().get(pk=company.pk)  # two admins could remove each other
        had_admin = _client_admins(company).exists()
        if roles:
            membership, _ = Membership.objects.get_or_create(company=company, user=person)
            if membership.refund_limit != refund_limit:
                membership.refund_limit = refund_limit
                membership.save(update_fields=["refund_limit"])
            membership.roles.set(roles)
        else:
            for membership in Membership.objects.filter(company=company, user=person):
                membership.delete()
        if had_admin and not _client_admins(company).exists():
            raise LastClientAdmin(
                f"{company} needs at least one Client Admin. Give somebody else this role first."
            )


def invitation_path(person: User) -> str:
    """A path by which `person` can set a password, valid once and for some days."""
    key = default_token_generator.make_token(person)
    arguments = {"uidb36": user_pk_to_url_str(person), "key": key}
    return reverse("account_reset_password_from_key", kwargs=arguments)


def _client_admins(company: Company) -> "QuerySet[Membership]":
    return company.memberships.filter(roles__name=CLIENT_ADMIN, user__is_active=True)
