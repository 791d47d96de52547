"""What became of a passage when the text of its source changed; separate because it compares, and finds nothing."""

from policykb.domain.passage import Passage
from policykb.evidence.describe import quoted, reworded
from policykb.evidence.normalise import normalise
from policykb.evidence.resolve import Resolution, Status

_FOUND = frozenset({Status.VERIFIED, Status.REPAIRED})


def moved(before: Resolution, after: Resolution) -> str | None:
    """What changed between two resolutions of one selector, in the old and in the new text: one line for people.

    None where the same words stand at the same place (other typography does not count), where the selector led nowhere
    before and leads nowhere now, and where there was no text before. Pages count where both texts have them.

    >>> old, new = (Passage("Fees", 2, 7, n, None, 90, 98, "We wait.") for n in (3, 4))
    >>> found = [Resolution(Status.VERIFIED, 90, 98, passage) for passage in (old, new)]
    >>> moved(*found)
    'moved from Fees, paragraph 3 to Fees, paragraph 4'
    >>> moved(found[0], Resolution(Status.NOT_FOUND, message='not in the text: "We wait."'))
    'lost, was in Fees, paragraph 3: not in the text: "We wait."'
    """
    if before.status is Status.NO_TEXT:
        return None
    was, now = _place(before), _place(after)
    if after.status is Status.NO_TEXT:
        return f"no text any more{f', was in {was}' if was else ''}"
    if was is None:
        if now is not None:
            if before.status is Status.AMBIGUOUS:
                return f"at one place now, was at several: {now}"
            return f"found again in {now}"
        if before.status is after.status:
            return None
        return f"{'at several places' if after.status is Status.AMBIGUOUS else 'lost'} now: {after.message}"
    if now is None:
        return f"{'ambiguous now' if after.status is Status.AMBIGUOUS else 'lost'}, was in {was}: {after.message}"
    return "; ".join(filter(None, (_other_place(before, after), _other_words(before, after)))) or None


def _place(resolution: Resolution) -> str | None:
    if resolution.status not in _FOUND or resolution.passage is None:
        return None
    page = resolution.passage.page
    return resolution.passage.place + (f", page {page}" if page is not None else "")


def _other_place(before: Resolution, after: Resolution) -> str | None:
    old, new = before.passage, after.passage
    if old is None or new is None:
        return None
    if _heading(old) != _heading(new) or old.paragraph != new.paragraph:
        return f"moved from {_place(before)} to {_place(after)}"
    if old.page != new.page and None not in {old.page, new.page}:
        return f"moved from page {old.page} to page {new.page}: {new.place}"
    return None


def _other_words(before: Resolution, after: Resolution) -> str | None:
    """Words between the first and the last ones may differ though both are found as they are."""
    old, new = _words(before), _words(after)
    if normalise(old) == normalise(new):
        return None
    said_now, said_before = reworded(new, old)
    if not said_now and not said_before:
        return None  # words cut or joined elsewhere
    if not said_now:
        return f"says no longer {quoted(said_before)}"
    if not said_before:
        return f"says {quoted(said_now)} now, as it did not before"
    return f"says {quoted(said_now)} now, said {quoted(said_before)} before"


def _words(resolution: Resolution) -> str:
    """What stands there."""
    passage = resolution.passage
    if passage is None or resolution.start is None or resolution.end is None:
        return ""
    return passage.text[resolution.start - passage.start : resolution.end - passage.start]


def _heading(passage: Passage) -> str:
    return normalise(passage.section or "").casefold()
