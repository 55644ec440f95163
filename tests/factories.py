"""Rows and values for tests: each has a sensible default; name only what the test is about."""

from datetime import UTC, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from django.contrib.auth.models import Group, User

from jobs.models import Job
from orders.importing.intake import receive
from orders.models import Order, Package, PackageLine
from orders.state.ledger import recount_packages
from settings.companies import create_company
from settings.models import Company, Membership, StatusReading, StoreType
from settings.rights import CLIENT_ADMIN
from stores.port import (
    NoticeLine,
    ShipmentNotice,
    StoreAddress,
    StoreCustomer,
    StoreLine,
    StoreLineOption,
    StoreOrder,
    StoreShipment,
    StoreShippingGroup,
    StoreStatus,
    StoreTax,
    StoreTotals,
)

_numbers = count(1)

PAID = StoreStatus(code="P", name="Paid", reading=StatusReading.PAID)
UNPAID = StoreStatus(code="O", name="Open", reading=StatusReading.UNPAID)
SHIPPED = StoreStatus(code="C", name="Complete", reading=StatusReading.SHIPPED)
CANCELLED = StoreStatus(code="I", name="Canceled", reading=StatusReading.CANCELLED)
INCOMPLETE = StoreStatus(code="N", name="Incomplete", reading=StatusReading.INCOMPLETE)
FAILED = StoreStatus(code="F", name="Failed", reading=StatusReading.IGNORE)


def a_company(name: str = "", *, connected: bool = True, **options: Any) -> Company:
    """A saved company; `options` are Website options, all others stay off."""
    company = create_company(name or f"Company {next(_numbers)}")
    if connected:
        connection = company.connection
        connection.store_type, connection.plugin = StoreType.CUSTOM, "CsCart"
        connection.store_url, connection.api_email = "http://127.0.0.1:9", "admin@example.com"
        connection.api_key = "0123456789abcdef0123456789abcdef"
        connection.save()
    for option, value in options.items():
        setattr(company.website_options, option, value)
    company.website_options.save()
    return company


def a_user(
    *companies: Company, username: str = "", roles: tuple[str, ...] = (CLIENT_ADMIN,)
) -> User:
    """A saved user who works for `companies` and holds `roles` at each."""
    user = User.objects.create_user(username or f"user{next(_numbers)}", password="secret")
    for company in companies:
        membership = Membership.objects.create(company=company, user=user)
        membership.roles.set(Group.objects.filter(name__in=roles))
    return user


def a_job(company: Company, **columns: Any) -> Job:
    """A saved job, submitted unless `columns` say otherwise."""
    return Job.objects.create(**{"kind": "import_orders", "company": company, **columns})


def a_line(store_line_id: str = "11", **fields: Any) -> StoreLine:
    """A line of two red T-shirts at 10.00."""
    defaults: dict[str, Any] = {
        "store_line_id": store_line_id,
        "store_product_id": "5",
        "sku": "TS-RED",
        "name": "T-shirt",
        "options": (StoreLineOption("Colour", "Red"),),
        "unit_price": Decimal("10.00"),
        "unit_discount": Decimal("0.00"),
        "quantity": 2,
        "shipped_quantity": 0,
        "needs_shipping": True,
    }
    return StoreLine(**{**defaults, **fields})


def an_address(**fields: Any) -> StoreAddress:
    """A street in Boston."""
    defaults = {
        "first_name": "Ana",
        "last_name": "Brandt",
        "address1": "12 Quay Rd",
        "city": "Boston",
        "state": "MA",
        "state_name": "Massachusetts",
        "postal_code": "02116",
        "country": "US",
        "country_name": "United States",
    }
    return StoreAddress(**{**defaults, **fields})


def a_customer(**fields: Any) -> StoreCustomer:
    """A guest with an e-mail address."""
    defaults: dict[str, Any] = {
        "store_customer_id": None,
        "first_name": "Ana",
        "last_name": "Brandt",
        "company": "",
        "email": "ana@example.com",
        "phone": "+15550100",
    }
    return StoreCustomer(**{**defaults, **fields})


def some_totals(**fields: Decimal) -> StoreTotals:
    """20.00 of goods, 7.50 shipping, 2.00 tax: 29.50 in all."""
    nothing = Decimal("0.00")
    defaults = {
        "subtotal": Decimal("20.00"),
        "discount": nothing,
        "shipping": Decimal("7.50"),
        "tax": Decimal("2.00"),
        "surcharge": nothing,
        "gift_certificates_bought": nothing,
        "gift_certificates_used": nothing,
        "total": Decimal("29.50"),
    }
    return StoreTotals(**{**defaults, **fields})


def a_store_shipment(
    store_shipment_id: str = "14", order: str = "97", **fields: Any
) -> StoreShipment:
    """A parcel of one T-shirt that the store has sent."""
    defaults: dict[str, Any] = {
        "store_shipment_id": store_shipment_id,
        "store_order_id": order,
        "carrier": "UPS",
        "tracking_number": "1Z999AA10123456784",
        "shipped_at": datetime(2026, 11, 2, 9, tzinfo=UTC),
        "quantities": (("11", 1),),
    }
    return StoreShipment(**{**defaults, **fields})


def a_notice(store_order_id: str = "97", *lines: tuple[str, int], **fields: Any) -> ShipmentNotice:
    """A parcel that a store is to hear of; both T-shirts unless `lines` say otherwise."""
    defaults: dict[str, Any] = {
        "store_order_id": store_order_id,
        "carrier": "ups",
        "tracking_number": "1Z999AA10123456784",
        "shipped_at": datetime(2026, 11, 2, 9, tzinfo=UTC),
        "lines": tuple(
            NoticeLine(store_line_id=line_id, quantity=quantity, name="T-shirt")
            for line_id, quantity in lines or (("11", 2),)
        ),
        "store_shipping_id": "1",
    }
    return ShipmentNotice(**{**defaults, **fields})


def a_store_order(store_order_id: str = "97", **fields: Any) -> StoreOrder:
    """A paid order of one line, as a store would tell it."""
    defaults: dict[str, Any] = {
        "store_order_id": store_order_id,
        "status": PAID,
        "placed_at": datetime(2026, 11, 1, 12, tzinfo=UTC),
        "updated_at": datetime(2026, 11, 1, 12, 5, tzinfo=UTC),
        "currency": None,
        "customer": a_customer(),
        "billing_address": an_address(),
        "shipping_address": an_address(),
        "lines": (a_line(),),
        "shipping_groups": (
            StoreShippingGroup(
                group_key="0",
                store_shipping_id="1",
                method_name="Courier, 2-3 days",
                rate=Decimal("7.50"),
            ),
        ),
        "taxes": (
            StoreTax(
                name="Sales tax",
                rate=Decimal("10.000"),
                is_percent=True,
                is_included_in_prices=False,
                amount=Decimal("2.00"),
            ),
        ),
        "totals": some_totals(),
        "payment_method": "Card (online)",
        "payment_reference": "tx_81f",
        "customer_note": "",
        "staff_note": "",
        "language": "en",
        "store_company_id": "1",
        "parent_order_id": None,
        "invoice_number": "",
    }
    return StoreOrder(**{**defaults, **fields})


def an_order(company: Company, store_order_id: str = "97", **fields: Any) -> Order:
    """An order as the importer writes it down."""
    receive(company, [a_store_order(store_order_id, **fields)])
    return Order.objects.get(company=company, store_order_id=store_order_id)


def a_package(order: Order, tracking_number: str = "1Z999AA10123456784", **columns: Any) -> Package:
    """A Ship Confirmed package with all of the order's lines; nobody has told the website."""
    moment = datetime(2026, 11, 2, 9, tzinfo=UTC)
    defaults = {"carrier": "ups", "shipped_at": moment, "confirmed_at": moment}
    package = Package.objects.create(
        order=order, tracking_number=tracking_number, **{**defaults, **columns}
    )
    PackageLine.objects.bulk_create(
        PackageLine(package=package, line=line, quantity=line.quantity)
        for line in order.lines.all()
    )
    recount_packages([order])
    return package
