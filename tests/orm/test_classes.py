"""The mapped classes say what the views and the Python API say, and cannot write; oracles are plain SQL and `query`."""

import ast
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, func, insert, inspect, select, text, update
from sqlalchemy.orm import configure_mappers, selectinload
from tests.builders import Make, Plain, fingerprint, lines, small, totals, write

import policykb
from policykb import KnowledgeBase, orm
from policykb.domain.record import Record
from policykb.errors import NoDatabase, NotAKnowledgeBase, PolicykbError, ReadOnly
from policykb.orm.mapping import Base
from policykb.store.engine import Database

CLASSES = [getattr(orm, name) for name in orm.__all__ if isinstance(getattr(orm, name), type)]
CLASSES = [one for one in CLASSES if issubclass(one, Base)]
IPEF = "ncafp-2024-us-japan/ipef-market-access"
NOT_MAPPED = {
    "recommendation": "statements with their type",
    "finding": "statements with their type",
    "commitment": "statements with their type",
    "theme": "entities with their type",
    "actor": "entities with their type",
    "framework": "entities with their type",
    "event": "entities with their type",
    "source": "entities with their type",
}
"""Views without a class of their own, and what is mapped instead."""
LISTS_ONLY = {"statement_theme", "statement_event", "parents", "closures", "authors"}
"""Views that only say what leads where, so that relationships stand for them."""


@pytest.fixture
def session(shipped_file: str) -> Iterator[orm.ReadOnlySession]:
    with orm.session(shipped_file) as opened:
        yield opened


def test_every_view_and_column_is_mapped(base: Database) -> None:
    configure_mappers()
    there = inspect(base.engine)
    assert set(Base.metadata.tables) == set(there.get_view_names()) - NOT_MAPPED.keys()
    for name, table in Base.metadata.tables.items():
        columns = {column["name"] for column in there.get_columns(name)}
        mapped = {column.name for column in table.columns}
        assert mapped <= columns
        assert mapped == columns or name in LISTS_ONLY, name


@pytest.mark.parametrize("one", CLASSES, ids=lambda one: one.__name__)
def test_every_attribute_of_every_class_can_be_read(session: orm.ReadOnlySession, one: type[Base]) -> None:
    for found in session.scalars(select(one).limit(20)):
        for attribute in one.__mapper__.attrs:
            getattr(found, attribute.key)


@pytest.mark.parametrize("one", CLASSES, ids=lambda one: one.__name__)
def test_relationships_cannot_write(one: type[Base]) -> None:
    assert all(relationship.viewonly for relationship in one.__mapper__.relationships)


def test_statements_are_the_records_of_the_python_api(session: orm.ReadOnlySession, shipped: KnowledgeBase) -> None:
    for record in shipped.query("statements"):
        said: Any = record
        found = session.get_one(orm.Statement, said.key)
        assert type(found).__name__ == type(record).__name__
        assert (found.text, found.source.key) == (said.text, said.source)
        assert [theme.key for theme in found.themes] == list(said.themes)
        assert [event.key for event in found.events] == list(said.events)
        assert [(link.framework_key, link.relation) for link in found.framework_links] == [
            (link.key, link.relation) for link in said.frameworks
        ]
        assert [framework.key for framework in found.frameworks] == [link.key for link in said.frameworks]
        assert [actor.key for actor in found.actors] == [link.key for link in said.actors]
        proponents = () if said.proponents in {None, "unknown"} else said.proponents
        assert [actor.key for actor in found.proponents] == [link.key for link in proponents]
        assert [(e.section, e.paragraph) for e in found.evidence] == [(e.section, e.paragraph) for e in said.evidence]
        if isinstance(found, orm.Recommendation):
            assert [actor.key for actor in found.addressees] == [link.key for link in said.addressees]
            assert (found.strength, found.action, found.endorsed) == (
                said.strength,
                said.action,
                said.endorsed is not False,
            )


def test_joined_columns_are_the_cells_of_the_flat_rows(session: orm.ReadOnlySession, shipped: KnowledgeBase) -> None:
    for row in shipped.query("recommendations").to_rows():
        found = session.get_one(orm.Recommendation, row["key"])
        assert found.addressee_names == row["addressees"]
        assert found.proponent_names == row["proponents"]
        assert found.theme_names == row["themes"]
        assert found.citation == row["citation"]
        assert found.places == row["evidence"]


def test_themes(session: orm.ReadOnlySession, shipped: KnowledgeBase) -> None:
    economic = session.get_one(orm.Theme, "economic")
    below = keys(shipped, "themes broader:=economic")
    assert {theme.key for theme in economic.narrower} == below != set()
    assert economic not in economic.all_narrower
    everything = {r.key for theme in [economic, *economic.all_narrower] for r in theme.recommendations}
    assert everything == keys(shipped, "recommendations on economic")
    for theme in session.scalars(select(orm.Theme)):
        assert all(theme in wider.narrower for wider in theme.broader)
        assert {wider.key for wider in theme.broader} == set(shipped.show(theme.key).record.get("broader", ()))
    assert {type(s) for s in economic.statements} <= {orm.Recommendation, orm.Finding}
    assert {f.key for f in economic.findings} == keys(shipped, "findings theme:=economic")


def test_actors_and_frameworks(session: orm.ReadOnlySession, shipped: KnowledgeBase) -> None:
    japan = session.get_one(orm.Actor, "japan")
    assert {r.key for r in japan.recommendations_to} == keys(shipped, "recommendations to:=japan")
    assert {m.framework_key for m in japan.memberships} == keys(shipped, "frameworks involving Japan")
    quad = session.get_one(orm.Framework, "quad")
    assert {actor.key for actor in quad.members} == {"australia", "india", "japan", "united-states"}
    assert {r.key for r in quad.recommendations} == keys(shipped, "recommendations framework:=quad")
    congress = session.get_one(orm.Actor, "us-congress")
    assert [whole.key for whole in congress.part_of] == ["united-states"]
    assert congress in session.get_one(orm.Actor, "united-states").parts
    assert {alias.text for alias in congress.aliases} >= {"Congress", "Capitol Hill"}
    assert [(i.scheme, i.value) for i in congress.ids] == [("wikidata", "Q11268")]


def test_sources_events_and_people(session: orm.ReadOnlySession, shipped: KnowledgeBase) -> None:
    source = session.get_one(orm.Source, "ncafp-2024-us-japan")
    assert [person.name for person in source.authors] == ["Susan A. Thornton", "Juliet Lee"]
    assert source.publisher is not None
    assert (source.publisher.key, source.publisher_name) == ("ncafp", source.publisher.name)
    assert len(source.recommendations) == 25
    assert len(source.findings) == 57
    assert source.event is not None
    assert source in source.event.sources
    assert len(source.event.participations) == 20
    assert source in source.authors[0].sources
    assert {entry.theme_key for entry in source.coverage} == {
        "economic",
        "minilateral",
        "governance",
        "domestic-politics",
    }


def test_a_member_who_left_is_none(make: Make, tmp_path: Path) -> None:
    framework = """\
frameworks:
  - key: club
    name: Club
    kind: minilateral
    memberships:
      - {actor: japan, role: member, from: 2010, url: "https://example.org/a", checked: 2026-11}
      - {actor: united-states, role: member, from: 2010, to: 2020, url: "https://example.org/a", checked: 2026-11}
      - {actor: united-states, role: observer, from: 2021, url: "https://example.org/a", checked: 2026-11}
"""
    with orm.session(loaded(make, tmp_path, club=framework)) as session:
        club = session.get_one(orm.Framework, "club")
        assert [actor.key for actor in club.members] == ["japan"]
        assert [(m.actor_key, m.role, m.from_, m.to) for m in club.memberships] == [
            ("japan", "member", "2010", None),
            ("united-states", "member", "2010", "2020"),
            ("united-states", "observer", "2021", None),
        ]


def test_claims_and_relations(make: Make, tmp_path: Path) -> None:
    claims = """\
claims:
  - {statement: report/join-ipef, aspect: response, value: accepted, asserter: japan, on: 2024-07}
  - {statement: report/join-ipef, aspect: response, value: noted, asserter: japan, on: 2024-08}
relations:
  - {subject: report/doubts, relation: contradicts, object: report/join-ipef}
"""
    with orm.session(loaded(make, tmp_path, claims=claims)) as session:
        asked = session.get_one(orm.Recommendation, "report/join-ipef")
        assert [(c.value, c.on, c.asserter.name) for c in asked.claims] == [
            ("accepted", "2024-07", "Japan"),
            ("noted", "2024-08", "Japan"),
        ]
        assert asked.relations == []
        assert [(r.relation, r.subject.key) for r in asked.related_by] == [("contradicts", "report/doubts")]


def loaded(make: Make, tmp_path: Path, **files: str) -> str:
    base = make(tmp_path / "base.db")
    totals(base, small(tmp_path / "seed", **files))
    base.close()
    return base.url


def test_questions_as_sqlalchemy_asks_them(session: orm.ReadOnlySession, shipped: KnowledgeBase) -> None:
    asked = (
        select(orm.Recommendation)
        .join(orm.Recommendation.themes)
        .where(orm.Theme.key == "trade", orm.Recommendation.strength == "should")
        .options(selectinload(orm.Recommendation.addressees))
    )
    assert {r.key for r in session.scalars(asked)} == keys(shipped, "recommendations theme:=trade strength:should")
    counted = select(orm.Recommendation.strength, func.count()).group_by(orm.Recommendation.strength)
    assert sum(number for _, number in session.execute(counted)) == 25
    mentioned = select(orm.Mention.statement_key).where(orm.Mention.entity_key == "ipef")
    assert set(session.scalars(mentioned)) <= keys(shipped, "statements mentioning IPEF")


def keys(kb: KnowledgeBase, question: str) -> set[str]:
    records: Iterator[Record] = iter(kb.query(question))
    return {str(record.key) for record in records}  # type: ignore[attr-defined]


def change(session: orm.ReadOnlySession) -> None:
    session.get_one(orm.Recommendation, "report/join-ipef").text = "x"


def flushed(session: orm.ReadOnlySession) -> None:
    change(session)
    session.flush()


def committed(session: orm.ReadOnlySession) -> None:
    change(session)
    session.commit()


def after_a_setting(session: orm.ReadOnlySession) -> None:
    """A script's own setting for the connection opens nothing."""
    sqlite = session.connection().dialect.name == "sqlite"
    session.get(orm.Theme, "trade")
    session.execute(text("PRAGMA query_only=0" if sqlite else "SET default_transaction_read_only = off"))
    session.execute(text("DELETE FROM link"))


WRITES: dict[str, Callable[[orm.ReadOnlySession], object]] = {
    "add": lambda s: s.add(orm.Theme(key="x")),
    "add_all": lambda s: s.add_all([orm.Theme(key="x")]),
    "delete": lambda s: s.delete(s.get_one(orm.Recommendation, "report/join-ipef")),
    "merge": lambda s: s.merge(orm.Theme(key="x")),
    "flush": flushed,
    "commit": committed,
    "insert": lambda s: s.execute(insert(orm.Theme).values(key="x")),
    "update": lambda s: s.execute(update(orm.Theme).values(name="x")),
    "delete many": lambda s: s.execute(delete(orm.Recommendation)),
    "query.delete": lambda s: s.query(orm.Recommendation).delete(),
    "query.update": lambda s: s.query(orm.Recommendation).update({"text": "x"}),
    "bulk": lambda s: s.bulk_insert_mappings(orm.Theme.__mapper__, [{"key": "x"}]),
    "bulk objects": lambda s: s.bulk_save_objects([orm.Theme(key="x")]),
    "SQL": lambda s: s.execute(text("DELETE FROM link")),
    "SQL on the connection": lambda s: s.connection().execute(text("CREATE TABLE mine (x integer)")),
    "SQL after a setting": after_a_setting,
}


@pytest.mark.parametrize("write_so", WRITES.values(), ids=WRITES)
def test_what_would_write_is_refused(
    make: Make, tmp_path: Path, write_so: Callable[[orm.ReadOnlySession], object]
) -> None:
    place = loaded(make, tmp_path)
    before = fingerprint(place)
    with orm.session(place) as session:
        with pytest.raises(ReadOnly, match="only") as caught:
            write_so(session)
        assert caught.value.exit_code == 2
        assert "policykb load" in str(caught.value)
    assert fingerprint(place) == before


def test_what_was_changed_is_named(shipped_file: str) -> None:
    with orm.session(shipped_file) as session:
        session.get_one(orm.Recommendation, IPEF).text = "x"
        with pytest.raises(ReadOnly, match=f"<Recommendation {IPEF}> was changed and cannot be saved"):
            session.commit()


def test_a_session_goes_where_the_base_is(
    shipped_file: str, shipped: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in (shipped, shipped_file):
        with orm.session(place) as session:
            assert session.get_one(orm.Theme, "trade").name == "Trade"
    monkeypatch.setenv("POLICYKB_DB", shipped_file)
    with orm.session() as session:
        assert session.get(orm.Theme, "trade") is not None


@pytest.mark.files
def test_files_that_are_no_base(shipped_file: str, tmp_path: Path) -> None:
    with orm.session(Path(shipped_file)) as one, orm.session(f"sqlite:///{shipped_file}") as other:
        assert one.get_one(orm.Theme, "trade").name == other.get_one(orm.Theme, "trade").name
    with pytest.raises(NoDatabase):
        orm.session(tmp_path / "none.db")
    (tmp_path / "text.db").write_text("no base")
    with pytest.raises(NotAKnowledgeBase):
        orm.session(tmp_path / "text.db")


def test_a_session_sees_one_state_and_lets_others_write(make: Make, tmp_path: Path) -> None:
    base = make(tmp_path / "base.db")
    seed = small(tmp_path / "seed")
    totals(base, seed)
    finding: Plain = {"type": "finding", "key": "report/b", "source": "report", "text": "B", "evidence": [{"page": 1}]}
    count = select(func.count()).select_from(orm.Statement)
    with orm.session(base.url) as session:
        assert session.scalar(count) == 2
        session.rollback()
        totals(base, write(seed, {"b.jsonl": lines([finding])}))
        assert session.scalar(count) == 3
    base.close()


def test_objects_keep_what_they_read(shipped_file: str) -> None:
    with orm.session(shipped_file) as session:
        found = session.get_one(orm.Recommendation, IPEF)
        themes = found.themes
    assert found.text.startswith("The United States")
    assert [theme.key for theme in found.themes] == [theme.key for theme in themes] == ["market-access"]


@pytest.mark.files
def test_a_damaged_base_is_named(shipped_file: str, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.db"
    damaged.write_bytes(Path(shipped_file).read_bytes())
    with orm.session(damaged) as session:
        content = bytearray(damaged.read_bytes())
        content[8192:] = b"\xff" * (len(content) - 8192)
        damaged.write_bytes(content)
        with pytest.raises(PolicykbError, match="damaged"):
            session.scalars(select(orm.Recommendation)).all()


def test_nothing_in_the_package_pays_for_it() -> None:
    for path in Path(policykb.__file__).parent.rglob("*.py"):
        if "orm" not in path.parts:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
                assert not any(name.startswith("policykb.orm") for name in names), path
    asked = "import sys, policykb.kb.ask; assert 'policykb.orm' not in sys.modules"
    subprocess.run([sys.executable, "-c", asked], check=True)
