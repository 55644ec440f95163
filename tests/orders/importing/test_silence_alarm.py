"""The silence alarm, the Home page, and What if."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from jobs.models import Job
from jobs.run_job import run_job
from notices.models import Notice, NoticeKind
from orders.importing import silence_alarm as silence
from orders.importing.intake import receive
from orders.models import ImportCursor, Order
from settings.models import WebsiteOptions
from stores.errors import StoreUnavailable
from tests.factories import SHIPPED, UNPAID, a_store_order
from tests.orders.importing.test_import_orders import run_import

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (timedelta(minutes=70), "70 minutes"),
        (timedelta(hours=5), "5 hours"),
        (timedelta(days=3), "3 days"),
    ],
)
def test_pauses_are_told_in_a_fitting_unit(time, words):
    assert silence.in_hours(time) == words


def kinds() -> set[str]:
    return set(Notice.objects.open().values_list("kind", flat=True))


def test_a_silent_store_rings_the_bell_and_a_new_order_ends_it(staff, company):
    now = timezone.now()
    ImportCursor.objects.create(company=company, succeeded_at=now)
    placed = [now - timedelta(hours=10) - timedelta(hours=1) * n for n in range(100)]
    receive(company, [a_store_order(str(n), placed_at=when) for n, when in enumerate(placed)])
    silence.listen()
    assert kinds() == {NoticeKind.NO_ORDERS}
    page = staff.get(reverse("home")).content.decode()
    assert "No order has been placed for 10 hours" in page
    assert "some 10 usually come in that time" in page.replace("\n", " ")
    receive(company, [a_store_order("99", placed_at=now)])
    silence.listen()
    assert kinds() == set()


@pytest.mark.parametrize("days", [30, 60, 400])
def test_a_silence_does_not_end_by_lasting(company, days):
    now = timezone.now()
    placed = [now - timedelta(days=days) - timedelta(hours=6) * n for n in range(60)]
    receive(company, [a_store_order(str(n), placed_at=when) for n, when in enumerate(placed)])
    assert f"No order has been placed for {days} days" in silence.no_orders(company, now)


def test_imports_that_do_not_end_well_ring_the_bell(company, fake_store):
    company.created_at = timezone.now() - timedelta(hours=3)
    company.save()
    silence.listen()
    assert kinds() == {NoticeKind.NO_GOOD_RUN}
    fake_store.fails_with = StoreUnavailable("The store does not answer.")
    run_import(company)
    silence.listen()
    assert NoticeKind.NO_GOOD_RUN in kinds()
    fake_store.fails_with = None
    run_import(company)
    silence.listen()
    assert kinds() == set()


def test_a_company_that_downloads_nothing_is_not_listened_to(company):
    WebsiteOptions.objects.update(allow_order_download=False)
    company.created_at = timezone.now() - timedelta(hours=3)
    company.save()
    silence.listen()
    assert kinds() == set()


def options(**ticks: str) -> dict[str, str]:
    return {"order_download_limit_date": "", **ticks}


def test_what_if_counts_what_would_come_in_and_saves_nothing(staff, company, fake_store):
    recently = timezone.now() - timedelta(days=2)
    fake_store.put(
        a_store_order("1", placed_at=recently),
        a_store_order("2", placed_at=recently, status=UNPAID),
        a_store_order("3", placed_at=recently, status=SHIPPED),
        a_store_order("4", placed_at=recently - timedelta(days=60)),
    )
    receive(company, [fake_store.orders["1"]])
    answer = staff.post(reverse("what_if", args=[company.pk]), options(allow_unpaid_orders="on"))
    assert "The store is being asked about the last 30 days" in answer.content.decode()
    job = Job.objects.get()
    run_job(job.pk)
    context = staff.get(reverse("what_if_answer", args=[company.pk, job.pk])).context
    assert (context["comes_in"], context["stays_out"], context["here"]) == (1, 1, 1)
    assert context["reasons"] == [("shipped already", 1)]
    assert Order.objects.count() == 1
    assert not WebsiteOptions.objects.get().allow_unpaid_orders


def test_what_if_with_a_limit_but_no_date_says_what_is_missing(staff, company):
    answer = staff.post(
        reverse("what_if", args=[company.pk]), options(enable_order_download_limit="on")
    )
    assert "Enter the first day whose orders are downloaded" in answer.content.decode()
    assert not Job.objects.exists()


def test_what_if_of_other_options_waits_for_the_first(staff, company):
    url = reverse("what_if", args=[company.pk])
    staff.post(url, options(allow_unpaid_orders="on"))
    answer = staff.post(url, options())
    assert "The store is being asked with other Options" in answer.content.decode()
