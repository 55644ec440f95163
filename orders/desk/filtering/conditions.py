"""What filters ask that is more than a comparison of a column."""

from collections.abc import Iterable
from datetime import timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import (
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
    Window,
)
from django.db.models.functions import Concat, Lower, Now
from django.db.models.lookups import Contains

from orders.desk.filtering.text_search import MOST_WORDS, in_search, plain, with_sku
from orders.models import (
    AddressKind,
    Order,
    OrderAddress,
    OrderConflict,
    OrderShippingGroup,
    OrderStatus,
    Package,
    Payment,
    PaymentKind,
    PaymentStatus,
    ShippingStatus,
    Tag,
)
from orders.models.order import OPEN
from stores.models import ChangeState, OutgoingChange

# The customer has paid, whatever was given back later.
PAID = (PaymentStatus.CHARGED, PaymentStatus.PARTIAL_REFUND)
UNPAID = (
    PaymentStatus.NO_PAYMENT,
    PaymentStatus.AUTHORIZED,
    PaymentStatus.UNCLEARED,
    PaymentStatus.PARTIAL_PAYMENT,
    PaymentStatus.PAYMENT_ERROR,
)
TO_SHIP = (
    ShippingStatus.UNSHIPPED,
    ShippingStatus.PARTIALLY_SHIPPED,
    ShippingStatus.READY_FOR_PICKUP,
)


def is_to_be_shipped() -> Q:
    """Open, and not all of it has left; orders of downloads alone never leave."""
    return Q(order_status__in=OPEN, shipping_status__in=TO_SHIP, needs_shipping=True)


def is_ready_to_ship() -> Q:
    """In Process, Charged, not all of it shipped, its service known, no open conflict."""
    return ~has_conflict() & Q(
        order_status=OrderStatus.IN_PROCESS,
        payment_status__in=PAID,
        shipping_status__in=TO_SHIP,
        needs_shipping=True,
        needs_shipping_method=False,
    )


def is_unpaid() -> Q:
    """Open, and the customer has not paid, or not all."""
    return Q(order_status__in=OPEN, payment_status__in=UNPAID)


def is_unmapped() -> Q:
    """To be shipped, and no service is known for some of it."""
    return is_to_be_shipped() & Q(needs_shipping_method=True)


def is_late() -> Q:
    """Paid, and it has not left after as many days as the company allows."""
    allowed = ExpressionWrapper(
        F("company__late_after_days") * Value(timedelta(days=1)), output_field=DurationField()
    )
    return is_to_be_shipped() & Q(payment_status__in=PAID, placed_at__lt=Now() - allowed)


def has_conflict() -> Q:
    """The store did something that a person must look at."""
    return Q(pk__in=OrderConflict.objects.filter(settled_at=None).values("order"))


def has_stuck_change() -> Q:
    """The website could not be told of something."""
    stuck = OutgoingChange.objects.filter(
        state=ChangeState.STUCK,
        company=OuterRef("company"),
        store_order_id=OuterRef("store_order_id"),
    )
    return Q(Exists(stuck.order_by()))


def needs_attention() -> Q:
    """A conflict, a stuck outgoing change, or a Problem Order."""
    # A union of small sets: with OR the database would walk all orders.
    parts = [has_conflict(), has_stuck_change(), Q(order_status=OrderStatus.PROBLEM_ORDER)]
    first, *others = [Order.objects.filter(part).order_by().values("pk") for part in parts]
    return Q(pk__in=first.union(*others))


def is_not_notified() -> Q:
    """Some package has left, and the website does not know."""
    return Q(pk__in=Package.objects.not_notified().order_by().values("order"))


def is_invoice_printed() -> Q:
    """An invoice was printed."""
    return Q(invoice_printed_at__isnull=False)


def goes_with_others() -> Q:
    """Ready to ship, and another order that is goes to the same address of the same company."""
    return Q(pk__in=addresses_of_several().order_by().values("order"))


def addresses_of_several() -> "QuerySet[OrderAddress, Any]":
    """Shipping addresses, with their `key`, that several orders ready to ship go to."""
    ready = Order.objects.filter(is_ready_to_ship())
    addresses = OrderAddress.objects.filter(kind=AddressKind.SHIPPING, order__in=ready)
    # As people write one address in two ways: small and capital letters, blanks, punctuation.
    spelled = addresses.exclude(address1="").annotate(
        key=Func(
            Lower(Concat(*_WHERE_A_PARCEL_GOES, output_field=TextField())),
            Value(r"[\s.,;/-]+"),
            Value(""),
            Value("g"),
            function="regexp_replace",
            output_field=TextField(),
        )
    )
    together = [F("order__company"), F("key")]
    return spelled.annotate(number=Window(Count("pk"), partition_by=together)).filter(number__gt=1)


# Two people at one address are two parcels.
_WHERE_A_PARCEL_GOES = (
    *("first_name", "last_name", Value("|"), "address1", "address2", Value("|")),
    *("postal_code", Value("|"), "city", Value("|"), "country"),
)


def has_sku(skus: tuple[str, ...]) -> Q:
    """Some line has one of these SKUs; small and capital letters are the same."""
    return with_sku(skus)


def has_tracking(numbers: tuple[str, ...]) -> Q:
    """Some package has one of these tracking numbers."""
    packages = Package.objects.filter(order=OuterRef("pk")).order_by()
    return _any(
        (in_search(number) & Q(Exists(packages.filter(tracking_number__iexact=number))))
        for number in numbers
    )


def has_email(part: str) -> Q:
    """The customer's e-mail address has this in it."""
    return in_search(part) & Q(customer_email__icontains=part)


def is_of_customer(name: str) -> Q:
    """First name, last name and company of the customer have all these words in them."""
    fits = in_search(name)
    for word in name.split()[:MOST_WORDS]:
        fits &= Q(Contains(plain(_CUSTOMER), plain(Value(word))))
    return fits


_CUSTOMER = Concat(
    *("customer_first_name", Value(" "), "customer_last_name", Value(" "), "customer_company"),
    output_field=TextField(),
)


def _any(questions: Iterable[Q]) -> Q:
    # The words find candidates by their index; the exact question decides.
    return reduce(or_, questions)


def goes_to(countries: tuple[str, ...]) -> Q:
    """The destination is in one of these countries, by code."""
    return _destination(Q(country__in=countries))


def goes_to_state(states: tuple[str, ...]) -> Q:
    """The destination is in one of these states, by code."""
    return _destination(Q(state__in={*states, *(state.upper() for state in states)}))


def _destination(fits: Q) -> Q:
    found = OrderAddress.objects.filter(fits, kind=AddressKind.SHIPPING)
    return Q(pk__in=found.order_by().values("order"))


def asked_for_method(name: str) -> Q:
    """The customer chose this shipping method on the website."""
    found = OrderShippingGroup.objects.filter(method_name=name)
    return Q(pk__in=found.order_by().values("order"))


def goes_by_service(services: tuple[str, ...]) -> Q:
    """Some of the order is sent by one of these services."""
    found = OrderShippingGroup.objects.filter(service__in=[int(pk) for pk in services])
    return Q(pk__in=found.order_by().values("order"))


def goes_to_place(text: str) -> Q:
    """The destination has this postcode, whatever its blanks, or a street that begins so."""
    large = text.upper()
    postcodes = {text, large, "".join(large.split())}
    return _destination(Q(postal_code__in=postcodes) | Q(address1__istartswith=text))


def has_payment(fits: Q) -> Q:
    """Some payment of the order fits; refunds are none."""
    found = Payment.objects.filter(fits, kind=PaymentKind.PAYMENT)
    return Q(pk__in=found.order_by().values("order"))


def has_tag(text: str) -> Q:
    """Some tag of the order has one of these names, with commas between them; case is nothing."""
    names = [" ".join(part.split()).casefold() for part in text.split(",")]
    tags = Tag.objects.annotate(small=Lower("name"))
    tags = tags.filter(small__in=names)
    links = Order.tags.through.objects.filter(tag__in=tags.values("pk"))
    return Q(pk__in=links.values("order"))
