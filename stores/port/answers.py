"""How a store answers: pages of a walk, what it can do, how Test Settings went."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from stores.port.orders import StoreOrder, UnreadableOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedOrder:
    """A row of a list of orders: enough to see whether the whole order must be fetched.

    `order` is filled when the store puts whole orders in its lists; None means: fetch it.
    """

    store_order_id: str
    status_code: str
    total: Decimal
    order: StoreOrder | UnreadableOrder | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPage:
    """One page of a walk through orders. `expected` is the store's count of rows in the walk.

    `is_complete`: no row before the last one of this page can have been passed over so far.
    """

    rows: Sequence[ListedOrder]
    expected: int
    is_complete: bool = True


class Verdict(StrEnum):
    """How one item of Test Settings went. LIMITED: not there, but work goes on without it."""

    WORKS = "works"
    LIMITED = "limited"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One item of Test Settings: what was tried, how it went, and what to do about it."""

    item: str
    verdict: Verdict
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreAbilities:
    """What this store's release can do, as found by asking it.

    `finds_changed_orders`: lists can be limited to orders changed since a time; otherwise only to
    orders placed since a time. `lists_whole_orders`: lists can carry whole orders. Both are False
    where only the rows of a list are wanted.
    """

    finds_changed_orders: bool = False
    lists_whole_orders: bool = False
