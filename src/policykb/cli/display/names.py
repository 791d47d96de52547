"""What a name means and which names stand in a text, as people read it."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from policykb.cli.display.grid import show_grid
from policykb.cli.display.screen import Screen, wrap
from policykb.cli.display.words import by_which, counted

if TYPE_CHECKING:
    from policykb.kb.in_text import NameInText, TextReport
    from policykb.kb.resolve import CountedName, Example, NameReport, Resolved

SOME = 8
"""Parts, and names that no statement holds, that are shown unless everything is asked for."""
_MOST_OF_RULES = 150
"""Characters of the rules of a name that are shown unless everything is asked for."""
_AROUND = 32
"""Characters of a text shown before and after a name."""


def show_report(screen: Screen, report: "NameReport | TextReport", *, long: bool) -> None:
    """Writes either report; ``long``: every part and every name."""
    from policykb.kb.resolve import NameReport

    if isinstance(report, NameReport):
        _show_name(screen, report, long=long)
    else:
        _show_text(screen, report)


# names


def _show_name(screen: Screen, report: "NameReport", *, long: bool) -> None:
    if report.ambiguous:
        screen.write(f'"{report.text}" may mean {counted(len(report.meanings), "record")}:', "bold")
        for word, keys in report.asked.items():
            _show_lines(screen, f"{word} {report.text}: {_decided(keys)}", "  ")
        screen.write()
    for number, meaning in enumerate(report.meanings):
        if number:
            screen.write()
        _show_meaning(screen, meaning, long=long)


def _decided(keys: Sequence[str]) -> str:
    if len(keys) == 1:
        return keys[0]
    if all("/" in key for key in keys):
        return f"any of {', '.join(keys)}"
    return f"write which one: {', '.join(keys)}"


def _show_meaning(screen: Screen, meaning: "Resolved", *, long: bool) -> None:
    for line in wrap(f"{meaning.name} ({meaning.type} {meaning.key})", screen.width):
        screen.write(line, "bold")
    _show_lines(screen, f"found {by_which(meaning.how, meaning.through, meaning.name)}", "  ")
    if meaning.former_keys:
        _show_lines(screen, f"formerly {', '.join(meaning.former_keys)}", "  ")
    if meaning.includes:
        parts = "narrower theme" if meaning.type == "theme" else "part"
        shown = list(meaning.includes.values())[: None if long else SOME]
        more = f", {screen.ellipsis} (--long)" if len(shown) < len(meaning.includes) else ""
        _show_lines(screen, f"includes {counted(len(meaning.includes), parts)}: {', '.join(shown)}{more}", "  ")
    if not meaning.names:
        _show_lines(screen, "not looked for in texts: titles of sources are not", "  ")
        return
    found, linked = counted(meaning.found, "statement"), counted(meaning.linked, "statement")
    _show_lines(screen, f'{found} found by "mentioning {meaning.key}"; {linked} linked to it itself', "  ")
    screen.write()
    used = [name for name in meaning.names if name.statements or name.passed_over]
    unused = [name for name in meaning.names if name not in used]
    shown_names = [*used, *(unused if long else unused[:SOME])]
    rows = [[name.text, name.kind, _rules(screen, name, long=long), f"{name.statements:,}"] for name in shown_names]
    show_grid(screen, ["Name in texts", "Kind", "Counts", "Statements"], rows)
    if len(shown_names) < len(meaning.names):
        screen.write(f"{screen.ellipsis} and {len(meaning.names) - len(shown_names)} more names (--long)", "dim")
    _show_examples(screen, "For example", [e for name in used for e in name.examples])
    _show_examples(screen, "Not counted", [e for name in used for e in name.passed_over])


def _rules(screen: Screen, name: "CountedName", *, long: bool) -> str:
    """Under which rules a name counts; of a long list of phrases the first."""
    text = "; ".join(name.rules) or "anywhere"
    if long or len(text) <= _MOST_OF_RULES:
        return text
    return f"{text[:_MOST_OF_RULES].rpartition(', ')[0]}, {screen.ellipsis} (--long)"


def _show_examples(screen: Screen, head: str, examples: "Iterable[Example]") -> None:
    for number, example in enumerate(examples):
        if not number:
            screen.write()
            screen.write(head, "bold")
        _show_lines(screen, _around(screen, example.text, example.start, example.end), "  ")
        if example.why_not:
            _show_lines(screen, example.why_not, "    ")
        screen.write("    " + screen.styled(example.statement, "dim"))


def _around(screen: Screen, text: str, start: int, end: int) -> str:
    """A name with the words around it."""
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    if start > _AROUND:
        before = screen.ellipsis + before.partition(" ")[2]
    if end + _AROUND < len(text):
        after = after.rpartition(" ")[0] + screen.ellipsis
    return f"{before}[{text[start:end]}]{after}"


# texts


def _show_text(screen: Screen, report: "TextReport") -> None:
    for head, names in (("Counted", report.counted), ("Not counted", report.not_counted)):
        if not names:
            continue
        if head != "Counted" and report.counted:
            screen.write()
        screen.write(head, "bold")
        for name in names:
            _show_found(screen, name)
    if not report.names:
        screen.write("No name of the base stands in it.")


def _show_found(screen: Screen, name: "NameInText") -> None:
    as_what = "" if name.alias == name.words else f', as "{name.alias}"'
    head, *others = wrap(
        f'"{name.words}" at {name.start}-{name.end}: {name.name} ({name.type} {name.key}){as_what}', screen.width - 4
    )
    screen.write(f"  {head}")
    for line in others:
        screen.write(f"    {line}")
    if name.why_not:
        _show_lines(screen, name.why_not, "    ")


def _show_lines(screen: Screen, text: str, indent: str) -> None:
    for line in wrap(text, screen.width - len(indent)):
        screen.write(indent + line)
