"""Manage Orders and its peer, measured: python -m bench.desk_pages ours|admin TIMES.

Through Django's test client with all middleware, signed in as somebody who works for all companies.
The peer is Django admin's change list of the same table, with the same columns, filters and search.
Prints one line of JSON: for each case the times in milliseconds and the most queries.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from itertools import cycle, islice
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cscart_connector.settings")
django.setup()

from django.conf import settings as django_settings  # noqa: E402
from django.contrib import admin  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from orders.desk.listing.sorting import SORTS, ListPlace, place_word  # noqa: E402
from orders.models import Order, Package  # noqa: E402
from settings.models import Company  # noqa: E402

Cases = dict[str, list[str]]
# A case is asked no more once it has taken so many milliseconds.
PATIENCE = 20_000
DEEP = (0.1, 0.5, 0.9)


class OrderAdmin(admin.ModelAdmin[Order]):
    """The peer."""

    list_display = [
        "id", "store_order_id", "placed_at", "customer_first_name", "customer_last_name",
        "order_status", "payment_status", "shipping_status", "store_status_name", "company",
        "grand_total",
    ]  # fmt: skip
    list_select_related = ["company"]
    list_filter = ["order_status", "payment_status", "shipping_status", "company", "is_rush"]
    search_fields = [
        "store_order_id", "customer_first_name", "customer_last_name", "customer_email",
        "customer_phone", "lines__sku", "packages__tracking_number",
    ]  # fmt: skip
    list_per_page = 50


def _at(share: float) -> Order:
    """The order so deep in the list of all, newest first."""
    total = Order.objects.count()
    return Order.objects.get(pk=max(1, int(total * (1 - share))))


def _searches() -> Cases:
    order, package = _at(0.4), Package.objects.order_by("-pk")[1000]
    middle = _at(0.2)
    return {
        "search: order number": [str(order.pk), str(middle.pk)],
        "search: channel order number": [order.store_order_id, middle.store_order_id],
        "search: full name": [order.customer_name, middle.customer_name],
        "search: common last name": ["Bababa", order.customer_last_name],
        "search: e-mail": [order.customer_email, middle.customer_email],
        "search: part of all e-mails": ["example", "@example3.com"],
        "search: phone": [order.customer_phone, middle.customer_phone[-7:]],
        "search: SKU": ["SKU-00003", "SKU-11111"],
        "search: tracking": [package.tracking_number, package.tracking_number[:8]],
        "search: two letters": ["ba", "1z"],
        "search: nothing": ["zzzzzz", "nobody@nowhere"],
    }


def our_cases() -> Cases:
    """Addresses of ours by case."""
    company = Company.objects.order_by("pk")[7].pk
    lists = {
        "default view": [""],
        "order status": [
            f"status={status}"
            for status in ("in_process", "on_hold", "problem_order", "completed", "cancelled")
        ],
        "payment status": [
            f"payment={status}" for status in ("charged", "no_payment", "payment_error")
        ],
        "shipping status": [
            f"shipping={status}"
            for status in ("unshipped", "partially_shipped", "fully_shipped", "ready_for_pickup")
        ],
        "company": [f"company={company}"],
        "channel": ["channel=website"],
        "order date": [f"placed={preset}" for preset in ("today", "last_31_days", "last_year")],
        "three filters together": [
            f"status=in_process&payment=charged&company={company}",
            "status=completed&shipping=unshipped&placed=last_31_days",
            f"status=cancelled&payment=no_payment&company={company}",
        ],
        "destination, SKU, method": ["country=IS", "sku=SKU-00009", "method=Pallet", "country=US"],
        **{
            f"sorted by {sort.label}": [f"sort={sort.name}", f"sort=-{sort.name}"] for sort in SORTS
        },
        "sorted, In Process only": [f"status=in_process&sort=-{sort.name}" for sort in SORTS],
        "deep pages": [f"after={place_word(ListPlace().sort, _at(share))}" for share in DEEP],
        "last page": ["last=1"],
    }
    cases = {name: [f"/orders/?{query}" for query in queries] for name, queries in lists.items()}
    for name, words in _searches().items():
        cases[name] = [f"/orders/?q={word}".replace("+", "%2B") for word in words]
    cases["counts of the views"] = ["/orders/views/counts/"]
    cases["Order Details"] = [f"/orders/{_at(share).pk}/" for share in (0.001, *DEEP)]
    return cases


def admin_cases() -> Cases:
    """Addresses of the peer for the cases that it has."""
    pages, base = Order.objects.count() // 50, "/admin/orders/order/"
    company = Company.objects.order_by("pk")[7].pk
    cases = {
        "default view": [base],
        "order status": [f"{base}?order_status__exact=in_process"],
        "company": [f"{base}?company__id__exact={company}"],
        "three filters together": [
            f"{base}?order_status__exact=in_process&payment_status__exact=charged"
            f"&company__id__exact={company}"
        ],
        "deep pages": [f"{base}?p={int(pages * share)}" for share in DEEP],
        "last page": [f"{base}?p={pages}"],
    }
    for name, words in _searches().items():
        cases[name] = [f"{base}?q={words[0]}".replace("+", "%2B")]
    return cases


def measure(browser: Client, cases: Cases, times: int, *, is_warm: bool) -> dict[str, Any]:
    """Milliseconds of each request, and the most queries, by case."""
    found = {}
    for name, urls in cases.items():
        queries = 0
        if is_warm:
            for url in urls:
                with CaptureQueriesContext(connection) as captured:
                    _get(browser, url)
                queries = max(queries, len(captured))
        runs: list[float] = []
        for url in islice(cycle(urls), max(times, len(urls))):
            runs.append(_timed(browser, url))
            if sum(runs) > PATIENCE:
                break
        found[name] = {"ms": sorted(runs), "queries": queries}
    return found


def _timed(browser: Client, url: str) -> float:
    begun = time.perf_counter()
    _get(browser, url)
    return (time.perf_counter() - begun) * 1000


def _get(browser: Client, url: str) -> None:
    answer = browser.get(url)
    if answer.status_code != 200:
        raise RuntimeError(f"{url} answered {answer.status_code}")


def main() -> None:
    """Measure what is asked for."""
    django_settings.ALLOWED_HOSTS = ["testserver"]
    what, times, is_warm = sys.argv[1], int(sys.argv[2]), sys.argv[3:] != ["cold"]
    if admin.site.is_registered(Order):
        admin.site.unregister(Order)
    admin.site.register(Order, OrderAdmin)
    cases: Callable[[], Cases] = our_cases if what == "ours" else admin_cases
    browser = Client()
    browser.force_login(User.objects.get(username="bench" if what == "ours" else "admin"))
    print(json.dumps(measure(browser, cases(), times, is_warm=is_warm and what == "ours")))


if __name__ == "__main__":
    main()
