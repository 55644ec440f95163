"""All filters of Manage Orders, in the order in which the page shows them."""

from django.db.models import Q
from django_countries import countries

from orders.desk.filtering import conditions
from orders.desk.filtering.kinds import (
    AmountFilter,
    ChoiceFilter,
    DaysFilter,
    Filter,
    ListFilter,
    TextFilter,
    TickFilter,
)
from orders.desk.filtering.text_search import by_words
from orders.models import OrderStatus, PaymentStatus, ShippingStatus

FILTERS: tuple[Filter, ...] = (
    ChoiceFilter(
        name="status",
        label="Order Status",
        is_default=True,
        choices=OrderStatus.choices,
        field="order_status",
    ),
    ChoiceFilter(
        name="payment",
        label="Payment Status",
        is_default=True,
        choices=PaymentStatus.choices,
        field="payment_status",
    ),
    ChoiceFilter(
        name="shipping",
        label="Shipping Status",
        is_default=True,
        choices=ShippingStatus.choices,
        field="shipping_status",
    ),
    ChoiceFilter(name="company", label="Company", is_default=True, field="company"),
    # Every order comes from its company's website so far.
    ChoiceFilter(
        name="channel",
        label="Channel",
        is_default=True,
        choices=[("website", "Website")],
        matching=lambda _values: Q(),
    ),
    DaysFilter(name="placed", label="Order Date", is_default=True, field="placed_at"),
    TextFilter(
        name="q",
        label="Search",
        is_default=True,
        hint="Number, name, e-mail, phone, SKU or tracking number",
        matching=by_words,
    ),
    ListFilter(
        name="numbers",
        label="Channel Order #",
        hint="One or many",
        matching=lambda values: Q(store_order_id__in=values),
    ),
    ListFilter(
        name="ids",
        label="Order ID",
        hint="One or many",
        only_numbers=True,
        matching=lambda values: Q(pk__in=[int(value) for value in values]),
    ),
    ListFilter(name="sku", label="SKU", hint="One or many", matching=conditions.has_sku),
    ListFilter(
        name="tracking",
        label="Tracking Number",
        hint="One or many",
        matching=conditions.has_tracking,
    ),
    TextFilter(name="email", label="E-mail", matching=conditions.has_email),
    TextFilter(
        name="customer",
        label="Customer",
        hint="Name or company",
        matching=conditions.is_of_customer,
    ),
    ChoiceFilter(
        name="country",
        label="Destination Country",
        choices=[(str(code), str(name)) for code, name in countries],
        matching=conditions.goes_to,
    ),
    ListFilter(
        name="state",
        label="Destination State",
        hint="Code, such as MA",
        matching=conditions.goes_to_state,
    ),
    TextFilter(
        name="place",
        label="Postcode / street",
        hint="02116, or 12 Quay Rd",
        matching=conditions.goes_to_place,
    ),
    TextFilter(
        name="method",
        label="Requested Shipping",
        hint="As the website names it",
        matching=conditions.asked_for_method,
    ),
    ChoiceFilter(name="service", label="Shipping Service", matching=conditions.goes_by_service),
    TextFilter(
        name="tag",
        label="Tags",
        hint="One, or several with commas",
        matching=conditions.has_tag,
    ),
    TickFilter(
        name="needs_method",
        label="Unmapped",
        matching=conditions.is_unmapped,
        yes="Needs shipping method",
    ),
    TickFilter(name="rush", label="Rush", matching=lambda: Q(is_rush=True)),
    TickFilter(name="ready", label="Ready to ship", matching=conditions.is_ready_to_ship),
    TickFilter(name="together", label="Ship together", matching=conditions.goes_with_others),
    TickFilter(name="late", label="Late", matching=conditions.is_late),
    TickFilter(name="unpaid", label="Unpaid", matching=conditions.is_unpaid),
    TickFilter(name="attention", label="Needs attention", matching=conditions.needs_attention),
    TickFilter(
        name="conflicts", label="Conflicts with the store", matching=conditions.has_conflict
    ),
    TickFilter(
        name="stuck", label="Website could not be told", matching=conditions.has_stuck_change
    ),
    TickFilter(name="not_notified", label="Not notified", matching=conditions.is_not_notified),
    TickFilter(name="printed", label="Invoice Printed", matching=conditions.is_invoice_printed),
    DaysFilter(name="shipped", label="Ship Date", field="shipped_at"),
    DaysFilter(name="paid", label="Payment Date", field="paid_at", matching=conditions.has_payment),
    DaysFilter(name="updated", label="Last updated", field="refreshed_at"),
    AmountFilter(name="total", label="Grand Total", field="grand_total"),
    TextFilter(
        name="payment_method",
        label="Payment Method",
        hint="As the website names it",
        matching=lambda name: Q(payment_method__iexact=name),
    ),
)
BY_NAME = {one.name: one for one in FILTERS}
