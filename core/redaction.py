"""Taking words out of texts and JSON values wherever they stand. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

REMOVED = "[removed]"

# Shorter ones (Ng, Li, An) stand in many texts as other words: they go where they are written as a
# name is, with a capital or in capitals alone, and as the store has it. A single letter says
# nothing of a person.
SHORT, SHORTEST = 4, 2

# Signs that belong to the letter before them, which `\\w` does not know.
_MARKS = "\\u0300-\\u036f"


class Redaction:
    """Knows some words, and puts `REMOVED` in their place; whole words only.

    Capitals do not matter but for short words, and a letter with its sign is the same letter
    whether written as one or as two (ü, u + ¨).
    """

    def __init__(self, words: Iterable[str]) -> None:
        plain = {unicodedata.normalize("NFC", word.strip()) for word in words}
        found = {word for word in plain if len(word) >= SHORTEST}
        longest_first = sorted(found, key=lambda word: (-len(word), word))
        self.words = tuple(longest_first)
        pattern = "|".join(_as_pattern(word) for word in longest_first)
        self._pattern = re.compile(rf"(?<![\w{_MARKS}])(?:{pattern})(?![\w{_MARKS}])")

    @property
    def forms(self) -> set[str]:
        """The words in each way in which they may be written, for a search in a database."""
        return {*self.words, *(unicodedata.normalize("NFD", word) for word in self.words)}

    def finds(self, text: str) -> bool:
        """Whether one of the words stands in `text`."""
        return bool(self.words) and self._pattern.search(text) is not None

    def text(self, text: str) -> str:
        """`text` without the words."""
        return self._pattern.sub(REMOVED, text) if self.words else text

    def value(self, value: Any) -> Any:
        """A JSON value, its texts without the words; its keys are ours."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list | tuple):
            return [self.value(one) for one in value]
        if isinstance(value, dict):
            return {key: self.value(one) for key, one in value.items()}
        return value


def _as_pattern(word: str) -> str:
    if len(word) >= SHORT:
        return f"(?i:{_letters(word)})"
    written = {word, word.upper(), word.capitalize()}
    return "|".join(_letters(one) for one in sorted(written))


def _letters(word: str) -> str:
    """A pattern for `word` in which each letter may be one sign or several."""
    return "".join(_letter(letter) for letter in word)


def _letter(letter: str) -> str:
    apart = unicodedata.normalize("NFD", letter)
    if apart == letter:
        return re.escape(letter)
    return f"(?:{re.escape(letter)}|{re.escape(apart)})"
