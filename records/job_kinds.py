"""The kinds of job that remove, export and erase."""

from jobs.kinds import DOCUMENTS, JobKind, declare
from settings.rights import Right

REMOVE_OLD_DATA = declare(
    JobKind(
        name="remove_old_data",
        label="Company: Remove what is kept no longer",
        run="records.jobs.run_removal",
        right=Right.SETTINGS,
        counts={
            "removed": "Removed",
            "raw_documents": "– raw documents",
            "jobs": "– jobs",
            "uploads": "– uploaded files",
            "notices": "– notices",
            "changes": "– entries of the Change Log",
            "documents": "– PDFs of erased customers",
        },
    )
)
EXPORT_CUSTOMER = declare(
    JobKind(
        name="export_customer",
        label="Customer Data: Export",
        run="records.jobs.run_export",
        queue=DOCUMENTS,
        right=Right.PEOPLE,
        result_right=Right.PEOPLE,
        counts={"orders": "Orders", "documents": "Documents", "left_out": "Orders left out"},
    )
)
ERASE_CUSTOMER = declare(
    JobKind(
        name="erase_customer",
        label="Customer Data: Erasure",
        run="records.jobs.run_erasure",
        right=Right.PEOPLE,
        counts={
            "orders": "Orders",
            "left_out": "Orders left out",
            "documents_kept": "PDFs kept for tax law",
            "documents_removed": "PDFs removed",
            "traces": "Other records cleaned",
        },
    )
)
