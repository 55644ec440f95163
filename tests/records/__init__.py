"""Tests of data retention and customer data."""
