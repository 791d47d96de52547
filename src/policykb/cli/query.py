"""`policykb query`: the records a sentence asks for."""

from typing import TYPE_CHECKING, cast

from typer import Typer

from policykb.cli import options
from policykb.cli.display.problems import note
from policykb.cli.display.words import counted, noun_for
from policykb.cli.output import Output
from policykb.domain.fields import STATEMENTS
from policykb.errors import with_article

if TYPE_CHECKING:
    from policykb.kb import Answer
    from policykb.kb.counts import Counts

app = Typer()


@app.command(
    epilog=options.examples(
        'policykb query "recommendations mentioning IPEF"',
        'policykb query "recommendations to Japan on economic since 2024"',
        'policykb query "findings mentioning the Quad or AUKUS" --format csv',
        'policykb query "recommendations by Japanese participants" -o asked.jsonl',
        'policykb query "count of recommendations by theme and addressee" -o asked.svg',
    )
)
def query(
    words: options.Words,
    db: options.Db = None,
    format_name: options.Format = None,
    output: options.Output = None,
    force: options.Force = False,
    limit: options.Limit = None,
    flat: options.Flat = False,
    long: options.Long = False,
    chart: options.Chart = None,
    measure: options.Measure = "records",
    quiet: options.Quiet = False,
    today: options.Today = None,
) -> None:
    """Ask the knowledge base, in words or with fields.

    QUERY is what you would say: recommendations mentioning IPEF. Records go to standard output; how the question was
    understood, and how many records there are, to standard error.
    """
    from policykb.kb import KnowledgeBase

    target = Output.chosen(
        format_name, output, usual=options.TABLE, force=force, flat=flat, long=long, chart=chart, measure=measure
    )
    day = today.date() if today else None
    with KnowledgeBase.open(db) as kb:
        answer = kb.query(" ".join(words), limit=limit, today=day)
        if target.on_terminal and limit is None and answer.query.limit is None:
            answer = kb.query(" ".join(words), limit=options.ON_A_TERMINAL, today=day)
        if not quiet:
            note(f"# {answer.canonical}")
        answer = target.drawn(answer)
        shown = target.write(answer)
        if not quiet:
            _say_how_many(answer, shown, target)


def _say_how_many(answer: "Answer", shown: int, target: Output) -> None:
    """How many there are, and how many sources that speaks for: "none found" must not be taken for "not read"."""
    noun = noun_for(answer.subjects)
    if answer.query.count:
        repeated = f"; {with_article(noun)} may stand in several rows" if cast("Counts", answer).repeats else ""
        note(f"{counted(answer.total, noun)} counted{repeated}.")
        if target.on_terminal and shown == options.ON_A_TERMINAL:
            note(f"showing the first {shown:,} rows; more with --limit")
    if target.path is not None or target.is_picture:
        for sentence in target.said(answer, shown):
            note(sentence)
    if answer.query.count or target.path is not None:
        return
    read = _sources_read(answer)
    if not answer.total:
        note(f"No {noun}s found{read}.")
        for sentence in answer.advice:
            note(sentence)
    elif shown < answer.total:
        note(f"showing {shown:,} of {counted(answer.total, noun)}{read}")
    elif target.format_name == options.TABLE:
        note(f"{counted(shown, noun)}{read}")


def _sources_read(answer: "Answer") -> str:
    if not set(answer.subjects) <= set(STATEMENTS):
        return ""
    count = answer.sources_read
    return f"; {counted(count, 'source')} {'was' if count == 1 else 'were'} read for it"
