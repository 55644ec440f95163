"""Pages of RMAs."""
