"""Orders, from the website and back: one room for one thing that a merchant does."""
