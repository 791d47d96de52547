"""`policykb completion`: what a shell runs so that Tab completes commands, options, fields and keys.

The shell asks `policykb` itself, with `VARIABLE` naming the shell and the line up to the cursor in `LINE`; each line of
the answer is a candidate. Whatever goes wrong then is silent: nobody wants a message in the middle of a command.
"""

import os
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Annotated, Any, NamedTuple

from typer import Argument, Typer

from policykb import settings
from policykb.cli import options
from policykb.domain.fields import ENTITIES, SUBJECTS
from policykb.errors import UsageError

VARIABLE, LINE, BREAKS = "_POLICYKB_COMPLETE", "_POLICYKB_LINE", "_POLICYKB_BREAKS"
FILES = 3
"""The exit code that says: complete the name of a file."""
app = Typer()


class Word(NamedTuple):
    """A word of a command line: its ``value``, where it is in the line, and the quote that is still open in it."""

    value: str
    start: int
    quote: str = ""


class Candidate(NamedTuple):
    """What the last word of the line may become, and what that means."""

    value: str
    meaning: str = ""


@app.command(
    epilog=options.examples(
        'eval "$(policykb completion bash)"                  # in ~/.bashrc',
        'eval "$(policykb completion zsh)"                   # in ~/.zshrc, after compinit',
        "policykb completion fish | source                   # in ~/.config/fish/config.fish",
    )
)
def completion(shell: Annotated[str | None, Argument(metavar="SHELL", hidden=True)] = None) -> None:
    """Print what makes Tab complete commands, fields and keys.

    SHELL is bash, zsh or fish; without it, the one you use.
    """
    from policykb.cli.display.shells import SCRIPTS

    name = shell or os.path.basename(os.environ.get("SHELL", ""))
    if name not in SCRIPTS:
        said = f"There is no completion for '{name}'." if name else "Which shell?"
        raise UsageError(said, f"It can be: {', '.join(SCRIPTS)}")
    sys.stdout.write(SCRIPTS[name])


def answer(program: Callable[[], Any]) -> int:
    """Writes the candidates for the line in the environment, for the shell named there; the exit code."""
    with suppress(Exception):
        line = os.environ.get(LINE, "")
        words = words_of(line)
        found = candidates(program(), words)
        if found is None:
            return FILES
        shell = os.environ[VARIABLE]
        lines = list(_written(shell, words[-1], found))
        sys.stdout.buffer.write("".join(f"{written}\n" for written in lines).encode())
        sys.stdout.flush()
    return 0


def words_of(line: str) -> list[Word]:
    """The words of a command line up to the cursor; the last is the one being typed, empty behind a space.

    >>> [word.value for word in words_of('policykb query "a b')], words_of("policykb ")[-1]
    (['policykb', 'query', 'a b'], Word(value='', start=9, quote=''))
    """
    words: list[Word] = []
    value, start, quote, at = "", None, "", 0
    while at < len(line):
        sign = line[at]
        if quote:
            if sign == quote:
                quote = ""
            elif sign == "\\" and quote == '"' and line[at + 1 : at + 2] in {'"', "\\", "$", "`"}:
                at += 1
                value += line[at]
            else:
                value += sign
        elif sign.isspace():
            if start is not None:
                words.append(Word(value, start))
            value, start = "", None
        else:
            start = at if start is None else start
            if sign in "\"'":
                quote = sign
            elif sign == "\\":
                at += 1
                value += line[at : at + 1]
            else:
                value += sign
        at += 1
    return [*words, Word(value, len(line) if start is None else start, quote)]


def candidates(program: Any, words: Sequence[Word]) -> list[Candidate] | None:
    """What the last word may become; None where it is the name of a file.

    ``program`` is the command line as Typer knows it.
    """
    command, *typed = program, *words[1:]
    current = typed[-1].value if typed else ""
    values: list[str] = []
    option: Any = None
    for word in typed[:-1]:
        if option is not None:
            option = None
        elif word.value.startswith("-") and len(word.value) > 1:
            option = _with_value(command, word.value)
        elif subcommands := getattr(command, "commands", None):
            command = subcommands.get(word.value)
            if command is None:
                return []
        else:
            values.append(word.value)
    if option is not None:
        return _beginning(current, ((choice, "") for choice in _choices(option))) if _choices(option) else None
    if (subcommands := getattr(command, "commands", None)) and not current.startswith("-"):
        shown = {name: sub for name, sub in subcommands.items() if not sub.hidden}
        return _beginning(current, ((name, sub.get_short_help_str(70)) for name, sub in shown.items()))
    if current.startswith("-"):
        return _beginning(current, _options(command))
    arguments = _ARGUMENTS.get(command.name)
    return arguments(values, current) if arguments else None


def _with_value(command: Any, written: str) -> Any:
    """The option that waits for its value in the next word; None where there is none."""
    found = next((p for p in command.params if written in getattr(p, "opts", ())), None)
    return None if found is None or getattr(found, "is_flag", False) else found


def _choices(option: Any) -> list[str]:
    return option.metavar.split("|") if "|" in (option.metavar or "") else []


def _options(command: Any) -> Iterable[tuple[str, str]]:
    for param in command.params:
        if getattr(param, "help", None) is not None and not getattr(param, "hidden", False):
            yield from ((name, param.help) for name in param.opts if name.startswith("--"))
    yield "--help", "Show this message and exit."


def _beginning(start: str, words: Iterable[tuple[str, str]]) -> list[Candidate]:
    return [Candidate(word, meaning) for word, meaning in words if word.startswith(start)]


# what the arguments of each command are


def _query(values: Sequence[str], current: str) -> list[Candidate]:
    from policykb.query.complete import complete

    before = "".join(f"{value} " for value in values)
    found = complete(settings.database(), before + current)
    kept = (before + current)[len(before) : found.start]
    return [Candidate(kept + text, meaning) for text, meaning in found.candidates]


def _key(values: Sequence[str], current: str) -> list[Candidate] | None:
    return [] if values else _keys(current)


def _source(values: Sequence[str], current: str) -> list[Candidate] | None:
    return None if values else _keys(current, ("source",))


def _key_of_source(values: Sequence[str], current: str) -> list[Candidate]:
    return [] if values else _keys(current, ("source",))


def _keys(current: str, types: Sequence[str] = SUBJECTS) -> list[Candidate]:
    from policykb.query.complete import keys

    return [Candidate(*found) for found in keys(settings.database(), current, types)]


def _subject(values: Sequence[str], current: str) -> list[Candidate]:
    return [] if values else _beginning(current, ((f"{subject}s", "") for subject in SUBJECTS))


def _type(values: Sequence[str], current: str) -> list[Candidate]:
    return [] if values else _beginning(current, ((type_, "") for type_ in ("source", *ENTITIES[:-1])))


def _statement(values: Sequence[str], current: str) -> list[Candidate]:
    """Views after FROM and JOIN, their columns elsewhere."""
    from policykb.store.console import views
    from policykb.store.views import VIEWS

    whole = " ".join([*values, current])
    known = views(settings.database())
    match = re.search(r"(?is)(?P<lead>\b(?:from|join)\s+)?(?P<last>\w*)\Z", whole)
    assert match is not None
    kept = current[: len(current) - len(match["last"])]
    named = [word for word in re.findall(r"\w+", whole.lower()) if word in known]
    columns = dict.fromkeys(column for view in named for column in known[view])
    words = VIEWS.items() if match["lead"] or not named else ((column, "") for column in columns)
    return [Candidate(kept + word, meaning) for word, meaning in _beginning(match["last"].lower(), words)]


def _shell(values: Sequence[str], current: str) -> list[Candidate]:
    return [] if values else _beginning(current, ((shell, "") for shell in ("bash", "zsh", "fish")))


_ARGUMENTS: dict[str, Callable[[Sequence[str], str], list[Candidate] | None]] = {
    "query": _query,
    "export": _query,
    "show": _key,
    "history": _key,
    "edit": _key,
    "verify": _source,
    "attach": _source,
    "detach": _key_of_source,
    "fields": _subject,
    "new": _type,
    "sql": _statement,
    "completion": _shell,
}


# how each shell takes them


def _written(shell: str, word: Word, found: Sequence[Candidate]) -> Iterable[str]:
    """The candidates as the shell takes them, without those whose signs would mean something else to it."""
    fitting = [c for c in found if not _breaks(_added(word.value, c.value), word.quote)]
    if shell != "fish":
        # Both put what the candidates share in the place of what was typed, so they must go on from it; else the best.
        fitting = [c for c in fitting if c.value.lower().startswith(word.value.lower())] or fitting[:1]
    if shell != "bash":
        yield from (f"{value}\t{' '.join(meaning.split())[:70]}" for value, meaning in fitting)
        return
    skipped = 0
    if not word.quote:
        # Of an unquoted word bash takes only what stands behind the last of these signs.
        signs = set(os.environ.get(BREAKS, "@><=;|&(:")) - set(" \t\n\"'")
        skipped = max((n + 1 for n, sign in enumerate(word.value) if sign in signs), default=0)
    for value, _ in fitting:
        yield value[skipped:] + ("" if word.quote or value.endswith((":", "/")) else " ")


def _added(typed: str, value: str) -> str:
    """What a candidate has behind the words of a quoted line that were there before."""
    same = next((n for n, (one, two) in enumerate(zip(typed, value, strict=False)) if one != two), len(typed))
    return value[same:]


def _breaks(text: str, quote: str) -> bool:
    """Whether a text would mean something else to a shell, inside this quote or outside of any."""
    special = {"'": r"[']", '"': r'["$`\\!]'}.get(quote, r"""["'$`\\!*?\[\]{}()<>|&;#~]""")
    return re.search(special, text) is not None
