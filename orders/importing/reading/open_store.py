"""Opening the store that a job is about."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

from jobs.models import Job
from jobs.progress import JobFailed
from stores.doubted_stores import Lane, asking
from stores.errors import StoreError
from stores.port import Store
from stores.registry import open_store


@contextmanager
def store_of(job: Job) -> Iterator[Store]:
    """The store of the job's company, closed afterwards.

    Raises `JobFailed` with the store's sentence when it cannot be opened or fails inside.
    """
    try:
        with (
            closing(open_store(job.company.connection)) as store,
            asking(job.company, store, Lane.JOBS),
        ):
            yield store
    except StoreError as error:
        raise JobFailed(error.sentence) from error
