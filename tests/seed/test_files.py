import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policykb.errors import SeedError
from policykb.resources import seed_folder
from policykb.seed.files import SeedFile, find_files, open_once, owners_below, read_bytes_once
from policykb.seed.json_lines import read_json_lines
from policykb.seed.yaml_text import LARGEST


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, and the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(*names: str, text: str = "themes: []\n") -> None:
    for name in names:
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def mark(folder: str, collection: str) -> None:
    write(f"{folder}/policykb.yaml", text=f"collection: {collection}\n")


def owners(*paths: str) -> list[str]:
    return [file.owner for file in find_files([Path(path) for path in paths])]


def problems(*paths: str) -> list[str]:
    try:
        find_files([Path(path) for path in paths])
    except SeedError as error:
        return [str(problem) for problem in error.problems]
    return []


@pytest.mark.usefixtures("folder")
def test_a_folder_gives_all_its_seed_files_sorted_by_path() -> None:
    mark("base", "mine")
    write("base/b.yaml", "base/a.jsonl", "base/a/c.yml", "base/a-b.yaml", "base/sub/deep/d.yaml")
    write("base/notes.txt", "base/.hidden.yaml", "base/.git/x.yaml", "base/schema/seed.yaml", "base/x.yaml~")
    write("base/sub/schema/kept.yaml")
    assert owners("base") == [
        "mine:a/c.yml",
        "mine:a-b.yaml",
        "mine:a.jsonl",
        "mine:b.yaml",
        "mine:sub/deep/d.yaml",
        "mine:sub/schema/kept.yaml",
    ]


def test_a_file_is_shown_as_a_user_would_type_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write("base/sub/a.yaml")
    (found,) = find_files([folder / "base"])
    assert found == SeedFile(folder / "base/sub/a.yaml", "base/sub/a.yaml", "base", "sub/a.yaml")
    monkeypatch.chdir(folder / "base")
    assert [file.display for file in find_files([Path()])] == ["sub/a.yaml"]
    monkeypatch.chdir("/")
    assert find_files([folder / "base"])[0].display == str((folder / "base/sub/a.yaml").relative_to("/"))
    (folder / "other").mkdir()
    monkeypatch.chdir(folder / "other")
    assert [file.display for file in find_files([Path("../base")])] == [str(folder / "base/sub/a.yaml")]


@pytest.mark.usefixtures("folder")
def test_the_owner_is_the_same_however_the_file_is_given() -> None:
    mark("base", "mine")
    write("base/actors/states.yaml")
    for path in ("base", "base/actors", "base/actors/states.yaml", "base/../base/actors", "./base//actors"):
        assert owners(path) == ["mine:actors/states.yaml"]
    assert owners("base/actors/states.yaml", "base", "base/actors") == ["mine:actors/states.yaml"]


@pytest.mark.usefixtures("folder")
def test_without_a_marker_the_widest_folder_given_is_the_root() -> None:
    write("My Base (2024)/sub/a.yaml")
    assert owners("My Base (2024)") == ["my-base-2024:sub/a.yaml"]
    assert owners("My Base (2024)/sub") == ["sub:a.yaml"]
    assert owners("My Base (2024)/sub/a.yaml") == ["sub:a.yaml"]
    both = ["My Base (2024)/sub/a.yaml", "My Base (2024)/sub", "My Base (2024)"]
    assert owners(*both) == ["my-base-2024:sub/a.yaml"]
    assert owners_below([Path(path) for path in both]) == ("my-base-2024:", "my-base-2024:sub/")


@pytest.mark.usefixtures("folder")
def test_a_marker_below_begins_a_collection_of_its_own() -> None:
    mark("base", "mine")
    mark("base/theirs", "theirs")
    write("base/a.yaml", "base/theirs/sub/b.yaml")
    assert owners("base") == ["mine:a.yaml", "theirs:sub/b.yaml"]
    assert owners_below([Path("base")]) == ("mine:", "theirs:")


@pytest.mark.usefixtures("folder")
def test_owners_below_tell_which_deleted_files_a_load_covers() -> None:
    mark("base", "mine")
    write("base/actors/a.yaml", "base/b.yaml")
    assert owners_below([Path("base")]) == ("mine:",)
    assert owners_below([Path("base/actors")]) == ("mine:actors/",)
    assert owners_below([Path("base/b.yaml")]) == ()
    assert owners_below([]) == ()


@pytest.mark.usefixtures("folder")
def test_two_folders_of_one_name_are_not_one_collection() -> None:
    write("a/seed/x.yaml", "b/seed/x.yaml")
    (problem,) = problems("a/seed", "b/seed")
    assert problem.startswith("b/seed: the collection seed is that of a/seed already (add a policykb.yaml")
    mark("b/seed", "other")
    assert owners("a/seed", "b/seed") == ["seed:x.yaml", "other:x.yaml"]


@pytest.mark.usefixtures("folder")
def test_a_folder_that_merely_bears_its_name_is_not_the_shipped_seed() -> None:
    write("PolicyKB/x.yaml", "日本/x.yaml")
    assert problems("PolicyKB")[0].startswith("PolicyKB: policykb is the collection of the shipped seed (add a")
    assert problems("日本")[0].startswith("日本: no collection can be named after this folder (add a policykb.yaml")
    mark("PolicyKB", "policykb")
    assert owners("PolicyKB") == ["policykb:x.yaml"]


def test_the_shipped_seed_is_the_collection_policykb() -> None:
    assert {file.collection for file in find_files([seed_folder()])} == {"policykb"}


@pytest.mark.parametrize(
    ("marker", "expected"),
    [
        ("collection: My Base\n", "base/policykb.yaml:1:13: collection: 'My Base' is not a key"),
        ("collection: a/b\n", "base/policykb.yaml:1:13: collection: 'a/b' is not a key"),
        ("collection: [a]\n", "base/policykb.yaml:1:13: collection: expected collection: KEY"),
        ("{}\n", "base/policykb.yaml:1:1: collection: expected collection: KEY"),
        ("collection: a\nthemes: []\n", "base/policykb.yaml:2:1: themes: a policykb.yaml holds collection: KEY"),
        ("collection: a # mine\n", "base/policykb.yaml:1:15: text after #"),
        ("", "base/policykb.yaml:1:1: the file is empty"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_a_marker_that_names_no_collection(marker: str, expected: str) -> None:
    write("base/policykb.yaml", text=marker)
    write("base/x.yaml", "base/y.yaml")
    (problem,) = problems("base", "base/x.yaml")
    assert problem.startswith(expected)


@pytest.mark.usefixtures("folder")
def test_a_marker_is_no_seed_file() -> None:
    mark("base", "mine")
    assert problems("base") == ["base: no *.yaml or *.jsonl files below"]
    assert problems("base/policykb.yaml") == ["base/policykb.yaml: only names the collection (give its folder)"]
    write("base/a.yaml")
    assert owners("base/a.yaml", "base/policykb.yaml") == ["mine:a.yaml"]


@pytest.mark.usefixtures("folder")
def test_everything_wrong_is_told_in_one_run() -> None:
    write("good.yaml", "notes.txt", "a/B.YAML")
    Path("empty/.git").mkdir(parents=True)
    Path("a/dir.yaml").mkdir()
    assert problems("good.yaml", "no.yaml", "good.yaml/x", "notes.txt", "a", "empty", "a/dir.yaml") == [
        "a/B.YAML: not a seed file (write the ending in lower case)",
        "a/dir.yaml: a folder, not a file (rename it)",
        "empty: no *.yaml or *.jsonl files below",
        "good.yaml/x: no such file or folder",
        "no.yaml: no such file or folder",
        "notes.txt: not a seed file (those end in .yaml or .jsonl)",
    ]


@pytest.mark.usefixtures("folder")
def test_a_name_no_file_can_have_is_not_found() -> None:
    assert problems("a\0.yaml") == ["a\\x00.yaml: no such file or folder"]
    assert find_files([]) == []


@pytest.mark.usefixtures("folder")
def test_links_stay_inside_their_root() -> None:
    mark("base", "mine")
    write("base/sub/a.yaml", "outside/b.yaml", "outside/dir/c.yaml")
    os.symlink("sub/a.yaml", "base/inside.yaml")
    os.symlink("sub", "base/also-sub")
    assert owners("base") == ["mine:inside.yaml", "mine:sub/a.yaml"]
    os.symlink("../outside/b.yaml", "base/b.yaml")
    os.symlink("../outside/dir", "base/dir")
    os.symlink("nowhere", "base/broken.yaml")
    os.symlink("loop.yaml", "base/loop.yaml")
    os.symlink("../../outside", "base/.hidden")
    found = problems("base")
    assert [problem.partition(" (")[0] for problem in found] == [
        "base/b.yaml: a link that leads out of its folder",
        "base/broken.yaml: no such file or folder",
        "base/dir: a link that leads out of its folder",
        "base/loop.yaml: cannot be read: too many levels of symbolic links",
    ]
    assert problems("base/b.yaml") == found[:1]


@pytest.mark.usefixtures("folder")
def test_a_folder_that_is_itself_a_link_is_a_folder() -> None:
    write("real/a.yaml")
    os.symlink("real", "link")
    assert owners("link") == ["link:a.yaml"]


@pytest.mark.usefixtures("folder")
def test_a_pipe_is_refused_without_waiting_for_it() -> None:
    Path("base").mkdir()
    os.mkfifo("base/pipe.yaml")
    os.mkfifo("pipe")
    expected = "not a regular file (a pipe, a socket or a device)"
    assert problems("base", "pipe", "/dev/null") == sorted(
        [f"base/pipe.yaml: {expected}", f"pipe: {expected}", f"/dev/null: {expected}"]
    )


def test_a_file_that_became_a_pipe_is_refused_without_waiting_for_it(folder: Path) -> None:
    write("a.yaml")
    (file,) = find_files([Path("a.yaml")])
    (folder / "a.yaml").unlink()
    os.mkfifo("a.yaml")
    with pytest.raises(SeedError, match=r"a\.yaml: not a regular file"):
        read_bytes_once(file)


@pytest.fixture
def nobody() -> Iterator[Path]:
    """A folder that everybody may enter, and a user that may not read everything (root may)."""
    was_root = os.geteuid() == 0
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        if was_root:
            os.chown(name, 65534, 65534)
            os.seteuid(65534)
        yield Path(name)
        if was_root:
            os.seteuid(0)


def test_what_may_not_be_read_is_told(nobody: Path) -> None:
    for name in ("a.yaml", "b.yaml", "closed/c.yaml"):
        (nobody / name).parent.mkdir(exist_ok=True)
        (nobody / name).write_text("themes: []\n")
    (file,) = find_files([nobody / "a.yaml"])
    (nobody / "a.yaml").chmod(0)
    (nobody / "closed").chmod(0)
    assert problems(str(nobody)) == [
        f"{nobody}/a.yaml: no permission to read",
        f"{nobody}/closed: no permission to read",
    ]
    assert problems(f"{nobody}/closed/c.yaml") == [f"{nobody}/closed/c.yaml: no permission to read"]
    with pytest.raises(SeedError, match="no permission to read"):
        read_bytes_once(file)
    (nobody / "closed").chmod(0o400)  # its names can be listed, its files not be opened
    assert f"{nobody}/closed/c.yaml: no permission to read" in problems(str(nobody))
    (nobody / "closed").chmod(0o700)


def test_a_marker_that_may_not_be_read_is_told(nobody: Path) -> None:
    (nobody / "policykb.yaml").write_text("collection: mine\n")
    (nobody / "policykb.yaml").chmod(0)
    (nobody / "a.yaml").write_text("themes: []\n")
    assert problems(str(nobody)) == [f"{nobody}/policykb.yaml: no permission to read"]


@pytest.mark.usefixtures("folder")
def test_a_large_yaml_file_is_refused_and_a_large_jsonl_file_is_not() -> None:
    for name, size in (("a.yaml", LARGEST + 1), ("b.jsonl", LARGEST + 1), ("c.yaml", LARGEST)):
        with Path(name).open("wb") as file:
            file.truncate(size)
    assert problems("a.yaml") == ["a.yaml: larger than 10 MB (split it, or write it as JSON Lines)"]
    assert [file.display for file in find_files([Path("b.jsonl"), Path("c.yaml")])] == ["b.jsonl", "c.yaml"]


def test_names_that_cannot_be_shown_are_refused_and_shown_escaped(folder: Path) -> None:
    write("base/a\nb.yaml", "base/a\u202eb.yaml", "base/日本　語.yaml", "base/dir\t/x.jsonl")
    Path(os.fsdecode(os.fsencode(folder) + b"/base/caf\xe9.yaml")).write_text("themes: []\n")
    assert [problem.partition(": ")[0] for problem in problems("base")] == [
        "base/a\\nb.yaml",
        "base/a\\u202eb.yaml",
        "base/caf\\udce9.yaml",
        "base/dir\\t/x.jsonl",
    ]


@pytest.mark.usefixtures("folder")
def test_bytes_and_their_hash_are_of_one_reading() -> None:
    write("a.yaml", text="themes: [é]\n")
    (file,) = find_files([Path("a.yaml")])
    raw = "themes: [é]\n".encode()
    assert read_bytes_once(file) == (raw, hashlib.sha256(raw).hexdigest())
    with Path("a.yaml").open("wb") as grown:
        grown.truncate(LARGEST + 100)
    assert len(read_bytes_once(file)[0]) == LARGEST + 1
    Path("a.yaml").unlink()
    with pytest.raises(SeedError, match=r"a\.yaml: no such file or folder"):
        read_bytes_once(file)


@given(st.integers(0, 20_000), st.integers(0, 40))
def test_a_stream_hashes_what_it_gives(count: int, taken: int) -> None:
    raw = b'{"key": "a-longer-key-than-most", "type": "theme"}\n' * count
    with tempfile.TemporaryDirectory() as name:
        path = Path(name, "a.jsonl")
        path.write_bytes(raw)
        with open_once(SeedFile(path, "a.jsonl", "a", "a.jsonl")) as stream:
            lines = read_json_lines(stream, "a.jsonl")
            given_lines = [line for _, line in zip(range(taken), lines, strict=False)]
            assert len(given_lines) == min(taken, count)
            assert stream.sha256() == hashlib.sha256(raw).hexdigest()
