"""/metrics in Prometheus' words: the figures of the database, and this machine's HTTP times.

With several web processes on a machine, set PROMETHEUS_MULTIPROC_DIR: each of them writes its times
there and any of them answers for all. Without it a process tells only of itself.
"""

import os
from collections.abc import Iterable, Iterator

from django.utils import timezone
from prometheus_client import REGISTRY, CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from operations import figures
from operations.models import HeartBeat

HTTP_SECONDS = Histogram(
    "http_request_seconds",
    "Time to answer a request, by the name of its page.",
    ["method", "page", "status"],
    buckets=(0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)


def exposition() -> bytes:
    """Everything, in Prometheus' text format."""
    registry = CollectorRegistry()
    registry.register(_Figures())
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return generate_latest(registry)
    return generate_latest(registry) + generate_latest(REGISTRY)


class _Figures(Collector):
    """Asked again for each scrape."""

    def collect(self) -> Iterable[Metric]:
        yield from _imports()
        yield from _outgoing()
        yield from _jobs()
        beat = HeartBeat.last()
        if beat is not None:
            age = (timezone.now() - beat).total_seconds()
            yield _gauge("beat_age_seconds", "Time since the last beat.", [], [((), age)])


def _imports() -> Iterator[Metric]:
    lags = list(figures.import_lags())
    yield _gauge(
        "import_lag_seconds",
        "Time since a company's last good import.",
        ["company"],
        [((str(i.company.pk),), i.lag.total_seconds()) for i in lags if i.lag is not None],
    )
    yield _gauge(
        "import_failures_in_a_row",
        "Imports of a company that failed since the last good one.",
        ["company"],
        [((str(i.company.pk),), i.failures_in_a_row) for i in lags],
    )


def _outgoing() -> Iterator[Metric]:
    backlogs = figures.backlogs()
    yield _gauge(
        "outgoing_changes",
        "Changes a store has not been told of.",
        ["company", "state"],
        [((str(one.company_id), one.state), one.count) for one in backlogs],
    )
    yield _gauge(
        "outgoing_oldest_seconds",
        "Age of the oldest of them.",
        ["company", "state"],
        [((str(one.company_id), one.state), one.oldest.total_seconds()) for one in backlogs],
    )
    yield _gauge(
        "outgoing_stuck",
        "Changes that wait for a person, by kind.",
        ["kind"],
        [((kind,), count) for kind, count in figures.stuck_by_kind().items()],
    )


def _jobs() -> Iterator[Metric]:
    times = figures.job_times()
    labels = ["kind", "status"]
    yield _gauge(
        "jobs_ended",
        "Jobs that ended in the last 24 hours.",
        labels,
        [((one.kind, one.status), one.count) for one in times],
    )
    yield _gauge(
        "job_average_seconds",
        "How long they took.",
        labels,
        [((one.kind, one.status), one.average.total_seconds()) for one in times],
    )
    yield _gauge(
        "job_longest_seconds",
        "How long the longest took.",
        labels,
        [((one.kind, one.status), one.longest.total_seconds()) for one in times],
    )
    yield _gauge(
        "jobs_failed",
        "Jobs that failed in the last 24 hours, by reason.",
        ["kind", "reason"],
        list(figures.failures_by_reason().items()),
    )
    yield _gauge(
        "jobs_waiting",
        "Jobs that wait for a worker.",
        ["queue"],
        [((queue,), count) for queue, count in figures.waiting_by_queue().items()],
    )


def _gauge(
    name: str, text: str, labels: list[str], values: Iterable[tuple[tuple[str, ...], float]]
) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"cscart_{name}", text, labels=labels)
    for held, value in values:
        family.add_metric(held, value)
    return family
