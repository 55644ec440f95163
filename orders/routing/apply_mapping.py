"""*Apply to unshipped orders*: the saved mapping, put on orders that came in before it."""

from collections.abc import Sequence

from django.db import transaction

from core.parts import in_parts
from jobs.models import Job
from jobs.progress import Progress
from orders.models import Order, OrderShippingGroup
from orders.routing.changeable_groups import changeable_groups, choice_for_group
from orders.routing.mapping_effect import is_other
from orders.routing.unmapped_notice import tell_of_unmapped
from orders.routing.write_services import NewService, as_chosen, write_services
from settings.models import Company
from shipping.service_choice import CompanyMapping, mapping_of

ORDERS_PER_BATCH = 500


def run_application(job: Job, progress: Progress) -> None:
    """Apply the mapping of the job's company. Orders with a service chosen by hand stay."""
    company = job.company
    mapping = mapping_of(company)
    ids = list(changeable_groups(company).order_by("order").values_list("order", flat=True))
    order_ids = list(dict.fromkeys(ids))
    progress.say(f"Looking at {len(order_ids)} unshipped orders.")
    for number, batch in enumerate(in_parts(order_ids, ORDERS_PER_BATCH)):
        changed = _apply(company, mapping, batch, job)
        progress.count(updated=changed, unchanged=len(batch) - changed)
        progress.advance(number * ORDERS_PER_BATCH + len(batch), len(order_ids))
    tell_of_unmapped(company)


@transaction.atomic
def _apply(company: Company, mapping: CompanyMapping, order_ids: Sequence[int], job: Job) -> int:
    """Apply `mapping` to a batch; gives how many orders changed."""
    # Locked in the order of imports. What was shipped or chosen meanwhile is left out below.
    list(Order.objects.select_for_update().filter(pk__in=order_ids).order_by("pk").values("pk"))
    groups = changeable_groups(company).filter(order__in=order_ids)
    changes = []
    for group in groups.select_related("order", "service__carrier").order_by("pk"):
        change = _change_of(mapping, company, group, group.country)
        if change is not None:
            changes.append(change)
    if changes:
        write_services(changes, by=job.submitted_by)
    return len({change.group.order_id for change in changes})


def _change_of(
    mapping: CompanyMapping, company: Company, group: OrderShippingGroup, country: str
) -> NewService | None:
    choice = choice_for_group(mapping, company, group, country)
    is_same_source = choice.source == group.service_source
    if is_same_source and not is_other(choice, group.service_id, is_rush=group.is_rush):
        return None
    return as_chosen(choice, group)
