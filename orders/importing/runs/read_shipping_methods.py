"""Reading the store's own list of shipping methods."""

from django.db import transaction
from django.utils import timezone

from jobs.models import Job
from jobs.progress import Progress
from orders.importing.reading.open_store import store_of
from shipping.choosing import mapping_of
from shipping.method_numbers import remember
from shipping.models import WebsiteMethod


def run_reading_of_methods(job: Job, progress: Progress) -> None:
    """Read the methods, keep them for the mapping page, and note which were renamed.

    Raises `JobFailed` with the store's sentence.
    """
    with store_of(job) as store:
        listed = store.shipping_methods()
    now, company = timezone.now(), job.company
    methods = [
        WebsiteMethod(
            company=company,
            store_shipping_id=method.store_shipping_id,
            name=method.name[:250],
            is_active=method.is_active,
            read_at=now,
        )
        for method in listed
        if method.name
    ]
    with transaction.atomic():
        WebsiteMethod.objects.bulk_create(
            methods,
            update_conflicts=True,
            unique_fields=["company", "store_shipping_id"],
            update_fields=["name", "is_active", "read_at"],
        )
        WebsiteMethod.objects.filter(company=company, read_at__lt=now).delete()
        active = [(method.name, method.store_shipping_id) for method in methods if method.is_active]
        remember(mapping_of(company), active)
    progress.count(methods=len(methods))
    progress.say(f"The store lists {len(methods)} shipping methods.")
