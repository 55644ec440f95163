"""Bulk actions: which orders, by whom, exactly once, and what became of each."""

from typing import Any

import pytest
from auditlog.models import LogEntry
from django.db import OperationalError
from django.http import QueryDict
from django.test import Client

from jobs import queue
from jobs.models import Job, JobStatus
from jobs.run_job import run_job
from orders.desk.bulk import actions, bulk_job, selection, starting
from orders.importing.intake import receive
from orders.models import BulkItem, BulkOutcome, Order, OrderNote, OrderStatus
from settings.models import Company
from settings.rights import Right
from shipping.models import ShippingService
from tests.factories import a_company, a_customer, a_store_order, a_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def orders(company) -> list[Order]:
    receive(company, [a_store_order(number) for number in ("1", "2", "3")])
    return list(Order.objects.order_by("pk"))


@pytest.fixture
def kim(company):
    return a_user(company, username="kim")


def chosen(*orders: Order, **fields: str) -> selection.Selection:
    form = QueryDict(mutable=True)
    form.setlist("order", [str(order.pk) for order in orders])
    form.update(fields)
    return selection.Selection.of(form)


def started(key: str, picked: selection.Selection, by, **answers: str) -> Job:
    action = actions.by_key(key)
    assert action is not None
    reach = starting.reach_of(picked, action.right, by)
    answers = {"comment": "", **answers}
    return starting.start_bulk(action, picked, reach.companies, answers, by=by).job


def done(job: Job) -> Job:
    run_job(job.pk)
    job.refresh_from_db()
    return job


def outcomes(job: Job) -> list[tuple[str, str]]:
    return list(job.bulk_items.order_by("order_id").values_list("outcome", "sentence"))


def test_each_order_is_done_or_refused_with_a_sentence(orders, kim):
    Order.objects.filter(pk=orders[1].pk).update(order_status=OrderStatus.CANCELLED)
    job = done(started("on_hold", chosen(*orders), kim, comment="Stock count"))
    assert job.status == JobStatus.PARTIAL_SUCCESS
    assert job.counts == {"done": 2, "failed": 1}
    assert outcomes(job) == [
        ("done", "The order is On Hold now."),
        ("refused", "Set On Hold is not possible. The order is Cancelled."),
        ("done", "The order is On Hold now."),
    ]
    assert [note.text for note in orders[0].notes.all()] == ["Stock count"]
    assert not OrderNote.objects.filter(order=orders[1]).exists()


def test_all_of_a_list_means_what_fits_when_the_job_begins_without_those_taken_out(
    company, orders, kim
):
    picked = chosen(query="customer=Brandt", all="1", but=str(orders[0].pk))
    job = started("on_hold", picked, kim)
    someone_else = a_customer(first_name="Jo", last_name="Lee", email="jo@example.com")
    receive(company, [a_store_order("4"), a_store_order("5", customer=someone_else)])
    done(job)
    on_hold = Order.objects.filter(order_status=OrderStatus.ON_HOLD)
    assert set(on_hold.values_list("store_order_id", flat=True)) == {"2", "3", "4"}


def test_only_companies_where_the_person_may_are_reached(orders, company):
    elsewhere, unknown = a_company("Elsewhere"), a_company("Unknown")
    for other in (elsewhere, unknown):
        receive(other, [a_store_order("9")])
    person = a_user(company, roles=("View", "Edit"))
    a_membership = a_user(elsewhere, roles=("View",)).memberships.get()
    a_membership.user = person
    a_membership.save()
    picked = chosen(query="", all="1")
    reach = starting.reach_of(picked, Right.EDIT, person)
    assert (reach.companies, reach.number, reach.number_forbidden) == ((company,), 3, 1)
    done(started("on_hold", picked, person))
    held = Order.objects.filter(order_status=OrderStatus.ON_HOLD)
    assert set(held.values_list("company", flat=True)) == {company.pk}


def test_a_right_taken_away_before_the_job_begins_stops_it(orders, kim, company):
    job = started("on_hold", chosen(*orders), kim)
    kim.memberships.get().roles.clear()
    assert done(job).status == JobStatus.FAILED
    assert "does not have the right “Edit orders”" in job.error
    assert not Order.objects.filter(order_status=OrderStatus.ON_HOLD).exists()


def test_a_crash_in_the_middle_does_nothing_twice(orders, kim, monkeypatch):
    job = started("note", chosen(*orders), kim, kind="general", text="Call first")
    real, calls = bulk_job._do_one, []

    def crashing(*args):
        calls.append(args)
        if len(calls) == 2:
            raise OperationalError("the server is gone")
        return real(*args)

    monkeypatch.setattr(bulk_job, "_do_one", crashing)
    with pytest.raises(OperationalError):
        run_job(job.pk)
    assert queue.put_orphans_back() == [job.pk]
    monkeypatch.setattr(bulk_job, "_do_one", real)
    assert done(job).counts == {"done": 3}
    assert [order.notes.count() for order in orders] == [1, 1, 1]


def test_running_again_does_only_what_was_not_done(orders, kim):
    Order.objects.filter(pk=orders[1].pk).update(order_status=OrderStatus.CANCELLED)
    first = done(started("on_hold", chosen(*orders), kim))
    Order.objects.filter(pk=orders[1].pk).update(order_status=OrderStatus.IN_PROCESS)
    again = done(queue.run_again(first, by=kim).job)
    assert outcomes(again) == [("done", "The order is On Hold now.")]
    assert again.bulk_items.get().order == orders[1]


def test_a_cancelled_job_leaves_the_rest_and_says_so(orders, kim, monkeypatch):
    monkeypatch.setattr("jobs.progress.SECONDS_BETWEEN_SAVES", 0)
    job = started("on_hold", chosen(*orders), kim)
    real = bulk_job._do_one

    def cancelled_meanwhile(*args):
        Job.objects.filter(pk=job.pk).update(cancel_requested_at="2026-11-25T00:00Z")
        return real(*args)

    monkeypatch.setattr(bulk_job, "_do_one", cancelled_meanwhile)
    assert done(job).status == JobStatus.CANCELLED_WHILE_RUNNING
    assert [outcome for outcome, _ in outcomes(job)] == ["done", "waiting", "waiting"]


def test_two_different_actions_stand_in_line_and_a_double_click_is_one(orders, kim):
    hold = started("on_hold", chosen(*orders), kim)
    assert started("on_hold", chosen(*orders), kim) == hold
    assert started("problem_order", chosen(*orders), kim) != hold
    assert started("on_hold", chosen(orders[0]), kim) != hold


def test_orders_of_several_companies_are_one_job_that_only_colleagues_of_all_see(orders, company):
    second = a_company("Second")
    receive(second, [a_store_order("9")])
    both, one = a_user(company, second), a_user(company)
    job = done(started("on_hold", chosen(*Order.objects.all()), both))
    assert set(job.companies) == {company, second}
    assert job.counts == {"done": 4}
    assert list(Job.objects.visible_to(both)) == [job]
    assert list(Job.objects.visible_to(one)) == []


@pytest.mark.parametrize(
    ("key", "undo", "column"),
    [
        ("rush", "not_rush", "is_rush"),
        ("allow_unpaid", "wait_until_paid", "allow_unpaid_shipping"),
        ("invoice_printed", "invoice_not_printed", "invoice_printed_at"),
    ],
)
def test_marks_are_set_and_taken_away_and_twice_is_refused(orders, kim, company, key, undo, column):
    for group in orders[0].shipping_groups.all():
        group.service = ShippingService.objects.first()
        group.save()

    def is_marked() -> bool:
        return bool(Order.objects.values_list(column, flat=True).get(pk=orders[0].pk))

    only = chosen(orders[0])
    assert done(started(key, only, kim)).counts == {"done": 1}
    assert is_marked()
    assert done(started(key, only, kim)).counts == {"failed": 1}
    assert done(started(undo, only, kim)).counts == {"done": 1}
    assert not is_marked()
    assert orders[0].events.filter(by=kim).count() == 2


def test_the_change_log_names_who_asked(orders, kim):
    done(started("on_hold", chosen(orders[0]), kim))
    entry = LogEntry.objects.get_for_object(orders[0]).first()
    assert entry.actor == kim
    assert entry.changes_dict["order_status"] == ["in_process", "on_hold"]


def test_rush_without_a_service_is_refused(orders, kim):
    job = done(started("rush", chosen(orders[0]), kim))
    assert outcomes(job)[0][1].endswith("has no shipping service yet: choose one first.")


def test_from_the_list_to_the_result(staff: Client, orders, company: Company):
    page = staff.post(
        "/orders/bulk/", {"action": "on_hold", "order": [o.pk for o in orders[:2]], "query": "q=a"}
    ).content.decode()
    assert f"2 orders of {company}" in " ".join(page.split())
    fields = {"action": "on_hold", "confirmed": "1", "more": f"{orders[0].pk},{orders[1].pk}"}
    answer: Any = staff.post("/orders/bulk/", {**fields, "query": "q=a", "comment": "Wait"})
    job = done(Job.objects.get(kind="bulk_orders"))
    assert answer.url == f"/orders/bulk/{job.pk}/"
    page = staff.get(answer.url).content.decode()
    assert "The order is On Hold now." in page
    assert 'href="/orders/?q=a"' in page
    download: Any = staff.get(f"/orders/bulk/{job.pk}/rows.csv")
    rows = b"".join(download.streaming_content).decode()
    assert rows.splitlines()[1] == f"{orders[0].pk},1,Done,The order is On Hold now."


def test_a_missing_answer_is_asked_for(staff, orders):
    fields = {"action": "note", "confirmed": "1", "more": str(orders[0].pk), "kind": "general"}
    assert "This field is required" in staff.post("/orders/bulk/", fields).content.decode()
    assert not Job.objects.exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"action": ""}, "Choose what to do with the orders."),
        ({"action": "on_hold"}, "Tick the orders first"),
    ],
)
def test_nothing_chosen_is_said(staff, orders, fields, sentence):
    assert sentence in staff.post("/orders/bulk/", fields, follow=True).content.decode()


def test_who_may_only_look_can_do_nothing(client, orders, company):
    client.force_login(a_user(company, roles=("View",)))
    assert "Set On Hold" not in client.get("/orders/").content.decode()
    fields = {"action": "on_hold", "order": str(orders[0].pk)}
    assert client.post("/orders/bulk/", fields).status_code == 403


def test_repeating_a_bulk_job_takes_the_right_of_its_action(client, orders, kim, company):
    job = done(started("on_hold", chosen(*orders), kim))
    BulkItem.objects.update(outcome=BulkOutcome.REFUSED)
    client.force_login(a_user(company, roles=("View",)))
    assert "Run again" not in client.get(f"/orders/bulk/{job.pk}/").content.decode()
    assert client.post(f"/jobs/{job.pk}/rerun/").status_code == 403
