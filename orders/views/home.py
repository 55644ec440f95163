"""Home: what needs a person, and whether orders come in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from jobs.models import Job
from notices.models import Notice
from orders.models import LeftOutOrder, Order, OrderConflict, OrderStatus
from orders.schedule import IMPORT_ORDERS, next_run_at
from settings.models import Company
from settings.rights import Right


@dataclass(frozen=True, slots=True)
class Tile:
    """A number that leads to its list."""

    label: str
    number: int
    url: str
    is_alarm: bool = False


@dataclass(frozen=True, slots=True)
class CompanyRow:
    """How the order download of a company stands."""

    company: Company
    last_order_at: datetime | None
    last_job: Job | None
    succeeded_at: datetime | None
    next_run_at: datetime | None
    why_none: str


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first page; whoever may not see any orders gets the companies instead."""
    companies = Company.objects.where_may(request.user, Right.VIEW)
    chosen = list(companies.select_related("connection", "website_options", "import_cursor"))
    if not chosen and Company.objects.visible_to(request.user).exists():
        return redirect("company_list")
    context = {
        "notices": Notice.objects.for_bell_of(request.user).select_related("company"),
        "tiles": _tiles(chosen),
        "companies": _company_rows(chosen),
    }
    return render(request, "orders/home.html", context)


def _tiles(companies: list[Company]) -> list[Tile]:
    orders = Order.objects.filter(company__in=companies)
    failed = LeftOutOrder.objects.filter(company__in=companies).failed()
    conflicts = OrderConflict.objects.filter(order__company__in=companies, settled_at=None)
    statuses = [
        Tile(str(status.label), orders.filter(order_status=status).count(), _orders(status))
        for status in (OrderStatus.IN_PROCESS, OrderStatus.ON_HOLD, OrderStatus.PROBLEM_ORDER)
    ]
    number_of_conflicts, number_failed = conflicts.count(), failed.count()
    return [
        *statuses,
        Tile(
            "Conflicts with the store",
            number_of_conflicts,
            f"{reverse('order_list')}?conflicts=1",
            is_alarm=number_of_conflicts > 0,
        ),
        Tile(
            "Failed to import",
            number_failed,
            f"{reverse('left_out_list')}?reason={LeftOutOrder.FAILED}",
            is_alarm=number_failed > 0,
        ),
    ]


def _orders(status: OrderStatus) -> str:
    return f"{reverse('order_list')}?status={status.value}"


def _company_rows(companies: list[Company]) -> list[CompanyRow]:
    orders = Order.objects.filter(company__in=companies).order_by().values("company")
    last_orders = dict(orders.annotate(last=Max("placed_at")).values_list("company", "last"))
    jobs = Job.objects.filter(company__in=companies, kind=IMPORT_ORDERS).order_by(
        "company_id", "-pk"
    )
    last_jobs = {job.company_id: job for job in jobs.distinct("company_id")}
    return [
        _company_row(company, last_orders.get(company.pk), last_jobs.get(company.pk))
        for company in companies
    ]


def _company_row(company: Company, last_order: datetime | None, job: Job | None) -> CompanyRow:
    cursor: Any = getattr(company, "import_cursor", None)
    why_none = ""
    if not company.website_options.allow_order_download:
        why_none = "Allow Order Download is off"
    elif not company.connection.is_complete:
        why_none = "The connection is not complete"
    return CompanyRow(
        company=company,
        last_order_at=last_order,
        last_job=job,
        succeeded_at=cursor.succeeded_at if cursor else None,
        next_run_at=None if why_none else next_run_at(company),
        why_none=why_none,
    )
