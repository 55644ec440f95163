"""What items cost, and Profit & Loss."""
