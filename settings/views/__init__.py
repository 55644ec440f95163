"""Pages of Company Settings."""
