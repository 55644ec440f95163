"""What the lines of a file mean for their orders: one RMA for each, or the reason why not.

The lines of an order go together: where one of them is wrong, none makes an RMA, so that no return
is known by half.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import models

from orders.files.naming import BadRow, KnownOrders, named_orders
from orders.models import Order, OrderLine, Rma
from orders.returns.rma_files.rma_row import RmaColumn, RmaRow
from orders.returns.rmas import Returned, is_listed, returnable_of
from settings.models import Company


class RmaOutcome(models.TextChoices):
    """What becomes of a line."""

    CREATED = "created", "On an RMA"
    FAILED = "failed", "Failed"


@dataclass(slots=True)
class RmaRowResult:
    """What becomes of one line. `texts` are its cells by column, `sentence` says why it failed.

    `row` is None for a line that cannot be read; the order may be known all the same.
    """

    number: int
    texts: Mapping[str, str]
    order_id: str = ""
    channel_order: str = ""
    may_be_channel_order: bool = False
    row: RmaRow | None = None
    sentence: str = ""
    rma: Rma | None = None

    def as_dict(self) -> dict[str, str]:
        """For keeping, and for the download."""
        return {
            "Line": str(self.number),
            "Order ID": self.order_id,
            "Channel Order #": self.channel_order,
            "SKU": self.texts.get(RmaColumn.SKU, ""),
            "Result": RmaOutcome.FAILED if self.sentence else RmaOutcome.CREATED,
            "RMA ID": str(self.rma.pk) if self.rma else "",
            "Error": self.sentence,
        }


@dataclass(slots=True)
class WantedRma:
    """An RMA that lines ask for: what comes back by line id, and those lines."""

    order: Order
    answers: list[RmaRowResult] = field(default_factory=list)
    returned: dict[int, Returned] = field(default_factory=dict)

    @property
    def description(self) -> str:
        """What the lines say, each sentence once."""
        said = (answer.row.description for answer in self.answers if answer.row)
        return "\n".join(dict.fromkeys(text for text in said if text))

    def fail(self, sentence: str) -> None:
        """Nothing comes of the lines that have no reason of their own."""
        for answer in self.answers:
            answer.sentence = answer.sentence or sentence


def decide(company: Company, answers: Sequence[RmaRowResult]) -> list[WantedRma]:
    """The RMAs that the lines ask for; lines that fail get their sentence. Reads only."""
    named = [answer for answer in answers if answer.order_id or answer.channel_order]
    found = Order.objects.for_company(company).filter(named_orders(named))
    orders = list(found.prefetch_related("lines"))
    known, left = KnownOrders(orders), returnable_of(orders)
    wanted_rmas: dict[int, WantedRma] = {}
    for answer in named:
        try:
            order = known.find(answer)
        except BadRow as bad:
            answer.sentence = answer.sentence or str(bad)
        else:
            wanted_rmas.setdefault(order.pk, WantedRma(order)).answers.append(answer)
    for wanted in wanted_rmas.values():
        _fill(wanted, left[wanted.order.pk])
    return [
        wanted for wanted in wanted_rmas.values() if not any(one.sentence for one in wanted.answers)
    ]


def _fill(wanted: WantedRma, left: Mapping[OrderLine, int]) -> None:
    seen: dict[str, int] = {}
    for answer in wanted.answers:
        row = answer.row
        if row is None:
            continue
        sku = row.sku.casefold()
        if sku in seen:
            answer.sentence = (
                f"SKU {row.sku} of this order stands in line {seen[sku]} already. "
                "Put all of its pieces into one line."
            )
            continue
        seen[sku] = row.number
        try:
            wanted.returned |= _pieces(wanted.order, row, left)
        except BadRow as bad:
            answer.sentence = str(bad)
    if bad_lines := [str(one.number) for one in wanted.answers if one.sentence]:
        wanted.fail(f"Line {', '.join(bad_lines)} of this order has an error.")


def _pieces(order: Order, row: RmaRow, left: Mapping[OrderLine, int]) -> dict[int, Returned]:
    """What comes back of the order's lines with the row's SKU, by line id. Raises `BadRow`."""
    if not is_listed(order):
        raise BadRow("Nothing of the order has left, so nothing can come back.")
    lines = [line for line in order.lines.all() if line.sku.casefold() == row.sku.casefold()]
    if not lines:
        raise BadRow(f"The order has no SKU “{row.sku[:60]}”.")
    most = sum(left.get(line, 0) for line in lines)
    wanted = most if row.quantity is None else row.quantity
    if not most or wanted > most:
        asked = f", not {row.quantity}" if row.quantity else ""
        raise BadRow(f"SKU {row.sku}: {most} can come back{asked}.")
    chosen = {}
    for line in lines:
        taken = min(wanted, left.get(line, 0))
        wanted -= taken
        if taken:
            chosen[line.pk] = Returned(quantity=taken, reason=row.reason)
    return chosen
