"""The HTTP interface for label software."""
