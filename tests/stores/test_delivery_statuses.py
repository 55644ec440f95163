"""Setting statuses: after the shipment, never twice, and never where orders would be rebuilt."""

from dataclasses import replace

from notices.models import NoticeKind
from orders.fulfilment.website_updates import enqueue_status
from orders.importing.intake import receive, receive_shipments
from stores import outbox
from stores.delivery.statuses import MOST_FORBIDDEN
from stores.errors import StoreForbidden, StoreRefused
from stores.models import ChangeState, StoreState
from tests.factories import (
    SHIPPED,
    a_user,
    some_totals,
)
from tests.fakes import WriteEnd
from tests.stores.ends import open_notices


def test_no_status_overtakes_its_shipment_even_when_that_is_stuck(warehouse, change_of):
    package = warehouse.ship()
    enqueue_status(package.order, "C", may_mail=True, key="refund:1")
    warehouse.store.write_ends = [WriteEnd(error=StoreRefused("No."), is_done=False)] * 2
    warehouse.deliver()
    warehouse.later()
    warehouse.later()
    assert warehouse.store.writes == ["shipment of 97"] * 2
    outbox.dismiss(change_of(package), by=a_user(warehouse.company))
    warehouse.deliver()
    assert warehouse.store.writes[-1] == "status of 97"


def test_when_all_is_shipped_the_status_follows_and_comes_back_as_nothing_new(warehouse):
    warehouse.company.connection.status_uploads.on_shipped = "C"
    warehouse.company.connection.status_uploads.save()
    package = warehouse.ship()
    warehouse.deliver()
    warehouse.deliver()
    assert warehouse.store.writes == ["shipment of 97", "status of 97"]
    assert warehouse.store.orders["97"].status == SHIPPED
    events = package.order.events.count()
    receive(warehouse.company, [warehouse.store.orders["97"]])
    receive_shipments(warehouse.company, warehouse.store.shipments)
    assert package.order.events.count() == events
    assert package.order.packages.count() == 1
    assert not package.order.conflicts.exists()
    warehouse.deliver()
    assert len(warehouse.store.writes) == 2


def test_a_status_that_the_order_has_already_is_not_set_again(warehouse):
    package = warehouse.ship()
    warehouse.deliver()
    warehouse.store.put(replace(warehouse.store.orders["97"], status=SHIPPED))
    change = enqueue_status(package.order, "C", may_mail=True, key="shipped:1")
    warehouse.deliver()
    change.refresh_from_db()
    assert (change.state, warehouse.store.writes) == (ChangeState.SENT, ["shipment of 97"])


def test_a_letter_that_the_store_does_not_list_is_never_sent(warehouse):
    package = warehouse.ship()
    warehouse.deliver()
    change = enqueue_status(package.order, "Q", may_mail=True, key="odd:1")
    warehouse.deliver()
    change.refresh_from_db()
    assert change.state == ChangeState.STUCK
    assert "would show a blank one" in change.last_error
    assert warehouse.store.writes == ["shipment of 97"]


def test_a_store_that_would_rebuild_orders_gets_no_status_until_a_person_allows_it(warehouse):
    package = warehouse.ship()
    warehouse.deliver()
    warehouse.store.may_set_statuses = False
    change = enqueue_status(package.order, "C", may_mail=True, key="shipped:1")
    warehouse.deliver()
    change.refresh_from_db()
    assert (change.state, change.attempts) == (ChangeState.WAITING, 0)
    assert open_notices(warehouse) == {NoticeKind.STATUSES_STOPPED}
    assert warehouse.store.writes == ["shipment of 97"]


def test_a_forbidden_probe_is_asked_again_by_itself_before_a_person_must_look(
    warehouse, monkeypatch
):
    package = warehouse.ship()
    warehouse.deliver()

    def forbid() -> bool:
        raise StoreForbidden("The store's administrator lacks a right for this.")

    monkeypatch.setattr(warehouse.store, "can_set_statuses", forbid)
    change = enqueue_status(package.order, "C", may_mail=True, key="shipped:1")
    for attempts in range(1, MOST_FORBIDDEN):
        warehouse.later()
        change.refresh_from_db()
        assert (change.state, change.attempts) == (ChangeState.WAITING, attempts)
        assert "asked again by itself" in change.last_error
        assert open_notices(warehouse) == set()
    warehouse.later()
    assert open_notices(warehouse) == {NoticeKind.STATUSES_STOPPED}
    assert warehouse.store.writes == ["shipment of 97"]


def test_a_probe_that_was_forbidden_once_costs_a_minute_and_nobody_a_look(warehouse, monkeypatch):
    package = warehouse.ship()
    warehouse.deliver()
    answers = [StoreForbidden("No."), True]

    def once() -> bool:
        answer = answers.pop(0)
        if isinstance(answer, StoreForbidden):
            raise answer
        return True

    monkeypatch.setattr(warehouse.store, "can_set_statuses", once)
    change = enqueue_status(package.order, "C", may_mail=True, key="shipped:1")
    warehouse.later()
    warehouse.later()
    change.refresh_from_db()
    assert change.state == ChangeState.SENT


def test_a_total_that_moved_stops_all_status_changes_at_once(warehouse, monkeypatch):
    packages = [warehouse.ship(str(number), f"1Z{number}") for number in (1, 2)]
    warehouse.deliver()

    def rebuild(store_order_id: str, code: str, *, may_mail: bool) -> None:
        order = warehouse.store.orders[store_order_id]
        warehouse.store.put(replace(order, totals=some_totals(total=order.totals.total + 1)))

    monkeypatch.setattr(warehouse.store, "set_status", rebuild)
    first = enqueue_status(packages[0].order, "C", may_mail=True, key="shipped:1")
    warehouse.deliver()
    second = enqueue_status(packages[1].order, "C", may_mail=True, key="shipped:2")
    warehouse.deliver()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (ChangeState.STUCK, ChangeState.WAITING)
    assert "from 29.50 to 30.50" in StoreState.objects.get().statuses_stopped_reason
    assert NoticeKind.STATUSES_STOPPED in open_notices(warehouse)


def test_a_status_that_the_store_did_not_take_is_shown(warehouse, monkeypatch):
    package = warehouse.ship()
    warehouse.deliver()
    monkeypatch.setattr(warehouse.store, "set_status", lambda *_args, **_kwargs: None)
    change = enqueue_status(package.order, "C", may_mail=True, key="shipped:1")
    warehouse.deliver()
    change.refresh_from_db()
    assert change.state == ChangeState.STUCK
    assert "did not take the status “Complete”; the order has “Paid”" in change.last_error
