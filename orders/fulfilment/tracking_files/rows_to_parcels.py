"""What lines of tracking mean for their orders: packages, or the reason why not.

Lines that name the same order and tracking number are one package. A tracking number that is on its
order already says nothing new, so that a file may be imported twice.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import models

from orders.files.naming import BadRow, KnownOrders
from orders.fulfilment.new_packages import NewPackage, plain
from orders.fulfilment.tracking_files.tracking_row import TrackingRow
from orders.models import Order, OrderLine, OrderShippingGroup, ShippingStatus
from orders.state.quantities import remaining
from shipping.lookup import ServiceLookup, UnknownService
from shipping.matching import normal_name
from shipping.models import Carrier, ShippingService
from shipping.tracking import doubt


class TrackingOutcome(models.TextChoices):
    """What becomes of a line."""

    SHIPPED = "shipped", "Ship Confirmed"
    ALREADY = "already", "Here already"
    FAILED = "failed", "Failed"


@dataclass(slots=True)
class TrackingRowResult:
    """What becomes of one line. `sentence` says why it failed, `warning` what looks odd."""

    row: TrackingRow
    result: TrackingOutcome = TrackingOutcome.SHIPPED
    sentence: str = ""
    warning: str = ""
    order: Order | None = None

    def fail(self, sentence: str) -> None:
        """Nothing comes of the line."""
        self.result, self.sentence = TrackingOutcome.FAILED, sentence


@dataclass(slots=True)
class Decision:
    """Answers line by line, in their order, and the packages they ask for, by order id."""

    answers: list[TrackingRowResult]
    parcels: dict[int, list[NewPackage]] = field(default_factory=dict)
    asked: dict[int, list[TrackingRowResult]] = field(default_factory=dict)


class Catalogue:
    """Carriers and services, read once for a whole file."""

    def __init__(self) -> None:
        self._services = ServiceLookup.of_catalogue()
        self._carriers: dict[str, Carrier] = {}
        for carrier in Carrier.objects.all():
            for text in (carrier.code, carrier.store_code, carrier.name):
                self._carriers.setdefault(normal_name(text), carrier)

    def find(self, row: TrackingRow) -> tuple[ShippingService | None, Carrier | None]:
        """The service and the carrier that a line names; None for what it does not name.

        Raises `BadRow`.
        """
        carrier = self._carriers.get(normal_name(row.carrier)) if row.carrier else None
        if row.service:
            service = self._service(row, carrier)
            return service, service.carrier
        if row.carrier and carrier is None:
            raise BadRow(
                f"“{row.carrier[:60]}” is no carrier. Use one of the list, such as UPS or DPD."
            )
        return None, carrier

    def _service(self, row: TrackingRow, carrier: Carrier | None) -> ShippingService:
        wanted = f"{carrier.name} – {row.service}" if carrier else row.service
        for text in (row.service, wanted):
            try:
                service = self._services.find(text)
            except UnknownService:
                continue
            if service is not None:
                return service
        raise BadRow(
            f"“{row.service[:60]}” is no shipping service. Enter its shipping code, such as "
            "UPS_GROUND, or leave it empty."
        )


def services_of(orders: Iterable[Order]) -> dict[int, ShippingService]:
    """The service of each order's first group that has one, by order id."""
    groups = OrderShippingGroup.objects.filter(order__in=list(orders)).exclude(service=None)
    chosen: dict[int, ShippingService] = {}
    for group in groups.select_related("service__carrier").order_by("order", "group_key"):
        if group.service is not None:
            chosen.setdefault(group.order_id, group.service)
    return chosen


def decide(
    rows: Sequence[TrackingRow],
    orders: Sequence[Order],
    *,
    catalogue: Catalogue,
    services: Mapping[int, ShippingService],
) -> Decision:
    """What `rows` mean for `orders`, which are loaded with all that decides. Asks nothing more."""
    known = KnownOrders(orders)
    decision = Decision([TrackingRowResult(row) for row in rows])
    groups: dict[tuple[int, str], list[TrackingRowResult]] = {}
    for answer in decision.answers:
        try:
            answer.order = known.find(answer.row)
        except BadRow as bad:
            answer.fail(str(bad))
        else:
            key = (answer.order.pk, plain(answer.row.tracking_number))
            groups.setdefault(key, []).append(answer)
    for answers in groups.values():
        _decide_package(decision, answers, catalogue, services)
    return decision


def _decide_package(
    decision: Decision,
    answers: Sequence[TrackingRowResult],
    catalogue: Catalogue,
    services: Mapping[int, ShippingService],
) -> None:
    order, first = answers[0].order, answers[0].row
    if order is None:
        return
    known = {plain(package.tracking_number): package for package in order.packages.all()}
    package = known.get(plain(first.tracking_number)) if first.tracking_number else None
    has_left = package is not None and package.confirmed_at is not None
    is_all_gone = order.shipping_status == ShippingStatus.FULLY_SHIPPED
    if has_left or (not first.tracking_number and is_all_gone):
        for answer in answers:
            answer.result = TrackingOutcome.ALREADY
        return
    try:
        if package is not None:
            raise BadRow("The package is packed here: choose Ship Confirm on Order Details.")
        parcel = _parcel(order, answers, catalogue, services)
    except BadRow as bad:
        for answer in answers:
            answer.fail(str(bad))
        return
    if parcel.quantities is None and order.pk in decision.parcels:
        for answer in answers:
            answer.fail(
                "There is another tracking number for this order, and the lines do not say what is "
                "in which package. Add SKU and Qty."
            )
        return
    decision.parcels.setdefault(order.pk, []).append(parcel)
    decision.asked.setdefault(order.pk, []).extend(answers)


def _parcel(
    order: Order,
    answers: Sequence[TrackingRowResult],
    catalogue: Catalogue,
    services: Mapping[int, ShippingService],
) -> NewPackage:
    """The package that the lines of `answers` describe together. Raises `BadRow`."""
    rows = [answer.row for answer in answers]
    service, carrier = None, None
    for row in rows:
        service, carrier = catalogue.find(row)
    if service is None:
        usual = services.get(order.pk)
        if usual is not None and (carrier is None or usual.carrier_id == carrier.pk):
            service, carrier = usual, usual.carrier
    answers[0].warning = doubt(carrier.code if carrier else "", rows[0].tracking_number)
    return NewPackage(
        service=service,
        carrier=(carrier.store_code or carrier.name) if carrier else "",
        tracking_number=rows[0].tracking_number,
        shipped_on=next((row.shipped_on for row in rows if row.shipped_on), None),
        cost=next((row.cost for row in rows if row.cost is not None), None),
        weight=next((row.weight for row in rows if row.weight is not None), None),
        quantities=_quantities(order, rows),
    )


def _quantities(order: Order, rows: Sequence[TrackingRow]) -> dict[int, int] | None:
    """Pieces by line id; None when the lines name no SKU: everything that is left."""
    if not any(row.sku for row in rows):
        if any(row.quantity for row in rows):
            raise BadRow("The line has a Qty and no SKU. Add the SKU, or leave the Qty out.")
        return None
    left = {line: remaining(line) for line in order.lines.all()}
    chosen: dict[int, int] = {}
    for row in rows:
        lines = [line for line in left if row.sku and _is_sku(line, row.sku)]
        if not lines:
            raise BadRow(f"The order has no SKU “{row.sku[:60]}”.")
        wanted = sum(left[line] for line in lines) if row.quantity is None else row.quantity
        for line in lines:
            taken = min(wanted, left[line])
            left[line], wanted = left[line] - taken, wanted - taken
            chosen[line.pk] = chosen.get(line.pk, 0) + taken
        if wanted:
            raise BadRow(f"SKU {row.sku}: {wanted} more than are left to ship.")
    return chosen


def _is_sku(line: OrderLine, sku: str) -> bool:
    return line.sku.casefold() == sku.casefold()
