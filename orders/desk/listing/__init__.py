"""Lists of orders: sorting, pages, counts, columns and views with a name."""
