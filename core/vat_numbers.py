"""The form of VAT numbers, by python-stdnum. Only a country's tax office knows the rest."""

from stdnum import get_cc_module


def has_form_of_vat_number(number: str, country: str = "") -> bool:
    """Whether `number` is built as VAT numbers are, with its country's letters or without.

    `country` (ISO, two letters) is the customer's. What nobody here knows the form of passes.
    """
    codes = {code.lower() for code in (number[:2], country) if code.isascii() and code.isalpha()}
    modules = [get_cc_module(code, "vat") for code in codes if len(code) == 2]
    known = [module for module in modules if module is not None]
    return not known or any(module.is_valid(number) for module in known)
