"""What an invoice says comes to what the store charged, to the cent."""

from datetime import date
from decimal import Decimal as D
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from invoices.document import NOTHING, DocumentTax, Look, Party, TotalRow, added_up, with_base
from invoices.drawing.renderers.paper import direction_of
from invoices.drawing.sheet import sheet_of
from invoices.issuing.building import OrderFacts, invoice
from invoices.issuing.packing import packing_slip
from orders.models import Order, OrderLine, OrderTax


def some_facts(order: Order, lines: list[OrderLine], taxes: list[OrderTax]) -> OrderFacts:
    return OrderFacts(
        order=order,
        lines=lines,
        taxes=taxes,
        billing=None,
        shipping=None,
        methods=(),
        tracking_numbers=(),
        instructions="",
        seller=Party(name="Harbour & Pine"),
        look=Look(),
        ordered_on=date(2026, 11, 1),
        today=date(2026, 11, 2),
    )


def a_line(price: str, quantity: int = 1, **columns) -> OrderLine:
    return OrderLine(name="Owl", unit_price=D(price), quantity=quantity, **columns)


def a_tax(amount: str, rate: str = "19", *, included: bool = True) -> OrderTax:
    return OrderTax(
        name="VAT", rate=D(rate), amount=D(amount), is_percent=True, is_included_in_prices=included
    )


cents = st.integers(0, 10**7).map(lambda number: D(number) / 100)


# A busy machine draws slowly.
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    lines=st.lists(st.tuples(cents, st.integers(1, 40)), max_size=8),
    amounts=st.tuples(cents, cents, cents, cents, cents, cents),
    taxes=st.lists(st.tuples(cents, st.booleans()), max_size=3),
)
def test_the_sums_come_to_the_total_whatever_the_store_says(lines, amounts, taxes):
    total, discount, shipping, surcharge, bought, used = amounts
    order = Order(
        grand_total=total,
        discount=discount,
        shipping_total=shipping,
        surcharge=surcharge,
        gift_certificates_bought=bought,
        gift_certificates_used=used,
    )
    document = invoice(
        some_facts(
            order,
            [a_line(str(price), quantity) for price, quantity in lines],
            [a_tax(str(amount), included=included) for amount, included in taxes],
        )
    )
    assert sum((row.amount for row in document.sums), NOTHING) == document.total == total


def test_what_rounding_lost_is_a_row_of_its_own():
    rows = added_up([TotalRow(key="subtotal", amount=D("10.00"))], D("10.01"))
    assert [(row.key, row.amount) for row in rows] == [("subtotal", 10), ("rounding", D("0.01"))]


@pytest.mark.parametrize(
    ("total", "key"),
    [("85.00", "other_discount"), ("115.00", "other_charge"), ("99.95", "rounding")],
)
def test_what_is_more_than_rounding_is_not_called_so(total, key):
    rows = added_up([TotalRow(key="subtotal", amount=D("100.00"))], D(total), steps=1)
    assert [row.key for row in rows] == ["subtotal", key]


def test_the_base_of_an_included_tax_leaves_the_tax_out():
    tax = DocumentTax(name="VAT", rate=D(19), is_included=True, amount=D("19.00"))
    assert with_base(tax, D(119), NOTHING, 1).base == D("100.00")


def test_a_tax_on_goods_alone_has_no_part_of_shipping():
    tax = DocumentTax(name="VAT", rate=D(10), is_included=False, amount=D("2.00"))
    based = with_base(tax, D(20), D("7.50"), 1)
    assert (based.base, based.of_shipping) == (D("20.00"), False)


def test_a_tax_that_fits_nothing_is_reckoned_back():
    tax = DocumentTax(name="VAT", rate=D(10), is_included=False, amount=D("1.00"))
    assert with_base(tax, D(20), D(5), 0).base == D("10.00")


def test_a_packing_slip_tells_no_price_and_no_download():
    order = Order(grand_total=D(30))
    facts = some_facts(order, [a_line("10", sku="A"), a_line("20", needs_shipping=False)], [])
    slip = sheet_of(packing_slip(facts))
    assert [line["sku"] for line in slip["lines"]] == ["A"]
    assert slip["show"]["prices"] is False


def test_a_text_has_the_direction_of_its_first_letter():
    for text in ("12 Quay Rd", "+20 2 555", "", "Canvas حقيبة"):
        assert direction_of(text) == "ltr"
    for text in ("شارع النيل 4", "12, דירה", "(حقيبة) Canvas"):
        assert direction_of(text) == "rtl"


def test_amounts_and_dates_are_written_in_the_customers_way():
    order = Order(grand_total=D("1234.50"), currency="EUR")
    facts = some_facts(order, [a_line("1234.50")], [])
    look = Look(language="de", locale="de_DE")
    sheet = sheet_of(invoice(OrderFacts(**{**_fields(facts), "look": look})))
    assert sheet["title"] == "Rechnung"
    assert sheet["total"] == "1.234,50\xa0€"
    assert sheet["issued_on"] == "02.11.2026"


def _fields(facts: OrderFacts) -> dict[str, Any]:
    return {name: getattr(facts, name) for name in OrderFacts.__dataclass_fields__}
