"""Employees: whom one may manage, and giving them roles."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from auditlog.models import LogEntry
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from core.refusals import Refused
from core.security_log import SecurityEvent, note
from settings.access import rights_of
from settings.change_log import new_entry
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

    Whoever can change these can sign in as that person. So only somebody who manages every company
    where `person` works, and holds every right there that `person` holds, may; and nobody but a
    superuser may for one who sees Django admin.
    """
    if by.is_superuser:
        return True
    if person.is_superuser or person.is_staff:
        return False
    works_at = [membership.company for membership in person.memberships.select_related("company")]
    return all(not why_not_manage_at(by, person, company) for company in works_at)


def why_not_manage_at(by: User, person: User, company: Company) -> str:
    """Why `by` may not change what `person` may do at `company`, as a sentence; '' when they may.

    Nobody changes a person who holds a right that they do not hold themselves.
    """
    mine = rights_of(by, company)
    if Right.PEOPLE not in mine:
        return f"You do not manage the employees of {company}."
    beyond = sorted(Right(right).label for right in rights_of(person, company) - mine)
    if beyond and not by.is_superuser:
        return (
            f"{person} has the right “{beyond[0]}” at {company}, which you do not have. "
            f"Somebody who has it must change their roles."
        )
    return ""


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
    person: User,
    company: Company,
    roles: Iterable[Group],
    refund_limit: Decimal | None,
    *,
    by: User,
) -> None:
    """Let `person` hold `roles` at `company`; no role ends the membership.

    Roles that `by` may neither give nor take stay as they are. Raises `Refused` when `by` may not,
    and `LastClientAdmin` when the company would have none left.
    """
    with transaction.atomic():
        Company.objects.select_for_update().get(pk=company.pk)  # two admins could remove each other
        membership = Membership.objects.filter(company=company, user=person).first()
        offered = roles_to_give(rights_of(by, company))
        kept = membership.roles.exclude(pk__in=offered.values("pk")) if membership else ()
        wanted = {*(role for role in roles if role in offered), *kept}
        if not _changes(membership, wanted, refund_limit):
            return
        _refuse_if(why_not_manage_at(by, person, company))
        _refuse_if(_why_not_limit(by, company, membership, refund_limit))
        had_admin = _client_admins(company).exists()
        _write_membership(person, company, wanted, refund_limit)
        note(SecurityEvent.ROLES_CHANGED, account=person.pk, company=company.pk, by=by.pk)
        if had_admin and not _client_admins(company).exists():
            raise LastClientAdmin(
                f"{company} needs at least one Client Admin. Give somebody else this role first."
            )


def _changes(
    membership: Membership | None, roles: set[Group], refund_limit: Decimal | None
) -> bool:
    if membership is None:
        return bool(roles)
    return set(membership.roles.all()) != roles or membership.refund_limit != refund_limit


def _why_not_limit(
    by: User, company: Company, membership: Membership | None, limit: Decimal | None
) -> str:
    """Nobody lets a person refund more than they may themselves, not even themselves."""
    own = Membership.objects.filter(company=company, user=by).first()
    most = own.refund_limit if own and not by.is_superuser else None
    is_raised = membership is None or membership.refund_limit != limit
    if most is None or not is_raised or (limit is not None and limit <= most):
        return ""
    return f"Your own refund limit at {company} is {most}: you can give nobody a higher one."


def _write_membership(
    person: User, company: Company, roles: set[Group], refund_limit: Decimal | None
) -> None:
    if not roles:
        for membership in Membership.objects.filter(company=company, user=person):
            membership.delete()
        return
    membership, _ = Membership.objects.get_or_create(company=company, user=person)
    if membership.refund_limit != refund_limit:
        membership.refund_limit = refund_limit
        membership.save(update_fields=["refund_limit"])
    membership.roles.set(roles)


def note_account(person: User, changes: Mapping[str, Sequence[str]], *, by: User) -> None:
    """Write what was done to an account into the Change Log of each company of the person.

    `changes` are [old, new] by what staff call the field.
    """
    LogEntry.objects.bulk_create(
        new_entry(membership, LogEntry.Action.UPDATE, changes, by=by)
        for membership in person.memberships.select_related("company", "user")
    )


def invite(person: User, *, by: User) -> str:
    """A path by which `person` can set a password, valid once and for some days; it is logged."""
    note_account(person, {"Invitation link": ["", "made"]}, by=by)
    note(SecurityEvent.INVITATION_MADE, account=person.pk, by=by.pk)
    return invitation_path(person)


def invitation_path(person: User) -> str:
    """A path by which `person` can set a password, valid once and for some days."""
    key = default_token_generator.make_token(person)
    arguments = {"uidb36": user_pk_to_url_str(person), "key": key}
    return reverse("account_reset_password_from_key", kwargs=arguments)


def _refuse_if(reason: str) -> None:
    if reason:
        raise Refused(reason)


def _client_admins(company: Company) -> "QuerySet[Membership]":
    return company.memberships.filter(roles__name=CLIENT_ADMIN, user__is_active=True)
