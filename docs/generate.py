"""Writes the pages of docs/ that say what the code says: `python docs/generate.py` all of them, or those named.

Separate from the package since only a checkout has pages; a test compares them with what this would write.
"""

import hashlib
import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent.parent))  # so that `python docs/generate.py` finds its own package

from docs.generator.executed import executed, run_command
from docs.generator.picture import picture
from docs.generator.views import with_lists
from typer import Context
from typer.core import TyperGroup
from typer.main import get_command

from policykb.cli import application
from policykb.cli.boundary import DEBUG_VARIABLE, EXIT_CODES
from policykb.cli.display.fields import records_in_words
from policykb.domain.fields import ENTITIES, FIELDS, PASSAGE, STATEMENTS, SUBJECTS, Field, Kind
from policykb.settings import DATABASE_VARIABLE, JOURNAL_VARIABLE

FOLDER = Path(__file__).parent
WIDTH = 80
NOTICE = "<!-- Written by docs/generate.py from the code; change it there. -->"

VARIABLES = {
    DATABASE_VARIABLE: "The knowledge base, where `--db` is not given.",
    JOURNAL_VARIABLE: "`wal`: SQLite's journal for a base that several processes use at once.",
    DEBUG_VARIABLE: "`1`: show where in the program an error came from, as `--debug` does.",
    "NO_COLOR": "Set to anything: no colours.",
    "COLUMNS": "The width of the output, 40 to 120; without it the terminal's, or 80.",
}
KINDS = {
    Kind.KEY: "the record's own key",
    Kind.TYPE: "recommendation, finding, commitment, theme, actor, framework, event or source",
    Kind.WORD: "a word of a vocabulary in the seed files",
    Kind.TEXT: "running text, compared word by word: folded and stemmed",
    Kind.STRING: "a short text or code, compared whole, in any case",
    Kind.DATE: "`YYYY`, `YYYY-MM` or `YYYY-MM-DD`; two dates match where they overlap",
    Kind.FLAG: "`true` or `false`",
    Kind.NUMBER: "a number",
    Kind.NAME: "a record, by its key or any of its names",
    Kind.MENTION: "a record, linked in any role or named in the text",
    Kind.CLAIM: "what somebody says of it: `VALUE` or `ASSERTER=VALUE`",
    Kind.RELATION: "another statement, by its key",
}


def cli_page() -> str:
    """docs/cli.md: the help of every command, the exit codes, the variables of the environment."""
    lines = ["# The command line", "", NOTICE, ""]
    lines += ["Results go to standard output, everything else to standard error. A pipe or a file gets "]
    lines[-1] += "every record and no colours, a terminal 50 records unless the query or `--limit` says otherwise."
    for path, text in _helps():
        lines += ["", f"## `{path}`", "", "```", *text.rstrip().splitlines(), "```"]
    lines += ["", "## Exit codes", "", "| code | meaning |", "|---:|---|"]
    lines += [f"| {code} | {meaning} |" for code, meaning in EXIT_CODES.items()]
    lines += ["", "## Variables of the environment", "", "| variable | meaning |", "|---|---|"]
    lines += [f"| `{name}` | {meaning} |" for name, meaning in VARIABLES.items()]
    return "\n".join(lines) + "\n"


def _helps() -> Iterator[tuple[str, str]]:
    """Every command as it is typed, with its help at a width of 80."""
    root = get_command(application())
    settings = {**root.context_settings, "terminal_width": WIDTH}
    found = [("policykb", root, Context(root, info_name="policykb", **settings))]
    while found:
        path, command, context = found.pop(0)
        yield path, command.get_help(context)
        if isinstance(command, TyperGroup):
            below = command.commands.items()
            found[:0] = [(f"{path} {name}", c, Context(c, info_name=name, parent=context)) for name, c in below]


def fields_page() -> str:
    """docs/fields.md: every field once, with its name in seed files, JSON, queries and columns."""
    lines = ["# The fields", "", NOTICE, ""]
    lines += [
        "`name` is the name in seed files and JSON and, where the last column says so, of the column in CSV files "
    ]
    lines[-1] += (
        "and in the views of the database. A query uses any of the names in the second column. Fields in italics "
    )
    lines[-1] += "are derived: seed files do not state them."
    every, statements, entities = set(SUBJECTS), set(STATEMENTS), set(ENTITIES)
    groups: tuple[tuple[str, Callable[[set[str]], object]], ...] = (
        ("Every record", lambda having: having >= every),
        ("Statements", lambda having: not having >= every and having & statements),
        ("Themes, actors, frameworks, events, sources", lambda having: having & entities and not having & statements),
        ("Passages of attached texts", lambda having: having == {PASSAGE}),
    )
    for title, belongs in groups:
        lines += ["", f"## {title}", "", "| name | in a query | values | records | meaning | column |"]
        lines += ["|---|---|---|---|---|---|", *(_field_row(field) for field in FIELDS if belongs(set(field.subjects)))]
    lines += ["", "## Values", "", "| values | what they are |", "|---|---|"]
    lines += [f"| {kind} | {KINDS[kind]} |" for kind in Kind]
    return "\n".join(lines) + "\n"


def _field_row(field: Field) -> str:
    name = f"`{field.name}`" if field.seed else f"*`{field.name}`*"
    asked = ", ".join(f"`{name.replace('_', '-')}`" for name in dict.fromkeys(field.query_names))
    values = f"{field.kind}, several" if field.many else str(field.kind)
    meaning = field.meaning.replace("|", "\\|")
    return f"| {name} | {asked} | {values} | {records_in_words(field)} | {meaning} | {'yes' if field.flat else ''} |"


def schema_page() -> str:
    """data/seed/schema/seed.schema.json, by which editors check seed files."""
    from policykb.seed.schema import seed_schema

    return json.dumps(seed_schema(), ensure_ascii=False, indent=1) + "\n"


def mapping_schema_page() -> str:
    """docs/mappings/mapping.schema.json, by which editors check mapping files."""
    from policykb.tabular.mapping import mapping_schema

    return json.dumps(mapping_schema(), ensure_ascii=False, indent=1) + "\n"


def readme_page() -> str:
    """README.md with what its commands print, run one after the other on a base made for it."""
    text = README.read_text(encoding="utf-8")
    with TemporaryDirectory() as name:
        folder = Path(name)
        reports = folder / "my-reports"
        reports.mkdir()
        blocks = dict(re.findall(r"```(yaml)\n(.*?)```", text, re.DOTALL))
        Path(reports, "trade.yaml").write_text(blocks["yaml"], encoding="utf-8")
        base = {DATABASE_VARIABLE: str(folder / "kb.db")}
        run_command("policykb init", folder, base)

        def printed(match: re.Match[str]) -> str:
            commands = [line[2:] for line in match.group(1).splitlines() if line.startswith("$ ")]
            return (
                "```console\n"
                + "".join(f"$ {command}\n{run_command(command, folder, base)}" for command in commands)
                + "```"
            )

        return re.sub(r"```console\n(.*?)```", printed, text, flags=re.DOTALL)


def _executed_page(name: str) -> Callable[[], str]:
    """A page by hand with the lists and the results of its examples as they are now."""

    def page() -> str:
        return executed(with_lists((FOLDER / name).read_text(encoding="utf-8")))

    return page


def seed_page() -> str:
    """docs/seed.md: every passage of the seed looked up in its report; SystemExit where not all are verified."""
    from policykb import KnowledgeBase

    source = "ncafp-2024-us-japan"
    reports = [path for path in REPORTS if path.is_file()]
    if not reports:
        raise SystemExit(f"The report is not at hand ({REPORTS[0]}); docs/seed.md stays as it is.")
    with TemporaryDirectory() as name:
        knowledge_base, _ = KnowledgeBase.init(Path(name, "kb.db"))
        with knowledge_base:
            found = knowledge_base.verify(source, reports[0])
            counts = knowledge_base.stats().records
    if not found.all_verified:
        faults = [v for v in found.verdicts if v.resolution.status != "verified"]
        raise SystemExit("\n".join(f"{v.statement}: {v.resolution.status}: {v.resolution.message}" for v in faults))
    total, verified = len(found.verdicts), found.counts["verified"]
    sha256 = hashlib.sha256(reports[0].read_bytes()).hexdigest()
    lines = [
        "# The evidence of the shipped seed",
        "",
        "<!-- Written by docs/generate.py seed (make seed-check). -->",
        "",
    ]
    lines += [f"`{source}`: {counts['recommendation']} recommendations and {counts['finding']} findings.", ""]
    lines += [
        f"**{verified} of {total} passages verified**: each stands in the section and paragraph its record names, as"
    ]
    lines += ["names, as written, and only there.", ""]
    lines += [
        f"- SHA-256 of the report's file: `{sha256}`",
        f"- SHA-256 of its normalised text: `{found.fingerprints[source]}`",
    ]
    lines += ["", "| statement | type | passage |", "|---|---|---|"]
    lines += [f"| `{v.statement.partition('/')[2]}` | {v.type} | {v.place} |" for v in found.verdicts]
    return "\n".join(lines) + "\n"


ROOT = FOLDER.parent
README = ROOT / "README.md"
EXECUTED = (
    "index",
    "first-hour",
    "analysts-hour",
    "reports",
    "query",
    "exports",
    "importing",
    "packs",
    "python",
    "sql",
)
"""Pages by hand whose examples are run: see `docs.generator.executed`."""
REPORTS = [ROOT.parent / "shared" / "sources" / "ncafp-us-japan-alliance-2024-06.txt"]
PAGES: dict[str, tuple[Path, Callable[[], str]]] = {
    "cli": (FOLDER / "cli.md", cli_page),
    "fields": (FOLDER / "fields.md", fields_page),
    "schema": (ROOT / "data" / "seed" / "schema" / "seed.schema.json", schema_page),
    "mapping-schema": (FOLDER / "mappings" / "mapping.schema.json", mapping_schema_page),
    "readme": (README, readme_page),
    "picture": (FOLDER / "model.svg", picture),
    **{name: (FOLDER / f"{name}.md", _executed_page(f"{name}.md")) for name in EXECUTED},
}
"""What the code says, checked by tests; `seed` besides, which needs the report."""


def main(names: list[str]) -> int:
    """Writes the pages of these names, or all that need no report; returns the exit code."""
    pages = PAGES | {"seed": (FOLDER / "seed.md", seed_page)}
    if unknown := [name for name in names if name not in pages]:
        sys.stderr.write(f"There is no page {', '.join(unknown)}; there are {', '.join(pages)}.\n")
        return 2
    for name in names or PAGES:
        path, page = pages[name]
        path.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
