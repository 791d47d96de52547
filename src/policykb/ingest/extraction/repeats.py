"""Candidates that say the same: a summary and the body, a pull quote and the sentence it was pulled from.

Separate because it compares candidates, whatever rule found them. Two say the same when most of their words that
carry meaning are the same ones; the place in the body comes first, and that in a summary makes it a priority.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping
from typing import TypeVar

from policykb.ingest.extraction.wordlists import word_set
from policykb.lexicon.words import words

SHARED = 0.72
"""Of the content words of two texts, how many both have in one that repeats the other."""
_NEAREST = 8
_FEWEST = 4
_STOP = word_set(
    """the a an and or of in on to for with by from at as it its this that these those be is are was were should must
    need ought have has will would can could may not their they we our also more which who such than into through
    over between"""
)

Key = TypeVar("Key", bound=Hashable)


def content(text: str) -> frozenset[str]:
    """The stems of a text that carry meaning."""
    return frozenset(term for term, _, _ in words(text) if term not in _STOP)


def alike(one: frozenset[str], other: frozenset[str], shared: float = SHARED) -> bool:
    """Whether two texts say the same: their content words are the same ones, but for a share of both together."""
    if min(len(one), len(other)) < _FEWEST:
        return one == other and len(one) > 1
    return len(one & other) >= shared * len(one | other)


def groups(contents: Mapping[Key, frozenset[str]], same: Callable[[Key, Key], bool]) -> list[list[Key]]:
    """The keys that are the ``same`` as the first of their group, in order of these."""
    having: dict[str, list[int]] = defaultdict(list)
    found: list[list[Key]] = []
    for key, content_words in contents.items():
        shared = Counter(at for word in content_words for at in having.get(word, ()))
        group = next((at for at, _ in shared.most_common(_NEAREST) if same(found[at][0], key)), None)
        if group is not None:
            found[group].append(key)
            continue
        for word in content_words:
            having[word].append(len(found))
        found.append([key])
    return found
