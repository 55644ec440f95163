"""Orders > Website updates: what waits for the stores, what is stuck and why, and what to do."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from core.numbers import whole_numbers
from core.people import signed_in
from core.refusals import Refused
from settings.access import company_or_404, require_somewhere
from settings.models import Company
from settings.rights import Right
from stores import outbox
from stores.delivery import pausing
from stores.filters import OutgoingFilters
from stores.models import ChangeKind, ChangeState, OutgoingChange, StoreState
from stores.next_tries import with_next_tries

CHANGES_PER_PAGE = 50

# So many changes at most are treated by one click; the rest by the next.
MOST_AT_ONCE = 500

VERBS = {
    "send_again": (outbox.send_again, "Send again", "sent again"),
    "dismiss": (outbox.dismiss, "Dismiss", "dismissed"),
    "mark_as_notified": (outbox.mark_as_notified, "Mark as notified", "marked as notified"),
}


@require_safe
def outgoing_list(request: HttpRequest) -> HttpResponse:
    """Outgoing changes of the person's companies, newest first."""
    require_somewhere(request.user, Right.VIEW)
    companies = Company.objects.where_may(request.user, Right.VIEW)
    filters = OutgoingFilters.of(request.GET)
    changes = filters.apply(OutgoingChange.objects.filter(company__in=companies))
    changes = changes.select_related("company", "company__website_options").order_by("-pk")
    page = Paginator(changes, CHANGES_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": with_next_tries(page),
        "filters": filters,
        "companies": companies,
        "kinds": ChangeKind.choices,
        "states": [("undelivered", "Not delivered"), *ChangeState.choices],
        "verbs": {verb: label for verb, (_, label, _) in VERBS.items()},
        "held_up": _held_up(companies),
        "may_ship": _ids(Company.objects.where_may(request.user, Right.SHIP)),
        "may_set": _ids(Company.objects.where_may(request.user, Right.SETTINGS)),
    }
    return render(request, "stores/outgoing_list.html", context)


@require_POST
def outgoing_action(request: HttpRequest) -> HttpResponse:
    """*Send again*, *Dismiss* or *Mark as notified* for ticked changes, or all that fit."""
    require_somewhere(request.user, Right.SHIP)
    verb = request.POST.get("verb", "")
    if verb not in VERBS:
        raise Http404
    changes = _chosen(request)
    do, label, done_word = VERBS[verb]
    person, done, refused = signed_in(request), 0, dict[str, int]()
    for change in changes:
        try:
            do(change, by=person)
        except Refused as reason:
            refused[str(reason)] = refused.get(str(reason), 0) + 1
        else:
            done += 1
    if not changes:
        messages.warning(request, f"Tick the updates that “{label}” is meant for.")
    if done:
        messages.success(request, f"{done} update{'' if done == 1 else 's'} {done_word}.")
    for sentence, count in refused.items():
        messages.warning(request, f"{label} was not possible for {count}: {sentence}")
    return _back(request)


@require_POST
def store_retry(request: HttpRequest, company_id: int) -> HttpResponse:
    """*Try now*: end a pause before its time."""
    company = company_or_404(request.user, company_id, Right.SHIP)
    pausing.resume(company, StoreState.of(company))
    outbox.notify_after_commit(company.pk)
    messages.success(request, f"The store of {company} is tried now.")
    return _back(request)


@require_POST
def statuses_allowed(request: HttpRequest, company_id: int) -> HttpResponse:
    """*Switch on again*: status changes may leave, the cause has been mended."""
    company = company_or_404(request.user, company_id, Right.SETTINGS)
    pausing.allow_statuses(company, by=signed_in(request))
    outbox.notify_after_commit(company.pk)
    messages.success(request, f"Status changes of {company} leave again.")
    return _back(request)


def _chosen(request: HttpRequest) -> list[OutgoingChange]:
    companies = Company.objects.where_may(request.user, Right.SHIP)
    mine = OutgoingChange.objects.filter(company__in=companies)
    if request.POST.get("all"):
        return list(OutgoingFilters.of(request.GET).apply(mine).order_by("pk")[:MOST_AT_ONCE])
    ids = whole_numbers(request.POST.getlist("change"))
    known = OutgoingChange.objects.filter(
        pk__in=ids, company__in=Company.objects.visible_to(request.user)
    )
    chosen = list(mine.filter(pk__in=ids).order_by("pk"))
    if len(chosen) < known.count():
        raise PermissionDenied(
            "You do not have the right “Ship orders” at the company of one of these updates. "
            "A Client Admin there can give it to you."
        )
    return chosen


def _held_up(companies: Any) -> list[dict[str, Any]]:
    """What holds up updates of each company; only companies where something does."""
    held_up = []
    for company in companies.select_related("website_options", "store_state"):
        state: StoreState | None = getattr(company, "store_state", None)
        held = OutgoingChange.objects.filter(company=company, state=ChangeState.WAITING)
        is_off = not company.website_options.allow_tracking_upload
        held_back = held.exclude(kind=ChangeKind.STATUS).count() if is_off else 0
        is_closed = state is not None and (state.is_paused or state.statuses_stopped_at)
        if held_back or is_closed:
            held_up.append({"company": company, "store_state": state, "held_back": held_back})
    return held_up


def _back(request: HttpRequest) -> HttpResponse:
    to = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(to, allowed_hosts=None)
    return redirect(to if is_ours and to.startswith("/") else "outgoing_list")


def _ids(companies: Any) -> set[int]:
    return set(companies.values_list("pk", flat=True))
