"""Every column that can hold a text is known to the erasure: gone with the person, or nobody's.

Whoever adds one says here which it is, and erases it in `orders.erasure` or
`records.customers.traces` when a customer's words may get into it.
"""

from django.apps import apps
from django.db import models

_TEXTS = (models.CharField, models.TextField, models.JSONField, models.BinaryField)
_ROOMS = ("stores", "uploads", "orders", "invoices", "records")

ERASED = {
    "ApiAnswer": "answer",
    "BulkItem": "sentence",
    "CustomerRequest": "email words",
    "InvoiceMail": "recipient error",
    "IssuedDocument": "facts remark error",
    "LeftOutOrder": "sentence packed_document",
    "Order": (
        "facts_hash store_customer_id customer_first_name customer_last_name customer_company "
        "customer_vat_number customer_email customer_phone payment_reference customer_note "
        "staff_note warnings"
    ),
    "OrderActionRequest": "wanted decision",
    "OrderAddress": (
        "first_name last_name company address1 address2 city postal_code phone told_by_store"
    ),
    "OrderConflict": "message",
    "OrderDocument": "packed",
    "OrderEvent": "message",
    "OrderLine": "options",
    "OrderNote": "text",
    "OrderSearch": "text",
    "OutgoingChange": "payload last_error receipt",
    "Payment": "reference note",
    "Refund": "comment",
    "Rma": "description",
    "RmaImport": "packed_file packed_lines packed_answers",
    "RmaLine": "comment",
    "SavedView": "name query",
    "TrackingImport": "packed_file packed_lines packed_answers",
}
# Goods, amounts, numbers, countries, and what staff set up.
NOBODYS = {
    "ApiAnswer": "key fingerprint",
    "ChannelPreference": "plugin",
    "ChannelTemplate": "html css note",
    "CustomerRequest": "counts",
    "ImportCursor": "rules walk_basis",
    "InvoiceSettings": (
        "footer_text invoice_prefix credit_note_prefix tax_number registration no_tax_reason "
        "email_subject email_text"
    ),
    "IssuedDocument": "number invoice_type currency content_hash",
    "ItemCost": "sku",
    "ColumnProfile": "kind name headings",
    "ItemCostUpload": (
        "file_name headings columns reading packed_file packed_lines packed_answers"
    ),
    "LeftOutOrder": "store_order_id reason store_status_code status_name",
    "NumberSeries": "kind",
    "Order": (
        "store_order_id store_status_code store_status_name store_company_id parent_order_id "
        "currency language payment_method invoice_number"
    ),
    "OrderAddress": "state state_name country country_name",
    "OrderLine": "store_line_id store_product_id sku name",
    "OrderShippingGroup": "group_key store_shipping_id method_name",
    "OrderTax": "name of_lines",
    "OutgoingChange": "store_order_id key",
    "Package": "store_shipment_id carrier tracking_number doubles",
    "Payment": "method",
    "Picture": "name",
    "SentForm": "key",
    "StoreState": "pause_reason statuses_stopped_reason",
    "Reason": "name",
    "Refund": "reason website_status",
    "RmaImport": "file_name headings columns reading",
    "RmaLine": "reason exchange_sku",
    "Tag": "name",
    "TrackingColumns": "headings",
    "TrackingImport": "file_name headings columns reading",
    "WordTemplate": "name",
}


def test_every_text_is_erased_or_nobodys():
    listed = {
        f"{model}.{column}"
        for columns in (ERASED, NOBODYS)
        for model, names in columns.items()
        for column in names.split()
    }
    there = {
        f"{model.__name__}.{field.name}"
        for room in _ROOMS
        for model in apps.get_app_config(room).get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, _TEXTS) and not field.choices
    }
    assert there - listed == set(), "say of these whether an erasure must take them"
    assert listed - there == set()
