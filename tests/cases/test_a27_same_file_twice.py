"""The same file committed by two people at once: each parcel once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from jobs.models import Job
from jobs.run_job import run_job
from orders.models import TrackingImport
from stores.models import OutgoingChange
from tests.cases.doors import TrackingDesk, shipped


@pytest.mark.django_db(transaction=True)
def test_twelve_parcels_and_not_one_more(transactional_db, company):
    desk = TrackingDesk(company)
    numbers = [3_000_000_089 + place for place in range(12)]
    desk.orders(*numbers)
    for _ in range(2):
        desk.check("A27-same-file-twice/t.csv")
    for one in TrackingImport.objects.all():
        desk.client.post(desk.url(one), {"act": "commit"})
    jobs = list(Job.objects.filter(kind="import_tracking").values_list("pk", flat=True))
    assert len(jobs) == 2

    def run(job_id: int) -> None:
        try:
            run_job(job_id)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(run, jobs))
    left = shipped(company)
    assert len(left) == 12
    assert all(len(packages) == 1 for packages in left.values())
    assert OutgoingChange.objects.filter(kind="shipment").count() == 12
    results = [row["Result"] for one in TrackingImport.objects.all() for row in one.answers]
    assert (results.count("shipped"), results.count("already")) == (12, 12)
