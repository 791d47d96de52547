"""What can stand at the end of a query that is being typed; for shells, notebooks and a page's search field.

Separate from the parser, which reads whole queries and stops at the first fault: here the end is missing, and whatever
stands before it may be wrong.
"""

import dataclasses
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from policykb.domain.fields import ENTITIES, PASSAGE, STATEMENTS, SUBJECTS, Field, Kind
from policykb.domain.passage import Look
from policykb.query.grammar.lexer import ARTICLES, DATE_WORDS, NAME_WORDS
from policykb.query.grammar.lookup import SUBJECT_WORDS, field_named, field_names, groupable, one_for_all

if TYPE_CHECKING:
    from policykb.store.candidates import Candidates

_PIECE = re.compile(r'"(?:[^"]|"")*(?:"|\Z)|:=|[<>]=?|[:=(),|@]|[^\s"(),|:=<>@]+')
_JOINTS = frozenset({"and", "or", ",", "|", "(", "not", "-"})
_OPERATORS = frozenset({":", ":="})
_FIELD_OF = {"mentioning": "mention", "about": "mention"}
_WORDS = {
    "mentioning": "linked to it, or named in the text",
    "to": "who is asked to act",
    "by": "who voices it",
    "on": "the theme, with everything narrower",
    "under": "the agreement, body or strategy",
    "about": "linked to it, or named in the text",
    "involving": "linked in any role",
    "from": "the source, its publisher or author",
    "containing": "words of the text",
    "since": "from that date on: 2024, 2024-06",
    "after": "later than a date",
    "before": "earlier than a date",
    "until": "up to a date",
    "in": "in a year, month or day",
    "last": "the last 2 years",
    "with": "a field has a value",
    "without": "a field has none, or is not mentioned",
    "accepted": "accepted by somebody",
    "rejected": "rejected by somebody",
    "sorted": "sorted by a field",
}
_ONLY_STATEMENTS = frozenset({"mentioning", "about", "to", "on", "under", "from", "containing", "accepted", "rejected"})


_OF_PASSAGES = frozenset(
    {"containing", "from", "since", "after", "before", "until", "in", "last", "with", "without", "sorted"}
)


class Candidate(NamedTuple):
    """What the last piece of a query may become, and what that means."""

    text: str
    meaning: str


@dataclass(frozen=True)
class Completion:
    """The candidates for the piece of a query that begins at the character ``start`` and goes on to its end."""

    start: int
    candidates: tuple[Candidate, ...] = ()


@dataclass
class _Before:
    """What stands before the last piece: what can follow it."""

    subjects: tuple[str, ...] = ()
    counting: bool = False
    expects: str = "subject"
    """subject, clause, value, field, group or nothing."""
    field: Field | None = None
    types: tuple[str, ...] = ()
    run: list[str] = dataclasses.field(default_factory=list)
    joined: bool = False
    """Whether and, or or a comma stands before: a list or a clause may go on."""
    single: bool = False
    """Whether the value is that of ``field:``, whose first is one word; a list of it may go on behind a comma."""


def complete(url: str, text: str) -> Completion:
    """What can stand at the end of ``text``. Raises PolicykbError where there is no base to look names up in."""
    pieces = [(match[0], match.start(), match.end()) for match in _PIECE.finditer(text)]
    start, last = len(text), ""
    if pieces and pieces[-1][2] == len(text) and not _closed(pieces[-1][0]):
        last, start, _ = pieces.pop()
    before = _read([piece for piece, _, _ in pieces])
    from policykb.store.candidates import candidates

    with candidates(url) as known:
        found = list(dict.fromkeys(_candidates(known, before, last)))
    if len(found) == 1 and found[0].text.endswith(":"):
        # A field alone would be no progress: what it may say.
        before = _read([*(piece for piece, _, _ in pieces), found[0].text[:-1], ":"])
        with candidates(url) as known:
            values = [Candidate(found[0].text + c.text, c.meaning) for c in _candidates(known, before, "")]
        found = values or found
    return Completion(start, tuple(found))


def _closed(piece: str) -> bool:
    """Whether a piece is over: a mark, or a quote that was closed."""
    return piece[0] in ':=(),|@<>"' and not (piece[0] == '"' and (len(piece) == 1 or piece[-1] != '"'))


def _read(pieces: Sequence[str]) -> _Before:
    before = _Before()
    for i, piece in enumerate(pieces):
        low = piece.lower()
        after = pieces[i + 1].lower() if i + 1 < len(pieces) else ""
        previous = pieces[i - 1].lower() if i else ""
        _step(before, piece, low, after, previous)
    before.subjects = before.subjects or ("recommendation",)
    return before


def _step(before: _Before, piece: str, low: str, after: str, previous: str) -> None:
    subjects = before.subjects or ("recommendation",)
    if low in _OPERATORS or low == "=" or low[0] in "<>@":
        return
    if after in _OPERATORS:
        found = _subject_field(low, subjects)
        before.expects, before.field, before.types = ("value", found, found.types) if found else ("nothing", None, ())
        before.run, before.joined, before.single = [], False, True
        if low == "type":
            before.expects = "subject"
        if low in {"sort", "group"}:
            before.expects = "field"
    elif low in _JOINTS:
        before.joined, before.run = True, []
        if before.single and before.expects == "clause":
            before.expects, before.single = "value", False
    elif before.expects == "subject" and low in SUBJECT_WORDS:
        before.subjects += SUBJECT_WORDS[low]
        before.expects, before.joined = "clause", False
    elif before.expects == "subject" and (low in {"count", "of", "first", "last", *ARTICLES} or low.isdigit()):
        before.counting |= low == "count"
    elif low == "by" and (previous == "sorted" or before.counting):
        before.expects, before.run = ("field" if previous == "sorted" else "group"), []
    elif low in {"accepted", "rejected", "sorted", "but"}:
        before.expects, before.run = "clause", []
    elif low == "by" and previous in {"accepted", "rejected"}:
        before.expects, before.field, before.types, before.run = "value", None, ("actor", "framework"), []
        before.single = False
    elif low in NAME_WORDS:
        found = _subject_field(_FIELD_OF.get(low, low), subjects)
        before.expects, before.field = ("value", found) if found else ("nothing", None)
        before.types, before.run = (found.types if found else ()), []
        before.joined = before.single = False
    elif low in DATE_WORDS or low == "containing" or (low == "last" and after.isdigit()):
        before.expects, before.run = "nothing", []
    elif low in {"with", "without"}:
        before.expects, before.run = "field", []
    elif before.expects == "value" and before.single and not before.joined:
        before.expects = "clause"
    elif before.expects == "value" and low not in ARTICLES:
        before.run.append(piece.strip('"'))
    elif before.expects in {"nothing", "field", "group", "subject"}:
        before.expects = "clause"


def _subject_field(name: str, subjects: Sequence[str]) -> Field | None:
    return one_for_all(name, subjects, anyone=True) or field_named(name, subjects[0])


def _candidates(known: "Candidates", before: _Before, last: str) -> Iterator[Candidate]:
    if last.startswith('"'):
        if before.expects == "value":
            yield from _quoted(known, before.types or ENTITIES, last[1:])
        return
    low = last.lower()
    match before.expects:
        case "subject":
            starts = [(f"{s}s", f"all {s}s") for s in (*STATEMENTS, *ENTITIES)]
            starts.append(("passages", "paragraphs of attached texts"))
            starts[3:3] = [("statements", "recommendations, findings and commitments")]
            if not before.counting:
                starts.append(("count of", "how many, by theme, source, ..."))
            yield from _beginning(low, starts)
            if low and not before.counting:
                yield from _clauses(before, low)
        case "field" | "group":
            names = groupable(before.subjects[0]) if before.expects == "group" else field_names(before.subjects)
            fields = [(name, _meaning(name, before)) for name in names]
            if before.expects == "group" and "theme" in names:
                fields.append(("theme.top", "the widest themes"))
            yield from _beginning(low, fields)
        case "value":
            if before.run:
                yield from _going_on(known, before, last)
                yield from _clauses(before, low)
            else:
                yield from _values(known, before, last)
                if before.joined:
                    yield from _clauses(before, low)
        case "clause":
            yield from _clauses(before, low)


def _clauses(before: _Before, low: str) -> Iterator[Candidate]:
    """Words that begin a clause, and fields."""
    statements = set(before.subjects) <= set(STATEMENTS)
    words = {w: m for w, m in _WORDS.items() if statements or w not in _ONLY_STATEMENTS}
    if before.subjects == (PASSAGE,):
        words = {word: meaning for word, meaning in _WORDS.items() if word in _OF_PASSAGES}
    if "recommendation" not in before.subjects:
        words.pop("to", None)
    if before.counting:
        words["by"] = "grouped by a field, or who voices it"
    if low:
        words |= {"and": "both", "or": "either", "not": "and not"}
    yield from _beginning(low, words.items())
    yield from _beginning(low, [(f"{name}:", _meaning(name, before)) for name in field_names(before.subjects)])


def _meaning(name: str, before: _Before) -> str:
    found = _subject_field(name, before.subjects)
    return found.meaning if found else ""


def _values(known: "Candidates", before: _Before, last: str) -> Iterator[Candidate]:
    """What a field, or a word for names, may be followed by."""
    found = before.field
    if found is None or found.kind in {Kind.NAME, Kind.MENTION}:
        for key, name, type_ in known.entities(before.types or ENTITIES, last, found.role if found else None):
            yield Candidate(key, name if len(before.types) == 1 else f"{name} ({type_})")
        return
    match found.kind:
        case Kind.WORD | Kind.CLAIM:
            names = [f"{s}-kind" for s in before.subjects] if found.name == "kind" else [found.vocabulary or found.name]
            words = known.terms(names, last)
            if found.name == "review":
                words = [("pending", "nobody has checked it yet"), ("accepted", "checked")]
            if found.name == "look":
                words = [(str(look), "") for look in Look]
            yield from _beginning(last.lower(), words)
        case Kind.FLAG:
            yield from _beginning(last.lower(), [("true", found.meaning), ("false", "")])
        case Kind.KEY if before.subjects[0] == PASSAGE:
            pass
        case Kind.KEY if before.subjects[0] not in STATEMENTS:
            for key, name, _ in known.entities(before.subjects, last):
                yield Candidate(key, name)
        case Kind.KEY | Kind.RELATION:
            yield from (Candidate(key, text) for key, text in known.statements(last))
        case _:
            pass
    yield from _beginning(last.lower(), [("none", "it has none")] if last else [])


def _going_on(known: "Candidates", before: _Before, last: str) -> Iterator[Candidate]:
    """What is left of the names that begin with the words before and the last one."""
    typed = " ".join([*before.run, last])
    words = len(before.run)
    for name, key, _ in known.names(before.types or ENTITIES, typed):
        rest = name.split()[words:]
        if rest and '"' not in name:
            yield Candidate(" ".join(rest), key)


def _quoted(known: "Candidates", types: Sequence[str], start: str) -> Iterator[Candidate]:
    for name, key, type_ in known.names(types, start):
        if '"' not in name:
            yield Candidate(f'"{name}"', f"{key} ({type_})")


def _beginning(low: str, words: Iterable[tuple[str, str]]) -> Iterator[Candidate]:
    return (Candidate(word, meaning) for word, meaning in words if word.startswith(low))


def keys(url: str, start: str, types: Sequence[str] = SUBJECTS) -> tuple[Candidate, ...]:
    """The keys of records of these types that begin so. Raises PolicykbError where there is no base."""
    from policykb.store.candidates import candidates

    with candidates(url) as known:
        found = [Candidate(key, name) for key, name, _ in known.entities([t for t in types if t in ENTITIES], start)]
        if set(types) & set(STATEMENTS):
            found += [Candidate(key, text) for key, text in known.statements(start)]
    return tuple(found)
