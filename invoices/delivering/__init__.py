"""Handing documents out: one order, many in a job, e-mail, download."""
