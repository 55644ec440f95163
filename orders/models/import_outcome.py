"""What becomes of an order in an import, and in a comparison with the store."""

from django.db import models


class ImportOutcome(models.TextChoices):
    """What an import did with an order; the labels are those of a preview, in its order."""

    CREATED = "created", "Would be created"
    UPDATED = "updated", "Would be updated"
    SKIPPED = "skipped", "Would stay out"
    FAILED = "failed", "Cannot be read"
    UNKNOWN = "unknown", "Not in the store"
    UNCHANGED = "unchanged", "Nothing new"


class ReconcileOutcome(models.TextChoices):
    """How an order differs from what the store has."""

    MISSING_HERE = "missing_here", "Missing here"
    MISSING_THERE = "missing_there", "Missing in the store"
    DIFFERENT = "different", "Different"
