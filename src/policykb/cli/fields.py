"""`policykb fields`: what can be asked of each type of record."""

import json
import sys
from dataclasses import asdict
from typing import Annotated

from typer import Argument, Typer

from policykb.cli import options
from policykb.domain.fields import FIELDS, SUBJECTS, fields_of
from policykb.errors import UsageError

app = Typer()


@app.command(epilog=options.examples("policykb fields", "policykb fields recommendations", "policykb fields framework"))
def fields(
    subject: Annotated[
        str | None,
        Argument(metavar="[SUBJECT]", show_default=False, help="Only those of recommendations, findings, themes, ..."),
    ] = None,
    format_name: options.TableOrJson = options.TABLE,
) -> None:
    """List the fields of a query: their names, what they are and which records have them."""
    chosen = FIELDS if subject is None else tuple(fields_of(_type_named(subject)))
    if format_name == "json":
        sys.stdout.write(json.dumps([asdict(field) for field in chosen], ensure_ascii=False, indent=2) + "\n")
        return
    from policykb.cli.display.fields import show_fields
    from policykb.cli.display.screen import stdout

    show_fields(stdout(), chosen, typed=subject is None)


def _type_named(subject: str) -> str:
    wanted = subject.lower().removesuffix("s")
    if wanted in SUBJECTS:
        return wanted
    from difflib import get_close_matches

    near = get_close_matches(wanted, SUBJECTS, 1)
    hint = f"Did you mean {near[0]}s?" if near else f"There are {', '.join(f'{name}s' for name in SUBJECTS)}."
    raise UsageError(f"There are no records called '{subject}'.", hint)
