"""One file per entry of the Actions menu: lock, check, change, note, post."""
