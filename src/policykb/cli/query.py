"""`policykb query`: the records a sentence asks for."""

from datetime import date
from typing import TYPE_CHECKING, cast

from typer import Typer

from policykb.cli import options
from policykb.cli.display.problems import note
from policykb.cli.display.words import counted, noun_for
from policykb.cli.grouped import grouped
from policykb.cli.output import Output, write_json
from policykb.domain.fields import PASSAGE, STATEMENTS
from policykb.errors import UsageError, with_article

if TYPE_CHECKING:
    from collections.abc import Callable

    from policykb.kb import Answer, KnowledgeBase
    from policykb.kb.counts import Counts

app = Typer()


@app.command(
    epilog=options.examples(
        'policykb query "recommendations mentioning IPEF"',
        'policykb query "recommendations to Japan on economic since 2024"',
        'policykb query "findings mentioning the Quad or AUKUS" --format csv',
        'policykb query "recommendations by Japanese participants" -o asked.jsonl',
        'policykb query "count of recommendations by theme and addressee" -o asked.svg',
        'policykb query "recommendations to Japan on trade" --explain',
    )
)
@grouped
def query(
    words: options.Words,
    asked: options.AskedFor,
    db: options.Db = None,
    limit: options.Limit = None,
    long: options.Long = False,
    mark: options.Mark = False,
    quiet: options.Quiet = False,
    explain: options.Explain = False,
    today: options.Today = None,
) -> None:
    """Ask the knowledge base, in words or with fields.

    QUERY is what you would say: recommendations mentioning IPEF. Records go to standard output; how the question was
    understood, and how many records there are, to standard error.
    """
    from policykb.kb import KnowledgeBase

    target = Output.chosen(asked, usual=options.TABLE, long=long, mark=mark)
    day = today.date() if today else None
    with KnowledgeBase.open(db) as kb:
        if explain:
            explained(kb, " ".join(words), target, limit, day)
            return
        answered(lambda most: kb.query(" ".join(words), limit=most, today=day), target, limit, quiet=quiet)


def answered(ask: "Callable[[int | None], Answer]", target: Output, limit: int | None, *, quiet: bool) -> None:
    """Writes the answer that ``ask`` gives for a limit, and on standard error how it was understood."""
    answer = ask(limit)
    if target.on_terminal and limit is None and answer.query.limit is None:
        answer = ask(options.ON_A_TERMINAL)
    if not quiet:
        note(f"# {answer.absolute}")
        if answer.ranking is not None:
            note(f"# ranked by {answer.ranking}, the best first")
    answer = target.drawn(answer)
    shown = target.write(answer, quiet=quiet)
    if not quiet:
        _say_how_many(answer, shown, target)


def explained(kb: "KnowledgeBase", text: str, target: Output, limit: int | None, day: date | None) -> None:
    """Why the records are found, instead of the records."""
    if target.path is not None or target.format_name not in {options.TABLE, "json"}:
        raise UsageError("--explain is for reading, or JSON.", "Leave -o out, or write --format json > FILE")
    explanation = kb.explain(text, limit=limit or options.EXPLAINED, today=day)
    if target.format_name == "json":
        write_json(explanation.to_dict())
        return
    from policykb.cli.display.explanation import show_explanation
    from policykb.cli.display.screen import stdout

    show_explanation(stdout(), explanation, long=target.long)


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
    if answer.subjects == (PASSAGE,):
        return f"; {counted(answer.texts, 'source')} {'has its' if answer.texts == 1 else 'have their'} text attached"
    if not set(answer.subjects) <= set(STATEMENTS):
        return ""
    count = answer.sources_read
    return f"; {counted(count, 'source')} {'was' if count == 1 else 'were'} read for it"
