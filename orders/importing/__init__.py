"""Import runs: what is asked of the store, and what becomes of the answers."""

from orders.importing.previewing import run_preview, run_what_if
from orders.importing.reconciling import run_reconciliation
from orders.importing.replaying import run_replay
from orders.importing.runs import run_import

__all__ = ["run_import", "run_preview", "run_reconciliation", "run_replay", "run_what_if"]
