"""What became of the answer in a pack: its query asked again, or a newer pack, held against it record by record."""

import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from policykb.domain.comparison import SINCE, Became, became, since
from policykb.domain.fields import STATEMENTS
from policykb.errors import QueryError
from policykb.kb.answer import Answer
from policykb.kb.ask import ask
from policykb.kb.counts import Counts
from policykb.kb.packs.match import Matched, changed_rows
from policykb.kb.packs.read import Counted, OldPack, Plain, counted_rows
from policykb.kb.saved import find
from policykb.store.engine import Database
from policykb.store.present import present

GONE = "not in the base any more"
UNFIT = "does not fit the query any more"
BEYOND = "fits, but comes after those that the query asks for"
NOT_THERE = "not in the newer pack"


@dataclass(frozen=True)
class Side:
    """One of the two answers: ``what`` it is, the query as understood with its dates, the day and the data version."""

    what: str
    query: str
    day: str
    data_version: str
    records: int


@dataclass(frozen=True)
class Comparison:
    """What became of an answer: the ``records``, the ``sources`` they come from, and of counts the ``rows``.

    ``unchanged`` counts records. ``notices``: what to know of the comparison, in sentences.
    """

    then: Side
    now: Side
    records: tuple[Became, ...]
    rows: tuple[Became, ...]
    sources: tuple[Became, ...]
    unchanged: int
    notices: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        """Whether nothing came, left or changed."""
        return not self.records and not self.rows and not self.sources

    def __str__(self) -> str:
        return f"since then: {since(self.records)}"

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        counts = {op: sum(item.op == op for item in self.records) for op in SINCE}
        lists = {n: [item.to_dict() for item in getattr(self, n)] for n in ("records", "rows", "sources")}
        sides = {"then": vars(self.then), "now": vars(self.now)}
        return sides | {"counts": counts | {"unchanged": self.unchanged}} | lists | {"notices": list(self.notices)}


def compare_pack(database: Database, folder: Path, *, today: date) -> Comparison:
    """Holds a pack against the base as it is. Raises NotAPack and the errors of a query."""
    with OldPack(folder) as old, database.unchanging() as same:
        return _with_base(old, same, today)


def compare_packs(folder: Path, newer: Path) -> Comparison:
    """Holds a pack against a newer one. Raises NotAPack."""
    with OldPack(folder) as old, OldPack(newer) as new:
        return _with_pack(old, new)


def _with_pack(old: OldPack, new: OldPack) -> Comparison:
    matched = Matched(old, new.records(), lambda _: new.sources())
    left = [became("remove", old[key], None, NOT_THERE) for key in matched.left]
    said, now = old.manifest, new.manifest
    notices = [] if said.canonical == now.canonical else [f"The newer pack asks something else: {now.canonical}"]
    return _comparison(old, matched, left, new.rows(), _side(new), notices)


def _with_base(old: OldPack, database: Database, today: date) -> Comparison:
    answer, notices = _asked_again(old, database, today)
    counting = isinstance(answer, Counts)
    statements = set(answer.subjects) <= set(STATEMENTS)
    with (answer.counted if isinstance(answer, Counts) else answer).table() as table:
        around = table.around
        assert around is not None
        matched = Matched(old, table.records, lambda keys: {r["key"]: r for r in around.records(sorted(keys))})
        about = around.about()
    beyond = set[str]()
    if matched.left and not counting and (answer.query.limit is not None or answer.query.after is not None):
        beyond = {record["key"] for record in answer.without_limit.to_dicts()}
    with database.reading() as connection:
        present_now = present(connection, matched.left, statements=statements)
    left = [_left(old[key], present_now.get(key), beyond) for key in matched.left]
    side = Side("the base", answer.absolute, today.isoformat(), about.data_version, matched.count)
    return _comparison(old, matched, left, _rows_now(answer) if counting else {}, side, notices)


def _asked_again(old: OldPack, database: Database, today: date) -> tuple[Answer, list[str]]:
    """The answer to the query of a pack as it was written; where a name in it is no more, as it was understood."""
    said, notices = old.manifest, list[str]()
    try:
        answer = ask(database, said.query, limit=None, today=today)
    except QueryError as error:
        try:
            answer = ask(database, said.canonical, limit=None, today=today)
        except QueryError:
            message = f"The query of the pack {old.folder} cannot be asked any more: {error.message}"
            raise type(error)(message, error.hint, query=error.query, column=error.column) from error
        notices.append(f"Its words cannot be asked any more ({error.message}), so its canonical form was.")
    if answer.canonical != said.canonical:
        notices.append(f"The same words are understood otherwise now; then: {said.canonical}")
    saved = find(database, said.name) if said.name else None
    if saved is not None and saved.text != said.query:
        notices.append(f"The saved query {saved.name} asks something else by now; asked was the pack's: {said.query}")
    return answer, notices


def _left(record: Plain, now: Plain | None, beyond: set[str]) -> Became:
    """A record that left the answer, with why."""
    if now is None:
        return became("remove", record, None, GONE)
    reason = BEYOND if now["key"] in beyond else UNFIT
    moved = "" if now["key"] == record["key"] else f"; its key is {now['key']} now"
    return became("remove", record, now, reason + moved)


def _rows_now(answer: Answer) -> Counted:
    out = io.BytesIO()
    answer.write("csv", out, to_file=True)
    return counted_rows(out.getvalue(), len(answer.query.group))


def _comparison(
    old: OldPack, matched: Matched, left: list[Became], rows: Counted, now: Side, notices: list[str]
) -> Comparison:
    items = sorted([*matched.items, *left], key=lambda item: SINCE.index(item.op))
    sources = matched.changed_sources(old.sources())
    return Comparison(
        _side(old),
        now,
        tuple(items),
        tuple(changed_rows(old.rows(), rows)),
        tuple(sources),
        matched.unchanged,
        tuple(notices),
    )


def _side(pack: OldPack) -> Side:
    said = pack.manifest
    return Side(str(pack.folder), said.absolute, said.day, said.data_version, said.counts["records"])
