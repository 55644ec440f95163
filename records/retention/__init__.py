"""How long things are kept, and removing what is kept no longer."""
