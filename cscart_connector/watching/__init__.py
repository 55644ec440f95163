"""Telling Sentry of errors and a collector of times, without personal data; off by default."""
