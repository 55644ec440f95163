"""Mixed orders to print: 1, 5 and 40 lines, many scripts, taxes, discounts, gift certificates."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from settings.models import StatusReading
from stores.port import (
    StoreAddress,
    StoreCustomer,
    StoreLine,
    StoreLineOption,
    StoreOrder,
    StoreShippingGroup,
    StoreStatus,
    StoreTax,
    StoreTotals,
)

NOTHING = Decimal("0.00")
PAID = StoreStatus(code="P", name="Paid", reading=StatusReading.PAID)
# How many lines orders have, by turns: six in ten have one, one in ten has forty.
LINES = (1, 5, 1, 1, 40, 1, 5, 1, 5, 1)
GOODS = ("T-shirt", "Canvas bag", "Ceramic mug, 300 ml", "Desk lamp with a long, adjustable arm")
# Language, first and last name, street, city, country, and what they buy.
PEOPLE: tuple[tuple[str, ...], ...] = (
    ("en", "Ana", "Brandt", "12 Quay Rd", "Boston", "US", *GOODS),
    ("en", "Ben", "O’Hara", "7 Harbour Lane", "London", "GB", *GOODS),
    ("de", "Jörg", "Müßig", "Große Straße 5", "Köln", "DE", "Tischlampe", "Kaffeebecher"),
    ("en", "Li", "Wei", "5 Nathan Road", "Hong Kong", "HK", *GOODS),
    ("fr", "Zoé", "Lefèvre", "3, rue de l’Église", "Nîmes", "FR", "Gobelet", "Sac en toile"),
    ("ja", "さくら", "山田", "千代田区丸の内1-1", "東京", "JP", "陶器のマグカップ", "帆布バッグ"),
    ("pl", "Łukasz", "Żółć", "ul. Święta 9", "Gdańsk", "PL", "Lampa biurkowa", "Torba płócienna"),
    ("zh", "伟", "李", "南京东路100号", "上海", "CN", "陶瓷马克杯", "帆布袋"),
    ("en", "Cho", "Kim", "1 Main St", "Denver", "US", *GOODS),
    ("ar", "ليلى", "حداد", "شارع النيل 4", "القاهرة", "EG", "مصباح مكتب", "حقيبة قماش"),
)


def mixed_orders(count: int) -> Iterator[StoreOrder]:
    """`count` orders, the same every time."""
    for number in range(1, count + 1):
        # The turns are of lengths that do not divide each other: everybody orders 1, 5 and 40.
        yield _order(number, PEOPLE[number // 3 % len(PEOPLE)], LINES[number % len(LINES)])


def _order(number: int, person: Sequence[str], lines: int) -> StoreOrder:
    language, first, last, street, city, country, *goods = person
    bought = tuple(_line(number, place, goods) for place in range(1, lines + 1))
    subtotal = sum((line.unit_price * line.quantity for line in bought), NOTHING)
    totals, tax = _totals(number, subtotal)
    placed_at = datetime(2026, 11, 1, 12, tzinfo=UTC) + timedelta(minutes=number)
    address = StoreAddress(
        first_name=first,
        last_name=last,
        address1=street,
        city=city,
        country=country,
        country_name=country,
        postal_code=f"{10_000 + number}",
    )
    return StoreOrder(
        store_order_id=str(number),
        status=PAID,
        placed_at=placed_at,
        updated_at=placed_at,
        currency=("USD", "EUR", "JPY")[number % 3],
        customer=StoreCustomer(
            store_customer_id=None,
            first_name=first,
            last_name=last,
            company="",
            email=f"customer{number}@example.com",
            phone=f"+1555{number:07}",
        ),
        billing_address=address,
        shipping_address=address,
        lines=bought,
        shipping_groups=(
            StoreShippingGroup(
                group_key="0",
                store_shipping_id="1",
                method_name="Courier, 2-3 days",
                rate=totals.shipping,
            ),
        ),
        taxes=(tax,),
        totals=totals,
        payment_method="Card (online)",
        payment_reference=f"tx_{number}",
        customer_note="Please leave it with the neighbour." if number % 4 == 0 else "",
        staff_note="",
        language=language,
        store_company_id="1",
        parent_order_id=None,
        invoice_number="",
    )


def _line(number: int, place: int, goods: Sequence[str]) -> StoreLine:
    price = Decimal((number * 37 + place * 101) % 9_000) / 100
    return StoreLine(
        store_line_id=str(number * 100 + place),
        store_product_id=str(place),
        sku=f"SKU-{(number * 7 + place) % 1_000:04}",
        name=f"{goods[(number + place) % len(goods)]} {place}",
        options=(StoreLineOption("Colour", "Red"),) if place % 2 else (),
        unit_price=price,
        unit_discount=Decimal("1.00") if place % 5 == 0 else NOTHING,
        quantity=1 + place % 3,
        shipped_quantity=0,
        needs_shipping=True,
    )


def _totals(number: int, subtotal: Decimal) -> tuple[StoreTotals, StoreTax]:
    shipping, discount = Decimal("7.50"), Decimal("2.00") if number % 6 == 0 else NOTHING
    is_included, gift = number % 2 == 0, Decimal("1.00") if number % 25 == 0 else NOTHING
    taxed, rate = subtotal - discount + shipping, Decimal("0.19")
    amount = (taxed * rate / (1 + rate) if is_included else taxed * rate).quantize(NOTHING)
    tax = StoreTax(
        name="VAT",
        rate=Decimal("19.000"),
        is_percent=True,
        is_included_in_prices=is_included,
        amount=amount,
    )
    totals = StoreTotals(
        subtotal=subtotal,
        discount=discount,
        shipping=shipping,
        tax=NOTHING if is_included else amount,
        surcharge=NOTHING,
        gift_certificates_bought=NOTHING,
        gift_certificates_used=gift,
        total=taxed + (NOTHING if is_included else amount) - gift,
    )
    return totals, tax
