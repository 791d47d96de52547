"""`policykb new`: the beginning of a seed file."""

from pathlib import Path
from typing import Annotated

from typer import Argument, Typer, echo

from policykb.cli import options
from policykb.cli.display.problems import note
from policykb.errors import NoDatabase

app = Typer()


@app.command(
    epilog=options.examples(
        "policykb new source my-institute-2025-trade",
        "policykb new theme critical-minerals",
        "policykb new framework quad-plus -o my-reports/frameworks.yaml",
    )
)
def new(
    type_: Annotated[str, Argument(metavar="TYPE", hidden=True)],
    key: Annotated[str, Argument(metavar="KEY", hidden=True)],
    output: options.Output = None,
    db: options.Db = None,
    force: options.Force = False,
) -> None:
    """Begin a seed file for a new record.

    TYPE is source, theme, actor, framework or event; KEY its key. A source is written to KEY.yaml in the current
    folder, the others are shown, to be put into a file of yours. Fill in what is empty; check says what is missing.
    """
    text = _skeleton(type_, key, db)
    path = output if output is not None or type_ != "source" else Path(f"{key}.yaml")
    if path is None or str(path) == "-":
        echo(text, nl=False)
        return
    from policykb.kb.files import written_whole

    with written_whole(path, force=force) as file:
        file.write(text.encode())
    echo(f"Written to {path}")
    note(f"Fill it in, then: policykb check {path}")


def _skeleton(type_: str, key: str, db: str | None) -> str:
    from policykb.kb import KnowledgeBase

    try:
        with KnowledgeBase.open(db) as kb:
            return kb.new(type_, key)
    except NoDatabase:
        if db is not None:
            raise
        return KnowledgeBase.new_alone(type_, key)
