"""Tracking numbers that others tell us: from files and from label software."""
