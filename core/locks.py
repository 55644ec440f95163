"""The register of advisory locks: every first half of a two-part PostgreSQL key is named here.

The second half is the id of what is locked. The numbers never change: while one version replaces
another, workers of both must meet at the same lock.
"""

from enum import IntEnum


class LockSpace(IntEnum):
    """What kinds of things are locked."""

    JOB = 20_226  # and the job's id: a worker works on it
    DISPATCHER = 20_227  # and the company's id: its store is being told
    DOUBTED_STORES = 20_228  # and the lane: one store that may hang is being tried
    STORE_PACE = 20_300  # plus the number of the turn, and the store: a request is under way
