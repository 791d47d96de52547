"""`policykb fields`: what can be asked of each type of record."""

from dataclasses import asdict
from typing import Annotated

from typer import Argument, Typer

from policykb.cli import options
from policykb.cli.output import write_json
from policykb.domain.fields import ASKED, FIELDS, STATEMENTS
from policykb.errors import UsageError

app = Typer()


@app.command(epilog=options.examples("policykb fields", "policykb fields recommendations", "policykb fields framework"))
def fields(
    subject: Annotated[
        str | None,
        Argument(metavar="SUBJECT", hidden=True),
    ] = None,
    format_name: options.TableOrJson = options.TABLE,
) -> None:
    """List the fields that a query can ask for.

    With SUBJECT only those of recommendations, findings, statements, themes, actors, frameworks, events, sources or
    passages.
    """
    types = ASKED if subject is None else _types_named(subject)
    chosen = [field for field in FIELDS if set(field.subjects) & set(types)]
    if format_name == "json":
        write_json([asdict(field) for field in chosen])
        return
    from policykb.cli.display.fields import show_fields
    from policykb.cli.display.screen import stdout

    show_fields(stdout(), chosen, typed=len(types) > 1)


def _types_named(subject: str) -> tuple[str, ...]:
    known = {name: (name,) for name in ASKED} | {"statement": STATEMENTS}
    wanted = subject.lower().removesuffix("s")
    if wanted in known:
        return known[wanted]
    from difflib import get_close_matches

    near = get_close_matches(wanted, known, 1)
    hint = f"Did you mean {near[0]}s?" if near else f"There are {', '.join(f'{name}s' for name in known)}."
    raise UsageError(f"There are no records called '{subject}'.", hint)
