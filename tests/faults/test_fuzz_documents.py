"""Small documents with bytes changed go through the process that reads: a document or an error, never anything else.

A few a commit; POLICYKB_FAULTS=full (make faults) tries thousands.
"""

import os
import random
import time
from pathlib import Path

import pytest
from tests.ingest import made

from policykb.domain.document import Document
from policykb.errors import PolicykbError
from policykb.ingest.limits import LIMITS
from policykb.ingest.readers import docx, html, markdown, read_document

FULL = os.environ.get("POLICYKB_FAULTS") == "full"
SECTIONS: list[made.Section] = [
    (
        1,
        "Harbours",
        [made.Text("The council met.", "Act now.", "A note."), made.Table([["Act", "Who"], ["Build.", "Port"]])],
    ),
    (2, "Fees", [made.Items([made.Item("Lower:", made.Items([made.Item("all.")], True))], True)]),
]
DOCUMENTS = {"a.docx": made.word(SECTIONS), "a.html": made.html(SECTIONS), "a.md": made.markdown(SECTIONS)}
PIECES = [
    b"<",
    b">",
    b"\x00",
    b"\xff\xff",
    b"</",
    b"<![CDATA[",
    b"<!--",
    b"&#x110000;",
    b"PK\x05\x06",
    b"[^1]:",
    b"<table>",
    b"|",
    b"\r",
]


def mutated(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice([1, 2, 8, 40])):
        at = chance.randrange(len(changed) + 1)
        match chance.randrange(5):
            case 0 if at < len(changed):
                changed[at] = chance.randrange(256)
            case 1:
                del changed[at : at + chance.choice([1, 4, 60])]
            case 2:
                changed[at:at] = chance.choice(PIECES)
            case 3:
                changed[at:at] = changed[at : at + 200] * chance.choice([1, 3])
            case _:
                changed[at : at + 4] = chance.randbytes(4)
    return bytes(changed)


def ended(file: Path) -> str | None:
    """None for a document, the message of an error."""
    try:
        assert isinstance(read_document(file), Document)
    except PolicykbError as error:
        return error.message
    return None


@pytest.mark.parametrize("name", DOCUMENTS)
def test_through_the_process(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    for seed in range(3_000 if FULL else 6):
        file.write_bytes(mutated(DOCUMENTS[name], random.Random(seed)))
        before = time.monotonic()
        said = ended(file)
        assert said is None or (str(file) in said and "what reads it broke off" not in said), seed
        assert time.monotonic() - before < LIMITS.wall + 5, seed
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(("name", "read"), [("a.html", html.read), ("a.md", markdown.read), ("a.docx", docx.read)])
def test_what_readers_did_not_foresee_is_rare(name: str, read: object) -> None:
    """The process maps any exception to an error; a text format should need that for none."""
    for seed in range(5_000 if FULL else 150):
        try:
            read(mutated(DOCUMENTS[name], random.Random(seed)), name)  # type: ignore[operator]
        except PolicykbError:
            continue
        except Exception as error:
            if name != "a.docx":
                raise AssertionError(f"seed {seed}") from error
