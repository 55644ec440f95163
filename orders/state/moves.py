"""The moves of an order's status: from where to where, who may, and what stands against it.

One table for pages, bulk work and jobs. `Move.why_not_move` is pure.
"""

from dataclasses import dataclass

from orders.models import Order, OrderStatus, ShippingStatus
from settings.rights import Right

_UNDER_WORK = (OrderStatus.IN_PROCESS, OrderStatus.ON_HOLD, OrderStatus.PROBLEM_ORDER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A move of the order status. `label` is the entry of the Actions menu.

    A company may force comments on moves that `asks_why`.
    """

    key: str
    label: str
    to: OrderStatus
    sources: tuple[OrderStatus, ...]
    right: Right = Right.EDIT
    needs_all_shipped: bool = False
    needs_nothing_shipped: bool = False
    asks_why: bool = False

    def is_from(self, order: Order) -> bool:
        """Whether the move starts at the order's status; otherwise no menu shows it."""
        return order.order_status in self.sources and order.order_status != self.to

    def needs_comment(self, order: Order) -> bool:
        """Whether the order's company wants comments on this move."""
        return self.asks_why and order.company.forces_comments

    def why_not_move(self, order: Order) -> str:
        """Why the order cannot make the move now, as a sentence; '' when it can."""
        if not self.is_from(order):
            return f"The order is {order.get_order_status_display()}."
        shipping = order.shipping_status
        is_all_gone = shipping == ShippingStatus.FULLY_SHIPPED or not order.needs_shipping
        if self.needs_all_shipped and not is_all_gone:
            return f"The order is {order.get_shipping_status_display()}: ship it first."
        if self.needs_nothing_shipped and shipping != ShippingStatus.UNSHIPPED:
            return f"The order is {order.get_shipping_status_display()}: it cannot vanish any more."
        return ""


MOVES = (
    Move(
        key="on_hold",
        label="Set On Hold",
        to=OrderStatus.ON_HOLD,
        sources=(OrderStatus.IN_PROCESS, OrderStatus.PROBLEM_ORDER),
        asks_why=True,
    ),
    Move(
        key="problem_order",
        label="Set As Problem",
        to=OrderStatus.PROBLEM_ORDER,
        sources=(OrderStatus.IN_PROCESS, OrderStatus.ON_HOLD),
        asks_why=True,
    ),
    Move(
        key="in_process",
        label="Set In Process",
        to=OrderStatus.IN_PROCESS,
        sources=(OrderStatus.ON_HOLD, OrderStatus.PROBLEM_ORDER),
    ),
    Move(
        key="completed",
        label="Set Completed",
        to=OrderStatus.COMPLETED,
        sources=_UNDER_WORK,
        needs_all_shipped=True,
    ),
    Move(
        key="void",
        label="Set Void",
        to=OrderStatus.VOID,
        sources=(*_UNDER_WORK, OrderStatus.CANCELLED),
        needs_nothing_shipped=True,
    ),
    # Whoever may give money back may also take a cancellation back.
    Move(
        key="reopen",
        label="Set In Process again",
        to=OrderStatus.IN_PROCESS,
        sources=(OrderStatus.CANCELLED, OrderStatus.VOID),
        right=Right.REFUND,
    ),
)
BY_KEY = {move.key: move for move in MOVES}
