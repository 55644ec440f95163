"""Pages on which packages are made and tracking numbers imported."""
