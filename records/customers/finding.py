"""Finding what is known of a customer, by e-mail address."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from invoices.models import InvoiceMail, IssuedDocument, MailState
from orders import erasure
from orders.models import LeftOutOrder, Order, OrderAddress
from settings.models import Company

_ADDRESS_WORDS = ("last_name", "company", "address1", "address2", "phone")


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """Everything that hangs on an e-mail address at a company.

    `left_out` are orders that could not be imported and whose raw document names the address.
    """

    company: Company
    email: str
    orders: Sequence[Order]
    left_out: Sequence[LeftOutOrder]

    @property
    def is_known(self) -> bool:
        """Whether there is anything."""
        return bool(self.orders or self.left_out)

    @property
    def documents(self) -> list[IssuedDocument]:
        """Invoices and credit notes of the customer's orders, the oldest first."""
        issued = IssuedDocument.objects.filter(order__in=self.orders)
        return list(issued.select_related("company", "order").order_by("pk"))


def find_customer(company: Company, email: str) -> Customer:
    """What `company` has under `email`; capitals do not matter.

    An order counts when its customer has the address, or when an invoice of it was e-mailed there.
    """
    mailed = InvoiceMail.objects.filter(document__company=company, recipient__iexact=email)
    found = Q(customer_email__iexact=email) | Q(pk__in=mailed.values("document__order"))
    orders = Order.objects.for_company(company).filter(found).order_by("pk")
    return Customer(
        company=company,
        email=email,
        orders=list(orders.select_related("company")),
        left_out=list(_left_out(company, email)),
    )


def why_not_erase(customer: Customer) -> list[str]:
    """Why the customer cannot be forgotten yet: sentences that say what to do first."""
    documents = IssuedDocument.objects.filter(order__in=customer.orders).select_related("order")
    mails = InvoiceMail.objects.filter(document__in=documents, state=MailState.WAITING)
    sentences = [
        *(erasure.why_not_erase(order) for order in customer.orders),
        *(
            f"{document} of {document.order} has its number and no PDF: print it first."
            for document in documents.without_file()
        ),
        *(
            f"{mail.document} of {mail.document.order} waits to be e-mailed."
            for mail in mails.select_related("document__order")
        ),
    ]
    return [sentence for sentence in sentences if sentence]


def words_of(customer: Customer) -> list[str]:
    """Names, addresses and numbers by which the person may stand in texts elsewhere."""
    words = {customer.email}
    for order in customer.orders:
        words |= {order.customer_email, order.customer_phone, order.customer_last_name}
        words |= {order.customer_name, order.customer_company}
    for address in OrderAddress.objects.filter(order__in=customer.orders):
        for told in (address, OrderAddress(**address.told_by_store)):
            words |= {getattr(told, name) for name in _ADDRESS_WORDS}
            words.add(f"{told.first_name} {told.last_name}")
    return sorted(word for word in words if word.strip())


def _left_out(company: Company, email: str) -> Iterator[LeftOutOrder]:
    kept = LeftOutOrder.objects.filter(company=company, packed_document__isnull=False)
    for row in kept.order_by("pk").iterator():
        if email.casefold() in as_text(row.document).casefold():
            yield row


def as_text(document: dict[str, Any]) -> str:
    """A raw document as one text, for searching."""
    return json.dumps(document, default=str, ensure_ascii=False)
