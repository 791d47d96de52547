"""Candidates that say the same: a summary and the body, a pull quote and the sentence it was pulled from.

Separate because it compares candidates, whatever rule found them. Two say the same when most of their words that
carry meaning are the same ones; the place in the body comes first, and that in a summary makes it a priority.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping
from typing import TypeVar

from policykb.lexicon.words import words

_SHARED = 0.72
"""Of the words of both together."""
_FEWEST = 4
_STOP = frozenset(
    "the a an and or of in on to for with by from at as it its this that these those be is are was were should must need ought have has "
    "will would can could may not their they we our also more which who such than into through over between".split()
)

Key = TypeVar("Key", bound=Hashable)


def content(text: str) -> frozenset[str]:
    """The stems of a text that carry meaning."""
    return frozenset(term for term, _, _ in words(text) if term not in _STOP)


def alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two texts say the same by their content words."""
    if min(len(one), len(other)) < _FEWEST:
        return one == other and len(one) > 1
    return len(one & other) >= _SHARED * len(one | other)


def groups(contents: Mapping[Key, frozenset[str]]) -> list[list[Key]]:
    """The keys whose contents are alike, in order of the first of each group."""
    having: dict[str, list[int]] = defaultdict(list)
    found: list[tuple[frozenset[str], list[Key]]] = []
    for key, content_words in contents.items():
        shared = Counter(at for word in content_words for at in having.get(word, ()))
        same = [at for at, count in shared.most_common(5) if count and alike(found[at][0], content_words)]
        if same:
            found[same[0]][1].append(key)
            continue
        for word in content_words:
            having[word].append(len(found))
        found.append((content_words, [key]))
    return [keys for _, keys in found]
