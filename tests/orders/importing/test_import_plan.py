"""Where a run begins, what it asks the store, and what it must not forget."""

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from orders.importing.intake.admission import AdmissionRules
from orders.importing.reading.import_plan import basis_before_version_2, import_basis
from orders.models import ImportCursor, LeftOutOrder, Order, Package
from stores.errors import StoreUnavailable
from stores.port import UnreadableOrder
from tests.factories import UNPAID, a_line, a_store_order, a_store_shipment
from tests.orders.importing.test_import_orders import imported, log_of, run_import

pytestmark = pytest.mark.django_db

WRITES = ("INSERT", "UPDATE", "DELETE")


def cursor() -> ImportCursor:
    return ImportCursor.objects.get()


def test_what_the_store_can_do_is_asked_once_a_day(company, fake_store):
    run_import(company)
    run_import(company)
    assert fake_store.times_probed == 1
    ImportCursor.objects.update(probed_at=timezone.now() - timedelta(hours=25))
    run_import(company)
    assert fake_store.times_probed == 2


def test_a_run_with_nothing_new_writes_nothing_but_its_job_and_its_cursor(company, fake_store):
    fake_store.put(a_store_order("1", updated_at=fake_store.now))
    fake_store.put(a_store_order("2", status=UNPAID, updated_at=fake_store.now))
    run_import(company)
    with CaptureQueriesContext(connection) as queries:
        job = run_import(company)
    assert (job.counts["unchanged"], job.counts["skipped"]) == (1, 1)
    written = {q["sql"].split('"')[1] for q in queries if q["sql"].startswith(WRITES)}
    assert written <= {"jobs_job", "jobs_joblogline", "orders_importcursor", "notices_notice"}


def test_a_shipment_made_in_the_store_comes_in_although_it_stamps_no_order(company, fake_store):
    fake_store.put(a_store_order("97"))
    run_import(company)
    shipped = a_store_order("97", lines=(a_line(shipped_quantity=1),), shipment_ids=("14",))
    fake_store.put(shipped)
    fake_store.shipments = [a_store_shipment("14")]
    job = run_import(company)
    package = Package.objects.get()
    assert (package.carrier, package.tracking_number) == ("UPS", "1Z999AA10123456784")
    assert [str(line) for line in package.lines.all()] == ["1 × T-shirt"]
    assert Order.objects.get().shipping_status == "partially_shipped"
    assert (job.counts["shipments"], cursor().last_shipment_id) == (1, 14)


def test_the_first_run_reads_all_shipments_in_one_list(company, fake_store):
    fake_store.put(a_store_order("97", shipment_ids=("14",), updated_at=fake_store.now))
    fake_store.shipments = [a_store_shipment("14"), a_store_shipment("15", order="other")]
    run_import(company)
    assert (fake_store.asked_shipments_of, Package.objects.count()) == ([], 1)
    run_import(company)
    assert (fake_store.asked_shipments_of, Package.objects.count()) == ([], 1)


def test_shipments_of_a_later_order_are_asked_for_once(company, fake_store):
    run_import(company)
    fake_store.put(a_store_order("97", shipment_ids=("14",), updated_at=fake_store.now))
    fake_store.shipments = [a_store_shipment("14")]
    run_import(company)
    run_import(company)
    assert (fake_store.asked_shipments_of, Package.objects.count()) == (["97"], 1)


def test_shipments_lost_to_a_failing_store_are_read_by_the_next_run(
    company, fake_store, monkeypatch
):
    run_import(company)
    fake_store.put(a_store_order("97", shipment_ids=("14",), updated_at=fake_store.now))
    fake_store.shipments = [a_store_shipment("14")]
    with monkeypatch.context() as failing:

        def fail(numbers):
            raise StoreUnavailable("The store does not answer.")

        failing.setattr(fake_store, "shipments_of", fail)
        assert run_import(company).status == "failed"
    assert (imported(), Package.objects.count()) == ({"97"}, 0)
    run_import(company)
    assert Package.objects.count() == 1


def test_under_a_limit_older_orders_are_not_even_read(company, fake_store):
    fake_store.put(a_store_order("1"))
    company.website_options.enable_order_download_limit = True
    company.website_options.order_download_limit_date = date(2026, 11, 5)
    company.website_options.save()
    job = run_import(company)
    assert (imported(), job.counts.get("found", 0)) == (set(), 0)
    assert fake_store.asked_since[0].isoformat() == "2026-11-05T00:00:00+00:00"


def test_a_known_order_older_than_a_limit_set_later_stays_up_to_date(company, fake_store):
    fake_store.put(a_store_order("1"))
    run_import(company)
    company.website_options.enable_order_download_limit = True
    company.website_options.order_download_limit_date = date(2026, 11, 5)
    company.website_options.save()
    fake_store.put(a_store_order("1", staff_note="Call first", updated_at=fake_store.now))
    run_import(company)
    assert Order.objects.get().staff_note == "Call first"


def test_an_old_store_is_not_asked_again_for_an_order_that_still_stays_out(company, fake_store):
    fake_store.finds_changed_orders = fake_store.lists_whole_orders = False
    recently = fake_store.now - timedelta(days=1)
    fake_store.put(a_store_order("1", placed_at=recently, status=UNPAID))
    run_import(company)
    run_import(company)
    assert fake_store.fetched == ["1"]
    fake_store.put(a_store_order("1", placed_at=recently))
    run_import(company)
    assert imported() == {"1"}


def test_an_old_unpaid_order_is_still_asked_for_until_it_is_paid(company, fake_store):
    fake_store.finds_changed_orders = fake_store.lists_whole_orders = False
    long_ago = fake_store.now - timedelta(days=90)
    fake_store.put(a_store_order("1", placed_at=long_ago, status=UNPAID))
    run_import(company)
    fake_store.put(a_store_order("1", placed_at=long_ago))
    run_import(company)
    assert imported() == {"1"}


def test_what_stays_out_is_noted_until_it_comes_in(company, fake_store):
    fake_store.put(a_store_order("1", status=UNPAID))
    run_import(company)
    left_out = LeftOutOrder.objects.get()
    assert (left_out.reason, left_out.status_name) == ("unpaid", "Open")
    assert "Allow Unpaid Orders is off" in left_out.sentence
    fake_store.put(a_store_order("1", updated_at=fake_store.now))
    run_import(company)
    assert not LeftOutOrder.objects.exists()


def test_a_failed_order_is_noted_with_its_document_and_comes_in_once_it_can(company, fake_store):
    document = {"order_id": "2", "total": "much"}
    fake_store.put(UnreadableOrder(store_order_id="2", sentence="Odd.", document=document))
    run_import(company)
    left_out = LeftOutOrder.objects.get()
    assert (left_out.has_failed, left_out.document) == (True, document)
    fake_store.put(a_store_order("2", updated_at=fake_store.now))
    run_import(company)
    assert (imported(), LeftOutOrder.objects.count()) == ({"2"}, 0)


def test_a_text_the_database_cannot_hold_does_not_stop_its_batch(company, fake_store):
    fake_store.page_size = 4
    fake_store.put(*(a_store_order(str(n)) for n in range(1, 4)))
    fake_store.put(a_store_order("4", staff_note="nothing \x00 here"))
    job = run_import(company)
    assert (imported(), job.counts["failed"]) == ({"1", "2", "3"}, 1)
    assert "could not be written down" in log_of(job)[0]


def test_by_numbers_finds_what_lists_hide_and_names_what_the_store_does_not_have(
    company, fake_store
):
    fake_store.put(a_store_order("1"), a_store_order("2"), a_store_order("3", status=UNPAID))
    job = run_import(company, numbers=["1", "3", "77"])
    assert imported() == {"1"}
    assert (job.counts["unknown"], job.counts["skipped"]) == (1, 1)
    assert "The store has no order 77." in log_of(job)
    assert not ImportCursor.objects.filter(watermark__isnull=False).exists()


def test_by_days_takes_both_days_whole_in_the_companys_time_zone(company, fake_store):
    company.time_zone = "America/New_York"
    company.save()
    midnight = a_store_order().placed_at.replace(day=2, hour=4, minute=59, second=59)
    fake_store.put(
        a_store_order("1", placed_at=midnight),
        a_store_order("2", placed_at=midnight + timedelta(seconds=1)),
    )
    run_import(company, days=["2026-11-01", "2026-11-01"])
    assert imported() == {"1"}


def test_a_walk_that_was_cut_short_goes_on_behind_the_last_stored_order(company, fake_store):
    fake_store.put(*(a_store_order(str(n), updated_at=None) for n in range(1, 7)))
    fake_store.fails_with = StoreUnavailable("The store does not answer.")
    fake_store.fails_after_pages = 2
    run_import(company)
    began = fake_store.now
    fake_store.now += timedelta(hours=3)
    fake_store.put(a_store_order("1", staff_note="Changed meanwhile", updated_at=began))
    fake_store.put(a_store_order("2", shipment_ids=("14",), lines=(a_line(shipped_quantity=1),)))
    fake_store.shipments = [a_store_shipment("14", order="2")]
    fake_store.fails_with = None
    run_import(company)
    assert fake_store.asked_after == [0, 4]
    assert imported() == {"1", "2", "3", "4", "5", "6"}
    assert Order.objects.get(store_order_id="1").staff_note == "Changed meanwhile"
    assert Order.objects.get(store_order_id="2").shipping_status == "partially_shipped"
    assert (cursor().watermark, cursor().walk_basis) == (began - timedelta(minutes=10), "")


def test_other_rules_begin_the_walk_anew(company, fake_store):
    fake_store.put(*(a_store_order(str(n)) for n in range(1, 7)))
    fake_store.fails_with = StoreUnavailable("The store does not answer.")
    fake_store.fails_after_pages = 2
    run_import(company)
    fake_store.fails_with = None
    company.website_options.allow_unpaid_orders = True
    company.website_options.save()
    run_import(company)
    assert fake_store.asked_after == [0, 0]


def test_a_store_is_not_read_whole_again_because_its_basis_was_kept_in_the_old_form(
    company, fake_store
):
    fake_store.put(a_store_order("97"))
    run_import(company)
    rules = AdmissionRules.of(company.website_options)
    old = basis_before_version_2(rules, company.connection)
    assert old.startswith("AdmissionRules(takes_shipped=False, takes_unpaid=False, not_before=None")
    ImportCursor.objects.update(rules=old)
    fake_store.asked_since.clear()
    run_import(company)
    assert None not in fake_store.asked_since
    assert cursor().rules == import_basis(rules, company.connection)


def test_the_basis_names_all_that_decides_which_orders_come_in(company):
    rules = AdmissionRules.of(company.website_options)
    basis = import_basis(rules, company.connection)
    others = [
        import_basis(replace(rules, takes_unpaid=True), company.connection),
        import_basis(replace(rules, not_before=date(2026, 1, 1)), company.connection),
        import_basis(replace(rules, zone=ZoneInfo("Asia/Tokyo")), company.connection),
    ]
    company.connection.store_url = "http://127.0.0.1:8"
    others.append(import_basis(rules, company.connection))
    company.connection.scope_company_id = "3"
    others.append(import_basis(rules, company.connection))
    company.connection.statuses.create(code="A", name="Awaiting", chosen_reading="paid")
    others.append(import_basis(rules, company.connection))
    assert len({basis, *others}) == len(others) + 1
