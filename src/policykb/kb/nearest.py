"""Which keys somebody may have meant; separate since every command that takes a KEY says it."""

from collections.abc import Sequence


def nearest(key: str, keys: Sequence[str]) -> list[str]:
    """At most three of the keys, the most alike first; none where none is alike."""
    from rapidfuzz import process

    near = process.extract(key, list(dict.fromkeys(keys)), limit=3, score_cutoff=60)
    # Beside a near miss the merely similar only distracts.
    return [found for found, score, _ in near if score > near[0][1] - 15]
