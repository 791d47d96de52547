"""The parser below the strict YAML reader: events, and what its errors mean to the person who wrote the file.

Separate because it is the only place that knows there are two parsers: libyaml, and PyYAML's own in Python where
libyaml is missing.
"""

from collections.abc import Iterator
from itertools import islice
from typing import cast

import yaml
from yaml.events import Event

from policykb.seed.json_places import too_deep
from policykb.seed.places import DEEPEST

MOST_EVENTS = 2_000_000
"""Most events taken from one file: its keys and values, and both ends of its lists and mappings."""

_HINTS = (
    ("mapping values are not allowed", 'quote a value that holds ": ", and check the indentation'),
    ("could not find expected ':'", "a key needs a ':' after it; a text that goes on is indented below its key"),
    ("that cannot start any token", "quote a value that begins with this character"),
    ("unexpected end of stream", "a quote is opened here and never closed"),
    ("expected", "check the indentation; quote a value that begins with a quote, [ or {"),
)
NO_YAML = (yaml.YAMLError, ValueError, OverflowError)
"""What `events` raises; the last two come from PyYAML's own parser, for an escape that names no character."""

_BEGUN = ("while scanning a quoted scalar", "while scanning a simple key")


def events(text: str) -> Iterator[Event]:
    """The parser's events in order, at most `MOST_EVENTS`; raises one of `NO_YAML` where the text is no YAML."""
    loader = yaml.CBaseLoader(text) if yaml.__with_libyaml__ else yaml.BaseLoader(text)
    return islice(cast("Iterator[Event]", iter(loader.get_event, None)), MOST_EVENTS)


def start_of(event: Event) -> int:
    """The index of the event's first character."""
    return event.start_mark.index  # type: ignore[union-attr]  # the stubs allow None, no parser gives it


def end_of(event: Event) -> int:
    """The index after the event's last character."""
    return event.end_mark.index  # type: ignore[union-attr]  # as above


def explain(error: Exception, text: str, reached: int) -> tuple[int, str, str]:
    """Index, message and hint for an error of `events`.

    ``reached`` is the index of the last event, for an error that names no place. What is begun and never ended is
    reported where it begins: the parser notices it only at the end of the file.
    """
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return reached, " ".join(str(error).split()), ""
    mark = error.problem_mark
    if "maximum nesting depth" in (error.problem or ""):
        # libyaml 0.2.6 gives up at a depth of its own, before it tells of the first bracket.
        at = too_deep(text[: mark.index + 1], DEEPEST)
        return mark.index if at is None else at, f"nested deeper than {DEEPEST}", ""
    if error.context in _BEGUN and error.context_mark is not None:
        mark = error.context_mark
    message = error.problem or "not YAML"
    if "cannot start any token" in message and text[mark.index : mark.index + 1] == "\t":
        return mark.index, message, "indent with spaces, not with tabs"
    if (error.context or "").startswith("while parsing a flow") and error.context_mark is not None:
        return (
            mark.index,
            message,
            f"close the [ or {{ opened on line {error.context_mark.line + 1}, or quote what stands here",
        )
    return mark.index, message, next((hint for part, hint in _HINTS if part in message), "")
