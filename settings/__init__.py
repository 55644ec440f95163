"""The office: companies, who works for them, and how each one's website is connected.

Say *project settings* for `cscart_connector/settings.py` and *company settings* for this app.
"""
