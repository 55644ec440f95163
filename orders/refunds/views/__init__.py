"""Pages on which money goes back."""
