"""Proposing a service for a method's name. A proposal is shown, never applied by itself. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from shipping.method_matching import normal_name
from shipping.models import ShippingService

# Below this similarity, of 100, a proposal is a guess that helps nobody: "Express" is many things.
LEAST_SIMILARITY = 85


@dataclass(frozen=True, slots=True)
class Proposal:
    """A service that a name resembles, and how much, of 100."""

    service: ShippingService
    similarity: int


def propose(name: str, services: Iterable[ShippingService]) -> Proposal | None:
    """The service whose carrier and name come closest to `name`; None when none comes close."""
    words = _words(name)
    scores = [
        (_similarity(words, _words(f"{service.carrier} {service.name}")), service)
        for service in services
    ]
    similarity, service = max(scores, key=lambda score: score[0], default=(0, None))
    if service is None or similarity < LEAST_SIMILARITY:
        return None
    return Proposal(service, round(similarity))


def _similarity(name: str, label: str) -> float:
    """How many words are common; of two labels that share as many, the shorter is closer."""
    return (fuzz.token_set_ratio(name, label) + fuzz.token_sort_ratio(name, label)) / 2


@lru_cache(maxsize=1024)  # the same services are compared with every name of a page
def _words(text: str) -> str:
    """The words alone, without what merchants write beside them, such as "(2-3 days)"."""
    plain = re.sub(r"\(.*?\)|\d+\s*-\s*\d+\s*(business |working )?days?", " ", normal_name(text))
    return " ".join(re.findall(r"\w+", plain))
