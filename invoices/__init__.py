"""Invoices, credit notes and slips: settings, templates, issuing, drawing and delivering.

Orders are read; the only thing written at them is that they were printed (`orders.state.printed`).
"""
