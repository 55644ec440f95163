"""One action on many orders: what can be done, with which orders, and the job that does it."""
