"""The demo store's catalogue, customers and orders."""
