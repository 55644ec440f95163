"""Pages of one order."""
