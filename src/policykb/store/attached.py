"""Attached texts: written, read back as they were, given on to a source's new key, taken away.

Separate from loading, which knows nothing of them but that a source may change its key or its language.
"""

from collections.abc import Iterator, Sequence
from types import ModuleType

from sqlalchemy import Connection, delete, func, or_, select, update

from policykb.domain.attachment import Attachment
from policykb.domain.document import Document, Heading
from policykb.domain.passage import Cell, Footnote, Look, Passage
from policykb.lexicon.words import folded, stems, terms
from policykb.store import tables as t

_TABLES = (t.passage, t.heading, t.footnote, t.attachment)
_PASSAGE = (
    *("source_id", "ordinal", "section", "section_ordinal", "paragraph", "page", "start", "end", "text", "terms"),
    *("look", "label", "level", "lead", "cell_table", "cell_row", "cell_column", "cell_head"),
)
_HEADING = ("source_id", "ordinal", "text", "printed", "level", "start", "page")
_FOOTNOTE = ("source_id", "position", "number", "text", "page")


def attachments(connection: Connection, source_id: int | None = None) -> list[Attachment]:
    """What is attached, by the key of the source; of one source where it is given."""
    a, e = t.attachment.c, t.entity.c
    query = select(e.key.label("source"), t.attachment).join(t.entity, e.id == a.source_id)
    if source_id is not None:
        query = query.where(a.source_id == source_id)
    return [
        Attachment(
            *(r.source, r.name, r.format, r.at, r.by),
            passages=r.passages,
            footnotes=r.footnotes,
            pages=r.pages,
            fingerprint=r.fingerprint,
            sha256=r.sha256,
        )
        for r in connection.execute(query.order_by(e.key))
    ]


def is_any(connection: Connection) -> bool:
    """Whether any source has a text."""
    return connection.execute(select(t.attachment.c.source_id).limit(1)).first() is not None


def language_of(connection: Connection, source_id: int) -> str:
    """The language of a source's text."""
    query = select(t.source.c.language).where(t.source.c.entity_id == source_id)
    return connection.execute(query).scalar_one_or_none() or "en"


def text_of(connection: Connection, source_id: int) -> Document | None:
    """The text attached to a source, as its reader made it but for what it says of itself; None where there is none."""
    known = attachments(connection, source_id)
    if not known:
        return None
    h, f = t.heading.c, t.footnote.c
    headings = connection.execute(select(t.heading).where(h.source_id == source_id).order_by(h.ordinal)).all()
    notes = connection.execute(select(t.footnote).where(f.source_id == source_id).order_by(f.position)).all()
    found = tuple(passages(connection, source_id))
    pieces = sorted([(row.start, row.printed) for row in headings] + [(p.start, p.text) for p in found])
    return Document(
        "\n\n".join(text for _, text in pieces),
        found,
        tuple(Footnote(row.number, row.text, row.page) for row in notes),
        known[0].fingerprint,
        tuple(Heading(r.text, r.level, r.ordinal, r.start, r.start + len(r.printed), r.page) for r in headings),
    )


def passages(connection: Connection, source_id: int, ordinals: Sequence[int] | None = None) -> Iterator[Passage]:
    """The passages of a source's text in order; only those of these numbers where they are given."""
    p = t.passage.c
    names = [name for name in _PASSAGE if name not in {"source_id", "terms"}]
    query = select(*(p[name] for name in names)).where(p.source_id == source_id).order_by(p.ordinal)
    if ordinals is not None:
        query = query.where(p.ordinal.in_(ordinals))
    for row in connection.execute(query):
        cell = Cell(row.cell_table, row.cell_row, row.cell_column, row.cell_head) if row.cell_table else None
        layout = (Look(row.look), row.label, row.level, row.lead, cell)
        place = (row.section, row.section_ordinal, row.ordinal, row.paragraph, row.page, row.start, row.end)
        yield Passage(*place, row.text, *layout)


def passage_of(connection: Connection, key: str) -> int | None:
    """The id of the passage of that key, whose source may have had another; None where there is none."""
    source, _, number = key.strip().lower().rpartition("#")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    p, e = t.passage.c, t.entity.c
    former = select(t.former_key.c.key).where(t.former_key.c.former == source)
    of_source = or_(e.key == source, e.key.in_(former))
    found = select(p.id).join(t.entity, e.id == p.source_id).where(of_source, p.ordinal == int(number))
    return connection.execute(found).scalars().first()


def attach(
    connection: Connection, dialect: ModuleType, source_id: int, attachment: Attachment, document: Document
) -> None:
    """Writes a text in the place of any the source had."""
    detach(connection, dialect, source_id)
    language = language_of(connection, source_id)
    given = attachment.to_dict()
    columns = {"name": "file", "at": "attached"}
    values = {c.name: given[columns.get(c.name, c.name)] for c in t.attachment.c if c.name != "source_id"}
    connection.execute(t.attachment.insert().values(source_id=source_id, **values))
    query = select(t.passage_word.c.folded).where(t.passage_word.c.language == language)
    known, new = set(connection.execute(query).scalars()), []
    rows = []
    for passage in document.passages:
        tokens = folded(passage.text)
        found = stems(tokens, language)
        for (form, _, _), term in zip(tokens, found, strict=True):
            if form not in known:
                known.add(form)
                new.append((language, form, term))
        rows.append(_passage_row(source_id, passage, " ".join(found)))
    dialect.insert_rows(connection, t.passage, _PASSAGE, rows)
    dialect.insert_rows(connection, t.passage_word, ("language", "folded", "term"), new)
    headings = [
        (source_id, h.ordinal, h.text, document.text[h.start : h.end], h.level, h.start, h.page)
        for h in document.headings
    ]
    dialect.insert_rows(connection, t.heading, _HEADING, headings)
    notes = [(source_id, n, note.number, note.text, note.page) for n, note in enumerate(document.footnotes, 1)]
    dialect.insert_rows(connection, t.footnote, _FOOTNOTE, notes)
    dialect.index_passages(connection, source_id)


def _passage_row(source_id: int, passage: Passage, found: str) -> tuple[object, ...]:
    cell = passage.cell
    return (
        *(source_id, passage.ordinal, passage.section, passage.section_ordinal, passage.paragraph, passage.page),
        *(passage.start, passage.end, passage.text, found, str(passage.look), passage.label, passage.level),
        *(passage.lead, *((cell.table, cell.row, cell.column, cell.head) if cell else (None, None, None, None))),
    )


def detach(connection: Connection, dialect: ModuleType, source_id: int) -> bool:
    """Takes the text of a source away; whether it had one. To be called before the source itself goes, too."""
    if not connection.execute(select(func.count()).where(t.attachment.c.source_id == source_id)).scalar_one():
        return False
    dialect.forget_passages(connection, source_id)
    for table in _TABLES:
        connection.execute(delete(table).where(table.c.source_id == source_id))
    return True


def give_on(connection: Connection, source_id: int, heir_id: int) -> bool:
    """Gives the text of a source to the record that takes its place under a new key, unless that has one."""
    having = set(
        connection.execute(
            select(t.attachment.c.source_id).where(t.attachment.c.source_id.in_([source_id, heir_id]))
        ).scalars()
    )
    if having != {source_id}:
        return False
    for table in _TABLES:
        connection.execute(update(table).where(table.c.source_id == source_id).values(source_id=heir_id))
    return True


def stem_again(connection: Connection, dialect: ModuleType, source_id: int) -> None:
    """Makes the terms of a source's text anew: its language is another one now."""
    known = attachments(connection, source_id)
    text = text_of(connection, source_id)
    if known and text is not None:
        attach(connection, dialect, source_id, known[0], text)


def faults(connection: Connection) -> Iterator[str]:
    """What is wrong with attached texts: passages that are lost, or of which the terms are not those of their text."""
    a, e = t.attachment.c, t.entity.c
    query = select(a.source_id, e.key, a.passages).join(t.entity, e.id == a.source_id).order_by(e.key)
    for source_id, key, count in connection.execute(query).all():
        language = language_of(connection, source_id)
        p = t.passage.c
        rows = connection.execute(
            select(p.ordinal, p.text, p.terms).where(p.source_id == source_id).order_by(p.ordinal)
        ).all()
        if [row.ordinal for row in rows] != list(range(1, count + 1)):
            yield f"the text of {key} has not the {count:,} passages that were attached"
        elif wrong := [row.ordinal for row in rows if terms(row.text, language) != row.terms]:
            yield f"the text of {key}: the words of passage {wrong[0]} are not those of its text"
