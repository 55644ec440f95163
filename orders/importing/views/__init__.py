"""Pages on which orders are imported, looked for and compared."""
