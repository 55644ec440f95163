"""Pages of Cart Shipping Method Mapping."""
