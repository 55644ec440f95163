"""What a job does: import, preview, replay, compare with the store, read its methods."""
