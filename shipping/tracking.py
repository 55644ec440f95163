"""Whether a tracking number has its carrier's form. A doubt is a warning, never a refusal. Pure."""

from tracking_numbers import DEFINITIONS

# Carriers whose numbers are known with their check digits, and whose definitions count as theirs.
# Others (DHL's many products, DPD, GLS ...) have no form that tells anything.
_KNOWN = {
    "ups": ("ups",),
    "fedex": ("fedex",),
    "usps": ("usps", "s10"),
}
_NAMES = {"ups": "UPS", "fedex": "FedEx", "usps": "USPS"}


def doubt(carrier_code: str, tracking_number: str) -> str:
    """What is odd about a number of the carrier with our code, as a sentence; '' when nothing is.

    Nothing is odd about a number without a carrier. Numbers are compared without spaces, as
    carriers print them.
    """
    number = "".join(tracking_number.split()).upper()
    if not number or not carrier_code:
        return ""
    owners = _owners(number)
    expected = _KNOWN.get(carrier_code)
    if expected is None:
        # "1Z" and a check digit that fits: nobody else has such numbers.
        if "ups" in owners and number.startswith("1Z"):
            return f"“{tracking_number}” is a tracking number of UPS. Is the carrier right?"
        return ""
    if owners & set(expected):
        return ""
    return (
        f"“{tracking_number}” is no {_NAMES[carrier_code]} tracking number: its length or check "
        "digit is wrong. Compare it with the label."
    )


def _owners(number: str) -> set[str]:
    """The carriers that may have given out `number`."""
    matches = ((one.courier.code, one.test(number)) for one in DEFINITIONS)
    return {code for code, match in matches if match and match.valid}
