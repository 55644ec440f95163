"""What Order Details shows of refunds, requests and returns."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from orders.models import Order, Refund, RequestState
from orders.refunds.issue_refund import change_key
from orders.refunds.send_to_website import is_told, why_not_send
from stores.models import ChangeState, OutgoingChange


@dataclass(frozen=True, slots=True)
class ShownRefund:
    """A refund with what became of telling the website, None when nothing was to be told."""

    refund: Refund
    change: OutgoingChange | None

    @property
    def is_unsent(self) -> bool:
        """Whether the website was told nothing of it."""
        return self.change is None and not is_told(self.refund)

    @property
    def may_be_sent(self) -> bool:
        """Whether *Send to website* makes sense."""
        return self.is_unsent and not why_not_send(self.refund)

    @property
    def why_unsent(self) -> str:
        """Why the website was told nothing, and what can be done about it."""
        if self.refund.is_local_only:
            before = "Do Not Send To Website was checked."
        elif self.may_be_sent:
            before = "The company had chosen no website status for it then, and has one now."
        else:
            before = ""
        return " ".join(filter(None, [before, why_not_send(self.refund)]))

    @property
    def may_be_sent_again(self) -> bool:
        """Whether *Send again* makes sense."""
        again = (ChangeState.STUCK, ChangeState.WAITING, ChangeState.DISMISSED)
        return self.change is not None and self.change.state in again


def refunds_context(order: Order, outgoing: Iterable[OutgoingChange]) -> dict[str, Any]:
    """The variables of the part about refunds. Asks nothing of what is loaded with the order."""
    changes = {change.key: change for change in outgoing}
    asked = order.rows_of("action_requests")
    return {
        "refunds": [
            ShownRefund(one, changes.get(change_key(one))) for one in order.rows_of("refunds")
        ],
        "rmas": order.rows_of("rmas"),
        "pending_requests": [one for one in asked if one.state == RequestState.PENDING],
    }
