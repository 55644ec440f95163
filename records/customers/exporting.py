"""All that is known of a customer, as JSON for machines, HTML for people, and the PDFs."""

import io
import json
import zipfile
from collections.abc import Iterable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.template.loader import render_to_string
from django.utils import timezone

from invoices.issuing.filing import DamagedDocument, content_of
from invoices.models import InvoiceMail
from orders.models import Order
from records.customers.finding import Customer
from stores.models import OutgoingChange

CustomerFacts = dict[str, Any]

_ORDER = (
    *("id", "store_order_id", "order_status", "payment_status", "shipping_status"),
    *("store_status_name", "placed_at", "shipped_at", "currency", "language"),
    *("store_customer_id", "customer_first_name", "customer_last_name", "customer_company"),
    *("customer_email", "customer_phone", "payment_method", "payment_reference"),
    *("customer_note", "staff_note", "subtotal", "discount", "shipping_total", "tax_total"),
    *("surcharge", "grand_total"),
)
_ADDRESS = (
    *("kind", "first_name", "last_name", "company", "address1", "address2", "city", "state_name"),
    *("postal_code", "country_name", "phone", "told_by_store"),
)
# The parts of an order by their name there, and what is told of each row.
_PARTS: dict[str, tuple[str, ...]] = {
    "addresses": _ADDRESS,
    "lines": ("sku", "name", "options", "quantity", "unit_price"),
    "shipping_groups": ("method_name", "rate"),
    "packages": ("carrier", "tracking_number", "shipped_at", "confirmed_at"),
    "payments": ("kind", "method", "amount", "paid_at", "reference", "note"),
    "refunds": ("reason", "comment", "total", "at"),
    "rmas": ("id", "status", "description", "created_at", "mailed_at"),
    "notes": ("kind", "text", "at"),
    "events": ("at", "kind", "message"),
}


def archive_of(customer: Customer) -> bytes:
    """A ZIP: customer.json, customer.html and the PDFs of issued documents."""
    facts = facts_of(customer)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("customer.json", as_json(facts))
        archive.writestr(
            "customer.html", render_to_string("records/customers/customer_file.html", facts)
        )
        for document in customer.documents:
            try:
                archive.writestr(f"documents/{document.file_name}", content_of(document))
            except DamagedDocument as reason:
                archive.writestr(f"documents/{document.file_name}.txt", str(reason))
    return packed.getvalue()


def as_json(facts: CustomerFacts) -> str:
    """`facts` as JSON; amounts are texts, times ISO 8601."""
    return json.dumps(facts, cls=DjangoJSONEncoder, indent=2, ensure_ascii=False)


def facts_of(customer: Customer) -> CustomerFacts:
    """Everything about the customer, as nested dicts and lists."""
    return {
        "company": customer.company.name,
        "email": customer.email,
        "made_at": timezone.now(),
        "orders": [_order(order) for order in customer.orders],
        "left_out": [
            {"store_order_id": row.store_order_id, "document": row.document}
            for row in customer.left_out
        ],
    }


def _order(order: Order) -> CustomerFacts:
    document = getattr(order, "raw_document", None)
    parts = {name: _rows(getattr(order, name).all(), columns) for name, columns in _PARTS.items()}
    documents = ("kind", "number", "issued_on", "total", "currency")
    mails = InvoiceMail.objects.filter(document__order=order)
    changes = OutgoingChange.objects.for_order(order.company_id, order.store_order_id)
    return {
        "facts": _facts(order, _ORDER),
        "parts": {
            **parts,
            "issued_documents": _rows(order.issued_documents.all(), documents),
            "mails": _rows(mails, ("recipient", "state", "sent_at")),
            "told_to_the_website": _rows(changes, ("kind", "state", "sent_at")),
        },
        "raw_document": document.document if document else {},
    }


def _rows(rows: Iterable[Model], columns: tuple[str, ...]) -> list[CustomerFacts]:
    return [_facts(row, columns) for row in rows]


def _facts(row: Model, columns: tuple[str, ...]) -> CustomerFacts:
    """The columns of a row in words: of a choice, its label."""
    found: CustomerFacts = {}
    for name in columns:
        in_words = getattr(row, f"get_{name}_display", None)
        found[name] = in_words() if in_words else getattr(row, name)
    return found
