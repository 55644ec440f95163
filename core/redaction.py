"""Taking words out of texts and JSON values wherever they stand. Pure."""

import re
from collections.abc import Iterable
from typing import Any

REMOVED = "[removed]"

# Shorter ones stand in too many other words.
SHORTEST = 4


class Redaction:
    """Knows some words, and puts `REMOVED` in their place; capitals or not, whole words only."""

    def __init__(self, words: Iterable[str]) -> None:
        found = {word.strip() for word in words if len(word.strip()) >= SHORTEST}
        longest_first = sorted(found, key=lambda word: (-len(word), word))
        self.words = tuple(longest_first)
        pattern = "|".join(map(re.escape, longest_first))
        self._pattern = re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)

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
