"""Ship Orders: many orders from Manage Orders, also without tracking numbers."""

import pytest
from django.test import Client

from jobs.models import Job
from jobs.run_job import run_job
from orders.fulfilment.tracking_files.tracking_kind import TRACKING_FILES
from orders.importing.intake import receive
from orders.models import Order, Package, TrackingImport
from shipping.models import ShippingService
from tests.factories import a_company, a_job, a_store_order, a_user
from uploads.keeping import keep_lines

NUMBER = "1Z999AA10123456784"
GROUND = "UPS – Ground (UPS_GROUND)"
URL = "/orders/shipping/"


@pytest.fixture
def orders(company) -> list[Order]:
    receive(company, [a_store_order(str(number)) for number in range(1, 4)])
    orders = list(Order.objects.order_by("pk"))
    orders[0].shipping_groups.update(service=ShippingService.objects.get(code="UPS_GROUND"))
    Order.objects.filter(pk=orders[2].pk).update(order_status="on_hold")
    return orders


@pytest.fixture
def staff(company, orders) -> Client:
    browser = Client()
    browser.force_login(a_user(company, username="kim", roles=("Ship",)))
    return browser


def selected(orders: list[Order], **fields: object) -> dict[str, object]:
    return {"order": [order.pk for order in orders], **fields}


def test_the_menu_of_the_list_leads_to_the_form(staff, orders):
    data = selected(orders, action="ship_orders")
    answer = staff.post("/orders/bulk/", data)
    assert (answer.status_code, answer.headers["Location"]) == (307, URL)
    rows = staff.post(URL, data).context["rows"]
    assert [(row.order, row.service) for row in rows] == [
        (orders[0], GROUND),
        (orders[1], ""),
        (orders[2], ""),
    ]
    assert [bool(row.why_not) for row in rows] == [False, False, True]


def test_rows_with_a_tracking_number_leave_and_blank_ones_are_skipped(staff, orders):
    first, second, _ = orders
    data = selected(orders, act="ship")
    data |= {f"service_{first.pk}": GROUND, f"tracking_{first.pk}": f"'{NUMBER}"}
    page = staff.post(URL, data, follow=True)
    assert "scheduled for 1 orders" in page.content.decode()
    assert "1 without tracking number are skipped" in page.content.decode()
    run_job(Job.objects.get().pk)
    one = Package.objects.get()
    assert (one.order, one.tracking_number, str(one.service)) == (first, NUMBER, GROUND)
    upload = TrackingImport.objects.get()
    assert [row["Result"] for row in upload.answers] == ["shipped", "skipped"]
    result = staff.get(page.redirect_chain[-1][0]).content.decode()
    assert "What the import did" in result
    assert "Which column is what" not in result
    assert "The line has no tracking number." in result
    assert str(second.pk) in result
    run_job(staff_again(upload))
    assert Package.objects.count() == 1


def test_without_any_number_nothing_starts_and_the_other_action_is_named(staff, orders):
    page = staff.post(URL, selected(orders, act="ship")).content.decode()
    assert "No row has a tracking number" in page
    assert "Ship Orders (Without Tracking)" in page
    assert not Job.objects.exists()


def staff_again(upload: TrackingImport) -> int:
    """The job of `upload` as if its worker had died after the last batch."""
    assert upload.job_id is not None
    Job.objects.filter(pk=upload.job_id).update(status="submitted")
    return upload.job_id


def test_a_mistyped_service_and_an_odd_number_are_told_before(staff, orders):
    first = orders[0]
    data = selected(orders, act="ship")
    data |= {f"service_{first.pk}": "Owl", f"tracking_{first.pk}": NUMBER}
    assert "“Owl” is no Shipping Method" in staff.post(URL, data).content.decode()
    data |= {f"service_{first.pk}": GROUND, f"tracking_{first.pk}": "1Z9"}
    answer = staff.post(URL, data)
    (doubt,) = answer.context["doubts"]
    assert doubt.startswith(f"Order {first.pk} (#1): “1Z9” is no UPS")
    assert not Job.objects.exists()
    staff.post(URL, {**data, "doubt": [doubt]})
    assert Job.objects.get().kind == "import_tracking"


def test_orders_of_another_company_are_not_shown(staff, orders):
    receive(a_company("Theirs"), [a_store_order("500")])
    theirs = Order.objects.get(store_order_id="500")
    assert staff.post(URL, selected([theirs])).context["rows"] == []


def test_without_tracking_as_a_plain_bulk_action(staff, orders):
    data = selected(orders, action="ship_without_tracking", confirmed="1")
    staff.post("/orders/bulk/", data)
    run_job(Job.objects.get().pk)
    assert Package.objects.ship_confirmed().count() == 2
    assert str(Package.objects.get(order=orders[0]).service) == GROUND


def test_what_the_version_before_has_queued_still_ships_without_numbers(company, staff, orders):
    first, second, _ = orders
    lines = [(1, [str(first.pk), NUMBER]), (2, [str(second.pk), ""])]
    columns = {"order_id": 0, "tracking_number": 1}
    by = company.memberships.get().user
    upload = keep_lines(
        TRACKING_FILES, company, [], lines, columns, name="x", by=by, may_lack_numbers=True
    )
    job = a_job(company, kind="import_tracking", parameters={"tracking_import": upload.pk})
    Job.objects.filter(pk=job.pk).update(submitted_by=by)
    run_job(job.pk)
    assert [one.tracking_number for one in Package.objects.order_by("order_id")] == [NUMBER, ""]
