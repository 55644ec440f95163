"""Reading the store's own list of shipping methods."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from core.isolating import write_isolated
from jobs.models import Job
from jobs.progress import Progress
from orders.importing.reading.open_store import store_of
from shipping.method_numbers import remember
from shipping.models import WebsiteMethod
from shipping.service_choice import mapping_of

# What its column holds.
MOST_OF_A_NAME = 500


def run_reading_of_methods(job: Job, progress: Progress) -> None:
    """Read the methods, keep them for the mapping page, and note which were renamed.

    Raises `JobFailed` with the store's sentence.
    """
    with store_of(job) as store:
        listed = store.shipping_methods()
    now, company = timezone.now(), job.company
    methods = {
        method.store_shipping_id: WebsiteMethod(
            company=company,
            store_shipping_id=method.store_shipping_id,
            name=method.name[:MOST_OF_A_NAME],
            is_active=method.is_active,
            read_at=now,
        )
        for method in listed
        if method.name
    }
    failed = [method for method, _ in write_isolated(list(methods.values()), _keep)]
    for method in failed:
        sentence = f"Method {method.store_shipping_id[:40]} ({method.name[:60]}) cannot be kept."
        progress.say(sentence, is_error=True)
    kept = [method for method in methods.values() if method not in failed]
    WebsiteMethod.objects.filter(company=company, read_at__lt=now).delete()
    active = [(method.name, method.store_shipping_id) for method in kept if method.is_active]
    remember(mapping_of(company), active)
    progress.count(methods=len(kept), failed=len(failed))
    progress.say(f"The store lists {len(kept)} shipping methods.")


def _keep(methods: Sequence[WebsiteMethod]) -> None:
    with transaction.atomic():
        WebsiteMethod.objects.bulk_create(
            methods,
            update_conflicts=True,
            unique_fields=["company", "store_shipping_id"],
            update_fields=["name", "is_active", "read_at"],
        )
