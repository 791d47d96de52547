"""Rows that follow from others: closures, mentions, copied dates; and what a removal would leave dangling.

Separate from writing so that each rule stands once, whether a load, a check or a repair asks for it.
"""

from types import ModuleType

from sqlalchemy import Connection, delete, func, select, update

from policykb.domain.fields import FIELDS
from policykb.lexicon.linker import Linker
from policykb.lexicon.words import Token
from policykb.store import rows, state
from policykb.store import tables as t

CHUNK = 2_000


def update_issued(connection: Connection, sources: set[int]) -> None:
    """Gives statements without a date of their own that of their source, where the source changed."""
    issued, _ = state.source_facts(connection)
    for source in sorted(sources):
        first, last = issued.get(source, (None, None))
        connection.execute(
            update(t.statement)
            .where(t.statement.c.source_id == source, t.statement.c.issued.is_(None))
            .values(issued_first=first, issued_last=last)
        )


def closure(connection: Connection) -> set[tuple[int, int]]:
    """(ancestor, descendant) of all entities as their parents have it, each with itself too."""
    above: dict[int, list[int]] = {}
    for child, parent in connection.execute(select(t.parent.c.child_id, t.parent.c.parent_id)):
        above.setdefault(child, []).append(parent)
    wanted: set[tuple[int, int]] = set()
    for id_ in connection.execute(select(t.entity.c.id)).scalars():
        todo, seen = [id_], set()
        while todo:
            ancestor = todo.pop()
            if ancestor not in seen:
                seen.add(ancestor)
                todo += above.get(ancestor, ())
        wanted |= {(ancestor, id_) for ancestor in seen}
    return wanted


def rebuild_closure(connection: Connection, dialect: ModuleType) -> None:
    """Writes anew which entity lies below which, itself included."""
    wanted = closure(connection)
    present = {(r.ancestor_id, r.descendant_id) for r in connection.execute(select(t.closure))}
    for ancestor, descendant in present - wanted:
        c = t.closure.c
        connection.execute(delete(t.closure).where(c.ancestor_id == ancestor, c.descendant_id == descendant))
    dialect.insert_rows(connection, t.closure, rows.COLUMNS["closure"], sorted(wanted - present))


class Linking:
    """Finds names in statements for one load, under the names the base has now."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        aliases, self._digest = state.aliases(connection)
        self._linker = Linker(aliases)
        self._stale = state.about(connection, "aliases") != self._digest

    def find(self, text: str, source: int, tokens: list[Token] | None = None) -> list[rows.Row]:
        """(start, entity, end, alias) of every name in a text of that source; an entity once at each place."""
        found = self._linker.find(text, source, tokens)
        if len(found) < 2:
            return [(m.start, m.entity, m.end, m.alias) for m in found]
        return list({(m.start, m.entity): (m.start, m.entity, m.end, m.alias) for m in found}.values())

    def relink(self, written: set[int], dialect: ModuleType) -> None:
        """Finds the names of all other statements anew, where names or their rules changed."""
        if not self._stale:
            return
        s, e = t.statement.c, t.evidence.c
        after = 0
        while chunk := self._connection.execute(
            select(s.id, s.source_id, s.text).where(s.id > after).order_by(s.id).limit(CHUNK)
        ).all():
            after = chunk[-1].id
            source_of = {r.id: r.source_id for r in chunk if r.id not in written}
            texts = [(r.id, 0, r.text) for r in chunk if r.id in source_of]
            texts += [
                (r.statement_id, r.position, r.exact)
                for r in self._connection.execute(
                    select(e.statement_id, e.position, e.exact).where(
                        e.statement_id.in_(source_of), e.exact.is_not(None)
                    )
                )
            ]
            found = [(id_, place, *row) for id_, place, text in texts for row in self.find(text, source_of[id_])]
            self._connection.execute(delete(t.mention).where(t.mention.c.statement_id.in_(source_of)))
            dialect.insert_rows(self._connection, t.mention, rows.COLUMNS["mention"], found)
        self._connection.execute(delete(t.about).where(t.about.c.name == "aliases"))
        self._connection.execute(t.about.insert().values(name="aliases", value=self._digest))


def misplaced(connection: Connection, retyped: list[int]) -> list[str]:
    """Where entities that changed their type stand in the place of the former one, in words."""
    named, complaints = t.entity.alias(), []
    e = named.c
    for column, types in _ALLOWED:
        table = column.table
        query = select(e.key, e.type, func.count()).join_from(table, named, e.id == column).group_by(e.key, e.type)
        if table is t.link:
            query = query.where(t.link.c.role.in_([role for role, fits in _ROLES.items() if fits == types]))
        complaints += [
            f"{key} cannot become a {type_}: {n} of {_WORDS.get(table.name, table.name)} still name it as"
            f" {' or '.join(types)}"
            for key, type_, n in connection.execute(query.where(e.id.in_(retyped), e.type.not_in(types)))
        ]
    return complaints


def dangling(connection: Connection, removed: list[int]) -> list[str]:
    """What still points at removed entities or statements, in words ("japan cannot be removed: 3 of ...")."""
    complaints = []
    keys = select(t.entity.c.id, t.entity.c.key).where(t.entity.c.id.in_(removed))
    names = {row.id: row.key for row in connection.execute(keys)}
    for table in t.metadata.tables.values():
        for column in table.columns:
            for key in column.foreign_keys:
                if key.column.table is t.entity and key.ondelete != "CASCADE" and removed:
                    query = select(column, func.count()).where(column.in_(removed)).group_by(column)
                    if table is t.entity:
                        query = query.where(t.entity.c.id.not_in(removed))
                    complaints += [
                        f"{names[id_]} cannot be removed: {n} of {_WORDS.get(table.name, table.name)} still name it"
                        for id_, n in connection.execute(query)
                    ]
    for table, column, words in (
        (t.claim, t.claim.c.statement_id, "a claim"),
        (t.relation, t.relation.c.subject_id, "a relation"),
        (t.relation, t.relation.c.object_id, "a relation"),
    ):
        lost = connection.execute(
            select(table.c.key, t.owner.c.name)
            .join(t.owner, t.owner.c.id == table.c.owner_id)
            .outerjoin(t.statement, t.statement.c.id == column)
            .where(t.statement.c.id.is_(None))
            .order_by(table.c.key)
        )
        for key, owner in lost:
            # The statement itself is gone; the key of what hangs on it names it ("STATEMENT response ...").
            statement = key.split(" ")[-1 if column is t.relation.c.object_id else 0]
            complaints.append(f"{statement} cannot be removed: {words} of {owner} hangs on it ({key})")
    return complaints


_ACTING = ("actor", "framework")
_ROLES = {field.role: field.types for field in FIELDS if field.role}
_ALLOWED = (
    *((t.link.c.entity_id, types) for types in dict.fromkeys(_ROLES.values())),
    (t.statement.c.source_id, ("source",)),
    (t.entity.c.fact_source_id, ("source",)),
    (t.source.c.publisher_id, _ACTING),
    (t.source.c.event_id, ("event",)),
    (t.author.c.person_id, ("actor",)),
    (t.membership.c.actor_id, _ACTING),
    (t.membership.c.source_id, ("source",)),
    (t.participation.c.person_id, ("actor",)),
    (t.participation_organisation.c.organisation_id, _ACTING),
    (t.claim.c.asserter_id, _ACTING),
    (t.coverage.c.source_id, ("source",)),
    (t.coverage.c.theme_id, ("theme",)),
)
_WORDS = {
    "link": "statements' links",
    "framework_member": "memberships",
    "author": "authors",
    "participation": "participations",
    "participation_organisation": "affiliations",
    "parent": "broader / part_of",
    "entity_source": "sources",
    "entity": "records",
    "statement": "statements",
    "mention": "mentions",
}
