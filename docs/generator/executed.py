"""Pages by hand whose examples are run, and whose results are written below them.

Separate from the pages that are made of the code alone: here the page is the source, and running it gives it back.
What is run, in the order of the page and in one empty folder:

- a fence with ``file=NAME`` is written to that file;
- a ``console`` fence: each line after ``$`` is run and followed by what it prints (``exit=2`` where it is to fail,
  ``until=SQL`` to leave out what comes from the line on that begins so);
- an ``sql`` fence is asked of a base of the shipped seed, the table below it is the result;
- a ``python`` fence is run, the ``text`` fence below it is what it prints; names last to the end of the page;
- in a table whose first head is "you write", the other cells of each row are written: the query with fields, how many
  records it finds.
"""

import os
import re
import shlex
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, redirect_stdout
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from policykb import KnowledgeBase
from policykb.errors import QueryError
from policykb.settings import DATABASE_VARIABLE

WIDTH = 80
_BLOCK = re.compile(
    r"^```(?P<language>\w+)(?P<info>[^\n]*)\n(?P<code>.*?)^```\n(?P<result>(?:\n```text\n.*?^```\n)|(?:\n(?:\|[^\n]*\n)+))?"
    r"|^\| you write \|[^\n]*\n\|[^\n]*\n(?P<rows>(?:\|[^\n]*\n)+)",
    re.DOTALL | re.MULTILINE,
)


def executed(page: str) -> str:
    """The page with the results its examples have now; SystemExit where one fails that should not."""
    with TemporaryDirectory() as name, _in(Path(name)):
        run = _Run(Path(name))
        try:
            return _BLOCK.sub(run.block, page)
        finally:
            run.close()


def run_command(command: str, folder: Path, variables: dict[str, str], status: int = 0) -> str:
    """What a policykb command prints on a terminal of 80 columns, both streams as they come."""
    environment = {"HOME": str(folder), "COLUMNS": str(WIDTH), "PATH": os.environ["PATH"]} | variables
    program = [sys.executable, "-c", "from policykb.cli import main; main()", *shlex.split(command)[1:]]
    done = subprocess.run(
        program, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode != status:
        raise SystemExit(f"{command}\n{done.stdout}")
    return done.stdout.rstrip("\n") + "\n"


class _Run:
    """One page on its way: the folder, the variables that were exported, the names its Python knows.

    Where the page exports the place of a base it makes that one itself; else it has one of the shipped seed.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._variables: dict[str, str] = {DATABASE_VARIABLE: str(folder / "kb.db")}
        self._names: dict[str, Any] = {"__name__": "__page__"}
        self._base: KnowledgeBase | None = None
        self._own = False

    def block(self, match: re.Match[str]) -> str:
        if match["rows"]:
            return match[0][: -len(match["rows"])] + "".join(map(self._row, match["rows"].splitlines()))
        language, info, code, result = (match[name] or "" for name in ("language", "info", "code", "result"))
        options = dict(item.split("=", 1) for item in info.split() if "=" in item)
        fence = f"```{language}{info}\n{{}}```\n"
        if "file" in options:
            path = self._folder / options["file"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(code, encoding="utf-8")
        elif language == "console":
            commands = [line[2:] for line in code.splitlines() if line.startswith("$ ")]
            return fence.format("".join(f"$ {c}\n{self._printed(c, options)}" for c in commands)) + result
        elif language == "sql":
            kept = result if result.startswith("\n```") else ""
            return fence.format(code) + "\n" + self._asked(code) + kept
        elif language == "python":
            printed = self._python(code)
            kept = result if result.startswith("\n|") else ""
            return fence.format(code) + (f"\n```text\n{printed}```\n" if printed else "") + kept
        return match[0]

    def _printed(self, command: str, options: dict[str, str]) -> str:
        if command.startswith("export "):
            name, _, value = command.removeprefix("export ").partition("=")
            self._variables[name] = value
            self._own |= name == DATABASE_VARIABLE
            return ""
        if not self._own:
            self._shipped()
        printed = run_command(command, self._folder, self._variables, int(options.get("exit", 0)))
        end = printed.find(f"\n{options['until']}") if "until" in options else -1
        return printed if end < 0 else f"{printed[:end].rstrip()}\n...\n"

    def _shipped(self) -> KnowledgeBase:
        """A base of the shipped seed, which this page's Python and SQL may also open as their own."""
        if self._base is None:
            self._base, _ = KnowledgeBase.init(self._variables[DATABASE_VARIABLE])
            os.environ[DATABASE_VARIABLE] = self._variables[DATABASE_VARIABLE]
        return self._base

    def _row(self, line: str) -> str:
        asked = re.split(r"(?<!\\)\|", line)[1].strip().strip("`")
        try:
            answer = self._shipped().query(asked.replace("\\|", "|"))
        except QueryError as error:
            raise SystemExit(f"{asked}\n{error}") from error
        canonical = answer.canonical.replace("|", "\\|")
        return f"| `{asked}` | `{canonical}` | {answer.total} |\n"

    def _asked(self, code: str) -> str:
        place = self._shipped().place
        with closing(sqlite3.connect(f"file:{place}?mode=ro", uri=True)) as connection:
            cursor = connection.execute(code)
            heads = [column[0] for column in cursor.description]
            rows = cursor.fetchall()
        if not rows:
            raise SystemExit(f"{code}\nfinds nothing")
        sides = ["---:" if all(isinstance(row[i], int) for row in rows) else "---" for i in range(len(heads))]
        cells = [[str("" if cell is None else cell).replace("|", "\\|") for cell in row] for row in rows]
        return "".join(f"| {' | '.join(row)} |\n" for row in [heads, sides, *cells])

    def _python(self, code: str) -> str:
        self._shipped()
        out = StringIO()
        with redirect_stdout(out):
            exec(compile(code, "page", "exec"), self._names)
        return out.getvalue()

    def close(self) -> None:
        if self._base is not None:
            self._base.close()


@contextmanager
def _in(folder: Path) -> Iterator[None]:
    """Python examples write their files here, and ask the page's base without naming it."""
    before, variable = Path.cwd(), os.environ.get(DATABASE_VARIABLE)
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
        os.environ.pop(DATABASE_VARIABLE, None)
        if variable is not None:
            os.environ[DATABASE_VARIABLE] = variable
