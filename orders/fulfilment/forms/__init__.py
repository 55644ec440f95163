"""What is typed about packages."""
