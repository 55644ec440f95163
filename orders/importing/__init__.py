"""Import runs: what is asked of the store, and what becomes of the answers."""

from orders.importing.previewing import run_preview
from orders.importing.runs import run_import
from orders.importing.wanted import Wanted

__all__ = ["Wanted", "run_import", "run_preview"]
