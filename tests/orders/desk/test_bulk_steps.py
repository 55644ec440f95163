"""What bulk actions do with each order: the actions of Order Details, one after the other."""

import pytest

from jobs.models import Job
from jobs.run_job import run_job
from orders.desk.bulk import actions
from orders.desk.bulk.selection import Selection
from orders.desk.bulk.starting import reach_of, start_bulk
from orders.models import Order, OrderStatus, Package, ShippingStatus
from shipping.models import ShippingService
from stores.models import ChangeState, OutgoingChange
from tests.factories import a_company, a_package, a_user, an_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return a_company()


@pytest.fixture
def kim(company):
    return a_user(company, username="kim")


@pytest.fixture
def orders(company) -> list[Order]:
    return [an_order(company, number) for number in ("1", "2")]


def results(key: str, orders: list[Order], by, **answers: object) -> list[tuple[str, str]]:
    """What the action said of each order, once its job has run."""
    action = actions.by_key(key)
    assert action is not None
    picked = Selection(ids=tuple(order.pk for order in orders))
    reach = reach_of(picked, action.right, by)
    form = action.form(answers)
    assert form.is_valid(), form.errors
    job = start_bulk(action, picked, reach.companies, form.cleaned_data, by=by).job
    run_job(Job.objects.get(pk=job.pk).pk)
    return list(job.bulk_items.order_by("order_id").values_list("outcome", "sentence"))


def test_orders_are_cancelled_here_alone_and_keep_why(orders, kim):
    a_package(orders[1])
    first, second = results("cancel_internally", orders, kim, comment="Phoned in")
    assert first == ("done", "The order is Cancelled now. The website was told nothing.")
    assert second[0] == "refused"
    assert "Set Cancelled Internally is not possible." in second[1]
    orders[0].refresh_from_db()
    assert orders[0].order_status == OrderStatus.CANCELLED
    assert [note.text for note in orders[0].notes.all()] == ["Phoned in"]
    assert not OutgoingChange.objects.exists()


def test_a_cancellation_without_a_word_is_asked_for():
    action = actions.by_key("cancel_internally")
    assert action is not None
    assert "comment" in action.form({"comment": " "}).errors


def test_all_go_by_one_service_that_the_mapping_leaves(orders, kim):
    service = ShippingService.objects.get(code="UPS_GROUND")
    Order.objects.filter(pk=orders[1].pk).update(order_status=OrderStatus.COMPLETED)
    answers = {"service": str(service.pk), "is_rush": "on"}
    first, second = results("shipping_service", orders, kim, **answers)
    assert first == ("done", f"The order goes by {service}, Rush now.")
    assert second[0] == "refused"
    assert "its shipping method stays as it is." in second[1]
    group = orders[0].shipping_groups.get()
    assert (group.service, group.is_rush, group.service_source) == (service, True, "by_hand")


def test_packages_that_the_website_has_not_heard_of_are_taken_back(orders, kim):
    a_package(orders[0])
    first, second = results("set_unshipped", orders, kim)
    assert first == ("done", "The packages are only packed again.")
    assert second == (
        "refused",
        "Set Unshipped is not possible. Nothing of the order has been Ship Confirmed.",
    )
    orders[0].refresh_from_db()
    assert orders[0].shipping_status == ShippingStatus.UNSHIPPED


def test_the_website_counts_as_told_and_is_to_be_told_again(orders, kim):
    package = a_package(orders[0])
    first, second = results("source_notified", orders, kim)
    assert (first[0], second[0]) == ("done", "refused")
    package.refresh_from_db()
    assert package.is_source_notified
    first, second = results("source_not_notified", orders, kim)
    assert (first[0], second[0]) == ("done", "refused")
    assert not Package.objects.get().is_source_notified
    assert OutgoingChange.objects.get().state == ChangeState.WAITING


def test_orders_are_tagged_and_untagged(orders, kim):
    assert results("add_tag", orders, kim, name="VIP") == [("done", "Tagged: VIP.")] * 2
    orders[1].tags.clear()
    first, second = results("remove_tag", orders, kim, name="vip")
    assert first == ("done", "Tag taken off: VIP.")
    assert second == ("refused", "The order has no tag “vip”.")
