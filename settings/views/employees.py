"""Manage Employees: who works where, with which roles."""

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.concurrent_edits import lock
from core.fresh_sign_in import needs_fresh_sign_in
from core.refusals import telling_refusals
from core.security_log import SecurityEvent, note
from settings.access import require_somewhere
from settings.forms.employees import AccountForm, RolesForm
from settings.people import (
    employees,
    give_roles,
    invite,
    managed_companies,
    may_change_account,
    note_account,
    why_not_manage_at,
)
from settings.rights import Right


@require_safe
def employee_list(request: HttpRequest) -> HttpResponse:
    """Everybody at the companies whose employees the user manages."""
    by = _manager(request)
    people = employees(by).prefetch_related("memberships__company", "memberships__roles")
    visible = set(managed_companies(by).values_list("pk", flat=True))
    return render(
        request, "settings/employee_list.html", {"people": people, "visible_companies": visible}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs_fresh_sign_in
def employee_create(request: HttpRequest) -> HttpResponse:
    """Add a person; they set their own password by a link."""
    by = _manager(request)
    person = User()
    return _employee_form(request, by, person)


@require_http_methods(["GET", "HEAD", "POST"])
@needs_fresh_sign_in
def employee_detail(request: HttpRequest, user_id: int) -> HttpResponse:
    """One person: account and roles at each company."""
    by = _manager(request)
    person = get_object_or_404(employees(by), pk=user_id)
    return _employee_form(request, by, person)


@require_POST
@needs_fresh_sign_in
def employee_invitation(request: HttpRequest, user_id: int) -> HttpResponse:
    """Make a link by which a person sets a password; shown once."""
    by = _manager(request)
    person = get_object_or_404(employees(by), pk=user_id)
    if not may_change_account(by, person):
        raise PermissionDenied(_NOT_YOURS)
    link = request.build_absolute_uri(invite(person, by=by))
    return render(request, "settings/employee_invitation.html", {"person": person, "link": link})


_NOT_YOURS = (
    "This person also works for companies that you do not manage, has rights that you do not, or "
    "administers the whole application. Only somebody who may do all of that changes their login."
)


@transaction.atomic
def _employee_form(request: HttpRequest, by: User, person: User) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    is_new = person.pk is None
    if data is not None and not is_new:
        person = lock(person)
    may_change = is_new or may_change_account(by, person)
    account = AccountForm(data, instance=person) if may_change else None
    reasons = {
        company: "" if is_new else why_not_manage_at(by, person, company)
        for company in managed_companies(by)
    }
    roles = [
        RolesForm(data, company=company, by=by, person=person)
        for company, reason in reasons.items()
        if not reason
    ]
    forms = [form for form in (account, *roles) if form is not None]
    if data is not None and all([form.is_valid() for form in forms]):
        with telling_refusals(request):
            _save(account, roles, person, by=by, is_new=is_new)
            messages.success(request, f"{person.get_username()} was saved.")
            return redirect("employee_detail", user_id=person.pk)
    context = {
        "person": person,
        "is_new": is_new,
        "account": account,
        "roles": roles,
        "not_yours": _NOT_YOURS,
        "locked": [reason for reason in reasons.values() if reason],
        "editing": is_new or data is not None or "edit" in request.GET,
    }
    return render(request, "settings/employee_detail.html", context)


def _save(
    account: AccountForm | None, roles: list[RolesForm], person: User, *, by: User, is_new: bool
) -> None:
    with transaction.atomic():
        if account is not None:
            if is_new:
                person.set_unusable_password()
            account.save()
        for form in roles:
            given = form.cleaned_data
            give_roles(person, form.company, given["roles"], given["refund_limit"], by=by)
        if account is not None and account.changes():
            note_account(person, account.changes(), by=by)
            note(SecurityEvent.ACCOUNT_CHANGED, account=person.pk, by=by.pk)


def _manager(request: HttpRequest) -> User:
    user = request.user
    if not isinstance(user, User):
        raise PermissionDenied
    if not user.is_superuser:
        require_somewhere(user, Right.PEOPLE)
    return user
