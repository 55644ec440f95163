"""Traces to an OpenTelemetry collector. Loaded only where OTEL_EXPORTER_OTLP_ENDPOINT is set.

The collector's address, headers and timeouts are the standard OTEL_EXPORTER_OTLP_* variables.
"""

from collections.abc import Sequence

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.instrumentation.celery import CeleryInstrumentor
from opentelemetry.instrumentation.django import DjangoInstrumentor
from opentelemetry.instrumentation.psycopg2 import Psycopg2Instrumentor
from opentelemetry.instrumentation.requests import RequestsInstrumentor
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult

from core.version import VERSION

# Everything else may hold values: statements, addresses, queries, messages of exceptions.
KEPT = {
    *("http.method", "http.request.method", "http.route", "http.status_code"),
    *("http.response.status_code", "db.system", "db.system.name", "error.type"),
    *("celery.action", "celery.state", "celery.task_name", "messaging.operation"),
}


class Scrubbing(SpanExporter):
    """Hands spans on with their names, times and the attributes in `KEPT`, and nothing else."""

    def __init__(self, exporter: SpanExporter) -> None:
        self._exporter = exporter

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Send what is left of `spans`."""
        return self._exporter.export([_scrubbed(span) for span in spans])

    def shutdown(self) -> None:
        """End for good."""
        self._exporter.shutdown()

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        """Send what waits."""
        return self._exporter.force_flush(timeout_millis)


def start() -> None:
    """Trace requests, tasks, statements and calls of stores."""
    provider = TracerProvider(
        resource=Resource.create({"service.name": "cscart-connector", "service.version": VERSION})
    )
    provider.add_span_processor(BatchSpanProcessor(Scrubbing(OTLPSpanExporter())))
    trace.set_tracer_provider(provider)
    DjangoInstrumentor().instrument()
    CeleryInstrumentor().instrument()  # type: ignore[no-untyped-call]
    RequestsInstrumentor().instrument()
    Psycopg2Instrumentor().instrument(skip_dep_check=True)  # ours is psycopg2-binary


def _scrubbed(span: ReadableSpan) -> ReadableSpan:
    attributes = {name: value for name, value in (span.attributes or {}).items() if name in KEPT}
    return ReadableSpan(
        name=span.name,
        context=span.context,
        parent=span.parent,
        resource=span.resource,
        attributes=attributes,
        kind=span.kind,
        status=trace.Status(span.status.status_code),
        start_time=span.start_time,
        end_time=span.end_time,
        instrumentation_scope=span.instrumentation_scope,
    )
