"""From an order to a numbered document: its facts, its number, and its file for good."""
