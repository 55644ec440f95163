"""Refund arithmetic: whatever is given back, in whatever portions, adds up to what was charged."""

from decimal import Decimal
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.money import capped, share, split
from orders.refunds.refund_request import of_amount, of_pieces
from orders.refunds.refundable import charges

D = Decimal


def amounts(places: int, most: int = 1_000_000) -> st.SearchStrategy[Decimal]:
    return st.integers(0, most).map(lambda number: D(number).scaleb(-places))


PLACES = st.sampled_from([0, 2, 3])


@given(data=st.data(), places=PLACES)
def test_parts_add_up_to_the_whole_and_are_never_negative(data, places):
    amount = data.draw(amounts(places))
    weights = data.draw(st.lists(amounts(places), min_size=1, max_size=12))
    parts = split(amount, weights, places=places)
    assert sum(parts) == amount
    assert min(parts) >= 0
    assert all(part == part.quantize(D(1).scaleb(-places)) for part in parts)


@given(data=st.data(), places=PLACES)
def test_what_was_charged_is_divided_without_a_rest(data, places):
    money = amounts(places)
    line_totals = data.draw(st.lists(money, max_size=8))
    total, shipping, tax = data.draw(money), data.draw(money), data.draw(money)
    charged = charges(
        line_totals,
        total=total,
        shipping=shipping,
        tax=tax,
        included_tax=data.draw(money),
        places=places,
    )
    assert charged.total == total
    assert sum(charged.tax_of_items) + charged.tax_of_shipping == charged.tax
    parts = (*charged.items, charged.shipping, *charged.tax_of_items, charged.tax_of_shipping)
    assert all(part >= 0 for part in parts)
    assert charged.included_tax <= sum(charged.items) + charged.shipping


@given(data=st.data(), places=PLACES, quantity=st.integers(1, 50))
def test_a_line_given_back_piece_by_piece_gives_back_all_of_it_and_its_tax(data, places, quantity):
    charged, tax = data.draw(amounts(places)), data.draw(amounts(places))
    pieces = tax_back = items_back = D(0)
    while pieces < quantity:
        now = data.draw(st.integers(1, quantity - int(pieces)))
        amount = of_pieces(charged, quantity, int(pieces), now, places=places)
        tax_back += of_amount(tax, charged, items_back, amount, places=places)
        items_back += amount
        pieces += now
        assert amount >= 0
    assert items_back == charged
    assert tax_back == (tax if charged else 0)


@given(data=st.data(), places=PLACES)
def test_a_pot_never_gives_more_than_it_has_even_for_more_than_was_charged(data, places):
    pot, charged = data.draw(amounts(places)), data.draw(amounts(places))
    given_back = before = D(0)
    for now in data.draw(st.lists(amounts(places), max_size=6)):
        given_back += of_amount(pot, charged, before, now, places=places)
        before += now
    assert 0 <= given_back <= pot


@given(data=st.data(), places=PLACES)
def test_a_cap_holds_and_cuts_only_as_much_as_it_must(data, places):
    wanted = data.draw(st.lists(amounts(places), max_size=8))
    most = data.draw(amounts(places))
    cut = capped(wanted, most)
    assert sum(cut) == min(sum(wanted), most)
    assert all(0 <= one <= asked for one, asked in zip(cut, wanted, strict=True))


@given(
    line_totals=st.lists(amounts(2, 90_000), min_size=1, max_size=6),
    discount=amounts(2, 5_000),
    shipping=amounts(2, 3_000),
    rate=st.integers(0, 25),
)
def test_an_order_with_discount_and_added_tax_goes_back_whole(
    line_totals, discount, shipping, rate
):
    goods = max(sum(line_totals) - discount, D(0))
    tax = share(goods + shipping, D(rate), D(100))
    charged = charges(line_totals, total=goods + shipping + tax, shipping=shipping, tax=tax)
    assert (sum(charged.items), charged.shipping, charged.tax) == (goods, shipping, tax)
    assert all(item <= line for item, line in zip(charged.items, line_totals, strict=True))


@pytest.mark.parametrize(
    ("fields", "items", "shipping", "tax"),
    [
        pytest.param({}, ["20.00"], "7.50", "2.00", id="tax added to prices"),
        pytest.param({"tax": "0", "total": "27.50"}, ["20.00"], "7.50", "0", id="tax included"),
        pytest.param({"total": "24.50"}, ["15.00"], "7.50", "2.00", id="order discount"),
        pytest.param({"total": "31.00"}, ["21.50"], "7.50", "2.00", id="payment surcharge"),
        pytest.param({"total": "5.00"}, ["0.00"], "3.00", "2.00", id="gift certificate"),
        pytest.param({"lines": []}, [], "27.50", "2.00", id="no items"),
        pytest.param(
            {"lines": ["0", "0"], "total": "29.50"},
            ["10.00", "10.00"],
            "7.50",
            "2.00",
            id="no prices",
        ),
    ],
)
def test_how_an_order_is_divided(fields, items, shipping, tax):
    charged = charges(
        [D(line) for line in fields.get("lines", ["20.00"])],
        total=D(fields.get("total", "29.50")),
        shipping=D("7.50"),
        tax=D(fields.get("tax", "2.00")),
    )
    assert [str(item) for item in charged.items] == items
    assert (charged.shipping, charged.tax) == (D(shipping), D(tax))


def test_tax_is_prorated_unless_the_store_tells_it_by_line():
    both = partial(charges, total=D("44.00"), shipping=D("10.00"), tax=D("4.00"))
    prorated = both([D("20.00"), D("10.00")])
    assert [*prorated.tax_of_items, prorated.tax_of_shipping] == [D("2.00"), D("1.00"), D("1.00")]
    told = both([D("20.00"), D("10.00")], tax_of_lines=[D("4.00"), D("0.00")])
    assert [*told.tax_of_items, told.tax_of_shipping] == [D("4.00"), D("0.00"), D("0.00")]


def test_the_last_of_three_pieces_takes_the_odd_cent():
    prices = [of_pieces(D("10.00"), 3, before, 1) for before in range(3)]
    assert prices == [D("3.33"), D("3.34"), D("3.33")]
    assert [of_pieces(D(100), 3, before, 1, places=0) for before in range(3)] == [33, 34, 33]
    dinars = [of_pieces(D("1.000"), 3, before, 1, places=3) for before in range(3)]
    assert dinars == [D("0.333"), D("0.334"), D("0.333")]
