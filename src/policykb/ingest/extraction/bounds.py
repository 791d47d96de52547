"""Where a clause begins and what its subject is; separate because all that asks how a clause stands walks over it."""

from policykb.ingest.extraction.tokens import Words
from policykb.ingest.extraction.wordlists import ADVERBS, FINITE_AUXILIARIES, word_set

HARD = frozenset({";", ":"})
SUBORDINATORS = word_set(
    """if whether when whenever where wherever whereby because although though while whilst unless until till how why
    what which who whom whose lest than whereas whatever whichever whoever however-much provided assuming as since
    once before after"""
)
COORDINATORS = word_set("and but or so yet nor then instead thus therefore rather also")


def without_insertion(words: Words, at: int) -> tuple[Words, int]:
    """The words without what commas or dashes set in right before the verb (`The bank, which is small, must`)."""
    low = words.low
    close = at - 1
    while close > 0 and low[close] in ADVERBS:
        close -= 1
    if close <= 0 or low[close] not in {",", "\u2014"}:
        return words, at
    opening = mark_before(low, close, low[close])
    if opening is None or opening == 0 or low[opening + 1 : opening + 2] in (["and"], ["but"], ["or"], ["so"]):
        return words, at
    cut = slice(opening, close + 1)
    kept = Words(words.text, list(low), list(words.raw), list(words.starts), list(words.quoted), words.names)
    for column in (kept.low, kept.raw, kept.starts, kept.quoted):
        del column[cut]
    return kept, at - (close + 1 - opening)


def subject(words: Words, at: int) -> tuple[int, int]:
    """The tokens between the start of the clause and the verb at ``at``, without coordinators and adverbs around."""
    start = clause_start(words.low, at)
    end = at
    while start < end and (words.low[start] in COORDINATORS or words.low[start] in ADVERBS or words.low[start] == ","):
        start += 1
    while end > start and (words.low[end - 1] in ADVERBS or words.low[end - 1] == ","):
        end -= 1
    for position in range(end - 1, start, -1):
        if words.low[position] == "that" and position > start and not words.low[start].endswith("ing"):
            start = position + 1
            break
    return start, end


def clause_start(low: list[str], at: int) -> int:
    """Where the clause begins: behind the comma, colon or dash before its subject; what is set in is passed over."""
    position = at - 1
    skipped_dash = False
    while position >= 0:
        token = low[position]
        if token in HARD:
            return position + 1
        if token == "\u2014":
            opening = mark_before(low, position, "\u2014")
            if not skipped_dash and opening is not None and not _is_clause(low, opening + 1, position):
                pass
            if not skipped_dash and opening is not None and _empty(low, position + 1, at):
                position = opening - 1
                skipped_dash = True
                continue
            return position + 1
        if token == "," and not _empty(low, position + 1, at):
            if _continues_list(low, position, at):
                position -= 1
                continue
            return position + 1
        if token == ",":
            opening = mark_before(low, position, ",")
            if opening is None:
                # "In short, should ..." has no subject before the comma; "The EU, should" is no English.
                position -= 1
                continue
            inside = low[opening + 1 : position]
            if inside and inside[0] in {"and", "but", "or"}:
                position -= 1
                continue
            position = opening - 1
            at = position + 1
            continue
        position -= 1
    return 0


def _continues_list(low: list[str], comma: int, at: int) -> bool:
    """Whether what follows a comma is the end of a list that is the subject (`France, Spain and Italy should`)."""
    between = low[comma + 1 : at]
    return between[:1] in (["and"], ["or"]) and len(between) <= 6 and mark_before(low, comma, ",") is not None


def mark_before(low: list[str], position: int, mark: str) -> int | None:
    """Where a mark or word stands last before a position, a semicolon or colon not passed over."""
    for earlier in range(position - 1, -1, -1):
        if low[earlier] == mark:
            return earlier
        if low[earlier] in HARD:
            return None
    return None


def _empty(low: list[str], start: int, end: int) -> bool:
    return all(token in ADVERBS for token in low[start:end])


def _is_clause(low: list[str], start: int, end: int) -> bool:
    return any(token in FINITE_AUXILIARIES for token in low[start:end])
