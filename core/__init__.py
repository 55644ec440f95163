"""The tool shed: no business nouns, imports no other room."""
