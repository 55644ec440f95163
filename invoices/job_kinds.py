"""The kinds of job that make documents."""

from jobs.kinds import DOCUMENTS, JobKind, declare
from settings.rights import Right

PRINT_INVOICES = declare(
    JobKind(
        name="print_invoices",
        label="Orders: Print Invoice(s) to PDF",
        run="invoices.delivering.jobs.run_printing",
        queue=DOCUMENTS,
        right=Right.VIEW,
        result_right=Right.VIEW,
        counts={"printed": "Printed", "failed": "Not printed"},
    )
)
PRINT_PACKING_SLIPS = declare(
    JobKind(
        name="print_packing_slips",
        label="Orders: Print Packing Slip(s)",
        run="invoices.delivering.jobs.run_printing",
        queue=DOCUMENTS,
        right=Right.VIEW,
        result_right=Right.VIEW,
        counts={"printed": "Printed", "failed": "Not printed"},
    )
)
EMAIL_INVOICES = declare(
    JobKind(
        name="email_invoices",
        label="Orders: Email Invoice(s)",
        run="invoices.delivering.jobs.run_mailing",
        queue=DOCUMENTS,
        right=Right.EDIT,
        counts={"sent": "Sent", "failed": "Not sent"},
    )
)
