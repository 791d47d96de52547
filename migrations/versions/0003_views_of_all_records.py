"""Views of all statements and all entities whatever their type, and of the lists that other views only show joined.

They are what `policykb.orm` maps: a link leads to an entity of any type, a piece of evidence to a statement of any.
"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def _join(column: str) -> str:
    if op.get_bind().dialect.name == "sqlite":
        return f"group_concat({column}, '; ')"
    return f"string_agg({column}, '; ')"


def _names(role: str) -> str:
    """Names of the entities linked in a role, in order, joined."""
    return (
        f"(SELECT {_join('x.name')} FROM (SELECT e.name FROM link l JOIN entity e ON e.id = l.entity_id"
        f" WHERE l.statement_id = s.id AND l.role = '{role}' ORDER BY l.position) x)"
    )


def _authors(source: str) -> str:
    return (
        f"(SELECT {_join('x.name')} FROM (SELECT n.name FROM author w JOIN entity n ON n.id = w.person_id"
        f" WHERE w.source_id = {source} ORDER BY w.position) x)"
    )


def _family_name(position: int) -> str:
    return (
        "(SELECT coalesce(a.family_name, e.name) FROM author w JOIN entity e ON e.id = w.person_id"
        f" LEFT JOIN entity_actor a ON a.entity_id = e.id WHERE w.source_id = s.source_id AND w.position = {position})"
    )


PLACE = (
    "coalesce(v.section, '') || CASE WHEN v.paragraph IS NULL THEN '' ELSE CASE WHEN v.section IS NULL THEN '' ELSE ', ' END"
    " || 'para. ' || v.paragraph END || CASE WHEN v.page IS NULL THEN '' ELSE CASE WHEN v.section IS NULL AND v.paragraph"
    " IS NULL THEN '' ELSE ', ' END || 'p. ' || v.page END || CASE WHEN v.\"row\" IS NULL THEN '' ELSE CASE WHEN v.section"
    " IS NULL AND v.paragraph IS NULL AND v.page IS NULL THEN '' ELSE ', ' END || 'row ' || v.\"row\" END"
)
"""Where a piece of evidence stands: "Executive Summary, para. 3"."""


def _statements() -> str:
    proponents = (
        f"CASE s.voiced WHEN 'unknown' THEN NULL WHEN 'stated' THEN {_names('proponent')}"
        f" ELSE {_authors('s.source_id')} END"
    )
    places = (
        f"(SELECT {_join('x.place')} FROM (SELECT {PLACE} AS place FROM evidence v WHERE v.statement_id = s.id"
        " ORDER BY v.position) x)"
    )
    first, second = _family_name(0), _family_name(1)
    work = (
        "CASE (SELECT count(*) FROM author w WHERE w.source_id = s.source_id)"
        f" WHEN 0 THEN coalesce(p.name, o.name) WHEN 1 THEN {first} WHEN 2 THEN {first} || ' and ' || {second}"
        f" ELSE {first} || ' et al.' END || ' ' || coalesce(substr(os.issued, 1, 4), 'n.d.')"
    )
    return (
        "SELECT s.key, s.type, o.key AS source, p.name AS publisher, coalesce(s.issued, os.issued) AS issued, s.text,"
        f" s.kind, s.strength, s.action, {_names('addressee')} AS addressees, s.condition, s.purpose, s.deadline,"
        f" s.measure, s.endorsed, {proponents} AS proponents, {_names('theme')} AS themes,"
        f" {_names('framework')} AS frameworks, {_names('actor')} AS actors, {_names('event')} AS events, s.priority,"
        f" s.source_number, s.codes, s.review, s.confidence, {places} AS evidence,"
        f" {work} || coalesce(', ' || nullif({places}, ''), '') AS citation, s.position"
        " FROM statement s JOIN entity o ON o.id = s.source_id"
        " JOIN entity_source os ON os.entity_id = s.source_id LEFT JOIN entity p ON p.id = os.publisher_id"
    )


def _entities() -> str:
    aliases = (
        f"(SELECT {_join('x.text')} FROM (SELECT a.text FROM alias a WHERE a.entity_id = e.id AND a.position > 0"
        " ORDER BY a.position) x)"
    )
    return (
        "SELECT e.key, e.type, e.name, coalesce(a.kind, f.kind, v.kind, s.kind) AS kind, e.note,"
        f" {aliases} AS aliases, e.url, e.checked, g.key AS scope, t.definition, t.scope_note, a.honorific,"
        " a.family_name, f.established, v.date, v.date_text, v.place, p.name AS publisher,"
        f" p.key AS publisher_key, {_authors('e.id')} AS authors, s.issued, s.language, s.doi, s.licence, h.key AS event, s.consensus,"
        " s.disclaimer, s.fingerprint FROM entity e LEFT JOIN entity g ON g.id = e.scope_id"
        " LEFT JOIN entity_theme t ON t.entity_id = e.id LEFT JOIN entity_actor a ON a.entity_id = e.id"
        " LEFT JOIN entity_framework f ON f.entity_id = e.id LEFT JOIN entity_event v ON v.entity_id = e.id"
        " LEFT JOIN entity_source s ON s.entity_id = e.id LEFT JOIN entity p ON p.id = s.publisher_id"
        " LEFT JOIN entity h ON h.id = s.event_id"
    )


def upgrade() -> None:
    views = {
        "statements": _statements(),
        "entities": _entities(),
        "parents": (
            "SELECT c.key AS child, c.type, p.key AS parent, p.name AS parent_name, r.position FROM parent r"
            " JOIN entity c ON c.id = r.child_id JOIN entity p ON p.id = r.parent_id"
        ),
        "closures": (
            "SELECT a.key AS ancestor, d.type, d.key AS descendant FROM closure c"
            " JOIN entity a ON a.id = c.ancestor_id JOIN entity d ON d.id = c.descendant_id"
        ),
        "aliases": (
            "SELECT e.key AS entity, e.type, a.text, a.language, a.kind, a.case_sensitive, a.not_in, a.needs_any,"
            " a.position FROM alias a JOIN entity e ON e.id = a.entity_id WHERE a.position > 0"
        ),
        "external_ids": (
            "SELECT e.key AS entity, e.type, x.scheme, x.value FROM external_id x JOIN entity e ON e.id = x.entity_id"
        ),
        "authors": (
            "SELECT s.key AS source, p.key AS person, p.name, w.position FROM author w"
            " JOIN entity s ON s.id = w.source_id JOIN entity p ON p.id = w.person_id"
        ),
    }
    for name, select in views.items():
        op.execute(f'CREATE VIEW "{name}" AS {select}')


def downgrade() -> None:
    raise NotImplementedError("there is no way back: restore the copy that was made before the upgrade")
