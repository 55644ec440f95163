"""Everything the store remembers. Plain dictionaries, so that it can be written to disk as JSON."""

import threading
import time
from dataclasses import dataclass, field
from typing import Any

from sandbox.profiles import PROFILES, Profile
from sandbox.reference_data import default_shippings, default_statuses, payments

Row = dict[str, Any]

ROOT_EMAIL = "admin@store.example"
ROOT_KEY = "k7Qm2xV9bT4nZ8cR1wY6pL3sD5fH0gJa"
ALL_RIGHTS = (
    "view_orders",
    "create_order",
    "edit_order",
    "delete_orders",
    "change_order_status",
    "manage_order_statuses",
    "view_shipping",
    "view_payments",
    "view_stores",
    "view_vendors",
    "view_settings",
    "view_taxes",
    "view_users",
    "manage_zapier_hooks",
)


_KEPT = (
    *("orders", "shipments", "statuses", "shippings", "payments", "products"),
    *("users", "hooks", "mails", "next_order_id", "next_shipment_id"),
)


@dataclass(slots=True)
class Settings:
    """What a merchant can set in the store's back office, and how its web server behaves.

    `page_cap` is how many rows a page of a list holds at most, whatever is asked for (0: no cap);
    with `page_cap_is_hidden` the answer echoes the size asked for all the same, and goes on from
    there. `escapes_html` prints names and notes with HTML entities, as some of the core does.
    """

    profile: Profile = field(default_factory=lambda: PROFILES["4.20"])
    folder: str = ""
    rewriting: bool = True
    https_only: bool = False
    drops_authorization: bool = False
    elements_per_page: int = 50
    page_cap: int = 0
    page_cap_is_hidden: bool = False
    escapes_html: bool = False
    allow_negative_stock: bool = True
    mail_on_shipment: bool = True
    mail_on_status: bool = True
    latency_list_row: float = 0.0
    latency_detail: float = 0.0
    latency_write: float = 0.0
    clock_offset: float = 0.0


class StoreState:
    """The store's data and its one lock. Every change is made with `lock` held."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.lock = threading.RLock()
        self.orders: dict[int, Row] = {}
        self.shipments: dict[int, Row] = {}
        self.statuses: dict[str, Row] = default_statuses(settings.profile)
        self.shippings: dict[int, Row] = default_shippings()
        self.payments: dict[int, Row] = payments()
        self.products: dict[int, Row] = {}
        self.users: dict[str, Row] = {}
        self.hooks: dict[int, Row] = {}
        self.mails: list[Row] = []
        self.next_order_id = 1
        self.next_shipment_id = 1
        self.changes = 0
        self.add_user(ROOT_EMAIL, ROOT_KEY)

    def now(self) -> int:
        """The store's own clock, in unix seconds."""
        return int(time.time() + self.settings.clock_offset)

    def add_user(
        self,
        email: str,
        key: str,
        *,
        rights: tuple[str, ...] = ALL_RIGHTS,
        active: bool = True,
        vendor: bool = False,
        company_id: int = 0,
    ) -> None:
        """Add or replace an administrator."""
        self.users[email] = {
            "email": email,
            "key": key,
            "rights": list(rights),
            "active": active,
            "vendor": vendor,
            "company_id": company_id,
        }

    def touch(self) -> None:
        """Note that something changed, so that it is written to disk."""
        self.changes += 1

    def send_mail(self, kind: str, order: Row) -> None:
        """Write a customer mail into the mail log."""
        self.mails.append({"kind": kind, "order_id": order["order_id"], "to": order["email"]})

    def shipped_amounts(self, order_id: int) -> dict[str, int]:
        """Quantity shipped of each item of an order."""
        amounts: dict[str, int] = {}
        for shipment in self.shipments.values():
            if shipment["order_id"] == order_id:
                for item_id, amount in shipment["products"].items():
                    amounts[item_id] = amounts.get(item_id, 0) + amount
        return amounts

    def as_document(self) -> Row:
        """Everything that survives a restart."""
        return {name: getattr(self, name) for name in _KEPT}

    def restore(self, document: Row) -> None:
        """Take back what `as_document` gave, after a trip through JSON."""
        for name, value in document.items():
            has_number_keys = name in ("orders", "shipments", "shippings", "payments", "products")
            if has_number_keys or name == "hooks":
                value = {int(key): row for key, row in value.items()}
            setattr(self, name, value)
