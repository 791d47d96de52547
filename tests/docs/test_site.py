"""The site: it builds without a warning, links lead somewhere, the picture can be read and shows everything."""

import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from itertools import combinations
from pathlib import Path

import pytest
from docs.generate import EXECUTED, FOLDER
from docs.generator.picture import ARROWS, BOXES, FRAMES, HEIGHT, WIDTH, Box

from policykb import orm
from policykb.orm.mapping import Base
from policykb.query.grammar.lexer import RESERVED
from policykb.store.views import VIEWS

PAGES = {path.stem: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}


def build(source: Path, site: Path) -> subprocess.CompletedProcess[str]:
    options = ["--quiet", "--fail-on-warning", "--keep-going", "-b", "html", "-d", str(site / ".doctrees")]
    command = [sys.executable, "-W", "ignore", "-m", "sphinx", *options, str(source), str(site)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_it_builds_without_a_warning(tmp_path: Path) -> None:
    done = build(FOLDER, tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    for page in PAGES:
        html = (tmp_path / f"{page}.html").read_text(encoding="utf-8")
        assert not re.search(r'<(script|link|img)[^>]*(src|href)="(https?:)?//', html), (
            "nothing is fetched from elsewhere"
        )
    assert 'src="_images/model.svg"' in (tmp_path / "model.html").read_text(encoding="utf-8")


def test_a_broken_link_fails(tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    shutil.copy(FOLDER / "conf.py", folder)
    shutil.copytree(FOLDER / "style", folder / "style")
    (folder / "index.md").write_text("# Page\n\n[nowhere](none.md) and [no part](#none)\n", encoding="utf-8")
    done = build(folder, tmp_path / "site")
    assert done.returncode == 1
    assert "none.md" in done.stderr
    assert "'none'" in done.stderr


def test_every_reserved_word_is_explained() -> None:
    section = PAGES["query"].partition("## Words that ask\n")[2].partition("\n## ")[0]
    rows = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    assert sorted(re.findall(r"`(\w+)`", " ".join(rows))) == sorted(RESERVED)


def test_ten_queries_over_the_views_alone(shipped_file: str) -> None:
    queries = re.findall(r"```sql\n(.*?)```\n\n\|", PAGES["sql"], re.DOTALL)
    assert len(queries) == 10
    for query in queries:
        assert set(re.findall(r"(?:FROM|JOIN) (\w+)", query)) <= VIEWS.keys()
    with closing(sqlite3.connect(f"file:{shipped_file}?mode=ro", uri=True)) as connection:
        assert all(connection.execute(query).fetchall() for query in queries)


def test_pages_that_are_run_have_examples() -> None:
    for page in EXECUTED:
        assert re.search(r"^```(console|python|sql)", PAGES[page], re.MULTILINE), page
    assert PAGES["first-hour"].count("\n$ policykb ") >= 12
    assert "/tmp" not in "".join(PAGES[page] for page in EXECUTED)


MAPPED = {name for name in orm.__all__ if isinstance(getattr(orm, name), type) and issubclass(getattr(orm, name), Base)}


def test_the_picture_shows_every_class_and_view() -> None:
    drawn = {box.name for box in BOXES}
    assert {"Entity", "ActorLink", "FrameworkLink"} == MAPPED - drawn, "a frame, and roles of arrows"
    links = {
        "statement_theme",
        "statement_actor",
        "statement_framework",
        "statement_event",
        "authors",
        "parents",
        "closures",
    }
    assert {box.view for box in BOXES} | links | {"entities"} == set(VIEWS)


def test_the_picture_is_the_tables_own() -> None:
    """What a box shows are columns of its view, or what the class leads to."""
    for box in BOXES:
        known = {*box.mapped.__mapper__.column_attrs.keys(), *box.mapped.__mapper__.relationships.keys()}
        assert set(box.fields) <= known


def reached(point: tuple[int, int]) -> set[str]:
    """The boxes, or frames of boxes, at whose edge a line ends."""
    x, y = point
    names = set()
    for box in BOXES:
        if box.x <= x <= box.x + box.width and box.y <= y <= box.y + box.height:
            names.add(box.name)
    for left, top, width, height, _ in FRAMES:
        inside = {b.name for b in BOXES if left < b.x < left + width and top < b.y < top + height}
        if (x in {left, left + width} and top <= y <= top + height) or (
            y == top + height and left <= x <= left + width
        ):
            names |= inside
    return names


@pytest.mark.parametrize("arrow", ARROWS, ids=lambda arrow: f"{arrow.origin}.{arrow.relationship}")
def test_arrows_lead_from_a_class_to_what_it_is_related_to(arrow: object) -> None:
    from docs.generator.picture import Arrow

    assert isinstance(arrow, Arrow)
    assert arrow.origin in reached(arrow.points[0])
    target = getattr(orm, arrow.origin).__mapper__.relationships[arrow.relationship].entity.class_
    assert any(issubclass(getattr(orm, name), target) for name in reached(arrow.points[-1]))


def test_the_picture_can_be_read() -> None:
    for box in BOXES:
        assert box.x >= 0
        assert box.x + box.width <= WIDTH
        assert box.y + box.height <= HEIGHT
    for one, other in combinations(BOXES, 2):
        assert not overlap(one, other), (one.name, other.name)
    svg = (FOLDER / "model.svg").read_text(encoding="utf-8")
    for box in BOXES:
        texts = re.findall(rf'<text(?: class="\w+")? x="{box.x + 10}" y="(\d+)">([^<]*)</text>', svg)
        inside = [text for y, text in texts if box.y < int(y) < box.y + box.height]
        assert len(inside) == len(box.fields) + 2
        assert all(len(text) * 6.8 < box.width - 12 for text in inside), box.name


def overlap(one: Box, other: Box) -> bool:
    across = one.x < other.x + other.width and other.x < one.x + one.width
    return across and one.y < other.y + other.height and other.y < one.y + one.height
