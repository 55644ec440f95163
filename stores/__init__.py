"""Stores, whatever their software: the port that adapters fill, and the outbox of what we tell.

`port/` is the seam that every cart adapter fills.
"""
