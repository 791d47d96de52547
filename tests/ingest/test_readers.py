from pathlib import Path

import pytest

from policykb.errors import LimitReached, UsageError
from policykb.ingest import readers


def test_a_file_is_read_by_its_suffix_in_any_case(tmp_path: Path) -> None:
    for name in ("a.txt", "b.MD"):
        file = tmp_path / name
        file.write_text("Ports grow.", encoding="utf-8")
        assert readers.read_document(file).text == "Ports grow."
        assert readers.read_document(str(file)).text == "Ports grow."


def test_every_module_of_the_package_is_a_reader() -> None:
    folder = Path(readers.__file__).parent
    modules = {file.stem for file in folder.glob("*.py")} - {"__init__"}
    assert {reader.__name__.rpartition(".")[2] for reader in readers.readers().values()} == modules
    for suffix in readers.readers():
        assert suffix.startswith(".")
        assert suffix == suffix.lower()


def test_messages_name_the_file(tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(b"\xff")
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    (tmp_path / "plan.odt").write_bytes(b"")
    (tmp_path / "plan").write_bytes(b"")
    for name, message in {
        "bad.txt": ":1: not in UTF-8",
        "folder.txt": ": not a regular file",
        "gone.txt": ": no such file",
        "loop.txt": ": ",
        "plan.odt": ": no reader for .odt",
        "plan": ": no reader for a file without a suffix",
    }.items():
        with pytest.raises(UsageError) as caught:
            readers.read_document(tmp_path / name)
        assert caught.value.message.startswith(f"{tmp_path / name}{message}")


def test_a_large_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "LARGEST_FILE", 10)
    file = tmp_path / "large.txt"
    file.write_bytes(b"a" * 10)
    readers.read_document(file)
    file.write_bytes(b"a" * 11)
    with pytest.raises(LimitReached, match=r"large\.txt: larger than"):
        readers.read_document(file)
