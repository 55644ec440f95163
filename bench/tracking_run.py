"""Our side of `bench.tracking`, a process of its own: python -m bench.tracking_run URL ORDERS N."""

import json
import os
import resource
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cscart_connector.settings")
django.setup()

import requests  # noqa: E402
from django.db import connection  # noqa: E402

from orders.fulfilment.new_packages import NewPackage  # noqa: E402
from orders.fulfilment.shipping_out import ship  # noqa: E402
from orders.importing.intake import receive  # noqa: E402
from orders.models import Order  # noqa: E402
from sandbox.state import ROOT_EMAIL, ROOT_KEY  # noqa: E402
from settings.companies import create_company  # noqa: E402
from settings.models import Company, StoreType  # noqa: E402
from stores import outbox  # noqa: E402
from stores.delivery import deliver_changes  # noqa: E402
from stores.models import ChangeState, OutgoingChange  # noqa: E402
from stores.registry import open_store  # noqa: E402


def main() -> None:
    """Import and ship everything, then measure the delivery alone."""
    url, orders, parallel = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    outbox.notify_after_commit = lambda _company_id: None  # nobody listens here
    company = a_company(url, parallel)
    adapter = open_store(company.connection)
    numbers = [str(number) for number in range(1, orders + 1)]
    receive(company, list(adapter.look_at(numbers)))
    adapter.close()
    ids = Order.objects.order_by("pk").values_list("pk", flat=True)
    ship(
        {pk: [NewPackage(carrier="ups", tracking_number=f"1Z{pk}")] for pk in ids},
        is_confirmed=True,
        by=None,
    )
    asked = len(requests_of(url))
    statements, begun, cpu = Count(), time.monotonic(), cpu_seconds()
    with connection.execute_wrapper(statements):
        while deliver_changes(company.pk):
            pass
    seconds, cpu = time.monotonic() - begun, cpu_seconds() - cpu
    sent = OutgoingChange.objects.filter(state=ChangeState.SENT).count()
    assert sent == orders, f"{sent} of {orders} were sent"
    found = {
        "seconds": seconds,
        "cpu": cpu,
        "statements": statements.count,
        "requests": len(requests_of(url)) - asked,
    }
    print(json.dumps(found))


class Count:
    """Counts the statements that pass."""

    count = 0

    def __call__(self, execute, sql, params, many, context):
        """Count, and let pass."""
        self.count += 1
        return execute(sql, params, many, context)


def a_company(url: str, parallel: int) -> Company:
    """A company connected to the store, which sets no statuses."""
    company = create_company("Bench")
    link = company.connection
    link.store_type, link.plugin, link.store_url = StoreType.CUSTOM, "CsCart", url
    link.api_email, link.api_key, link.parallel_requests = ROOT_EMAIL, ROOT_KEY, parallel
    link.save()
    company.website_options.allow_tracking_upload = True
    company.website_options.save()
    return company


def requests_of(url: str) -> list[dict]:
    """The latest requests that the store has had, up to 5,000."""
    answer = requests.get(f"{url}/_control/requests", timeout=60).json()
    return list(answer["requests"])


def cpu_seconds() -> float:
    """CPU time of this process so far."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    main()
