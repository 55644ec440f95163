"""All filters of Manage Orders, in the order in which the page shows them."""

from django.db.models import Q
from django_countries import countries

from orders.desk.filtering import questions
from orders.desk.filtering.kinds import Choice, Days, Filter, Several, Text, Tick
from orders.desk.filtering.words import by_words
from orders.models import OrderStatus, PaymentStatus, ShippingStatus

FILTERS: tuple[Filter, ...] = (
    Choice(
        name="status",
        label="Order Status",
        is_default=True,
        choices=OrderStatus.choices,
        field="order_status",
    ),
    Choice(
        name="payment",
        label="Payment Status",
        is_default=True,
        choices=PaymentStatus.choices,
        field="payment_status",
    ),
    Choice(
        name="shipping",
        label="Shipping Status",
        is_default=True,
        choices=ShippingStatus.choices,
        field="shipping_status",
    ),
    Choice(name="company", label="Company", is_default=True, field="company"),
    # Every order comes from its company's website so far.
    Choice(
        name="channel",
        label="Channel",
        is_default=True,
        choices=[("website", "Website")],
        matching=lambda _values: Q(),
    ),
    Days(name="placed", label="Order Date", is_default=True, field="placed_at"),
    Text(
        name="q",
        label="Search",
        is_default=True,
        hint="Number, name, e-mail, phone, SKU or tracking number",
        matching=by_words,
    ),
    Several(
        name="numbers",
        label="Channel Order #",
        hint="One or many",
        matching=lambda values: Q(store_order_id__in=values),
    ),
    Several(
        name="ids",
        label="Order ID",
        hint="One or many",
        only_numbers=True,
        matching=lambda values: Q(pk__in=[int(value) for value in values]),
    ),
    Several(name="sku", label="SKU", hint="One or many", matching=questions.has_sku),
    Several(
        name="tracking",
        label="Tracking Number",
        hint="One or many",
        matching=questions.has_tracking,
    ),
    Text(name="email", label="E-mail", matching=questions.has_email),
    Text(
        name="customer", label="Customer", hint="Name or company", matching=questions.is_of_customer
    ),
    Choice(
        name="country",
        label="Destination Country",
        choices=[(str(code), str(name)) for code, name in countries],
        matching=questions.goes_to,
    ),
    Several(
        name="state",
        label="Destination State",
        hint="Code, such as MA",
        matching=questions.goes_to_state,
    ),
    Text(
        name="method",
        label="Requested Shipping",
        hint="As the website names it",
        matching=questions.asked_for_method,
    ),
    Choice(name="service", label="Shipping Service", matching=questions.goes_by_service),
    Tick(
        name="needs_method",
        label="Unmapped",
        matching=questions.is_unmapped,
        yes="Needs shipping method",
    ),
    Tick(name="rush", label="Rush", matching=lambda: Q(is_rush=True)),
    Tick(name="ready", label="Ready to ship", matching=questions.is_ready_to_ship),
    Tick(name="together", label="Ship together", matching=questions.goes_with_others),
    Tick(name="late", label="Late", matching=questions.is_late),
    Tick(name="unpaid", label="Unpaid", matching=questions.is_unpaid),
    Tick(name="attention", label="Needs attention", matching=questions.needs_attention),
    Tick(name="conflicts", label="Conflicts with the store", matching=questions.has_conflict),
    Tick(name="stuck", label="Website could not be told", matching=questions.has_stuck_change),
    Tick(name="not_notified", label="Not notified", matching=questions.is_not_notified),
    Tick(name="printed", label="Invoice Printed", matching=questions.is_invoice_printed),
    Days(name="shipped", label="Ship Date", field="shipped_at"),
)
BY_NAME = {one.name: one for one in FILTERS}
