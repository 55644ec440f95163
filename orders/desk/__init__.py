"""The list: filters, sorting, saved views, bulk actions, export, Home."""
