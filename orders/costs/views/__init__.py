"""Pages of item costs and Profit & Loss."""
