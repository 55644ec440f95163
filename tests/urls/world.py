"""Two companies with one of everything, and the address of each thing."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from invoices.issuing.filing import file_one
from invoices.issuing.issuing import issue_invoices
from invoices.models import ChannelTemplate, IssuedDocument, Picture, WordTemplate
from invoices.templates.word_starters import classic
from jobs.files import keep_file
from jobs.models import JobStatus
from notices import board
from notices.models import Notice, NoticeKind
from orders.fulfilment.tracking_files.tracking_kind import TRACKING_FILES
from orders.importing.intake import note_failed, receive
from orders.models import (
    ConflictKind,
    ItemCostUpload,
    LeftOutOrder,
    Order,
    OrderActionRequest,
    OrderConflict,
    Package,
    Refund,
    Rma,
    SavedView,
)
from orders.refunds.refund_request import RefundRequest
from orders.returns.rma_files.rma_kind import RMA_FILES
from settings.api_tokens import make_token
from settings.models import ApiToken, Company
from shipping.models import MappingUpload
from tests.factories import a_company, a_job, a_store_order, a_user
from tests.urls.rules import RULES
from uploads.keeping import keep_lines, keep_upload

# The URLs with two objects in them: the argument that is not the rule's, and what it stands for.
_TWO_OBJECTS = {
    ("what_if_answer", "job_id"): "what_if",
    ("word_template_file", "template_id"): "word",
    ("word_template_deletion", "template_id"): "word",
}
_ARGUMENTS: dict[str, Any] = {
    "name": "toolbox",
    "move": "on_hold",
    "entry": "allow_unpaid",
    "uidb36": "1",
    "key": "set-password",
    "version": 1,
    "starter": "classic",
}


# Django admin is asked below; the HTTP interface knows no people, see tests/api/.
OTHER_DOORS = ("admin:", "api:")


def every_url() -> Iterator[tuple[str, URLPattern]]:
    """Each named URL of the project with its full name; a pattern without a name fails."""
    yield from _walk(get_resolver().url_patterns, "")


def _walk(patterns: list[Any], namespace: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, inner)
        else:
            yield f"{namespace}{pattern.name or pattern.pattern}", pattern


def names() -> list[str]:
    return sorted({name for name, _ in every_url() if not name.startswith(OTHER_DOORS)})


def admin_urls() -> list[tuple[str, URLPattern]]:
    return [(name, pattern) for name, pattern in every_url() if name.startswith("admin:")]


@dataclass
class World:
    """Two companies with one of everything; people of each role work for `ours` alone."""

    ours: Company
    theirs: Company

    def path(self, name: str, company: Company) -> str:
        pattern = dict(every_url())[name].pattern
        arguments: dict[str, Any] = {}
        for parameter in (*pattern.converters, *groups(pattern)):
            of = _TWO_OBJECTS.get((name, parameter), RULES[name].of)
            arguments[parameter] = _ARGUMENTS.get(parameter) or self._id(of, company)
        return reverse(name, kwargs=arguments)

    def _id(self, of: str, company: Company) -> int:
        objects: dict[str, Any] = {
            "company": lambda: company,
            "order": lambda: Order.objects.get(company=company),
            "job": lambda: company.jobs.get(kind="import_orders"),
            "preview": lambda: company.jobs.get(kind="preview_import"),
            "what_if": lambda: company.jobs.get(kind="what_if"),
            "reconciliation": lambda: company.jobs.get(kind="reconcile_orders"),
            "package": lambda: Package.objects.get(order__company=company),
            "bulk": lambda: company.jobs.get(kind="bulk_orders"),
            "tracking_import": lambda: company.tracking_imports.get(),
            "tracking_job": lambda: company.jobs.get(kind="import_tracking"),
            "api_token": lambda: company.api_tokens.get(),
            "conflict": lambda: OrderConflict.objects.get(order__company=company),
            "issued": lambda: IssuedDocument.objects.filter(company=company).earliest("pk"),
            "word": lambda: WordTemplate.objects.get(company=company),
            "left_out": lambda: LeftOutOrder.objects.get(company=company),
            "cost_upload": lambda: ItemCostUpload.objects.get(company=company),
            "rma": lambda: Rma.objects.get(order__company=company),
            "rma_import": lambda: company.rma_imports.get(),
            "rma_job": lambda: company.jobs.get(kind="import_rmas"),
            "refund": lambda: Refund.objects.get(order__company=company),
            "request": lambda: OrderActionRequest.objects.get(order__company=company),
            "upload": lambda: MappingUpload.objects.get(company=company),
            "view": lambda: SavedView.objects.get(company=company),
            "notice": lambda: Notice.objects.get(company=company),
            "employee": lambda: User.objects.get(username=f"colleague-{company.pk}"),
        }
        return int(objects[of]().pk)


def groups(pattern: Any) -> set[str]:
    regex = getattr(pattern, "regex", None)
    return set(regex.groupindex) - set(pattern.converters) if regex else set()


@pytest.fixture
def world() -> World:
    world = World(a_company("Ours"), a_company("Theirs"))
    for company in (world.ours, world.theirs):
        receive(company, [a_store_order("97")])
        a_job(company, status=JobStatus.COMPLETED)
        for kind in ("preview_import", "reconcile_orders", "what_if"):
            days = {"days": ["2026-11-01", "2026-11-30"]}
            a_job(company, kind=kind, status=JobStatus.COMPLETED, parameters=days)
        bulk = a_job(company, kind="bulk_orders", status=JobStatus.COMPLETED)
        keep_file(bulk, f"orders-{bulk.pk}.csv", ContentFile(b"1"))
        order = Order.objects.get(company=company)
        Package.objects.create(order=order, shipped_at=order.placed_at)
        make_token(ApiToken(company=company, name="Labels"), by=a_user())
        upload = keep_lines(TRACKING_FILES, company, [], [], {}, name="tracking.csv", by=a_user())
        named = {"tracking_import": upload.pk}
        a_job(company, kind="import_tracking", status=JobStatus.COMPLETED, parameters=named)
        Refund.objects.create(order=order, reason="Other")
        returns = keep_upload(
            RMA_FILES, company, b"Order ID,SKU,Reason\n1,A,Other\n", name="r.csv", by=a_user()
        )
        named = {"rma_import": returns.pk}
        a_job(company, kind="import_rmas", status=JobStatus.COMPLETED, parameters=named)
        rma = Rma.objects.create(order=order)
        rma.lines.create(line=order.lines.get(), quantity=1, reason="Other")
        OrderActionRequest.objects.create(
            order=order,
            wanted=RefundRequest(reason="Other").as_json(),
            total=1,
            requested_by=a_user(company, username=f"asks-{company.pk}", roles=()),
        )
        OrderConflict.objects.create(order=order, kind=ConflictKind.LINES_CHANGED, message="Odd.")
        file_one(issue_invoices(company, [order.pk], by=None)[0][0])
        ChannelTemplate.objects.create(company=company, version=1, html="<p>Hello</p>")
        Picture.objects.create(company=company, name="toolbox")
        template = WordTemplate(company=company, name="Classic")
        template.file.save("template.docx", ContentFile(classic()))
        note_failed(company, a_store_order("98"), "Its total cannot be read.")
        board.put_up(company, NoticeKind.IMPORTS_FAILING, "The store is down.", link="/jobs/")
        company.logo.save("logo.png", ContentFile(b"\x89PNG"))
        MappingUpload.objects.create(company=company, file_name="mapping.csv")
        colleague = a_user(company, username=f"colleague-{company.pk}", roles=())
        SavedView.objects.create(owner=colleague, company=company, name=f"Of {company}")
        ItemCostUpload.objects.create(company=company, file_name="costs.csv", uploaded_by=colleague)
    return world
