"""Reads kept raw documents through the importer again: `manage.py replay_orders --company 1`."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from jobs.queue import submit
from jobs.run_job import run_job
from orders.job_kinds import REPLAY_ORDERS
from settings.models import Company


class Command(BaseCommand):
    """A replay is a job like any other: it has a page, a log and a result."""

    help = (
        "Read the raw documents that were kept through the importer again, after a bug was fixed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--company", type=int, help="only this company, by its id")
        parser.add_argument("numbers", nargs="*", help="only these store order numbers")

    def handle(self, *args: Any, **options: Any) -> None:
        companies = Company.objects.active()
        if options["company"]:
            companies = companies.filter(pk=options["company"])
        if not companies:
            raise CommandError("There is no such active company.")
        for company in companies:
            self._replay(company, options["numbers"])

    def _replay(self, company: Company, numbers: list[str]) -> None:
        job = submit(REPLAY_ORDERS, company, parameters={"numbers": numbers}).job
        run_job(job.pk)  # does nothing when a worker was quicker
        job.refresh_from_db()
        while job.is_active:
            time.sleep(1)
            job.refresh_from_db()
        counts = ", ".join(f"{name} {number}" for name, number in job.counts.items())
        line = f"{company}: {job.get_status_display()}, {counts or 'nothing to replay'}"
        self.stdout.write(line)
        if job.error:
            raise CommandError(job.error)
