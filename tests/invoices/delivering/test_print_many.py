"""A big print: drawing goes on while documents are filed, and nothing is printed before its end."""

import pytest

from invoices.delivering.print_many import PrintBatch, print_many
from invoices.document import DocumentKind
from invoices.drawing.pdf_workers import PdfWorkers
from invoices.drawing.renderers.task import ChannelSpecific, DrawingTask, DrawnPdf
from invoices.models import IssuedDocument
from jobs.progress import JobCancelled
from orders.importing.intake import receive
from orders.models import Order
from tests.factories import a_store_order
from tests.invoices.a_document import a_document


@pytest.fixture
def order_ids(shop) -> list[int]:
    receive(shop, [a_store_order(str(number)) for number in range(1, 6)])
    return list(Order.objects.order_by("-pk").values_list("pk", flat=True))


def a_print(shop, order_ids, advance=lambda done: None) -> PrintBatch:
    return PrintBatch(
        company=shop, order_ids=order_ids, kind=DocumentKind.INVOICE, by=None, advance=advance
    )


def test_documents_come_in_the_order_of_the_list_and_progress_reaches_its_end(shop, order_ids):
    seen: list[int] = []
    with PdfWorkers[int](2) as workers:
        printed = list(print_many(a_print(shop, order_ids, seen.append), workers))
    assert [document.order_id for document in printed] == order_ids
    assert seen == sorted(seen)
    assert seen[-1] == 5
    assert set(Order.objects.values_list("invoice_printed_count", flat=True)) == {1}


def test_a_print_that_is_cancelled_has_printed_nothing_and_goes_on_where_it_was(shop, order_ids):
    def cancel(done: int) -> None:
        if done >= 2:
            raise JobCancelled

    with PdfWorkers[int](2) as workers, pytest.raises(JobCancelled):
        list(print_many(a_print(shop, order_ids, cancel), workers))
    assert not Order.objects.exclude(invoice_printed_count=0).exists()
    drawn = dict(IssuedDocument.objects.exclude(file="").values_list("pk", "content_hash"))
    assert len(drawn) >= 2
    with PdfWorkers[int](2) as workers:
        assert len(list(print_many(a_print(shop, order_ids), workers))) == 5
    for pk, fingerprint in drawn.items():
        assert IssuedDocument.objects.get(pk=pk).content_hash == fingerprint


def test_a_process_draws_on_while_what_it_drew_is_filed():
    task = DrawingTask(document=a_document(), renderer=ChannelSpecific("<p>{{ number }}", ""))
    with PdfWorkers[int](1) as workers:
        outcomes = workers.draw_all((number, task) for number in range(2))
        key, outcome = next(outcomes)
        assert (key, type(outcome)) == (0, DrawnPdf)
        assert workers._idle == []  # it has the next one already
        assert [key for key, _ in outcomes] == [1]
