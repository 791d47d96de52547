"""The one table of fields: seed name, JSON name, query field, CSV and view column of everything a record holds.

Separate because everything reads it: the query parser and compiler, the tables and row mapping of the store, exports,
help, `policykb fields` and docs/fields.md. A new field is one row here, an attribute of its model in this room and a
migration; a test lists what is missing.
"""

from collections.abc import Iterator

from policykb.domain.field import ASKED, ENTITIES, PASSAGE, STATEMENTS, SUBJECTS, Field, Kind

__all__ = [
    "ASKED",
    "DATE_FIELD",
    "ENTITIES",
    "FIELDS",
    "PASSAGE",
    "STATEMENTS",
    "SUBJECTS",
    "Field",
    "Kind",
    "fields_of",
    "find_field",
]

_ACTING = ("actor", "framework")
_ASKED = ("recommendation", "commitment")
_RECOMMENDATION = ("recommendation",)
_ANYTHING = ("theme", "actor", "framework", "event")


def _column(name: str, kind: Kind, subjects: tuple[str, ...], meaning: str, **rest: object) -> Field:
    """A field stored in a column of its own name and asked by its own name."""
    defaults: dict[str, object] = {"query": name, "column": name}
    return Field(name, kind, subjects, meaning, **(defaults | rest))  # type: ignore[arg-type]


FIELDS: tuple[Field, ...] = (
    # every record
    _column(
        "key",
        Kind.KEY,
        ASKED,
        "The record's public, stable name; `<source>/<key>` for a statement, `<source>#<number>` for a passage.",
        flat=True,
    ),
    _column(
        "type",
        Kind.TYPE,
        ASKED,
        "What it is: recommendation, finding, commitment, theme, actor, framework, event, source or passage.",
        seed=False,
        flat=True,
    ),
    Field("former_keys", Kind.STRING, SUBJECTS, "Keys it had before; they lead to it still.", many=True),
    # statements
    Field(
        "source",
        Kind.NAME,
        (*STATEMENTS, PASSAGE),
        "The source that makes the statement, or has the passage; a query may also give its publisher or an author.",
        query="source",
        also=("from",),
        types=("source", "actor"),
        column="source_id",
        seed=False,
        flat=True,
    ),
    Field(
        "publisher",
        Kind.NAME,
        (*STATEMENTS, "source", PASSAGE),
        "Who published the source.",
        query="publisher",
        types=("actor",),
        flat=True,
    ),
    _column(
        "text",
        Kind.TEXT,
        (*STATEMENTS, PASSAGE),
        "The point, in the base's own words; of a passage the words of the source.",
        flat=True,
    ),
    _column(
        "kind",
        Kind.WORD,
        ("finding", "actor", "framework", "event", "source"),
        "A narrower word for what it is: concern, state, minilateral, summit, report, ...",
        vocabulary="kind",
        flat=True,
    ),
    _column(
        "strength",
        Kind.WORD,
        _RECOMMENDATION,
        "How strongly it is asked: must, should, could or implied.",
        vocabulary="strength",
        flat=True,
        ordered=True,
    ),
    _column(
        "action",
        Kind.WORD,
        _ASKED,
        "What is to be done, in one word of the vocabulary (strengthen, join, avoid, ...).",
        vocabulary="action",
        flat=True,
    ),
    Field(
        "addressees",
        Kind.NAME,
        _RECOMMENDATION,
        "Who is asked to act.",
        query="to",
        types=_ACTING,
        many=True,
        role="addressee",
        flat=True,
    ),
    Field(
        "proponents",
        Kind.NAME,
        STATEMENTS,
        "Who voices it; the source's authors where none is stated.",
        query="by",
        types=_ACTING,
        many=True,
        role="proponent",
        flat=True,
    ),
    Field(
        "themes",
        Kind.NAME,
        STATEMENTS,
        "What it is about; a theme includes everything narrower.",
        query="theme",
        also=("on",),
        types=("theme",),
        many=True,
        role="theme",
        flat=True,
    ),
    Field(
        "frameworks",
        Kind.NAME,
        STATEMENTS,
        "The agreements, bodies and strategies it is about.",
        query="framework",
        also=("under",),
        types=("framework",),
        many=True,
        role="framework",
        flat=True,
    ),
    Field(
        "actors",
        Kind.NAME,
        STATEMENTS,
        "Actors with another role: beneficiary, partner, target, topic, obstacle.",
        query="actor",
        types=_ACTING,
        many=True,
        role="actor",
        flat=True,
    ),
    Field(
        "events",
        Kind.NAME,
        STATEMENTS,
        "The summits, conferences, speeches it is about.",
        query="event",
        types=("event",),
        many=True,
        role="event",
        flat=True,
    ),
    _column("condition", Kind.TEXT, _ASKED, "Under which condition it is asked.", flat=True),
    _column("purpose", Kind.TEXT, _ASKED, "What it is meant to achieve.", flat=True),
    _column("deadline", Kind.TEXT, _ASKED, "By when, as the source says it.", flat=True),
    _column("measure", Kind.TEXT, _ASKED, "How success would be seen.", flat=True),
    _column(
        "priority", Kind.FLAG, STATEMENTS, "The source itself lifts it out, as in an executive summary.", flat=True
    ),
    _column(
        "endorsed", Kind.FLAG, _RECOMMENDATION, "false where the source only reports somebody else's advice.", flat=True
    ),
    _column(
        "issued",
        Kind.DATE,
        (*STATEMENTS, "source", PASSAGE),
        "When it was issued; the source's date where a statement has none of its own.",
        also=("year",),
        flat=True,
    ),
    _column(
        "source_number", Kind.STRING, STATEMENTS, "The number the source prints beside it.", query="number", flat=True
    ),
    Field(
        "codes",
        Kind.STRING,
        STATEMENTS,
        "How it is coded elsewhere; a query gives the code or `scheme=code`.",
        query="code",
        many=True,
        column="codes",
        flat=True,
    ),
    _column("review", Kind.WORD, STATEMENTS, "pending for a draft nobody has checked yet.", vocabulary="review"),
    _column("confidence", Kind.NUMBER, STATEMENTS, "How sure the machine was of a draft, 0 to 1."),
    Field(
        "evidence",
        Kind.STRING,
        STATEMENTS,
        "The passages it stands on: section, paragraph, page, quote.",
        many=True,
        flat=True,
    ),
    # statements, derived
    Field(
        "mention",
        Kind.MENTION,
        STATEMENTS,
        "Linked to it (or to a part of it) in any role, or named in the text.",
        query="mention",
        also=("about",),
        types=_ANYTHING,
        many=True,
        seed=False,
        flat=True,
    ),
    Field(
        "involving",
        Kind.NAME,
        (*STATEMENTS, "framework", "event"),
        "Linked in any role; of a framework: a member or other participant, at a date with `@`.",
        query="involving",
        types=_ANYTHING,
        many=True,
        seed=False,
    ),
    Field(
        "response",
        Kind.CLAIM,
        STATEMENTS,
        "The current answer to it: accepted, accepted-in-part, noted, rejected, "
        "none-given; `japan=accepted` names who answered.",
        query="response",
        many=True,
        seed=False,
    ),
    Field(
        "progress",
        Kind.CLAIM,
        STATEMENTS,
        "How far it has come: not-started, in-progress, partly-implemented, "
        "implemented, not-implemented, overtaken, withdrawn, unconfirmed.",
        query="progress",
        many=True,
        seed=False,
    ),
    *(
        Field(name, Kind.RELATION, STATEMENTS, meaning, query=name, many=True, seed=False)
        for name, meaning in (
            ("supports", "It supports that statement."),
            ("contradicts", "It contradicts that statement."),
            ("refines", "It says that statement more precisely."),
            ("restates", "It says the same again."),
            ("supersedes", "It takes that statement's place."),
            ("responds-to", "It answers that statement."),
        )
    ),
    # entities
    _column(
        "name",
        Kind.TEXT,
        ENTITIES,
        "Its usual name, the title of a source; a query finds it by its other names too.",
        also=("title",),
        flat=True,
    ),
    _column("note", Kind.TEXT, ENTITIES, "A remark of the base.", flat=True),
    Field("aliases", Kind.STRING, ENTITIES, "Other names it is known by.", query="alias", many=True, flat=True),
    Field(
        "ids",
        Kind.STRING,
        ENTITIES,
        "Its number elsewhere (iso3166, wikidata, ror, lei).",
        query="id",
        many=True,
        flat=True,
    ),
    Field(
        "broader",
        Kind.NAME,
        ("theme",),
        "The wider themes it belongs to.",
        query="broader",
        also=("under",),
        types=("theme",),
        many=True,
        flat=True,
    ),
    Field(
        "part_of",
        Kind.NAME,
        _ACTING,
        "What it is a part of.",
        query="part-of",
        also=("under",),
        types=_ACTING,
        many=True,
        flat=True,
    ),
    Field(
        "member_of",
        Kind.NAME,
        ("actor",),
        "Frameworks it is a member of, at a date with `@`.",
        query="member-of",
        types=("framework",),
        many=True,
        seed=False,
    ),
    _column("definition", Kind.TEXT, ("theme",), "What the theme covers.", flat=True),
    _column(
        "scope_note", Kind.TEXT, ("theme",), "How the theme is used and what is filed elsewhere.", query="scope-note"
    ),
    Field("mappings", Kind.STRING, ("theme",), "The same or a near concept of another scheme.", many=True),
    _column("honorific", Kind.STRING, ("actor",), "A person's form of address."),
    _column("family_name", Kind.STRING, ("actor",), "A person's family name, for citations.", query="family-name"),
    _column("established", Kind.DATE, ("framework",), "When it came into being.", also=("year",), flat=True),
    Field(
        "memberships", Kind.STRING, ("framework",), "Who belongs to it, in which role, from when to when.", many=True
    ),
    Field(
        "member",
        Kind.NAME,
        ("framework",),
        "Members, at a date with `@`.",
        query="member",
        types=_ACTING,
        many=True,
        seed=False,
    ),
    _column("date", Kind.DATE, ("event",), "When it took place.", also=("year",), flat=True),
    _column("date_text", Kind.STRING, ("event",), "The date as printed.", query=None),
    _column("place", Kind.TEXT, ("event",), "Where it took place.", flat=True),
    Field(
        "participations",
        Kind.STRING,
        ("event",),
        "Who took part, in which role, with the affiliation as printed.",
        many=True,
    ),
    Field(
        "authors", Kind.NAME, ("source",), "Who wrote it, in order.", query="by", types=("actor",), many=True, flat=True
    ),
    Field(
        "coverage",
        Kind.NAME,
        ("source",),
        "Themes it was read for; who read it for a theme read it for everything narrower.",
        query="coverage",
        types=("theme",),
        many=True,
        seed=False,
    ),
    _column("language", Kind.STRING, ("source",), "Its language (ISO 639-1), en where none is given.", flat=True),
    _column(
        "url",
        Kind.STRING,
        ENTITIES,
        "Its address; of other records: where its facts were checked.",
        query="url",
        flat=True,
    ),
    _column(
        "checked",
        Kind.DATE,
        ("theme", "actor", "framework", "event"),
        "When its facts were last checked.",
        query="checked",
    ),
    _column("doi", Kind.STRING, ("source",), "Its digital object identifier.", flat=True),
    _column("licence", Kind.STRING, ("source",), "Under which licence it may be used."),
    Field(
        "event",
        Kind.NAME,
        ("source",),
        "The event it reports.",
        query="event",
        types=("event",),
        column="event_id",
        flat=True,
    ),
    _column("consensus", Kind.FLAG, ("source",), "Whether it speaks for everybody who took part."),
    _column("disclaimer", Kind.TEXT, ("source",), "What it says of its own standing."),
    _column("fingerprint", Kind.STRING, ("source",), "SHA-256 of its normalised text.", query=None),
    Field("references", Kind.STRING, ("source",), "Its footnotes.", many=True),
    # passages of attached texts
    _column("section", Kind.STRING, (PASSAGE,), "The heading it stands under, as printed.", seed=False, flat=True),
    _column("paragraph", Kind.NUMBER, (PASSAGE,), "Its number in its section, from 1.", seed=False, flat=True),
    _column("page", Kind.NUMBER, (PASSAGE,), "The page it starts on, where pages are known.", seed=False, flat=True),
    _column("look", Kind.WORD, (PASSAGE,), "paragraph, item (of a list) or cell (of a table).", seed=False, flat=True),
    _column("label", Kind.STRING, (PASSAGE,), "The number or letter it bears, as printed.", seed=False, flat=True),
    _column(
        "column_head",
        Kind.STRING,
        (PASSAGE,),
        "Of a cell, what heads its column.",
        query="head",
        column="cell_head",
        seed=False,
        flat=True,
    ),
)


def fields_of(subject: str) -> Iterator[Field]:
    """The fields a type of record has, in the order of the table."""
    return (field for field in FIELDS if subject in field.subjects)


def find_field(name: str, subject: str) -> Field | None:
    """The field a query for ``subject`` means by ``name`` (any case, ``_`` for ``-``); None if there is none.

    >>> find_field("addressees", "recommendation").name, find_field("to", "finding")
    ('addressees', None)
    """
    wanted = name.lower().replace("_", "-")
    for field in fields_of(subject):
        if any(wanted == known.replace("_", "-") for known in field.query_names):
            return field
    return None


DATE_FIELD = dict.fromkeys((*STATEMENTS, "source", PASSAGE), "issued") | {"event": "date", "framework": "established"}
"""Which field a bare date clause (since, before, in, ...) speaks of, by subject; the others have no date."""
