"""Pages that print, show and e-mail documents."""
