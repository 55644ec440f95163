"""Reading a store: from where to where, in which batches of whole orders."""
