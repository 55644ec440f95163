"""One import run: from where it reads, in which batches, and how they are taken in."""
