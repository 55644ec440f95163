"""What an invoice may show, in staff's words."""

# The options of Invoice Settings: name in a `Look`, label, whether it is on at first.
OPTIONS: dict[str, tuple[str, bool]] = {
    "logo": ("Show logo", True),
    "prices": ("Show Prices and $ total", True),
    "discounts": ("Show discounts of items", True),
    "sku": ("Show SKU", True),
    "options": ("Show product options", True),
    "barcode": ("Show barcode of the order number", True),
    "channel_order": ("Show Channel Order #", True),
    "ordered_on": ("Show order date", True),
    "ship_to": ("Show Shipping Address", True),
    "contact": ("Show customer's phone and e-mail", False),
    "shipping_method": ("Show shipping method", True),
    "tracking": ("Show tracking numbers", False),
    "payment": ("Show payment", True),
    "taxes": ("Show tax breakdown", True),
    "customer_note": ("Show customer's note", True),
    "instructions": ("Show Customer Instructions", False),
    "printed_count": ("Print Invoice Printed Count", False),
}
ON_AT_FIRST = tuple(name for name, (_label, is_on) in OPTIONS.items() if is_on)
