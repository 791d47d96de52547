"""docs/model.svg: the types of records, their fields and what they lead to, as the mapped classes have them.

Separate from the page that shows it. Places are set by hand, so that it can be read; every field and arrow is looked up
in `policykb.orm`, so that it cannot say what is not so.
"""

from dataclasses import dataclass
from xml.sax.saxutils import escape

from sqlalchemy.orm import configure_mappers

from policykb import orm
from policykb.orm.mapping import Base

WIDTH, HEIGHT = 1180, 940
LINE = 17
HEAD = 42
PADDING = 10


@dataclass(frozen=True)
class Box:
    """A mapped class at a place; ``fields`` are its columns and, with an arrow, its relationships."""

    name: str
    x: int
    y: int
    width: int
    fields: tuple[str, ...]
    tone: str = "statement"

    @property
    def height(self) -> int:
        """Room for its name, its view and its fields."""
        return HEAD + LINE * len(self.fields) + PADDING

    @property
    def mapped(self) -> type[Base]:
        """The class of `policykb.orm` of this name."""
        found: type[Base] = getattr(orm, self.name)
        return found

    @property
    def view(self) -> str:
        """The view that shows the records of this type alone, where there is one."""
        return str(self.mapped.__mapper__.polymorphic_identity or self.mapped.__tablename__)


BOXES = (
    Box("Source", 20, 30, 230, ("name", "kind", "issued", "publisher", "authors", "event", "url", "doi"), "entity"),
    Box("Evidence", 20, 290, 230, ("section", "paragraph", "page", "quote_from", "quote_to", "exact")),
    Box("Coverage", 20, 500, 230, ("source", "theme", "by", "on"), "fact"),
    Box(
        "Statement",
        370,
        30,
        240,
        (
            "key",
            "type",
            "text",
            "issued",
            "priority",
            "source",
            "themes",
            "frameworks",
            "events",
            "proponents",
            "actors",
        ),
    ),
    Box("Finding", 345, 320, 120, ("kind",)),
    Box("Commitment", 345, 399, 120, ("action", "condition", "purpose", "deadline", "measure")),
    Box(
        "Recommendation",
        475,
        320,
        165,
        ("addressees", "strength", "action", "condition", "purpose", "deadline", "measure", "endorsed"),
    ),
    Box("Claim", 270, 610, 130, ("aspect", "value", "asserter", "on", "url", "retracted")),
    Box("Relation", 406, 610, 146, ("subject", "relation", "object")),
    Box("Mention", 558, 610, 116, ("entity", "place", "start", "end")),
    Box("Theme", 750, 30, 180, ("name", "definition", "scope_note", "broader", "narrower"), "entity"),
    Box("Framework", 750, 215, 180, ("name", "kind", "established", "part_of", "members"), "entity"),
    Box("Actor", 750, 400, 180, ("name", "kind", "part_of", "family_name"), "entity"),
    Box("Event", 750, 568, 180, ("name", "kind", "date", "place"), "entity"),
    Box("Alias", 1010, 30, 150, ("text", "kind", "language", "case_sensitive", "not_in", "needs_any"), "fact"),
    Box("Membership", 1010, 310, 150, ("actor", "role", "from_", "to", "url", "checked"), "fact"),
    Box("Participation", 1010, 510, 150, ("person", "role", "honorific", "affiliation"), "fact"),
    Box("Attachment", 20, 770, 230, ("source", "file", "format", "pages", "attached")),
    Box("Passage", 330, 785, 230, ("section", "paragraph", "page", "look", "text")),
    Box("ExternalId", 1010, 200, 150, ("scheme", "value"), "fact"),
)


@dataclass(frozen=True)
class Arrow:
    """A relationship drawn as a line from a class to what it leads to, through these points."""

    origin: str
    relationship: str
    points: tuple[tuple[int, int], ...]
    label: str
    at: tuple[int, int]


ARROWS = (
    Arrow("Statement", "source", ((370, 80), (250, 80)), "source", (290, 74)),
    Arrow("Statement", "evidence", ((330, 380), (250, 380)), "evidence", (290, 374)),
    Arrow("Source", "coverage", ((20, 140), (8, 140), (8, 540), (20, 540)), "", (0, 0)),
    Arrow("Statement", "themes", ((610, 80), (750, 80)), "themes", (693, 74)),
    Arrow("Statement", "frameworks", ((610, 120), (720, 120), (720, 250), (750, 250)), "frameworks", (693, 114)),
    Arrow("Statement", "proponents", ((610, 150), (705, 150), (705, 430), (750, 430)), "proponents", (664, 144)),
    Arrow("Statement", "actors", ((610, 180), (690, 180), (690, 455), (750, 455)), "actors", (650, 174)),
    Arrow("Recommendation", "addressees", ((640, 480), (750, 480)), "addressees", (693, 494)),
    Arrow("Statement", "events", ((610, 210), (675, 210), (675, 610), (750, 610)), "events", (642, 204)),
    Arrow("Statement", "claims", ((360, 560), (360, 610)), "claims", (360, 590)),
    Arrow("Statement", "relations", ((480, 560), (480, 610)), "relations", (480, 590)),
    Arrow("Statement", "mentions", ((610, 560), (610, 610)), "mentions", (610, 590)),
    Arrow("Attachment", "passages", ((250, 840), (330, 840)), "passages", (290, 834)),
    Arrow("Framework", "memberships", ((930, 335), (1010, 335)), "memberships", (970, 328)),
    Arrow("Actor", "memberships", ((930, 430), (1010, 430)), "memberships", (970, 423)),
    Arrow("Actor", "participations", ((930, 480), (970, 480), (970, 545), (1010, 545)), "participations", (970, 515)),
    Arrow("Event", "participations", ((930, 610), (1010, 610)), "participations", (970, 603)),
    Arrow("Theme", "aliases", ((945, 70), (1010, 70)), "aliases", (977, 63)),
    Arrow("Theme", "ids", ((945, 235), (1010, 235)), "ids", (977, 228)),
)
FRAMES = (
    (330, 18, 325, 542, "each of the three is a statement"),
    (735, 18, 210, 696, "each is an entity, and so is a source"),
)
"""What stands together: left, top, width, height and what is said below."""
TONES = {
    "statement": ("#fff4e0", "#b36b00"),
    "entity": ("#e4efff", "#2457a6"),
    "fact": ("#eef3ea", "#4d7a36"),
}
STYLE = """
text { font-family: "DejaVu Sans", Verdana, sans-serif; font-size: 12px; fill: #222; }
.name { font-weight: bold; font-size: 14px; }
.view { font-size: 10px; fill: #666; }
.leads { fill: #2457a6; }
.label { font-size: 11px; fill: #444; }
"""


def picture() -> str:
    """The picture as SVG; AssertionError where it shows what the classes do not have."""
    configure_mappers()
    body = [*map(_frame, FRAMES), *map(_arrow, ARROWS), *map(_box, BOXES)]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
            ' role="img">',
            "<title>The types of records and how they hang together</title>",
            f"<style>{STYLE}</style>",
            '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
            '<path d="M0,0 L8,4 L0,8 z" fill="#555"/></marker></defs>',
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
            *body,
            *_legend(),
            "</svg>",
            "",
        ]
    )


def _box(box: Box) -> str:
    fill, stroke = TONES[box.tone]
    relationships = {r.key: r for r in box.mapped.__mapper__.relationships}
    columns = {column.key for column in box.mapped.__mapper__.column_attrs}
    lines = [
        f'<rect x="{box.x}" y="{box.y}" width="{box.width}" height="{box.height}" rx="6" fill="{fill}"'
        f' stroke="{stroke}"/>',
        f'<text class="name" x="{box.x + 10}" y="{box.y + 19}">{box.name}</text>',
        f'<text class="view" x="{box.x + 10}" y="{box.y + 33}">{box.view}</text>',
    ]
    for number, field in enumerate(box.fields):
        y = box.y + HEAD + LINE * number + 12
        assert (field in relationships) != (field in columns), f"{box.name}.{field}"
        text, css = field, ""
        if field in relationships:
            relationship = relationships[field]
            several = "s" if relationship.uselist else ""
            target = relationship.entity.class_.__name__
            text = f"{field} → {target.replace('Entity', 'entitie' if several else 'entity')}{several}"
            css = ' class="leads"'
        lines.append(f'<text{css} x="{box.x + 10}" y="{y}">{escape(text)}</text>')
    return "\n".join(lines)


def _frame(frame: tuple[int, int, int, int, str]) -> str:
    x, y, width, height, text = frame
    return (
        f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="8" fill="none" stroke="#999"'
        f' stroke-dasharray="4 4"/>\n<text class="view" x="{x + 12}" y="{y + height - 6}">{text}</text>'
    )


def _arrow(arrow: Arrow) -> str:
    relationships = {r.key for r in getattr(orm, arrow.origin).__mapper__.relationships}
    assert arrow.relationship in relationships, f"{arrow.origin}.{arrow.relationship}"
    points = " ".join(f"{x},{y}" for x, y in arrow.points)
    line = f'<polyline points="{points}" fill="none" stroke="#555" marker-end="url(#tip)"/>'
    if not arrow.label:
        return line
    x, y = arrow.at
    width = len(arrow.label) * 6.4 + 6
    ground = f'<rect x="{x - width / 2:.0f}" y="{y - 11}" width="{width:.0f}" height="15" fill="#fff"/>'
    return f'{line}\n{ground}\n<text class="label" x="{x}" y="{y}" text-anchor="middle">{arrow.label}</text>'


def _legend() -> list[str]:
    said = (("statement", "statements and what hangs on them"), ("entity", "entities"), ("fact", "facts of the world"))
    lines = []
    for number, (tone, text) in enumerate(said):
        fill, stroke = TONES[tone]
        y = 665 + 24 * number
        lines.append(f'<rect x="20" y="{y}" width="16" height="16" rx="3" fill="{fill}" stroke="{stroke}"/>')
        lines.append(f'<text class="label" x="44" y="{y + 12}">{text}</text>')
    return lines
