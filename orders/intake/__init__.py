"""Writing the store's orders down: exactly once, facts refreshed, decisions kept."""

from orders.intake.receiving import Received, receive

__all__ = ["Received", "receive"]
