"""Import Orders with its preview, the orders left out, and where an order is."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse

from jobs.models import Job, JobStatus
from jobs.run_job import run_job
from orders.importing.intake import note_failed, receive, receive_shipments
from orders.models import LeftOutOrder, Order, OrderConflict, OrderDocument
from settings.models import StoreConnection
from settings.rights import Right
from stores.errors import StoreUnavailable
from stores.port import UnreadableOrder
from tests.factories import (
    CANCELLED,
    UNPAID,
    a_company,
    a_line,
    a_store_order,
    a_store_shipment,
    a_user,
    some_totals,
)
from tests.orders.importing.test_import_orders import imported, run_import

pytestmark = pytest.mark.django_db


def form_page(company) -> str:
    return reverse("import_orders", args=[company.pk])


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def run_the_job() -> Job:
    job = Job.objects.get()
    run_job(job.pk)
    job.refresh_from_db()
    return job


def test_everything_new_starts_one_job_however_often_it_is_pressed(staff, company):
    first = staff.post(form_page(company), {"what": "new"})
    second = staff.post(form_page(company), {"what": "new"})
    assert first.url == second.url == reverse("job_detail", args=[Job.objects.get().pk])


def test_without_a_connection_it_says_what_to_enter(staff, company):
    StoreConnection.objects.update(api_email="")
    answer = staff.post(form_page(company), {"what": "new"}, follow=True)
    assert "The website&#x27;s connection is not complete." in text_of(answer)
    assert not Job.objects.exists()


def test_another_companys_import_cannot_be_started(staff):
    assert staff.post(form_page(a_company()), {"what": "new"}).status_code == 404
    assert not Job.objects.exists()


def test_a_pasted_list_of_numbers_is_read_however_it_is_written(staff, company):
    staff.post(form_page(company), {"what": "numbers", "numbers": "12, #13\n 14;12\t15 "})
    assert Job.objects.get().parameters == {"numbers": ["12", "13", "14", "15"]}


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"what": "numbers", "numbers": " "}, "Enter the numbers that the orders have"),
        ({"what": "numbers", "numbers": "12 A7"}, "“A7” is not a store order number"),
        ({"what": "numbers", "numbers": "1" * 30}, "is not a store order number"),
        (
            {"what": "numbers", "numbers": " ".join(map(str, range(2001)))},
            "2000 at a time are possible",
        ),
        ({"what": "days", "first_day": "2026-11-01"}, "Enter the day."),
        (
            {"what": "days", "first_day": "2026-11-02", "last_day": "2026-11-01"},
            "The last day is before the first one.",
        ),
        ({"what": "days", "first_day": "yesterday", "last_day": "x"}, "Enter a valid date."),
        ({}, "This field is required."),
        ({"what": "new", "numbers": "12"}, "You entered numbers: choose Store order numbers"),
        ({"what": "new", "last_day": "2026-11-01"}, "You entered days: choose them"),
    ],
)
def test_what_cannot_be_understood_is_refused_with_a_sentence(staff, company, data, sentence):
    assert sentence in text_of(staff.post(form_page(company), data))
    assert not Job.objects.exists()


def test_while_something_else_is_imported_nothing_typed_is_lost(staff, company):
    staff.post(form_page(company), {"what": "new"})
    answer = staff.post(form_page(company), {"what": "numbers", "numbers": "12 13"})
    assert "is at work for" in text_of(answer)
    assert answer.context["form"]["numbers"].value() == "12 13"
    assert Job.objects.count() == 1


def test_a_preview_lists_what_would_happen_and_writes_nothing(staff, company, fake_store):
    receive(company, [a_store_order("1"), a_store_order("2")])
    receive(company, [a_store_order("3", status=UNPAID)])
    changed = a_store_order("2", totals=some_totals(total=a_store_order().totals.total + 1))
    fake_store.put(
        a_store_order("1"), changed, a_store_order("4"), a_store_order("5", status=UNPAID)
    )
    fake_store.put(UnreadableOrder(store_order_id="6", sentence="Its “total” cannot be read."))
    before = list(Order.objects.order_by("pk").values())
    answer = staff.post(
        form_page(company), {"what": "numbers", "numbers": "1 2 4 5 6 77", "act": "preview"}
    )
    job = run_the_job()
    assert answer.url == reverse("import_preview", args=[job.pk])
    assert {row["number"]: row["outcome"] for row in job.result["rows"]} == {
        "1": "unchanged",
        "2": "updated",
        "4": "created",
        "5": "skipped",
        "6": "failed",
        "77": "unknown",
    }
    shown = text_of(staff.get(answer.url))
    assert "Grand total changed from “29.50” to “30.50”." in shown
    assert "Allow Unpaid Orders is off" in shown
    assert list(Order.objects.order_by("pk").values()) == before
    assert not LeftOutOrder.objects.exists()
    only = staff.get(answer.url, {"outcome": "created"}).context["page"]
    assert [row["number"] for row in only] == ["4"]
    assert staff.get(answer.url, {"outcome": "nonsense"}).status_code == 404


def test_a_preview_of_everything_new_moves_no_watermark(staff, company, fake_store):
    fake_store.put(a_store_order("1"))
    staff.post(form_page(company), {"what": "new", "act": "preview"})
    assert run_the_job().counts == {"found": 1, "created": 1}
    run_import(company)
    assert imported() == {"1"}


def test_the_import_after_a_preview_is_the_one_that_was_previewed(staff, company, fake_store):
    days = {"what": "days", "first_day": "2026-11-01", "last_day": "2026-11-02"}
    url = staff.post(form_page(company), {**days, "act": "preview"}).url
    run_the_job()
    assert staff.get(url).context["again"] == days


def test_a_preview_of_a_failing_store_says_so(staff, company, fake_store):
    fake_store.fails_with = StoreUnavailable("The store does not answer.")
    url = staff.post(form_page(company), {"what": "new", "act": "preview"}).url
    run_the_job()
    assert "The store does not answer." in text_of(staff.get(url))


def test_orders_left_out_are_listed_with_reason_and_tried_again(staff, company, fake_store):
    fake_store.put(a_store_order("1", status=UNPAID))
    fake_store.put(UnreadableOrder(store_order_id="2", sentence="Odd.", document={"total": "<b>"}))
    run_import(company)
    page = text_of(staff.get(reverse("left_out_list")))
    assert "Allow Unpaid Orders is off" in page
    failed = staff.get(reverse("left_out_list"), {"reason": "failed"}).context["page"]
    (left_out,) = failed
    document = text_of(staff.get(reverse("left_out_document", args=[left_out.pk])))
    assert "&quot;total&quot;: &quot;&lt;b&gt;&quot;" in document
    fake_store.put(a_store_order("2"))
    staff.post(reverse("left_out_retry", args=[left_out.pk]))
    run_job(Job.objects.active().get().pk)
    assert imported() == {"2"}
    assert [row.store_order_id for row in LeftOutOrder.objects.all()] == ["1"]


def ask_about(staff, company, number: str) -> str:
    return text_of(
        staff.get(reverse("order_whereabouts"), {"company": company.pk, "number": number})
    )


def test_why_is_it_not_here_answers_from_what_we_know(staff, company, fake_store):
    receive(company, [a_store_order("1")])
    fake_store.put(a_store_order("2", status=UNPAID))
    run_import(company)
    note_failed(company, a_store_order("3"), "Its total cannot be read.")
    assert f"Order {Order.objects.get().pk}" in ask_about(staff, company, "1")
    assert "Allow Unpaid Orders is off" in ask_about(staff, company, "2")
    assert "Its total cannot be read." in ask_about(staff, company, "3")
    assert "No import has seen an order with this number." in ask_about(staff, company, "4")
    assert "digits only" in ask_about(staff, company, "four")


@pytest.mark.parametrize(
    ("number", "says"),
    [
        ("1", "Here"),
        ("2", "Allow Unpaid Orders is off"),
        ("3", "It would be imported."),
        ("4", "The store has no order with this number."),
    ],
)
def test_why_is_it_not_here_asks_the_store(staff, company, fake_store, number, says):
    receive(company, [a_store_order("1")])
    fake_store.put(a_store_order("1"), a_store_order("2", status=UNPAID), a_store_order("3"))
    asked = {"company": company.pk, "number": number}
    url = staff.post(reverse("order_whereabouts"), asked).url
    assert "The store is being asked" in text_of(staff.get(url))
    run_the_job()
    assert says in text_of(staff.get(url))


def test_another_companys_question_is_not_answered(staff, company):
    other = a_company()
    asked = {"company": other.pk, "number": "1"}
    assert staff.get(reverse("order_whereabouts"), asked).status_code == 404
    assert staff.post(reverse("order_whereabouts"), asked).status_code == 404


def test_an_order_page_shows_packages_conflicts_and_the_raw_document(staff, company):
    order = a_store_order("97", document={"order_id": "97", "notes": "<i>"})
    receive(company, [order])
    receive_shipments(company, [a_store_shipment("14")])
    receive(company, [a_store_order("97", lines=(a_line(quantity=5),))])
    ours = Order.objects.get()
    page = text_of(staff.get(reverse("order_detail", args=[ours.pk])))
    assert "1Z999AA10123456784" in page
    assert "Items changed after shipping" in page
    assert ours.lines.get().quantity == 5  # a person is asked, and the store is followed
    resolve = reverse("conflict_resolution", args=[OrderConflict.objects.get().pk])
    staff.post(resolve)
    page = text_of(staff.post(resolve, follow=True))
    assert "Somebody has resolved it already." in page
    assert "Resolved: Items changed after shipping." in page
    assert OrderConflict.objects.get().settled_by is not None


def test_an_order_cancelled_in_the_store_may_be_flagged_again(staff, company):
    receive(company, [a_store_order("97")])
    receive(company, [a_store_order("97", status=CANCELLED)])
    staff.post(reverse("conflict_resolution", args=[OrderConflict.objects.get().pk]))
    receive(company, [a_store_order("97")])
    receive(company, [a_store_order("97", status=CANCELLED)])
    assert OrderConflict.objects.filter(settled_at=None).count() == 1


def test_the_raw_document_is_for_those_who_keep_the_settings(client, company):
    receive(company, [a_store_order("97", document={"order_id": "97"})])
    url = reverse("order_document", args=[Order.objects.get().pk])
    from_admin = text_of(_signed_in(client, company, "Client Admin").get(url))
    assert "&quot;order_id&quot;: &quot;97&quot;" in from_admin
    refused = _signed_in(client, company, "View").get(url)
    assert (refused.status_code, Right.SETTINGS.label in text_of(refused)) == (403, True)


def _signed_in(client, company, role: str):
    client.force_login(a_user(company, roles=(role,)))
    return client


def test_replaying_mends_what_a_bug_got_wrong(company, fake_store, capsys):
    order = a_store_order("97", document={"order_id": "97"})
    fake_store.put(order)
    run_import(company)
    Order.objects.update(customer_email="wrong@example.com")
    events = Order.objects.get().events.count()
    call_command("replay_orders", f"--company={company.pk}")
    replayed = Order.objects.get()
    assert replayed.customer_email == "ana@example.com"
    assert [event.message for event in replayed.events.all()[:1]] == [
        "E-mail changed from “wrong@example.com” to “ana@example.com”."
    ]
    assert replayed.events.count() == events + 1
    assert "updated 1" in capsys.readouterr().out
    assert OrderDocument.objects.get().document == {"order_id": "97"}


def test_replaying_brings_in_an_order_that_had_failed(company, fake_store):
    document = {"order_id": "2"}
    fake_store.put(UnreadableOrder(store_order_id="2", sentence="Odd.", document=document))
    run_import(company)
    fake_store.put(a_store_order("2"))
    call_command("replay_orders", "2")
    assert imported() == {"2"}
    job = Job.objects.get(kind="replay_orders")
    assert (job.status, fake_store.fetched) == (JobStatus.COMPLETED, [])


def test_times_of_placing_are_shown(staff, company, fake_store):
    now = datetime.now(UTC) - timedelta(hours=2)
    fake_store.put(a_store_order("1", placed_at=now))
    url = staff.post(form_page(company), {"what": "numbers", "numbers": "1", "act": "preview"}).url
    run_the_job()
    assert "2 hours ago" in text_of(staff.get(url)).replace("\xa0", " ")
