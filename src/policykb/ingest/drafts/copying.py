"""Whether a text that should be in one's own words repeats its passage's; separate because it is a judgement."""

from collections.abc import Iterable

from policykb.lexicon.words import folded

MOST_ALIKE = 8
"""So many words in a row that are the passage's are no longer one's own."""


def copied(text: str, passages: Iterable[str]) -> str | None:
    """The longest run of at least `MOST_ALIKE` words that a text shares with a passage, as the text has it; else None.

    >>> passage = "Port states should open their cold stores to the boats of all their neighbours."
    >>> copied("Ports should share cold stores with neighbours.", [passage]) is None
    True
    >>> copied("They should open their cold stores to the boats of others.", [passage])
    'should open their cold stores to the boats of'
    """
    tokens = folded(text)
    words = [token[0] for token in tokens]
    best: tuple[int, int] = (0, 0)
    for passage in passages:
        there = [token[0] for token in folded(passage)]
        before = [0] * (len(there) + 1)
        for end, word in enumerate(words, 1):
            lengths = [0] * (len(there) + 1)
            for at, other in enumerate(there, 1):
                if word == other:
                    lengths[at] = before[at - 1] + 1
                    if lengths[at] > best[1] - best[0]:
                        best = (end - lengths[at], end)
            before = lengths
    if best[1] - best[0] < MOST_ALIKE:
        return None
    return text[tokens[best[0]][1] : tokens[best[1] - 1][2]]
