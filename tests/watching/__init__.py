"""Tests of those who watch: Sentry and OpenTelemetry."""
