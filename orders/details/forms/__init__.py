"""What is typed on an order's page."""
