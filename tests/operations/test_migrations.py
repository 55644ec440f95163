"""New migrations run while the old version serves, as django-migration-linter judges them."""

from collections.abc import Iterator

import pytest
from django.conf import settings as django_settings
from django.db.migrations import Migration
from django.db.migrations.operations import AlterField
from django.db.models import CharField
from django_migration_linter.migration_linter import MigrationLinter
from django_migration_linter.sql_analyser.analyser import analyse_sql_statements

from tests.operations.conftest import CHECKOUT

# Made before anybody's old version could be serving. Nothing may be added here: see
# "Migrations that run while the old version serves" in docs/upgrading.md.
BEFORE_THE_FIRST_RELEASE = {
    "company_settings.0004_shipping_of_unpaid_orders",
    "company_settings.0005_late_after_days_and_columns",
    "company_settings.0006_cancellations_and_refunds",
    "company_settings.0007_forced_comments",
    "jobs.0002_result",
    "jobs.0003_priority",
    "jobs.0004_lanes_and_files",
    "orders.0002_rules_of_the_watermark",
    "orders.0007_resumed_walks",
    "orders.0008_services_of_groups",
    "orders.0009_flag_known_orders",
    "orders.0012_packages_payments_refunds",
    "orders.0013_ledger_of_lines",
    "orders.0014_doubles_of_packages",
    "orders.0017_refunds_requests_and_rmas",
    "orders.0018_costs_and_fees",
    "orders.0022_orders_without_shipping",
    "orders.0023_edited_addresses_and_kin",
    "orders.0025_ship_orders",
    "orders.0029_rma_imports",
}

# What the linter objects to and the old version survives all the same, with the reason.
WIDER_TEXTS = {
    "orders.0035_as_wide_as_the_store",
    "shipping.0006_longer_method_names",
    "company_settings.0012_longer_status_names",
}
SURVIVED = WIDER_TEXTS | {
    # Its unique index leaves out every row that the old version writes.
    "invoices.0002_each_printed_number_once",
    # A unique column that the old version leaves empty, and constraints that take what it writes.
    "invoices.0003_cancelled_invoices",
}

# Indexes that are built while people work can be looked at outside a transaction only.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def linter() -> MigrationLinter:
    return MigrationLinter(str(CHECKOUT), no_cache=True, no_output=True)


def ours(linter: MigrationLinter) -> Iterator[Migration]:
    """The migrations of this project's own apps."""
    rooms = {app.partition(".")[0] for app in django_settings.INSTALLED_APPS}
    for migration in linter.migration_loader.disk_migrations.values():
        room = type(migration).__module__.partition(".")[0]
        if room in rooms and (CHECKOUT / room).is_dir():
            yield migration


def test_the_old_version_survives_each_migration_of_ours(linter):
    objected, seen = set(), 0
    for migration in ours(linter):
        before = linter.nb_erroneous
        linter.lint_migration(migration)
        seen += 1
        if linter.nb_erroneous > before:
            objected.add(f"{migration.app_label}.{migration.name}")
    assert seen > 50
    assert objected == BEFORE_THE_FIRST_RELEASE | SURVIVED


@pytest.mark.parametrize("name", sorted(WIDER_TEXTS))
def test_texts_only_grow_wider(linter, name):
    app, _, migration = name.partition(".")
    key = (app, migration)
    loader = linter.migration_loader
    before = loader.project_state(key, at_end=False)
    for operation in loader.disk_migrations[key].operations:
        assert isinstance(operation, AlterField)
        old = before.models[app, operation.model_name_lower].fields[operation.name]
        new = operation.field
        assert isinstance(old, CharField)
        assert isinstance(new, CharField)
        assert new.max_length is None or (old.max_length or 0) < new.max_length
        assert (new.null, new.unique, new.db_default) == (old.null, old.unique, old.db_default)


@pytest.mark.parametrize(
    "statement",
    [
        'ALTER TABLE "orders_order" DROP COLUMN "rush" CASCADE;',
        'ALTER TABLE "orders_order" RENAME COLUMN "rush" TO "hurry";',
        'ALTER TABLE "orders_order" ADD COLUMN "hurry" boolean NOT NULL;',
    ],
)
def test_the_linter_objects_to_what_breaks_the_old_version(linter, statement):
    errors, _, _ = analyse_sql_statements(linter.sql_analyser_class, [statement], [])
    assert errors
