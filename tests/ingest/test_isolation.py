"""A process that reads may do what it likes: the one that asked gets a document or an error with the file's name."""

import json
import socket
import sys
from pathlib import Path

import pytest

from policykb.domain.document import Document
from policykb.errors import LimitReached, MissingExtra, PolicykbError, UsageError
from policykb.ingest import isolation, wire
from policykb.ingest.limits import Limits
from policykb.ingest.readers import text

SMALL = Limits(memory=1 << 29, cpu=1, wall=5)
limited = pytest.mark.skipif(sys.platform != "linux", reason="limits of memory and computing are those of Linux")


@pytest.fixture(autouse=True)
def _child_finds_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))


def read(folder: Path, words: str, limits: Limits = SMALL) -> Document:
    file = folder / "report.xyz"
    file.write_text(words, encoding="utf-8")
    with file.open("rb") as opened:
        return isolation.read_apart("tests.ingest.misbehaving", opened, "report.xyz", limits)


def test_a_document_comes_back_as_it_was_read(tmp_path: Path) -> None:
    words = "# Ports\n\nThey grow.¹\n\n- So do fees.\n\n¹ Union.\n\n# Fees\n\n1. High\n\f2. “Low” é語"
    assert read(tmp_path, words) == text.read(words.encode(), "report.xyz")


def test_what_a_library_prints_is_not_the_answer(tmp_path: Path) -> None:
    assert read(tmp_path, "chat about ports").text == "chat about ports"


@pytest.mark.parametrize(
    ("words", "kind", "said"),
    [
        ("crash", UsageError, "is damaged"),
        ("leave", UsageError, "is damaged"),
        ("exit", UsageError, "is damaged"),
        ("recurse", UsageError, "is nested too deeply"),
        ("fail", UsageError, "is damaged, or not made as its format asks (KeyError)"),
        ("limit", LimitReached, "more than 3 pages"),
        ("long", LimitReached, "more than 5 MB of text"),
        ("pages", LimitReached, "more than 2,000 pages"),
        ("¹ Only a note.", UsageError, "there is no text in it"),
        pytest.param("compute", LimitReached, "took more than 1 seconds of computing", marks=limited),
        pytest.param("fill", LimitReached, "needs more than 512 MB of memory", marks=limited),
        pytest.param("abort", LimitReached, "reading it was stopped", marks=limited),
        pytest.param("open", UsageError, "is damaged, or not made as its format asks (OSError)", marks=limited),
    ],
)
def test_every_end_is_an_error_with_a_name(tmp_path: Path, words: str, kind: type[PolicykbError], said: str) -> None:
    with pytest.raises(kind) as caught:
        read(tmp_path, words)
    assert caught.value.message.startswith(f"report.xyz: {said}")
    assert "Traceback" not in str(caught.value)


def test_one_that_hangs_is_stopped(tmp_path: Path) -> None:
    with pytest.raises(LimitReached, match=r"report\.xyz: took more than 1 seconds to read"):
        read(tmp_path, "hang", Limits(wall=1))


def test_a_missing_library_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingExtra, match="pypdfium2 is not installed") as caught:
        read(tmp_path, "miss")
    assert caught.value.hint == 'Install it with: pip install "policykb[read]"'


def test_an_unforeseen_failure_keeps_its_traceback_for_debugging(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        read(tmp_path, "fail")
    assert "KeyError: '[Content_Types].xml'" in caught.value.__notes__[0]


@limited
def test_it_writes_no_large_file(tmp_path: Path) -> None:
    target = tmp_path / "written"
    with pytest.raises(UsageError):
        read(tmp_path, f"write {target}")
    assert target.stat().st_size <= SMALL.file


@limited
def test_it_has_no_network(tmp_path: Path) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        pytest.raises(UsageError, match=r"\((?:OS|Connection\w*)Error\)"),
    ):
        read(tmp_path, f"call {server.getsockname()[1]}")


def test_it_sees_no_password(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYKB_DB", "postgresql://me:secret@example.org/base")
    seen = read(tmp_path, "environment").text
    assert "PYTHONPATH" in seen
    assert "POLICYKB_DB" not in seen


GOOD = json.loads(wire.dumped(text.read(b"# Ports\n\nThey grow.\n\n- Fees.\n", "a.txt")))


@pytest.mark.parametrize(
    "changed",
    [
        {"text": 3},
        {"text": ""},
        {"passages": [[9, None, 0, 3, "item", None, 1, 0, None]]},
        {"passages": [[1, None, 3, 3, "item", None, 1, 0, None]]},
        {"passages": [[1, None, 0, 3, "rm -rf", None, 1, 0, None]]},
        {"passages": [[1, None, -1, 3, "item", None, 1, 0, None]]},
        {"passages": [[1, True, 0, 3, "item", None, 1, 0, None]]},
        {"passages": [[1]]},
        {"passages": 7},
        {"headings": [["Ports", 1, 0, 1_000_000, None]]},
        {"facts": {}},
        {"facts": None},
    ],
)
def test_what_is_no_document_is_refused(changed: dict[str, object]) -> None:
    assert wire.loaded(GOOD).text.startswith("Ports")
    with pytest.raises(wire.NotADocument):
        wire.loaded(GOOD | changed)
    for other in ([], None, 3, "x", [GOOD]):
        with pytest.raises(wire.NotADocument):
            wire.loaded(other)
