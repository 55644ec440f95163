"""Setting statuses: after the shipment, never twice, and never where orders would be rebuilt."""

from dataclasses import replace

from notices.models import NoticeKind
from orders.fulfilment.telling import tell_of_status
from orders.importing.intake import receive, receive_shipments
from stores import outbox
from stores.errors import StoreRefused
from stores.models import ChangeState, Postbox
from tests.factories import (
    SHIPPED,
    a_user,
    some_totals,
)
from tests.fakes import WriteEnd
from tests.stores.ends import open_notices


def test_no_status_overtakes_its_shipment_even_when_that_is_stuck(room, change_of):
    package = room.ship()
    tell_of_status(package.order, "C", may_mail=True, key="refund:1")
    room.store.write_ends = [WriteEnd(error=StoreRefused("No."), is_done=False)] * 2
    room.deliver()
    room.later()
    room.later()
    assert room.store.writes == ["shipment of 97"] * 2
    outbox.dismiss(change_of(package), by=a_user(room.company))
    room.deliver()
    assert room.store.writes[-1] == "status of 97"


def test_when_all_is_shipped_the_status_follows_and_comes_back_as_nothing_new(room):
    room.company.connection.status_uploads.on_shipped = "C"
    room.company.connection.status_uploads.save()
    package = room.ship()
    room.deliver()
    room.deliver()
    assert room.store.writes == ["shipment of 97", "status of 97"]
    assert room.store.orders["97"].status == SHIPPED
    events = package.order.events.count()
    receive(room.company, [room.store.orders["97"]])
    receive_shipments(room.company, room.store.shipments)
    assert package.order.events.count() == events
    assert package.order.packages.count() == 1
    assert not package.order.conflicts.exists()
    room.deliver()
    assert len(room.store.writes) == 2


def test_a_status_that_the_order_has_already_is_not_set_again(room):
    package = room.ship()
    room.deliver()
    room.store.put(replace(room.store.orders["97"], status=SHIPPED))
    change = tell_of_status(package.order, "C", may_mail=True, key="shipped:1")
    room.deliver()
    change.refresh_from_db()
    assert (change.state, room.store.writes) == (ChangeState.SENT, ["shipment of 97"])


def test_a_letter_that_the_store_does_not_list_is_never_sent(room):
    package = room.ship()
    room.deliver()
    change = tell_of_status(package.order, "Q", may_mail=True, key="odd:1")
    room.deliver()
    change.refresh_from_db()
    assert change.state == ChangeState.STUCK
    assert "would show a blank one" in change.last_error
    assert room.store.writes == ["shipment of 97"]


def test_a_store_that_would_rebuild_orders_gets_no_status_until_a_person_allows_it(room):
    package = room.ship()
    room.deliver()
    room.store.may_set_statuses = False
    change = tell_of_status(package.order, "C", may_mail=True, key="shipped:1")
    room.deliver()
    change.refresh_from_db()
    assert (change.state, change.attempts) == (ChangeState.WAITING, 0)
    assert open_notices(room) == {NoticeKind.STATUSES_STOPPED}
    assert room.store.writes == ["shipment of 97"]


def test_a_total_that_moved_stops_all_status_changes_at_once(room, monkeypatch):
    packages = [room.ship(str(number), f"1Z{number}") for number in (1, 2)]
    room.deliver()

    def rebuild(store_order_id: str, code: str, *, may_mail: bool) -> None:
        order = room.store.orders[store_order_id]
        room.store.put(replace(order, totals=some_totals(total=order.totals.total + 1)))

    monkeypatch.setattr(room.store, "set_status", rebuild)
    first = tell_of_status(packages[0].order, "C", may_mail=True, key="shipped:1")
    room.deliver()
    second = tell_of_status(packages[1].order, "C", may_mail=True, key="shipped:2")
    room.deliver()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (ChangeState.STUCK, ChangeState.WAITING)
    assert "from 29.50 to 30.50" in Postbox.objects.get().statuses_stopped_reason
    assert NoticeKind.STATUSES_STOPPED in open_notices(room)


def test_a_status_that_the_store_did_not_take_is_shown(room, monkeypatch):
    package = room.ship()
    room.deliver()
    monkeypatch.setattr(room.store, "set_status", lambda *_args, **_kwargs: None)
    change = tell_of_status(package.order, "C", may_mail=True, key="shipped:1")
    room.deliver()
    change.refresh_from_db()
    assert change.state == ChangeState.STUCK
    assert "did not take the status “Complete”; the order has “Paid”" in change.last_error
