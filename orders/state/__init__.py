"""What an order's numbers and statuses are, and what they may become."""
