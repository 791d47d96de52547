"""A checked record on its way into the base; separate because the seed room makes them and the store takes them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

CHUNK = 2_000


class Incoming(NamedTuple):
    """A checked record on its way into the base: ``canonical`` is its JSON, ``owner`` the file that states it."""

    type: str
    key: str
    owner: str
    position: int
    digest: str
    canonical: str


def in_chunks(items: Iterable[Incoming]) -> Iterator[list[Incoming]]:
    """The records a few thousand at a time."""
    iterator = iter(items)
    while chunk := list(islice(iterator, CHUNK)):
        yield chunk


def by_type(items: Iterable[Incoming]) -> dict[str, list[str]]:
    """Their keys, by type."""
    keys: defaultdict[str, list[str]] = defaultdict(list)
    for item in items:
        keys[item.type].append(item.key)
    return keys
