"""Every combination of the five Options, against every status and date, in one table."""

from datetime import UTC, date, datetime
from itertools import product

import pytest

from cscart_connector.cscart.statuses import StatusTable
from jobs.models import Job
from jobs.run_job import run_job
from orders.importing import schedule
from orders.models import LeftOutOrder, Order
from settings.models import Company, WebsiteOptions
from tests.factories import a_company, a_job, a_line, a_store_order
from tests.orders.importing.test_import_orders import imported, run_import

pytestmark = pytest.mark.django_db

# What lets an order with this status letter in.
TABLE = {
    "P": "always",
    "C": "allow_download_shipped_orders",
    "O": "allow_unpaid_orders",
    "Y": "allow_unpaid_orders",
    "B": "allow_unpaid_orders",
    "X": "always",  # nobody knows it: a warning, never a lost order
    "I": "never",
    "F": "never",
    "D": "never",
}
# When it was placed, with the limit on 10 November in New York (UTC-5 in that month).
DATES = {
    "the day before": (datetime(2026, 11, 10, 4, 59, 59, tzinfo=UTC), False),
    "the first second of the limit day": (datetime(2026, 11, 10, 5, tzinfo=UTC), True),
    "later": (datetime(2026, 11, 20, 12, tzinfo=UTC), True),
}
OPTIONS = (
    "allow_order_download",
    "allow_tracking_upload",
    "allow_download_shipped_orders",
    "allow_unpaid_orders",
    "enable_order_download_limit",
)


def orders_of_every_kind():
    """Each status on each date, with nothing and with something shipped, by number."""
    cases = product(TABLE, DATES, (0, 1))
    for number, (letter, day, shipped) in enumerate(cases, start=1):
        order = a_store_order(
            str(number),
            status=StatusTable().status(letter),
            placed_at=DATES[day][0],
            lines=(a_line(shipped_quantity=shipped),),
        )
        yield order, letter, DATES[day][1]


def comes_in(letter: str, is_since_limit: bool, options: dict[str, bool]) -> bool:
    if options["enable_order_download_limit"] and not is_since_limit:
        return False
    rule = TABLE[letter]
    return rule == "always" or (rule != "never" and options[rule])


def a_company_with(options: dict[str, bool]) -> Company:
    company = a_company(order_download_limit_date=date(2026, 11, 10))
    company.time_zone = "America/New_York"
    company.save()
    WebsiteOptions.objects.update(**options)
    company.website_options.refresh_from_db()
    return company


@pytest.mark.parametrize("ticks", list(product((False, True), repeat=len(OPTIONS))))
def test_the_options_decide(fake_store, ticks):
    options = dict(zip(OPTIONS, ticks, strict=True))
    company = a_company_with(options)
    cases = list(orders_of_every_kind())
    fake_store.page_size = 25
    fake_store.put(*(order for order, _, _ in cases))
    is_automatic = bool(schedule.start_due_imports())
    assert is_automatic == options["allow_order_download"]
    run_job(Job.objects.get().pk) if is_automatic else run_import(company)
    expected = {o.store_order_id for o, letter, late in cases if comes_in(letter, late, options)}
    assert imported() == expected
    seen = {o.store_order_id for o, _, late in cases if late or not ticks[4]}
    left_out = LeftOutOrder.objects.values_list("store_order_id", flat=True)
    assert set(left_out) == seen - expected


def test_shipped_and_unpaid_orders_come_in_with_the_statuses_they_have(company, fake_store):
    table = StatusTable()
    company.website_options.allow_unpaid_orders = True
    company.website_options.allow_download_shipped_orders = True
    company.website_options.save()
    fake_store.put(
        *(a_store_order(str(n), status=table.status(s)) for n, s in enumerate("PCOX", 1))
    )
    run_import(company)
    shown = {
        order.store_status_code: (
            order.order_status,
            order.payment_status,
            order.shipping_status,
        )
        for order in Order.objects.all()
    }
    assert shown == {
        "P": ("in_process", "charged", "unshipped"),
        "C": ("completed", "charged", "fully_shipped"),
        "O": ("in_process", "no_payment", "unshipped"),
        "X": ("in_process", "no_payment", "unshipped"),
    }


def test_a_manual_import_works_while_the_automatic_one_is_off(fake_store):
    company = a_company()
    fake_store.put(a_store_order("1"))
    assert schedule.start_due_imports() == []
    run_import(company)
    assert imported() == {"1"}


def test_one_run_at_a_time_whatever_asks_for_it(company):
    a_job(company)
    assert not schedule.start_import(company).is_new
    assert schedule.start_due_imports() == []
