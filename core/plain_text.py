"""Texts as they are compared. Pure."""

import unicodedata


def plain(text: str) -> str:
    """Letters and digits of `text` alone, in small letters: "Tracking #" is "tracking"."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in folded if sign.isalnum())


def normal_heading(text: str) -> str:
    """`text` without case, odd spaces and forms of the same letter; "Qty #" and "Qty" differ."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
