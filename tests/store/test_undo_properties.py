"""Whatever two loads did, undoing the second gives back all that the first left; undoing that does it again."""

import os
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import Phase, given, reject, settings
from hypothesis import strategies as st
from tests import strategies
from tests.builders import STATE, Fresh, Plain, assert_sound, lines, query, state, totals, write
from tests.seed.test_extend import split_bases

from policykb import KnowledgeBase
from policykb.domain.fields import ENTITIES
from policykb.errors import SeedError
from policykb.store.engine import Database

FULL = os.environ.get("POLICYKB_FAULTS") == "full"
Layout = list[tuple[str, Plain]]


@st.composite
def _extended(draw: st.DrawFn) -> tuple[Layout, Layout]:
    """A base in which files add to the records of others, and another state of it: other files add other things."""
    records, poorer, extensions = draw(split_bases())
    random = Random(draw(st.integers(0, 1_000)))

    def state_of(own: list[Plain], share: float) -> Layout:
        some = [(random.choice(("x.jsonl", "y.jsonl")), e) for e in extensions if random.random() < share]
        return [("a.jsonl", record) for record in own] + some

    before, after = state_of(poorer, 0.7), state_of(records if draw(st.booleans()) else poorer, 0.0)
    if draw(st.booleans()):
        after = state_of(poorer, 0.5)
    finding = [(file, record) for file, record in after if record["type"] == "finding"]
    changed = [(f, r | {"text": f"Now {r['text']}"}) if (f, r) in finding else (f, r) for f, r in after]
    return before, changed


TWO = st.one_of(
    strategies.layouts().flatmap(lambda layout: st.tuples(st.just(layout), strategies.edits(layout))),
    st.tuples(strategies.layouts(), strategies.layouts()),
    st.tuples(st.just([]), strategies.layouts()),
    _extended(),
)
SUBJECTS = ("statements", "themes", "actors", "frameworks", "events", "sources")
WORDS = ("japan", "trade")


def everything(database: Database) -> dict[str, Any]:
    """All that a base says: rows by key, records as Python gives them in their order, answers to words."""
    found: dict[str, Any] = dict(state(database.url))
    with KnowledgeBase.open(database.url) as kb:
        found |= {f"records: {subject}": kb.query(subject).to_dicts() for subject in SUBJECTS}
        found |= {f"text: {w}": [r["key"] for r in kb.query(f"statements text:{w}").to_dicts()] for w in WORDS}
    return found


def load(database: Database, folder: Path, layout: Layout) -> tuple[int, int, int]:
    """Loads a folder with these files and no others; twice where the records only moved, which is no load."""
    for path in folder.rglob("*.jsonl"):
        path.unlink()
    files: dict[str, list[Plain]] = {}
    for name, record in layout:
        files.setdefault(name, []).append(record)
    # Never without any file: a folder in which there is nothing is a mistake.
    return totals(database, write(folder, {"z.jsonl": "\n"} | {n: lines(records) for n, records in files.items()}))


@given(TWO)
@settings(max_examples=300 if FULL else 5, phases=(Phase.reuse, Phase.generate))
def test_undo_gives_back_the_state_before_and_undoing_that_does_it_again(
    fresh: Fresh, layouts: tuple[Layout, Layout]
) -> None:
    first, second = layouts
    with fresh() as (folder, database):
        try:
            load(database, folder, first)
            before = everything(database)
            done = load(database, folder, second)
        except SeedError:
            reject()  # a list that holds the same twice, and was cut between the two
        after = everything(database)
        if not any(done):
            return
        kb = KnowledgeBase(database)
        assert kb.undo().report.totals == (done[2], done[1], done[0])
        assert everything(database) == before
        assert_sound(database)
        assert kb.undo().report.totals == done
        assert everything(database) == after
        kb.undo()
        assert load(database, folder, second) == done, "the same files bring it back"
        assert everything(database) == after
        assert_sound(database)
        assert totals(database, folder) == (0, 0, 0)
        assert replayed(database) == now(database)


def replayed(database: Database) -> dict[tuple[bool, str], str]:
    """By following the changes; each begins where the one before it ended, whatever was undone."""
    found: dict[tuple[bool, str], str | None] = {}
    for type_, key, before, after in query(database.url, "SELECT type, key, before, after FROM change ORDER BY id"):
        # A group and a statement of a source may bear the same key, one after the other.
        record = (type_ in ENTITIES, key)
        assert found.get(record) == before
        found[record] = after
    return {record: text for record, text in found.items() if text is not None}


def now(database: Database) -> dict[tuple[bool, str], str]:
    """The newest JSON of every record there is."""
    types = ", ".join(f"'{type_}'" for type_ in ENTITIES)
    newest = f"SELECT after FROM change c WHERE c.key = k.key AND CASE WHEN c.type IN ({types}) THEN 1 ELSE 0 END = k.e ORDER BY id DESC LIMIT 1"
    tables = ("entity", "statement", "vocabulary", "claim", "relation", "coverage")
    keys = " UNION ALL ".join(f'SELECT {int(table == "entity")} AS e, key FROM "{table}"' for table in tables)
    return {(bool(e), k): text for e, k, text in query(database.url, f"SELECT k.e, k.key, ({newest}) FROM ({keys}) k")}


def test_everything_means_everything(fresh: Fresh) -> None:
    """The control: a change of the smallest thing is seen."""
    with fresh() as (_, database):
        before = everything(database)
        with database.writing() as connection:
            connection.exec_driver_sql("INSERT INTO former_key VALUES ('a', 'b', 0)")
        assert everything(database) != before
    assert STATE
