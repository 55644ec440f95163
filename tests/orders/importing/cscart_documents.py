"""Random order documents that a CS-Cart store may legally send: its widths, types and quirks."""

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

Row = dict[str, Any]

# MySQL columns of 255 characters are common, notes and names of products are longer.
WIDTHS = st.sampled_from([0, 1, 32, 120, 121, 251, 255, 256, 600, 3000])
SIGNS = st.sampled_from(
    [
        "a",
        "Ä",
        "ß",
        "中",
        "ﷺ",
        "😀",
        "&amp;",
        "&#039;",
        "<b>",
        "\n",
        "\t",
        "\u200b",
        "\x00",
        "\ud83d",
        "'",
    ]
)

TEXTS = st.one_of(
    st.builds(lambda sign, width: (sign * width)[:width], SIGNS, WIDTHS),
    st.text(max_size=40),
    st.just("Ana"),
)
# What a column that holds text may be on the wire.
LOOSE = st.one_of(TEXTS, st.sampled_from([None, False, "", [], 0, 12, {}]))

# Money: text, whole, a float's tail, empty, beyond all columns, no number at all.
AMOUNTS: st.SearchStrategy[Any] = st.one_of(
    st.decimals(0, 10_000, places=2).map(str),
    st.integers(0, 500),
    st.sampled_from([Decimal("19.799999999999997"), "", None, False, [], "-3.50"]),
)
ODD_AMOUNTS = st.sampled_from(
    [
        *("abc", "1,5", "NaN", "Infinity", {"a": 1}, True),
        *(Decimal("1E+999999999"), Decimal("1E-999999999"), "1e400", "999999999999.99"),
        *("1000000000000", 10**30, "9" * 4000),
    ]
)
COUNTS = st.one_of(st.integers(0, 9).map(str), st.integers(0, 9), st.just(Decimal("2.0")))
ODD_COUNTS = st.sampled_from(["-1", "1.5", 2**31 - 1, 2**31, 10**11, "many", Decimal("1E+99")])
TIMES = st.one_of(st.integers(1_600_000_000, 1_790_000_000), st.just("1764000000"))
ODD_TIMES: st.SearchStrategy[Any] = st.sampled_from(
    [0, "0", "", None, 1, -1, 999_999_999_999_999, "soon", [], 10**11]
)
FLAGS = st.sampled_from(["Y", "N", "", None, False])


def mostly(usual: st.SearchStrategy[Any], odd: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """`usual` seven times out of eight, so that most orders are whole but for one thing."""
    return st.integers(0, 7).flatmap(lambda one: odd if one == 0 else usual)


def maps(rows: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[Any]:
    """A map as PHP prints it: an object, a list, or one of its kinds of nothing."""
    keys = st.integers(1, 2**32).map(str)
    filled = st.dictionaries(keys, rows, min_size=1, max_size=most)
    return st.one_of(filled, st.lists(rows, max_size=most), st.sampled_from([[], False, None]))


OPTIONS = st.fixed_dictionaries({"option_name": LOOSE, "value": LOOSE, "variant_name": LOOSE})
EXTRAS = st.fixed_dictionaries(
    {"product": LOOSE, "is_edp": FLAGS, "edp_shipping": FLAGS},
    optional={
        "product_options_value": st.one_of(
            st.lists(OPTIONS, max_size=2), st.sampled_from([[], False])
        ),
        "parent": st.sampled_from([{"configuration": "100"}, [], False, "100"]),
    },
)
PRODUCTS = st.fixed_dictionaries(
    {
        "product_id": st.integers(0, 2**32).map(str),
        "product_code": LOOSE,
        "price": mostly(AMOUNTS, ODD_AMOUNTS),
        "amount": mostly(COUNTS, ODD_COUNTS),
        "discount": AMOUNTS,
        "product": LOOSE,
        "shipped_amount": st.sampled_from([0, "0", "1", None]),
        "extra": st.one_of(EXTRAS, st.just([])),
    },
    optional={"item_id": st.integers(1, 2**32).map(str)},
)
METHODS = st.one_of(
    st.fixed_dictionaries(
        {"shipping_id": st.integers(1, 99), "shipping": LOOSE, "rate": AMOUNTS},
        optional={"group_key": st.integers(0, 3)},
    ),
    st.just({"need_shipment": True}),
)
TAXES = st.fixed_dictionaries(
    {
        "description": LOOSE,
        "rate_value": mostly(st.sampled_from(["10.000", "0", 19]), ODD_AMOUNTS),
        "rate_type": st.sampled_from(["P", "F"]),
        "price_includes_tax": FLAGS,
        "tax_subtotal": AMOUNTS,
    }
)
CERTIFICATES = st.fixed_dictionaries({"amount": AMOUNTS, "cost": AMOUNTS})


def nested(depth: int) -> Any:
    """A document in a document, so many deep."""
    value: Any = []
    for _ in range(depth):
        value = {"a": value}
    return value


_PERSON = ("firstname", "lastname")
_ADDRESS = (
    *("firstname", "lastname", "address", "address_2", "city", "county"),
    *("state", "country", "zipcode", "phone", "state_descr", "country_descr"),
)
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "user_id": st.sampled_from(["0", "17", 17, None]),
    "company_id": st.sampled_from(["1", 1, "0"]),
    "parent_order_id": st.sampled_from(["0", "12", None]),
    "status": st.sampled_from(["P", "C", "O", "Y", "Z", "", None]),
    "timestamp": mostly(TIMES, ODD_TIMES),
    "updated_at": mostly(TIMES, ODD_TIMES),
    "total": mostly(AMOUNTS, ODD_AMOUNTS),
    "subtotal": mostly(AMOUNTS, ODD_AMOUNTS),
    "products": maps(PRODUCTS),
    "shipping": maps(METHODS, 2),
    "taxes": maps(TAXES, 2),
    "payment_method": st.one_of(st.fixed_dictionaries({"payment": LOOSE}), st.just([])),
    "payment_info": st.one_of(st.fixed_dictionaries({"transaction_id": LOOSE}), st.just([])),
    "gift_certificates": maps(CERTIFICATES, 1),
    "use_gift_certificates": maps(CERTIFICATES, 1),
    "promotions": st.sampled_from([[], False, {"4": {"total_discount": 5}}]),
    "fields": st.one_of(st.dictionaries(st.sampled_from(["36", "38"]), LOOSE), st.just([])),
    "doc_ids": st.sampled_from([[], {"I": "31"}, {"I": 31}]),
    "shipment_ids": st.just([]),
    "lang_code": st.sampled_from(["en", "de", "", None]),
    "noise": st.sampled_from([None, nested(30), nested(200)]),
    **{name: AMOUNTS for name in ("subtotal_discount", "shipping_cost", "tax_subtotal")},
    **{name: AMOUNTS for name in ("payment_surcharge", "discount")},
    **{name: LOOSE for name in (*_PERSON, "company", "email", "phone", "notes", "details")},
    **{side + name: LOOSE for side in ("b_", "s_") for name in _ADDRESS},
}
DOCUMENTS = st.fixed_dictionaries({}, optional=FIELDS)
