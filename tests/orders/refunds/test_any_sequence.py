"""Whatever people do one after the other: never more goes back than was paid, and all sums agree.

They refund pieces, amounts, shipping, tax or all that is left, with and without an RMA, ship, take
goods back and note money that came in by hand. After each step order, payments, ledger, Profit &
Loss, page and export say the same, to the cent.
"""

from datetime import date
from decimal import Decimal as D

from django.contrib.auth.models import User
from django.test import Client
from hypothesis import event, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from msgspec.structs import replace

from core.refusals import Refused
from orders.desk.exporting.columns import LINE_COLUMNS, ORDER_COLUMNS
from orders.desk.exporting.export_rows import export_rows_of
from orders.details.actions.payments import PaymentMethod, ReceivedPayment, receive_payment
from orders.fulfilment.new_packages import NewPackage
from orders.fulfilment.shipping_out import ship
from orders.models import Order, RefundLedger, Resolution, Rma
from orders.refunds.issue_refund import issue_refund
from orders.refunds.refund_request import RefundedPieces, propose, why_too_much
from orders.refunds.refundable import refundable_of
from orders.returns import rmas
from orders.returns.rmas import Returned
from orders.state.balances import order_balance
from tests.factories import PAID, UNPAID, a_company, a_line, a_user, an_order, some_totals
from tests.orders.conftest import with_uploads

NOTHING = D(0)
ONE_OR_TWO, MAYBE_ONE = st.integers(1, 2), st.integers(0, 1)
MOSTLY = st.sampled_from([True, True, True, False])
AMOUNTS = st.sampled_from([None, None, None, D("0.01"), D("3.33"), D(40)])
MORE = st.sampled_from([None, None, D(0), D("1.25"), D(9)])

# Name and details of a step of `Desk`; some are asked for more often than others.
_refund = st.tuples(
    *(st.just("refund"), st.tuples(ONE_OR_TWO, MAYBE_ONE)),
    *(AMOUNTS, MORE, MORE, MOSTLY, st.booleans()),
)
_return = st.tuples(st.just("return_"), st.tuples(ONE_OR_TWO, MAYBE_ONE))
_receive = st.tuples(st.just("receive"), st.sampled_from([D("0.01"), D("7.77"), D(12)]))
_ship, _refund_all = st.just(("ship",)), st.just(("refund_all",))
_steps = st.lists(
    st.sampled_from([_refund] * 5 + [_return] * 2 + [_receive] * 2 + [_ship, _refund_all]).flatmap(
        lambda step: step
    ),
    min_size=4,
    max_size=8,
)


class Desk:
    """An order of three shirts and a mug, and somebody who works on it."""

    def __init__(self, discount: D, *, is_paid: bool) -> None:
        self.company = with_uploads(a_company(allow_unpaid_orders=True))
        self.kim: User = a_user(self.company)
        lines = (a_line("11", quantity=3), a_line("12", quantity=1, unit_price=D("0.99")))
        totals = some_totals(subtotal=D("30.99"), total=D("40.49") - discount, discount=discount)
        status = PAID if is_paid else UNPAID
        self.made = an_order(self.company, lines=lines, totals=totals, status=status)
        self.ids = list(self.made.lines.values_list("pk", flat=True))

    @property
    def order(self) -> Order:
        """The order as it is now."""
        return Order.objects.select_related("company").get(pk=self.made.pk)

    def do(self, name: str, *details: object) -> None:
        """One step; what is refused changes nothing."""
        before = self.told()
        try:
            getattr(self, name)(*details)
        except Refused:
            event(f"{name} refused")
            assert self.told() == before
        else:
            event(f"{name} done")

    def told(self) -> list[object]:
        """Money and pieces as they stand in the database."""
        order = self.order
        return [
            *order.payments.values_list("pk", "amount"),
            *order.lines.values_list("pk", "refunded_quantity", "shipped_quantity"),
            *order.events.values_list("pk"),
            (order.order_status, order.payment_status),
        ]

    def refund(
        self,
        pieces: tuple[int, int],
        amount: D | None,
        shipping: D | None,
        tax: D | None,
        keeps_open: bool,
        with_rma: bool,
    ) -> None:
        """Pieces as the page proposes them, or with amounts that somebody typed."""
        order = self.order
        asked = propose(refundable_of(order), {k: n for k, n in self._by_line(pieces).items() if n})
        rows = dict(asked.pieces)
        if amount is not None:
            number = rows[self.ids[0]].quantity if self.ids[0] in rows else 0
            rows[self.ids[0]] = RefundedPieces(quantity=number, amount=amount)
        rma = Rma.objects.filter(order=order).first() if with_rma else None
        asked = replace(
            asked,
            pieces=rows,
            shipping=asked.shipping if shipping is None else shipping,
            tax=asked.tax if tax is None else tax,
            reason="Other",
            keeps_open=keeps_open,
            rma_id=rma.pk if rma else None,
        )
        issue_refund(order, asked, by=self.kim)

    def refund_all(self) -> None:
        """Everything that is left, as the page proposes it."""
        refundable = refundable_of(self.order)
        rest = {one.line.pk: one.pieces_left for one in refundable.lines if one.pieces_left}
        issue_refund(self.order, replace(propose(refundable, rest), reason="Other"), by=self.kim)

    def receive(self, amount: D) -> None:
        """Money that came in outside the store."""
        came = ReceivedPayment(method=PaymentMethod.WIRE, amount=amount, on=date(2026, 11, 2))
        receive_payment(self.order, came, by=self.kim)

    def ship(self) -> None:
        """A package with all that is left."""
        parcel = NewPackage(tracking_number="1Z999AA10123456784")
        ship({self.made.pk: [parcel]}, is_confirmed=True, by=self.kim)

    def return_(self, pieces: tuple[int, int]) -> None:
        """An RMA that is to be paid back, of some of what can come back."""
        left = {line.pk: most for line, most in rmas.returnable(self.order).items()}
        returned = {
            line_id: Returned(quantity=min(number, left[line_id]), reason="Other")
            for line_id, number in self._by_line(pieces).items()
            if min(number, left[line_id])
        }
        rma = rmas.create(self.order, returned, "", by=self.kim)
        rmas.resolve(rma, rma.lines.values_list("pk", flat=True), Resolution.REFUND, by=self.kim)

    def _by_line(self, pieces: tuple[int, int]) -> dict[int, int]:
        return dict(zip(self.ids, pieces, strict=True))

    def check(self) -> None:
        """No cent too many, and one truth."""
        order = self.order
        refunds = list(order.refunds.prefetch_related("lines"))
        back = sum((one.total for one in refunds), NOTHING)
        parts = sum((row.amount for one in refunds for row in one.lines.all()), NOTHING)
        parts += sum((one.shipping_amount + one.tax_amount for one in refunds), NOTHING)
        balance = order_balance(order)
        assert back == parts == balance.refunded
        assert back <= min(balance.received, order.grand_total)
        ledger = RefundLedger.objects.filter(order=order).first()
        if ledger is not None:
            columns = (ledger.refunded_items, ledger.refunded_shipping, ledger.refunded_tax)
            assert sum(columns) == back
        for line in order.lines.all():
            assert line.refunded_quantity == sum(row.quantity for row in line.refunded.all())
            assert line.refunded_quantity <= line.quantity
        for row in (row for rma in order.rmas.all() for row in rma.lines.all()):
            assert row.refunded_quantity <= row.quantity

    def check_export(self) -> None:
        """The file of the order, and that of its lines."""
        order, companies = self.order, {self.company.pk: self.company}
        back = sum((one.total for one in order.refunds.all()), NOTHING)
        balance = order_balance(order)
        [facts] = export_rows_of([order.pk], companies, with_lines=False)
        row = {column.label: column.value(facts) for column in ORDER_COLUMNS}
        assert (row["Received"], row["Refunded"]) == (balance.received, back)
        assert row["Remaining Dues"] == balance.remaining_dues
        lines = export_rows_of([order.pk], companies, with_lines=True)
        [pieces] = [column for column in LINE_COLUMNS if column.label == "Qty Refunded"]
        assert [pieces.value(one) for one in lines] == [
            line.refunded_quantity for line in order.lines.all()
        ]

    def check_pages(self) -> None:
        """What people read on Order Details and under Profit & Loss."""
        browser, order = Client(), self.order
        browser.force_login(self.kim)
        back = sum((one.total for one in order.refunds.all()), NOTHING)
        page = browser.get(f"/orders/{order.pk}/")
        assert page.context["balance"].refunded == back
        assert sum((row.refund.total for row in page.context["refunds"]), NOTHING) == back
        statement = browser.get(f"/orders/{order.pk}/profit/").context["statement"]
        assert statement.refunded == back
        assert sum(row.amount for row in statement.rows if row.label == "Refunds") == -back
        refundable = refundable_of(order)
        rest = {one.line.pk: one.pieces_left for one in refundable.lines if one.pieces_left}
        proposed = propose(refundable, rest)
        assert why_too_much(refundable, proposed) == ""
        assert back + proposed.total <= page.context["balance"].received


class AnySequence(TestCase):
    """Steps that hypothesis makes up."""

    @settings(max_examples=20, deadline=None)
    @given(
        steps=_steps,
        discount=st.sampled_from([NOTHING, D("0.07"), D("2.50")]),
        is_paid=MOSTLY,
        has_left=st.booleans(),
    )
    def test_never_gives_back_more_than_was_paid_and_all_sums_agree(
        self, steps, discount, is_paid, has_left
    ):
        desk = Desk(discount, is_paid=is_paid)
        if has_left:
            desk.do("ship")
        for name, *details in steps:
            desk.do(name, *details)
            desk.check()
        desk.check_export()
        desk.check_pages()
