"""Every URL of the project, asked by every role: allowed, refused with a sentence, or not there.

A URL without an entry here fails the test: whoever adds a page says who may see it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from invoices.filing import file_one
from invoices.issuing import issue_invoices
from invoices.models import ChannelTemplate, IssuedDocument, Picture, WordTemplate
from invoices.word_starters import classic
from jobs.files import keep_file
from jobs.models import JobStatus
from notices import board
from notices.models import Notice, NoticeKind
from orders.intake import note_failed, receive
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
from orders.refunding.wanted import Wanted
from orders.rma_import.uploads import keep_upload as keep_returns
from orders.tracking.uploads import keep_lines
from settings.api_tokens import make_token
from settings.models import ApiToken, Company
from settings.rights import ROLES, Right
from shipping.models import MappingUpload
from tests.factories import a_company, a_job, a_store_order, a_user

pytestmark = pytest.mark.django_db

ANYBODY = "anybody, signed in or not"
SIGNED_IN = "anybody who is signed in"
MEMBER = "anybody who works for the company"
ADMINISTRATOR = "superusers alone"

Who = str | Right


@dataclass(frozen=True)
class Rule:
    """Who may use a URL, and how it is called. `of` names the object its argument stands for."""

    who: Who
    of: str = ""
    method: str = "get"
    somewhere: bool = False  # the right at any company will do; there is no object


RULES: dict[str, Rule] = {
    # First page and lists
    "home": Rule(SIGNED_IN),
    "order_list": Rule(Right.VIEW, somewhere=True),
    "view_list": Rule(Right.VIEW, somewhere=True),
    "view_counts": Rule(Right.VIEW, somewhere=True),
    "view_change": Rule(Right.SETTINGS, of="view", method="post"),
    "view_deletion": Rule(Right.SETTINGS, of="view", method="post"),
    "order_columns": Rule(Right.VIEW, somewhere=True),
    "job_list": Rule(SIGNED_IN),
    "company_list": Rule(SIGNED_IN),
    "company_last": Rule(SIGNED_IN),
    "notice_list": Rule(SIGNED_IN),
    "notice_emails": Rule(SIGNED_IN),
    "notice_dismissal_of_all": Rule(SIGNED_IN, method="post"),
    # Orders
    "order_bulk": Rule(Right.VIEW, somewhere=True, method="post"),
    "order_export": Rule(Right.VIEW, somewhere=True, method="post"),
    "bulk_result": Rule(Right.VIEW, of="bulk"),
    "bulk_rows": Rule(Right.VIEW, of="bulk"),
    "together_list": Rule(Right.VIEW, somewhere=True),
    "order_detail": Rule(Right.VIEW, of="order"),
    "order_change_log": Rule(Right.VIEW, of="order"),
    "order_document": Rule(Right.SETTINGS, of="order"),
    "order_move": Rule(Right.EDIT, of="order"),
    "order_address": Rule(Right.EDIT, of="order"),
    "order_payment": Rule(Right.EDIT, of="order"),
    "order_at_once": Rule(Right.EDIT, of="order", method="post"),
    "order_menu": Rule(Right.VIEW, of="order"),
    "order_star": Rule(Right.VIEW, of="order", method="post"),
    "order_ship_items": Rule(Right.SHIP, of="order"),
    "order_unshipping": Rule(Right.SHIP, of="order"),
    "package_edit": Rule(Right.SHIP, of="package"),
    "package_confirmation": Rule(Right.SHIP, of="package", method="post"),
    "package_deletion": Rule(Right.SHIP, of="package", method="post"),
    "order_profit": Rule(Right.VIEW, of="order"),
    "cost_recalculation": Rule(Right.EDIT, of="order", method="post"),
    "order_rma": Rule(Right.EDIT, of="order"),
    "rma_list": Rule(Right.VIEW, somewhere=True),
    "rma_detail": Rule(Right.VIEW, of="rma"),
    "rma_bulk": Rule(Right.EDIT, somewhere=True, method="post"),
    "rma_upload": Rule(Right.EDIT, somewhere=True),
    "rma_sample": Rule(Right.EDIT, somewhere=True),
    "rma_import": Rule(Right.EDIT, of="rma_import"),
    "rma_import_rows": Rule(Right.EDIT, of="rma_import"),
    "rma_import_of_job": Rule(Right.EDIT, of="rma_job"),
    "rma_receipt": Rule(Right.EDIT, of="rma", method="post"),
    "rma_statuses": Rule(Right.EDIT, of="rma", method="post"),
    "rma_replacement": Rule(Right.EDIT, of="rma", method="post"),
    "rma_mail": Rule(Right.EDIT, of="rma", method="post"),
    "rma_resolution": Rule(Right.EDIT, of="rma", method="post"),
    "order_cancellation": Rule(Right.EDIT, of="order"),
    "order_refund": Rule(Right.REFUND, of="order"),
    "refund_sending": Rule(Right.REFUND, of="refund", method="post"),
    "request_list": Rule(Right.REFUND, somewhere=True),
    "request_processing": Rule(Right.REFUND, of="request", method="post"),
    "request_rejection": Rule(Right.REFUND, of="request"),
    "order_note": Rule(Right.EDIT, of="order", method="post"),
    "conflict_settlement": Rule(Right.EDIT, of="conflict", method="post"),
    "ship_orders": Rule(Right.SHIP, somewhere=True),
    "tracking_upload": Rule(Right.SHIP, somewhere=True),
    "tracking_import": Rule(Right.SHIP, of="tracking_import"),
    "tracking_import_rows": Rule(Right.SHIP, of="tracking_import"),
    "tracking_import_of_job": Rule(Right.SHIP, of="tracking_job"),
    "left_out_list": Rule(Right.VIEW, somewhere=True),
    "left_out_document": Rule(Right.SETTINGS, of="left_out"),
    "left_out_retry": Rule(Right.IMPORT, of="left_out", method="post"),
    "order_whereabouts": Rule(Right.VIEW, somewhere=True),
    "import_orders": Rule(Right.IMPORT, of="company"),
    "import_preview": Rule(Right.VIEW, of="preview"),
    "reconciliation": Rule(Right.IMPORT, of="company"),
    "reconciliation_result": Rule(Right.VIEW, of="reconciliation"),
    "what_if": Rule(Right.SETTINGS, of="company", method="post"),
    "what_if_answer": Rule(Right.SETTINGS, of="company"),
    # Jobs
    "job_detail": Rule(MEMBER, of="job"),
    "job_result": Rule(Right.VIEW, of="job"),
    "job_file": Rule(Right.VIEW, of="bulk"),
    "job_priority": Rule(Right.IMPORT, of="job", method="post"),
    "job_cancellation": Rule(Right.IMPORT, of="job", method="post"),
    "job_rerun": Rule(Right.IMPORT, of="job", method="post"),
    # The installation
    "system": Rule(ADMINISTRATOR),
    # Notices
    "notice_dismissal": Rule(MEMBER, of="notice", method="post"),
    # Company settings
    "company_create": Rule(Right.PEOPLE, somewhere=True),
    "company_detail": Rule(Right.SETTINGS, of="company"),
    "company_logo": Rule(MEMBER, of="company"),
    "company_deactivation": Rule(Right.PEOPLE, of="company", method="post"),
    "company_reactivation": Rule(Right.PEOPLE, of="company", method="post"),
    "company_menu": Rule(Right.IMPORT, of="company"),
    "company_star": Rule(Right.IMPORT, of="company", method="post"),
    "company_change_log": Rule(Right.SETTINGS, of="company"),
    "data_retention": Rule(Right.SETTINGS, of="company"),
    "customer_data": Rule(Right.PEOPLE, of="company"),
    "customer_export": Rule(Right.PEOPLE, of="company", method="post"),
    "customer_erasure": Rule(Right.PEOPLE, of="company", method="post"),
    "data_removal": Rule(Right.SETTINGS, of="company", method="post"),
    "api_tokens": Rule(Right.SETTINGS, of="company"),
    "api_token_revocation": Rule(Right.SETTINGS, of="api_token", method="post"),
    "api_documentation": Rule(SIGNED_IN),
    "website_general": Rule(Right.SETTINGS, of="company"),
    "cart_general": Rule(Right.SETTINGS, of="company"),
    "website_statuses": Rule(Right.SETTINGS, of="company"),
    "shipping_mapping": Rule(Right.SETTINGS, of="company"),
    "mapping_export": Rule(Right.SETTINGS, of="company"),
    "mapping_upload": Rule(Right.SETTINGS, of="company"),
    "mapping_upload_report": Rule(Right.SETTINGS, of="upload"),
    "mapping_preview": Rule(Right.SETTINGS, of="company", method="post"),
    "mapping_application": Rule(Right.SETTINGS, of="company", method="post"),
    "method_reading": Rule(Right.SETTINGS, of="company", method="post"),
    "order_shipping_method": Rule(Right.EDIT, of="order"),
    "outgoing_list": Rule(Right.VIEW, somewhere=True),
    "outgoing_action": Rule(Right.SHIP, method="post", somewhere=True),
    "postbox_retry": Rule(Right.SHIP, of="company", method="post"),
    "statuses_allowed": Rule(Right.SETTINGS, of="company", method="post"),
    "tracking_delay": Rule(Right.SETTINGS, of="company"),
    "item_cost_list": Rule(Right.SETTINGS, of="company"),
    "item_cost_export": Rule(Right.SETTINGS, of="company"),
    "item_cost_upload": Rule(Right.SETTINGS, of="company"),
    "item_cost_report": Rule(Right.SETTINGS, of="cost_upload"),
    "connection_test": Rule(Right.SETTINGS, of="company"),
    "connection_test_start": Rule(Right.SETTINGS, of="company", method="post"),
    # Invoices
    "invoice_settings": Rule(Right.SETTINGS, of="company"),
    "channel_preferences": Rule(Right.SETTINGS, of="company"),
    "channel_template": Rule(Right.SETTINGS, of="company"),
    "channel_template_version": Rule(Right.SETTINGS, of="company"),
    "invoice_pictures": Rule(Right.SETTINGS, of="company"),
    "invoice_picture_deletion": Rule(Right.SETTINGS, of="company", method="post"),
    "word_templates": Rule(Right.SETTINGS, of="company"),
    "word_starter": Rule(Right.SETTINGS, of="company"),
    "word_template_file": Rule(Right.SETTINGS, of="company"),
    "word_template_deletion": Rule(Right.SETTINGS, of="company", method="post"),
    "order_documents": Rule(Right.VIEW, of="order"),
    "order_invoice": Rule(Right.VIEW, of="order", method="post"),
    "order_packing_slip": Rule(Right.VIEW, of="order"),
    "rma_slip": Rule(Right.VIEW, of="rma"),
    "order_invoice_email": Rule(Right.EDIT, of="order", method="post"),
    "order_invoice_printed": Rule(Right.EDIT, of="order", method="post"),
    "refund_credit_note": Rule(Right.VIEW, of="refund", method="post"),
    "issued_document": Rule(Right.VIEW, of="issued"),
    "order_printing": Rule(Right.VIEW, somewhere=True, method="post"),
    "order_emailing": Rule(Right.EDIT, somewhere=True, method="post"),
    # Employees
    "employee_list": Rule(Right.PEOPLE, somewhere=True),
    "employee_create": Rule(Right.PEOPLE, somewhere=True),
    "employee_detail": Rule(Right.PEOPLE, of="employee"),
    "employee_invitation": Rule(Right.PEOPLE, of="employee", method="post"),
    # Signing in and one's own account
    "account_login": Rule(ANYBODY),
    "account_signup": Rule(ANYBODY),
    "account_inactive": Rule(ANYBODY),
    "account_reset_password": Rule(ANYBODY),
    "account_reset_password_done": Rule(ANYBODY),
    "account_reset_password_from_key": Rule(ANYBODY),
    "account_reset_password_from_key_done": Rule(ANYBODY),
    "account_logout": Rule(ANYBODY, method="post"),
    "mfa_authenticate": Rule(ANYBODY),
    "account_reauthenticate": Rule(SIGNED_IN),
    "account_change_password": Rule(SIGNED_IN),
    "mfa_index": Rule(SIGNED_IN),
    "mfa_reauthenticate": Rule(SIGNED_IN),
    "mfa_activate_totp": Rule(SIGNED_IN),
    "mfa_deactivate_totp": Rule(SIGNED_IN),
    "mfa_view_recovery_codes": Rule(SIGNED_IN),
    "mfa_generate_recovery_codes": Rule(SIGNED_IN),
    "mfa_download_recovery_codes": Rule(SIGNED_IN),
}
# Not there before the person has set up an authenticator app.
ONLY_WHEN_SET_UP = {
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_download_recovery_codes",
}

# The URLs with two objects in them: the argument that is not the rule's, and what it stands for.
_TWO_OBJECTS = {
    ("what_if_answer", "job_id"): "what_if",
    ("word_template_file", "template_id"): "word",
    ("word_template_deletion", "template_id"): "word",
}
_STARRED = {"company_star": "company", "order_star": "order_change_log"}
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


def test_every_url_has_a_rule_and_every_rule_a_url():
    assert names() == sorted(RULES)


@dataclass
class World:
    """Two companies with one of everything; people of each role work for `ours` alone."""

    ours: Company
    theirs: Company

    def path(self, name: str, company: Company) -> str:
        pattern = dict(every_url())[name].pattern
        arguments: dict[str, Any] = {}
        for parameter in (*pattern.converters, *_groups(pattern)):
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
            "issued": lambda: IssuedDocument.objects.get(company=company),
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


def _groups(pattern: Any) -> set[str]:
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
        upload = keep_lines(company, [], [], {}, name="tracking.csv", by=a_user())
        named = {"tracking_import": upload.pk}
        a_job(company, kind="import_tracking", status=JobStatus.COMPLETED, parameters=named)
        Refund.objects.create(order=order, reason="Other")
        returns = keep_returns(
            company, b"Order ID,SKU,Reason\n1,A,Other\n", name="r.csv", by=a_user()
        )
        named = {"rma_import": returns.pk}
        a_job(company, kind="import_rmas", status=JobStatus.COMPLETED, parameters=named)
        rma = Rma.objects.create(order=order)
        rma.lines.create(line=order.lines.get(), quantity=1, reason="Other")
        OrderActionRequest.objects.create(
            order=order,
            wanted=Wanted(reason="Other").as_json(),
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
        MappingUpload.objects.create(company=company, file_name="mapping.csv", lines=[])
        colleague = a_user(company, username=f"colleague-{company.pk}", roles=())
        SavedView.objects.create(owner=colleague, company=company, name=f"Of {company}")
        ItemCostUpload.objects.create(company=company, file_name="costs.csv", by=colleague)
    return world


def signed_in(*companies: Company, role: str) -> Client:
    client = Client()
    client.force_login(a_user(*companies, roles=(role,)))
    return client


@contextmanager
def undone() -> Iterator[None]:
    """What is done inside leaves no trace, so that each URL meets the same world."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def ask(client: Client, world: World, name: str, company: Company) -> Any:
    """The answer to the URL `name`, for the object that stands for it at `company`."""
    data = {"entry": _STARRED.get(name, ""), "verb": "dismiss"}
    with undone():
        answer = getattr(client, RULES[name].method)(world.path(name, company), data)
        if answer.streaming:
            b"".join(answer.streaming_content)  # read to its end, the file is closed
        return answer


def may(role: str, who: Who) -> bool:
    return who in (ANYBODY, SIGNED_IN, MEMBER) or who in ROLES[role]


def went_to_sign_in(answer: Any) -> bool:
    return bool(answer.status_code == 302 and answer.url.startswith(reverse("account_login")))


def outcome(answer: Any) -> str:
    """One word for what a person meets."""
    if went_to_sign_in(answer):
        return "sign in"
    if answer.status_code == 403:
        says_who_helps = "Client Admin" in answer.content.decode()
        return "refused" if says_who_helps else "refused without a sentence"
    return {200: "allowed", 302: "allowed", 404: "not there"}.get(
        answer.status_code, str(answer.status_code)
    )


def expected_at_home(name: str, role: str) -> set[str]:
    if not may(role, RULES[name].who):
        return {"refused"}
    if name == "account_logout":
        return {"sign in"}
    return {"allowed", "not there"} if name in ONLY_WHEN_SET_UP else {"allowed"}


@pytest.mark.parametrize("role", ROLES)
def test_a_role_at_its_own_company(world, role):
    person = a_user(world.ours, roles=(role,))
    wrong = {}
    for name in sorted(RULES):
        client = Client()  # each URL with a session of its own: some end it
        client.force_login(person)
        met = outcome(ask(client, world, name, world.ours))
        if met not in expected_at_home(name, role):
            wrong[name] = met
    assert wrong == {}


@pytest.mark.parametrize("role", ROLES)
def test_a_stranger_learns_nothing(world, role):
    """Whoever has a role at one company is nobody at the other."""
    client = signed_in(world.ours, role=role)
    wrong = {}
    for name in sorted(name for name, rule in RULES.items() if rule.of):
        answer = ask(client, world, name, world.theirs)
        is_closed_anyway = RULES[name].of == "employee" and not may(role, Right.PEOPLE)
        expected = "refused" if is_closed_anyway else "not there"
        if outcome(answer) != expected or "Theirs" in answer.content.decode():
            wrong[name] = outcome(answer)
    assert wrong == {}


def test_nobody_gets_in_without_signing_in(client, world):
    met = {name: outcome(ask(client, world, name, world.ours)) for name in RULES}
    closed = {name for name, rule in RULES.items() if rule.who != ANYBODY}
    assert {name for name in closed if met[name] != "sign in"} == set()
    opened = set(RULES) - closed - {"account_logout", "mfa_authenticate"}  # these lead to sign-in
    assert {name for name in opened if met[name] != "allowed"} == set()


@pytest.mark.parametrize("role", ROLES)
def test_no_role_opens_django_admin(world, role):
    client = signed_in(world.ours, role=role)
    asked = 0
    for name, pattern in admin_urls():
        arguments = dict.fromkeys(pattern.pattern.converters, "1") | {"app_label": "auth"}
        arguments |= dict.fromkeys(_groups(pattern.pattern), "auth")
        wanted = {
            key: arguments[key] for key in (*pattern.pattern.converters, *_groups(pattern.pattern))
        }
        try:
            path = reverse(name, kwargs=wanted)
        except NoReverseMatch:
            path = "/admin/anything-else/"
        answer: Any = client.get(path)
        assert answer.status_code in (302, 403), path
        if answer.status_code == 302:
            assert "login" in answer.url or path == reverse("admin:logout"), (path, answer.url)
        asked += 1
    assert asked > 30


def test_lists_show_only_what_belongs_to_ones_companies(world):
    client = signed_in(world.ours, role="Client Admin")
    for name in (
        *("order_list", "job_list", "company_list", "notice_list", "employee_list"),
        "outgoing_list",
    ):
        text = client.get(reverse(name)).content.decode()
        assert "Theirs" not in text, name
        assert f"colleague-{world.theirs.pk}" not in text, name
    assert len(client.get(reverse("order_list")).context["page"]) == 1
