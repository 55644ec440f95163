"""Taking payment secrets and dead weight out of an answer, before anything can keep or log it.

`payment_info` arrives decrypted: for offline card methods it holds card number and CVV in clear.
"""

from typing import Any

# Of payment data only this is kept: the reference by which the provider knows the payment.
_KEPT_OF_PAYMENT_INFO = ("transaction_id",)
# Gateway secrets, noise that the store fills in, and a whole cart snapshot with server paths.
_DROPPED = {"processor_params", "product_groups", "api_key", "password", "salt", "validation_code"}


def scrub(value: Any) -> Any:
    """A copy of parsed JSON without payment secrets, at any depth."""
    if isinstance(value, dict):
        return {
            key: _kept_of_payment(item) if key == "payment_info" else scrub(item)
            for key, item in value.items()
            if key not in _DROPPED
        }
    if isinstance(value, list):
        return [scrub(item) for item in value]
    if isinstance(value, str):
        # PostgreSQL stores neither NUL nor half a surrogate pair.
        return value.replace("\x00", "").encode("utf-8", "ignore").decode()
    return value


def _kept_of_payment(info: Any) -> dict[str, str]:
    if not isinstance(info, dict):
        return {}
    return {name: str(info[name]) for name in _KEPT_OF_PAYMENT_INFO if info.get(name)}
