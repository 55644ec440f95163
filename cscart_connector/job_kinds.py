"""The kinds of job that are installed; the project setting JOB_KINDS, see `jobs.kinds`."""

from typing import Any

_IMPORT_COUNTS = {
    "found": "Found",
    "created": "Created",
    "updated": "Updated",
    "unchanged": "Unchanged",
    "skipped": "Skipped",
    "skipped_unpaid": "– unpaid",
    "skipped_shipped": "– shipped already",
    "skipped_before_limit": "– before the limit date",
    "skipped_cancelled": "– cancelled",
    "skipped_incomplete": "– not finished",
    "skipped_not_an_order": "– failed or declined",
    "failed": "Failed",
    "unknown": "Not in the store",
    "shipments": "Shipments read",
}

_TRACKING_COUNTS = {
    "shipped": "Ship Confirmed",
    "already": "Here already",
    "failed": "Failed",
    "warnings": "Odd tracking numbers",
}

# What each kind of job is called on Manage Queued Jobs, the function that does it, and the words
# for what it counts.
JOB_KINDS: dict[str, dict[str, Any]] = {
    "import_orders": {
        "label": "Orders: Import from website via plugin",
        "right": "import_orders",
        "run": "orders.importing.run_import",
        "result_right": "view_orders",
        "counts": _IMPORT_COUNTS,
    },
    "preview_import": {
        "label": "Orders: Preview of an import",
        "right": "import_orders",
        "run": "orders.importing.run_preview",
        "result_right": "view_orders",
        "result_page": "import_preview",
        "counts": {**_IMPORT_COUNTS, "created": "Would be created", "updated": "Would be updated"},
    },
    "ask_store": {
        "label": "Orders: Ask the store about an order",
        "right": "view_orders",
        "run": "orders.importing.run_preview",
        "result_right": "view_orders",
        "counts": _IMPORT_COUNTS,
    },
    "replay_orders": {
        "label": "Orders: Replay of raw documents",
        "right": "change_company_settings",
        "run": "orders.importing.run_replay",
        "result_right": "view_orders",
        "counts": _IMPORT_COUNTS,
    },
    "reconcile_orders": {
        "label": "Orders: Reconcile with website",
        "right": "import_orders",
        "run": "orders.importing.run_reconciliation",
        "result_right": "view_orders",
        "result_page": "reconciliation_result",
        "counts": {
            "compared": "Compared",
            "left_out": "Left out by a rule",
            "missing_here": "Missing here",
            "missing_there": "Missing in the store",
            "different": "Different",
            "yet_to_be_read": "Left to the next import",
        },
    },
    "what_if": {
        "label": "Website: What if the Options were saved",
        "right": "change_company_settings",
        "run": "orders.importing.run_what_if",
        "result_right": "view_orders",
        "counts": {**_IMPORT_COUNTS, "created": "Would come in", "skipped": "Would stay out"},
    },
    "bulk_orders": {
        "label": "Orders: Bulk action",
        "right": "view_orders",
        "run": "orders.bulk.running.run_bulk",
        "result_right": "view_orders",
        "result_page": "bulk_result",
        "goes_on": True,
        "counts": {"done": "Done", "failed": "Refused"},
    },
    "check_tracking": {
        "label": "Shipping: Look through a tracking file",
        "right": "ship_orders",
        "run": "orders.tracking.running.run_check",
        "result_right": "ship_orders",
        "result_page": "tracking_import_of_job",
        "counts": {**_TRACKING_COUNTS, "shipped": "Would be Ship Confirmed"},
    },
    "import_tracking": {
        "label": "Orders: Import Tracking",
        "right": "ship_orders",
        "run": "orders.tracking.running.run_import",
        "result_right": "ship_orders",
        "result_page": "tracking_import_of_job",
        "counts": _TRACKING_COUNTS,
    },
    "export_orders": {
        "label": "Orders: Export",
        "right": "view_orders",
        "run": "orders.exporting.running.run_export",
        "result_right": "view_orders",
        "counts": {"rows": "Rows"},
    },
    "apply_mapping": {
        "label": "Shipping methods: Apply mapping to unshipped orders",
        "right": "change_company_settings",
        "run": "orders.routing.applying.run_application",
        "counts": {"updated": "Updated", "unchanged": "Unchanged"},
    },
    "read_methods": {
        "label": "Shipping methods: Read from website",
        "right": "change_company_settings",
        "run": "orders.importing.methods.run_reading_of_methods",
        "counts": {"methods": "Methods"},
    },
    "test_settings": {
        "label": "Website: Test Settings",
        "right": "change_company_settings",
        "run": "stores.testing.run_test",
        "counts": {"works": "Works", "limited": "Limited", "failed": "Failed"},
    },
    "print_invoices": {
        "label": "Orders: Print Invoice(s) to PDF",
        "right": "view_orders",
        "run": "invoices.jobs.run_printing",
        "result_right": "view_orders",
        "counts": {"printed": "Printed", "failed": "Not printed"},
    },
    "email_invoices": {
        "label": "Orders: Email Invoice(s)",
        "right": "edit_orders",
        "run": "invoices.jobs.run_mailing",
        "counts": {"sent": "Sent", "failed": "Not sent"},
    },
}
