"""The company whose parcels `bench.faults` tells the store of, and the final comparison."""

import random
import threading
import time
from collections import Counter
from typing import Any

from django.contrib.auth.models import User
from django.db import connection

from core.parts import in_parts
from orders.fulfilment.new_packages import NewPackage
from orders.fulfilment.shipping_out import ship
from orders.importing.intake import receive
from orders.models import Order, Package, ShippingStatus
from sandbox.server import SandboxStore
from settings.companies import create_company
from settings.models import Company, StatusUploads, StoreType
from stores import outbox
from stores.models import ChangeKind, ChangeState, OutgoingChange, StoreState
from stores.registry import open_store

STATUS = "C"


class Desk:
    """People at their desk: they ship, send again what is stuck, and look at the end."""

    def __init__(self, store: SandboxStore, chance: random.Random, kinds: list[str]) -> None:
        self._store = store
        self._chance = chance
        self._kinds = kinds
        self.company = _company(store)

    def ship_everything(self) -> int:
        """Import every order and pack it, some in two packages, some without tracking number."""
        numbers = [str(number) for number in self._store.state.orders]
        adapter = open_store(self.company.connection)
        receive(self.company, list(adapter.look_at(numbers)))
        adapter.close()
        orders = Order.objects.filter(company=self.company).order_by("pk")
        wanted = {
            order.pk: self._parcels(order, kind)
            for order, kind in zip(orders.prefetch_related("lines"), self._kinds, strict=True)
        }
        for ids in in_parts(list(wanted), 200):
            outcomes = ship({pk: wanted[pk] for pk in ids}, is_confirmed=True, by=None)
            refusals = [one.refusal for one in outcomes.values() if one.refusal]
            assert not refusals, refusals
        self._store.state.mails.clear()
        return Package.objects.filter(order__company=self.company).count()

    def shipment_bodies(self) -> list[dict[str, Any]]:
        """Each package that has a tracking number, as somebody would type it in the store."""
        packages = Package.objects.exclude(tracking_number="").prefetch_related("lines__line")
        return [
            {
                "order_id": int(package.order.store_order_id),
                "shipping_id": 1,
                "tracking_number": package.tracking_number,
                "carrier": package.carrier,
                "products": {one.line.store_line_id: one.quantity for one in package.lines.all()},
            }
            for package in packages.select_related("order")
        ]

    def states(self) -> Counter[str]:
        """How many changes of each state."""
        return Counter(OutgoingChange.objects.values_list("state", flat=True))

    def share_told(self) -> float:
        """How much of what is to be told has been, from 0 to 1."""
        told = OutgoingChange.objects.filter(kind=ChangeKind.SHIPMENT, state=ChangeState.SENT)
        return told.count() / Package.objects.count()

    def send_stuck_again(self) -> int:
        """*Send again* for whatever is stuck, and *Switch on again*; gives how many changes."""
        stuck = list(OutgoingChange.objects.filter(state=ChangeState.STUCK))
        for change in stuck:
            outbox.send_again(change, by=self._person)
        StoreState.objects.update(statuses_stopped_at=None)
        return len(stuck)

    def keep_notifying(self) -> None:
        """Notify a dispatcher twice a second, beside the beats: pauses are short here."""
        company_id = self.company.pk

        def notify() -> None:
            while True:
                outbox.notify(company_id)
                time.sleep(0.5)

        threading.Thread(target=notify, daemon=True).start()

    def let_in(self, name: str, password: str) -> None:
        """Let somebody with every right sign in."""
        User.objects.create_superuser(name, password=password)

    def order_ids(self) -> list[int]:
        """Ids of every order."""
        return list(Order.objects.filter(company=self.company).values_list("pk", flat=True))

    def hang_up(self) -> None:
        """Give the database connection back before the server goes."""
        connection.close()

    def judge(self, report: Any) -> None:
        """Compare packages with shipments and mails, into `report`."""
        tally = self._store.control.tally()
        report.faults = self._store.control.faults_met()
        report.recognised = OutgoingChange.objects.filter(
            kind=ChangeKind.SHIPMENT, receipt__written=False
        ).count()
        open_ones = OutgoingChange.objects.exclude(state=ChangeState.SENT)
        report.not_finished = open_ones.count()
        report.problems += [f"{one}: {one.state}, {one.last_error}" for one in open_ones[:20]]
        orders = Order.objects.filter(company=self.company).prefetch_related(
            "packages__lines__line"
        )
        for order in orders:
            _judge_order(order, tally.get(order.store_order_id, {}), report, self._store)

    @property
    def _person(self) -> Any:
        return User.objects.get_or_create(username="desk")[0]

    def _parcels(self, order: Order, kind: str) -> list[NewPackage]:
        first, second = order.lines.all()
        parts = [{first.pk: 2, second.pk: 1}]  # all of it, or half of what leaves in part
        if kind == "split" and self._chance.random() < 0.5:  # a line in two packages
            parts = [{first.pk: 1}, {first.pk: 1, second.pk: 1}]
        elif kind == "split":
            parts = [{first.pk: 2}, {second.pk: 1}]
        # Without a tracking number only one package of an order: two alike could not be told apart.
        is_numberless = len(parts) == 1 and self._chance.random() < 0.1
        return [
            NewPackage(
                carrier="ups",
                tracking_number="" if is_numberless else f"1Z{order.store_order_id}P{number}",
                quantities=part,
            )
            for number, part in enumerate(parts)
        ]


def _company(store: SandboxStore) -> Company:
    company = create_company("Faults")
    link = company.connection
    link.store_type, link.plugin, link.store_url = StoreType.CUSTOM, "CsCart", store.base_url
    link.api_email, link.api_key, link.minutes_between_runs = store.email, store.api_key, 2
    link.save()
    options = company.website_options
    options.allow_order_download = options.allow_tracking_upload = True
    options.allow_download_shipped_orders = True
    options.save()
    StatusUploads.objects.filter(connection=link).update(on_shipped=STATUS, mails_on_shipped=True)
    return company


def _judge_order(order: Order, there: dict[str, Any], report: Any, store: SandboxStore) -> None:
    packages = list(order.packages.all())
    shipments = Counter(
        (number, frozenset(lines.items())) for number, lines in there.get("shipments", [])
    )
    ours = Counter(
        (
            package.tracking_number,
            frozenset((one.line.store_line_id, one.quantity) for one in package.lines.all()),
        )
        for package in packages
    )
    lost, doubled = ours - shipments, shipments - ours
    mails = there.get("mails", {})
    report.lost += lost.total()
    report.doubled += doubled.total()
    report.mailed_twice += max(0, mails.get("shipment", 0) - len(packages))
    report.mailed_twice += max(0, mails.get(f"status {STATUS}", 0) - 1)
    # One without a tracking number is nobody's: it cannot be told from another order's, and stays.
    orphans = there.get("orphans", [])
    report.orphans += sum(1 for number in orphans if number)
    report.nameless_orphans += sum(1 for number in orphans if not number)
    report.by_other_add_on += there.get("doubles", 0)
    known = {str(number) for number in store.state.shipments}
    wrong = [
        one for one in packages if not one.is_source_notified or one.store_shipment_id not in known
    ]
    report.wrongly_noted += len(wrong)
    status = store.state.orders[int(order.store_order_id)]["status"]
    is_all_shipped = order.shipping_status == ShippingStatus.FULLY_SHIPPED
    is_wrong = (status == STATUS) != is_all_shipped
    report.statuses_wrong += is_wrong
    if lost or doubled or wrong or is_wrong:
        report.problems.append(
            f"order {order.store_order_id}: lost {list(lost)}, doubled {list(doubled)}, "
            f"wrong {[one.pk for one in wrong]}, status {status}, there {there}"
        )
