"""The kinds of job of the orders: what staff call them, and the functions that do them."""

from jobs.kinds import DOCUMENTS, IMPORT, JobKind, declare
from orders.models import LeftOutReason
from settings.rights import Right

_IMPORT_COUNTS = {
    "found": "Found",
    "created": "Created",
    "updated": "Updated",
    "unchanged": "Unchanged",
    "skipped": "Skipped",
    LeftOutReason.UNPAID.count_name: "– unpaid",
    LeftOutReason.SHIPPED.count_name: "– shipped already",
    LeftOutReason.BEFORE_LIMIT.count_name: "– before the limit date",
    LeftOutReason.CANCELLED.count_name: "– cancelled",
    LeftOutReason.INCOMPLETE.count_name: "– not finished",
    LeftOutReason.NOT_AN_ORDER.count_name: "– failed or declined",
    "failed": "Failed",
    "unknown": "Not in the store",
    "shipments": "Shipments read",
    "shipments_failed": "Shipments failed",
}

_TRACKING_COUNTS = {
    "shipped": "Ship Confirmed",
    "already": "Here already",
    "skipped": "Skipped",
    "failed": "Failed",
    "warnings": "To look at",
}

IMPORT_ORDERS = declare(
    JobKind(
        name="import_orders",
        label="Orders: Import from website via plugin",
        run="orders.importing.runs.import_orders.run_import",
        queue=IMPORT,
        right=Right.IMPORT,
        result_right=Right.VIEW,
        counts=_IMPORT_COUNTS,
    )
)
PREVIEW_IMPORT = declare(
    JobKind(
        name="preview_import",
        label="Orders: Preview of an import",
        run="orders.importing.runs.preview_orders.run_preview",
        queue=IMPORT,
        right=Right.IMPORT,
        result_right=Right.VIEW,
        result_page="import_preview",
        counts=_IMPORT_COUNTS | {"created": "Would be created", "updated": "Would be updated"},
    )
)
ASK_STORE = declare(
    JobKind(
        name="ask_store",
        label="Orders: Ask the store about an order",
        run="orders.importing.runs.preview_orders.run_preview",
        queue=IMPORT,
        right=Right.VIEW,
        result_right=Right.VIEW,
        counts=_IMPORT_COUNTS,
    )
)
REPLAY_ORDERS = declare(
    JobKind(
        name="replay_orders",
        label="Orders: Replay of raw documents",
        run="orders.importing.runs.replay_documents.run_replay",
        queue=IMPORT,
        right=Right.SETTINGS,
        result_right=Right.VIEW,
        counts=_IMPORT_COUNTS,
    )
)
RECONCILE_ORDERS = declare(
    JobKind(
        name="reconcile_orders",
        label="Orders: Reconcile with website",
        run="orders.importing.runs.reconcile_orders.run_reconciliation",
        queue=IMPORT,
        right=Right.IMPORT,
        result_right=Right.VIEW,
        result_page="reconciliation_result",
        counts={
            "compared": "Compared",
            "left_out": "Left out by a rule",
            "missing_here": "Missing here",
            "missing_there": "Missing in the store",
            "different": "Different",
            "yet_to_be_read": "Left to the next import",
        },
    )
)
WHAT_IF = declare(
    JobKind(
        name="what_if",
        label="Website: What if the Options were saved",
        run="orders.importing.runs.preview_orders.run_what_if",
        queue=IMPORT,
        right=Right.SETTINGS,
        result_right=Right.VIEW,
        counts=_IMPORT_COUNTS | {"created": "Would come in", "skipped": "Would stay out"},
    )
)
BULK_ORDERS = declare(
    JobKind(
        name="bulk_orders",
        label="Orders: Bulk action",
        run="orders.desk.bulk.bulk_job.run_bulk",
        right=Right.VIEW,
        result_right=Right.VIEW,
        result_page="bulk_result",
        goes_on=True,
        counts={"done": "Done", "failed": "Refused"},
    )
)
CHECK_TRACKING = declare(
    JobKind(
        name="check_tracking",
        label="Shipping: Look through a tracking file",
        run="orders.fulfilment.tracking_files.tracking_jobs.run_check",
        right=Right.SHIP,
        result_right=Right.SHIP,
        result_page="tracking_import_of_job",
        counts=_TRACKING_COUNTS | {"shipped": "Would be Ship Confirmed"},
    )
)
IMPORT_TRACKING = declare(
    JobKind(
        name="import_tracking",
        label="Orders: Import Tracking",
        run="orders.fulfilment.tracking_files.tracking_jobs.run_import",
        right=Right.SHIP,
        result_right=Right.SHIP,
        result_page="tracking_import_of_job",
        counts=_TRACKING_COUNTS,
    )
)
IMPORT_RMAS = declare(
    JobKind(
        name="import_rmas",
        label="Orders: Import RMAs",
        run="orders.returns.rma_files.rma_jobs.run_import",
        right=Right.EDIT,
        result_right=Right.EDIT,
        result_page="rma_import_of_job",
        counts={"rmas": "RMAs", "created": "Lines on an RMA", "failed": "Lines failed"},
    )
)
EXPORT_ORDERS = declare(
    JobKind(
        name="export_orders",
        label="Orders: Export",
        run="orders.desk.exporting.export_job.run_export",
        queue=DOCUMENTS,
        right=Right.VIEW,
        result_right=Right.VIEW,
        counts={"rows": "Rows"},
    )
)
APPLY_MAPPING = declare(
    JobKind(
        name="apply_mapping",
        label="Shipping methods: Apply mapping to unshipped orders",
        run="orders.routing.apply_mapping.run_application",
        right=Right.SETTINGS,
        counts={"updated": "Updated", "unchanged": "Unchanged"},
    )
)
READ_METHODS = declare(
    JobKind(
        name="read_methods",
        label="Shipping methods: Read from website",
        run="orders.importing.runs.read_shipping_methods.run_reading_of_methods",
        queue=IMPORT,
        right=Right.SETTINGS,
        counts={"methods": "Methods", "failed": "Failed"},
    )
)
