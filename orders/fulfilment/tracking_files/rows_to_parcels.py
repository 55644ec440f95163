"""What lines of tracking mean for their orders: packages, or the reason why not.

Lines that name the same order and tracking number are one package. A tracking number that is on its
order already says nothing new, so that a file may be imported twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.db import models

from orders.files.naming import BadRow, KnownOrders
from orders.files.recipients import differences
from orders.fulfilment.guards import day_in_reach
from orders.fulfilment.new_packages import NewPackage, plain
from orders.fulfilment.tracking_files.catalogue import Catalogue, NamedService
from orders.fulfilment.tracking_files.pieces import pieces_named, spread
from orders.fulfilment.tracking_files.tracking_row import TrackingRow
from orders.models import Order, OrderLine, Package, ShippingStatus
from orders.state.quantities import remaining
from shipping.models import ShippingService
from shipping.tracking import doubt


class TrackingOutcome(models.TextChoices):
    """What becomes of a line."""

    SHIPPED = "shipped", "Ship Confirmed"
    ALREADY = "already", "Here already"
    SKIPPED = "skipped", "Skipped"
    FAILED = "failed", "Failed"


@dataclass(slots=True)
class TrackingRowResult:
    """What becomes of one row. `sentence` says why it failed, `warning` what looks odd."""

    row: TrackingRow
    result: TrackingOutcome = TrackingOutcome.SHIPPED
    sentence: str = ""
    warning: str = ""
    order: Order | None = None
    parcel: NewPackage | None = None
    destination: str = ""
    named: NamedService | None = None

    def fail(self, sentence: str) -> None:
        """Nothing comes of the row."""
        self.result, self.sentence = TrackingOutcome.FAILED, sentence

    def warn(self, *remarks: str) -> None:
        """Say what looks odd, beside what was said before."""
        self.warning = " ".join(filter(None, [self.warning, *remarks]))


@dataclass(slots=True)
class Decision:
    """Answers row by row, in their order, and the packages they ask for, by order id."""

    answers: list[TrackingRowResult]
    parcels: dict[int, list[NewPackage]] = field(default_factory=dict)
    asked: dict[int, list[TrackingRowResult]] = field(default_factory=dict)


# The rows of one order that have the same tracking number.
_Group = list[TrackingRowResult]


def decide(
    rows: Sequence[TrackingRow],
    orders: Sequence[Order],
    *,
    catalogue: Catalogue,
    services: Mapping[int, ShippingService],
    holders: Sequence[Package] = (),
) -> Decision:
    """What `rows` mean for `orders`, which are loaded with all that decides. Asks nothing more.

    `holders` are the packages, with their orders, that have a tracking number of the rows already.
    """
    decision = Decision([TrackingRowResult(row) for row in rows])
    _find_orders(decision.answers, KnownOrders(orders))
    _fail_whole_lines(decision.answers)
    _doubt_shared_numbers(decision.answers, holders)
    groups: dict[int, dict[str, _Group]] = {}
    for answer in decision.answers:
        if answer.order is not None and answer.result == TrackingOutcome.SHIPPED:
            of_order = groups.setdefault(answer.order.pk, {})
            of_order.setdefault(plain(answer.row.tracking_number), []).append(answer)
    for of_order in groups.values():
        _decide_order(decision, list(of_order.values()), catalogue, services)
    return decision


def _find_orders(answers: Sequence[TrackingRowResult], known: KnownOrders) -> None:
    for answer in answers:
        row = answer.row

        def agrees(order: Order, row: TrackingRow = row) -> bool:
            is_told = bool(row.customer or row.postcode)
            return is_told and not differences(order, row.customer, row.postcode)

        try:
            answer.order = known.find(row, agrees)
        except BadRow as bad:
            answer.fail(str(bad))
            continue
        found = differences(answer.order, row.customer, row.postcode)
        if len(found) == 2:
            answer.fail(
                f"The line is not for the customer of order {answer.order.pk}: "
                f"{'; '.join(found)}. Look which order is meant."
            )
        answer.warn(*row.remarks, *(f"Look twice: {text}." for text in found))


def _fail_whole_lines(answers: Sequence[TrackingRowResult]) -> None:
    """A box for several orders goes as a whole: one that is not found keeps the others here."""
    failed = {answer.row.number for answer in answers if answer.result == TrackingOutcome.FAILED}
    for answer in answers:
        if answer.row.number in failed and answer.result != TrackingOutcome.FAILED:
            answer.fail("Another order of this line cannot be shipped by it.")


def _doubt_shared_numbers(answers: Sequence[TrackingRowResult], holders: Sequence[Package]) -> None:
    """One tracking number on orders of several customers is mostly a slip."""
    customers: dict[str, dict[str, Order]] = {}
    named = [(one.row.tracking_number, one.order) for one in answers if one.order is not None]
    held = [(package.tracking_number, package.order) for package in holders]
    for tracking_number, order in [*named, *held]:
        if number := plain(tracking_number):
            who = (order.customer_email or order.customer_name or str(order.pk)).casefold()
            customers.setdefault(number, {}).setdefault(who, order)
    for answer in answers:
        others = customers.get(plain(answer.row.tracking_number), {})
        if len(others) > 1:
            names = ", ".join(f"{one.pk} ({one.customer_name})" for one in others.values())
            answer.warn(f"The number is on orders of different customers: {names}.")


def _decide_order(
    decision: Decision,
    groups: Sequence[_Group],
    catalogue: Catalogue,
    services: Mapping[int, ShippingService],
) -> None:
    """The packages of one order: those with SKUs first, the others share what is left then."""
    fresh = [group for group in groups if _is_fresh(group)]
    if not fresh:
        return
    order = _order(fresh[0])
    left = {line: remaining(line) for line in order.lines.all()}
    named = [group for group in fresh if any(one.row.sku or one.row.quantity for one in group)]
    bare = [group for group in fresh if group not in named]
    for group in sorted(named, key=lambda one: not any(answer.row.sku for answer in one)):
        try:
            quantities = pieces_named([answer.row for answer in group], left)
        except BadRow as bad:
            _fail(group, str(bad))
            continue
        _ask(decision, group, quantities, catalogue, services)
    _share_the_rest(decision, bare, left, catalogue, services)


def _share_the_rest(
    decision: Decision,
    groups: Sequence[_Group],
    left: Mapping[OrderLine, int],
    catalogue: Catalogue,
    services: Mapping[int, ShippingService],
) -> None:
    """One package takes everything that is left; several take their shares, with a warning."""
    if not groups:
        return
    if len(groups) == 1:
        is_all = not decision.parcels.get(_order(groups[0]).pk)
        everything = None if is_all else {line.pk: number for line, number in left.items()}
        _ask(decision, groups[0], everything, catalogue, services)
        return
    shares = spread(left, len(groups))
    for group, share in zip(groups, shares, strict=False):
        group[0].warn(
            f"The lines do not say what is in which package: what was left was spread over "
            f"{len(shares)} packages."
        )
        _ask(decision, group, share, catalogue, services)
    for group in groups[len(shares) :]:
        if sum(left.values()) == 0:
            _ask(decision, group, None, catalogue, services)
        else:
            _fail(group, "The order has fewer pieces left than the file has tracking numbers.")


def _is_fresh(group: _Group) -> bool:
    """Whether the group asks for a package that is not there yet; says what is with the others."""
    order, number = _order(group), group[0].row.tracking_number
    known = {plain(package.tracking_number): package for package in order.packages.all()}
    package = known.get(plain(number)) if number else None
    has_left = package is not None and package.confirmed_at is not None
    is_all_gone = order.shipping_status == ShippingStatus.FULLY_SHIPPED
    if has_left or (not number and is_all_gone):
        for answer in group:
            answer.result = TrackingOutcome.ALREADY
        return False
    if package is not None:
        _fail(group, "The package is packed here: choose Ship Confirm on Order Details.")
    return package is None


def _ask(
    decision: Decision,
    group: _Group,
    quantities: Mapping[int, int] | None,
    catalogue: Catalogue,
    services: Mapping[int, ShippingService],
) -> None:
    """Ask for the package that the rows of `group` describe together."""
    order, rows = _order(group), [answer.row for answer in group]
    row = next((row for row in rows if row.service or row.carrier), rows[0])
    named = _carried(catalogue.find(row.carrier, row.service), row, services.get(order.pk))
    code = named.carrier.code if named.carrier else ""
    group[0].warn(doubt(code, rows[0].tracking_number), named.remark)
    parcel = NewPackage(
        service=named.service,
        carrier=named.carrier_name,
        tracking_number=rows[0].tracking_number,
        shipped_on=next(
            (day_in_reach(order, one.shipped_on) for one in rows if one.shipped_on), None
        ),
        cost=next((one.cost for one in rows if one.cost is not None), None),
        weight=next((one.weight for one in rows if one.weight is not None), None),
        quantities=quantities,
    )
    for answer in group:
        answer.parcel, answer.named = parcel, named
    decision.parcels.setdefault(order.pk, []).append(parcel)
    decision.asked.setdefault(order.pk, []).extend(group)


def _carried(named: NamedService, row: TrackingRow, usual: ShippingService | None) -> NamedService:
    """What carries the package: what the row names, else the service the order has."""
    if named.service is not None or usual is None:
        return named
    is_silent = not row.carrier and not row.service
    is_same = named.carrier is not None and usual.carrier_id == named.carrier.pk
    if is_silent or is_same:
        return replace(named, service=usual, carrier=usual.carrier)
    return named


def _order(group: _Group) -> Order:
    order = group[0].order
    if order is None:
        raise ValueError("The rows of a group have an order.")
    return order


def _fail(group: _Group, sentence: str) -> None:
    for answer in group:
        answer.fail(sentence)
