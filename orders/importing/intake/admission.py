"""Admission: does this company take this order? A pure question with a sentence for an answer."""

import zoneinfo
from dataclasses import dataclass
from datetime import date
from typing import Any

from orders.models import LeftOutReason
from settings.models import StatusReading, WebsiteOptions
from stores.port import StoreOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class AdmissionRules:
    """What a company takes. `not_before` is a day in `zone`, itself included; None: no limit."""

    takes_shipped: bool
    takes_unpaid: bool
    not_before: date | None
    zone: zoneinfo.ZoneInfo

    @classmethod
    def of(cls, options: WebsiteOptions) -> "AdmissionRules":
        """The rules that a company's Options panel stands for."""
        limit = options.order_download_limit_date if options.enable_order_download_limit else None
        return cls(
            takes_shipped=options.allow_download_shipped_orders,
            takes_unpaid=options.allow_unpaid_orders,
            not_before=limit,
            zone=options.company.zone,
        )

    def as_parameters(self) -> dict[str, Any]:
        """As it is kept on a job."""
        return {
            "takes_shipped": self.takes_shipped,
            "takes_unpaid": self.takes_unpaid,
            "not_before": self.not_before.isoformat() if self.not_before else None,
        }

    @classmethod
    def from_parameters(
        cls, parameters: dict[str, Any], zone: zoneinfo.ZoneInfo
    ) -> "AdmissionRules":
        """What `as_parameters` gave."""
        limit = parameters["not_before"]
        return cls(
            takes_shipped=parameters["takes_shipped"],
            takes_unpaid=parameters["takes_unpaid"],
            not_before=date.fromisoformat(limit) if limit else None,
            zone=zone,
        )


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an order stays out: a reason for counting, and a sentence for people."""

    reason: LeftOutReason
    sentence: str


def why_left_out(order: StoreOrder, rules: AdmissionRules) -> Refusal | None:
    """Why `order` stays out by `rules`, or None when it comes in.

    Cancelled and unfinished orders never come in; the rest is decided by the Options.
    """
    return _refused_for_date(order, rules) or _refused_for_status(order, rules)


def _refused_for_date(order: StoreOrder, rules: AdmissionRules) -> Refusal | None:
    placed_on = order.placed_at.astimezone(rules.zone).date()
    if rules.not_before is None or placed_on >= rules.not_before:
        return None
    return Refusal(
        LeftOutReason.BEFORE_LIMIT,
        f"It was placed on {placed_on}, before the Order Download Limit Date {rules.not_before}.",
    )


def _refused_for_status(order: StoreOrder, rules: AdmissionRules) -> Refusal | None:
    status = order.status
    if not status.is_known:
        # Losing a paid order is worse than showing an unpaid one: it comes in as No Payment.
        return None
    match status.reading:
        case StatusReading.UNPAID if not rules.takes_unpaid:
            return Refusal(
                LeftOutReason.UNPAID,
                f"It is not paid (“{status.name}”) and Allow Unpaid Orders is off. "
                "It comes in by itself when it is paid.",
            )
        case StatusReading.SHIPPED if not rules.takes_shipped:
            return Refusal(
                LeftOutReason.SHIPPED,
                f"It is shipped already (“{status.name}”) "
                "and Allow Download Shipped Orders is off.",
            )
        case StatusReading.CANCELLED | StatusReading.REFUNDED:
            return Refusal(
                LeftOutReason.CANCELLED, f"The store has cancelled it (“{status.name}”)."
            )
        case StatusReading.INCOMPLETE:
            return Refusal(
                LeftOutReason.INCOMPLETE,
                "Its checkout is not finished, or it is being edited in the store right now. "
                "It comes in by itself afterwards.",
            )
        case StatusReading.IGNORE:
            return Refusal(
                LeftOutReason.NOT_AN_ORDER,
                f"Its status “{status.name}” is not one of a placed order.",
            )
        case _:
            return None
