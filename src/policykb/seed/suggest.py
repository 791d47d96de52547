"""Did-you-mean for seed files; separate so that the matching library is imported only when something is wrong."""

from collections.abc import Iterable


def closest(word: str, known: Iterable[str]) -> str:
    """``did you mean X?`` for the nearest known word, or an empty text."""
    from rapidfuzz import process
    from rapidfuzz.distance import DamerauLevenshtein

    candidates = list(known)
    found = process.extractOne(
        word.lower(), candidates, scorer=DamerauLevenshtein.normalized_similarity, score_cutoff=0.6
    )
    return f"did you mean {found[0]}?" if found else ""
