"""What the README shows works as it stands there; its commands are run by test_generated.py."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from docs.generate import README

from policykb import KnowledgeBase

TEXT = README.read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", TEXT, re.DOTALL)


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    place = tmp_path / "kb.db"
    monkeypatch.setenv("POLICYKB_DB", str(place))
    monkeypatch.chdir(tmp_path)
    knowledge_base, _ = KnowledgeBase.init()
    with knowledge_base:
        yield place


def test_python(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = blocks("python")
    exec(compile(code, "README.md", "exec"), {})
    assert capsys.readouterr().out.splitlines() == [
        "ncafp-2024-us-japan/ipef-market-access should ['united-states']",
        "10 recommendations; type:recommendation to:japan",
    ]


def test_sql(base: Path) -> None:
    (code,) = blocks("sql")
    with closing(sqlite3.connect(base)) as connection:
        rows = connection.execute(code).fetchall()
    assert len(rows) == 4
    assert all(row[2].startswith("Thornton and Lee 2024, ") for row in rows)


def test_the_views_it_names_are_there(base: Path) -> None:
    (named,) = re.findall(r"its views are documented and stay \((.*?)\)", TEXT, re.DOTALL)
    with closing(sqlite3.connect(base)) as connection:
        for view in re.findall(r"`(\w+)`", named):
            connection.execute(f'SELECT * FROM "{view}"')


def test_it_is_a_page_that_is_read_to_the_end() -> None:
    assert len(TEXT.split()) < 1_600
    assert all(len(blocks(language)) == 1 for language in ("python", "sql", "yaml"))


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", TEXT):
        assert Path(README.parent, target).exists(), target
