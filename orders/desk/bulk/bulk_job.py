"""The job of a bulk action: order by order, each in a transaction of its own."""

from auditlog.context import set_actor
from django.contrib.auth.models import AbstractBaseUser
from django.db import connection, transaction
from django.db.models import Count

from core.refusals import Refused
from jobs.models import Job
from jobs.progress import JobFailed, Progress
from orders.desk.bulk.actions import by_key
from orders.desk.bulk.bulk_action import BulkAction, BulkStep
from orders.desk.bulk.selection import Selection
from orders.models import BulkItem, BulkItemQuerySet, BulkOutcome, Order, OrderQuerySet
from settings.access import rights_of

ITEMS_PER_BATCH = 500
_WRITTEN_DOWN = "orders"


def run_bulk(job: Job, progress: Progress) -> None:
    """Do the job's action with every order of its selection that is still to be done."""
    action, do, by = _checked(job)
    total = _write_down(job, action, by)
    progress.say(f"{action.label}: {total} orders.")
    done = _count_earlier(job, progress)
    with set_actor(by):
        while batch := list(_waiting(job).values_list("pk", "order_id")[:ITEMS_PER_BATCH]):
            for item_id, order_id in batch:
                outcome = _do_one(job, do, by, item_id, order_id)
                progress.count(done=outcome == BulkOutcome.DONE)
                progress.count(failed=outcome == BulkOutcome.REFUSED)
                done += 1
                progress.advance(done, total)
    if progress.counts["failed"]:
        refused = progress.counts["failed"]
        progress.say(f"{refused} orders were refused; the result says why.", is_error=True)


def _checked(job: Job) -> tuple[BulkAction, BulkStep, AbstractBaseUser]:
    """The action, what it does, and who asked for it and still may. Raises `JobFailed`."""
    action, by = by_key(job.parameters["action"]), job.submitted_by
    if action is None or action.do is None:
        raise JobFailed("This action is not there any more. Choose another one.")
    if by is None or not by.is_active:
        raise JobFailed("Who asked for this has no account any more. Somebody else must ask.")
    for company in job.companies:
        if action.right not in rights_of(by, company):
            raise JobFailed(
                f"{by} does not have the right “{action.right.label}” at {company}. "
                f"A Client Admin of {company} can give it."
            )
    return action, action.do, by


@transaction.atomic
def _write_down(job: Job, action: BulkAction, by: AbstractBaseUser) -> int:
    """Write down, once, which orders the job is about; gives how many."""
    if _WRITTEN_DOWN in job.result:
        return int(job.result[_WRITTEN_DOWN])
    query, values = _wanted(job, action, by).order_by().values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO orders_bulkitem (job_id, order_id, outcome, sentence) "  # noqa: S608
            f"SELECT %s, wanted.id, %s, '' FROM ({query}) AS wanted (id) ORDER BY wanted.id",
            [job.pk, BulkOutcome.WAITING, *values],
        )
        total = int(cursor.rowcount)
    job.result = {**job.result, _WRITTEN_DOWN: total}
    job.save(update_fields=["result"])
    return total


def _wanted(job: Job, action: BulkAction, by: AbstractBaseUser) -> OrderQuerySet:
    orders = Selection.from_parameters(job.parameters["selection"]).orders(by, action.right)
    rest_of = job.parameters.get("rest_of")
    if rest_of and BulkItem.objects.filter(job=rest_of).exists():
        # All the orders that the job before wrote down, whether or not they still fit its list.
        undone = BulkItem.objects.filter(job=rest_of).undone()
        orders = Order.objects.filter(pk__in=undone.values("order"))
    return orders.filter(company__in=job.companies)


def _count_earlier(job: Job, progress: Progress) -> int:
    """Take over what an earlier attempt of this job did; gives how many orders that is."""
    ended = job.bulk_items.exclude(outcome=BulkOutcome.WAITING).order_by()
    numbers = dict(ended.values("outcome").annotate(n=Count("pk")).values_list("outcome", "n"))
    done, refused = numbers.get(BulkOutcome.DONE, 0), numbers.get(BulkOutcome.REFUSED, 0)
    progress.count(done=done, failed=refused)
    return done + refused


def _waiting(job: Job) -> BulkItemQuerySet:
    return job.bulk_items.filter(outcome=BulkOutcome.WAITING).order_by("order_id")


def _do_one(
    job: Job, do: BulkStep, by: AbstractBaseUser, item_id: int, order_id: int
) -> BulkOutcome:
    outcome, answers = BulkOutcome.DONE, job.parameters["answers"]
    try:
        with transaction.atomic():
            locked = Order.objects.select_for_update(of=("self",)).select_related("company")
            sentence = do(locked.get(pk=order_id), by, answers)
            BulkItem.objects.filter(pk=item_id).update(outcome=outcome, sentence=sentence)
    except Refused as reason:
        outcome = BulkOutcome.REFUSED
        BulkItem.objects.filter(pk=item_id).update(outcome=outcome, sentence=str(reason))
    return outcome
