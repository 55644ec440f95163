"""Run as a program with DATABASE_URL: makes an empty database what the old version left.

Prints the id of the job that is queued there. The new version's migrations do the rest.
"""

import django

django.setup()

from django.db import connection  # noqa: E402  # after the set-up
from django.db.migrations.executor import MigrationExecutor  # noqa: E402

# Where the migrations stood at commit bba163c.
MIGRATIONS = [
    ("company_settings", "0009_requests_of_api_tokens"),
    ("core", "0001_cache_table"),
    ("invoices", "0001_printing"),
    ("jobs", "0004_lanes_and_files"),
    ("notices", "0004_alerts_by_email"),
    ("operations", "0001_heart_beat"),
    ("orders", "0030_lines_by_sku"),
    ("records", "0002_customer_requests"),
    ("shipping", "0003_mapping_uploads"),
    ("stores", "0002_postbox_and_delays"),
]


def main() -> None:
    """Migrate, and queue a job for a company."""
    executor = MigrationExecutor(connection)
    libraries = [
        key for key in executor.loader.graph.leaf_nodes() if key[0] not in dict(MIGRATIONS)
    ]
    apps = executor.migrate([*libraries, *MIGRATIONS]).apps
    company = apps.get_model("company_settings", "Company").objects.create(name="Old")
    job = apps.get_model("jobs", "Job").objects.create(kind="apply_mapping", company=company)
    print(job.pk)  # noqa: T201  # what it is run for


if __name__ == "__main__":
    main()
