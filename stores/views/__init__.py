"""Pages of the street."""
