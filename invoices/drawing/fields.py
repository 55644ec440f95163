"""The fields that staff may put into their templates, for the page that lists them.

Sellercloud's marks (#?OrderID?#) are read as the field beside them, so that templates made for
Sellercloud go on working.
"""

# Mark, field of the sheet, meaning.
ORDER_MARKS: tuple[tuple[str, str, str], ...] = (
    ("InvoiceNumber", "number", "Number of the invoice"),
    ("InvoiceDate", "issued_on", "Date of the invoice"),
    ("OrderID", "order_number", "Order ID"),
    ("ChannelOrderID", "channel_order_number", "Channel Order #"),
    ("OrderSourceOrderID", "channel_order_number", "Channel Order #"),
    ("OrderDate", "ordered_on", "Order date"),
    ("CompanyName", "seller.name", "Name of the company"),
    ("CompanyAddress", "seller.lines|join('\\n')", "Address of the company"),
    ("CompanyPhone", "seller.phone", "Phone of the company"),
    ("CompanyEmail", "seller.email", "E-mail of the company"),
    ("CompanyTaxID", "seller.tax_number", "Tax ID of the company"),
    ("CustomerName", "bill_to.name", "Name of the customer"),
    ("CustomerEmail", "bill_to.email", "E-mail of the customer"),
    ("CustomerPhone", "bill_to.phone", "Phone of the customer"),
    ("BillingAddress", "bill_to.lines|join('\\n')", "Billing Address"),
    ("ShippingAddress", "ship_to.lines|join('\\n')", "Shipping Address"),
    ("ShippingMethod", "shipping_methods|join(', ')", "Shipping method"),
    ("TrackingNumber", "tracking_numbers|join(', ')", "Tracking numbers"),
    ("PaymentMethod", "payment_method", "Payment method"),
    ("PaymentReference", "payment_reference", "Payment reference"),
    ("CustomerNote", "customer_note", "Customer's note"),
    ("CustomerInstructions", "instructions", "Customer Instructions"),
    ("SubTotal", "amounts.subtotal", "Sum of the items"),
    ("DiscountTotal", "amounts.discount", "Discount"),
    ("ShippingTotal", "amounts.shipping", "Shipping"),
    ("SurchargeTotal", "amounts.surcharge", "Payment surcharge"),
    ("TaxTotal", "amounts.tax", "Tax that is not included in prices"),
    ("GiftCertificateTotal", "amounts.gift_used", "Paid by gift certificate"),
    ("GrandTotal", "total", "Grand total"),
    ("Currency", "currency", "Currency"),
    ("InvoicePrintedCount", "printed_count", "How often the invoice was printed before"),
    ("FooterText", "footer", "Footer text of Invoice Settings"),
)
ITEM_MARKS: tuple[tuple[str, str, str], ...] = (
    ("ItemNumber", "line.position", "Place on the invoice"),
    ("ProductID", "line.sku", "SKU"),
    ("SKU", "line.sku", "SKU"),
    ("ProductName", "line.name", "Name of the product"),
    ("ItemOptions", "line.option_text", "Product options"),
    ("Qty", "line.quantity", "Quantity"),
    ("UnitPrice", "line.unit_price", "Price of one"),
    ("LineTotal", "line.amount", "Amount of the line"),
)
# What HTML templates and docxtpl may use beside those; lists are walked with {% for %}.
MORE_FIELDS: tuple[tuple[str, str], ...] = (
    ("title", "Invoice, in the customer's language"),
    ("lines", "Items: position, name, sku, options, option_text, quantity, unit_price, amount"),
    ("sums", "Rows of the totals: key, label, amount"),
    ("taxes", "Taxes: name, rate, base, amount, is_included, how"),
    ("bill_to, ship_to, seller", "name, lines, city, postal_code, country, email, phone"),
    ("words", "Words in the customer's language, e.g. words.total"),
    ("show", "What Invoice Settings show, e.g. show.sku"),
    ("paper", "a4, letter or thermal"),
    ("language, direction", "For example de and ltr"),
    ("logo", "Address of the company's logo; '' without one"),
    ("barcode", "The order number as an SVG barcode; write {{ barcode|safe }}"),
    ("is_paid", "Whether the order is paid"),
    ("no_tax_reason", "The sentence for invoices without tax"),
    ("reason, corrects", "Of credit notes: why, and which invoice"),
    ("replaces", "Number of the cancelled invoice that this one replaces"),
)
FIELD_OF = {mark.casefold(): field for mark, field, _ in (*ORDER_MARKS, *ITEM_MARKS)}
ITEM_NAMES = frozenset(mark.casefold() for mark, _, _ in ITEM_MARKS)
TOP_FIELDS = frozenset(
    name
    for text in (*(f for _, f, _ in ORDER_MARKS), *(f for f, _ in MORE_FIELDS))
    for name in (part.strip().split(".")[0].split("|")[0] for part in text.split(", "))
) | {"kind", "amounts", "has_other_ship_to", "line"}
