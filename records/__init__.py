"""How long things are kept, and what is known of a customer."""
