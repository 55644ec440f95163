"""Page 1 of an invoice as a picture, with settings and templates that are not saved yet."""

import base64
from dataclasses import dataclass
from io import BytesIO

import pypdfium2

from invoices.document import Document, DocumentKind
from invoices.document.sample import sample
from invoices.document.words import words_of
from invoices.drawing.pdf_workers import draw_one
from invoices.drawing.renderer_choice import assets_of, renderer_of
from invoices.drawing.renderers.task import CannotDraw, DrawingTask, Renderer, Standard
from invoices.issuing.building import invoice
from invoices.issuing.order_facts import facts_of, seller_of, with_everything
from invoices.models import InvoiceSettings
from orders.models import Order
from settings.models import Company

_SCALE = 1.4  # of 72 dots in an inch


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoicePreview:
    """Page 1 as a data: address, or why there is none. `order` is '' for the sample."""

    picture: str = ""
    pages: int = 0
    order: str = ""
    problem: str = ""
    remark: str = ""


def preview(
    settings: InvoiceSettings,
    order_number: str,
    renderer: Renderer | None = None,
    *,
    may_see_orders: bool,
) -> InvoicePreview:
    """How an order of the company looks under `settings`, by `renderer` or the chosen one.

    `order_number` is an Order ID or Channel Order #; '' means the newest order. Who may not see
    orders is shown the sample.
    """
    company = settings.company
    if order_number and not may_see_orders:
        return InvoicePreview(
            problem="You may not see orders here. Leave the number empty for the sample."
        )
    order = find_order(company, order_number) if may_see_orders else None
    if order is None and order_number:
        return InvoicePreview(problem=f"{company} has no order {order_number}.")
    try:
        document = _document(settings, order)
        chosen = renderer or _renderer(settings)
        pictures = assets_of(company, document.logo, all_pictures=not isinstance(chosen, Standard))
        drawn = draw_one(DrawingTask(document=document, renderer=chosen, assets=pictures))
    except CannotDraw as reason:
        return InvoicePreview(problem=str(reason), order=str(order.pk) if order else "")
    picture, pages = first_page(drawn.pdf)
    return InvoicePreview(
        picture=picture,
        pages=pages,
        order=str(order.pk) if order else "",
        remark=drawn.remark,
    )


def find_order(company: Company, number: str) -> Order | None:
    """The company's order with this Order ID or Channel Order #; its newest for ''."""
    orders = with_everything(Order.objects.for_company(company))
    if not number:
        return orders.order_by("-placed_at", "-pk").first()
    by_channel = orders.filter(store_order_id=number).first()
    if by_channel is not None or not number.isdecimal() or len(number) > 17:
        return by_channel
    return orders.filter(pk=int(number)).first()


def first_page(pdf: bytes) -> tuple[str, int]:
    """Page 1 of `pdf` as a data: address of a PNG, and how many pages there are."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        image, file = document[0].render(scale=_SCALE).to_pil(), BytesIO()
        image.save(file, "PNG")
        pages = len(document)
    finally:
        document.close()
    return f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}", pages


def _document(settings: InvoiceSettings, order: Order | None) -> Document:
    company = settings.company
    if order is None:
        return sample(seller_of(company, settings), settings.look("en"), company.currency)
    facts = facts_of(order, settings)
    return invoice(facts, number=words_of(facts.look.language)["preview"])


def _renderer(settings: InvoiceSettings) -> Renderer:
    chosen = renderer_of(settings.company, DocumentKind.INVOICE)
    return Standard(settings.has_einvoice) if isinstance(chosen, Standard) else chosen
