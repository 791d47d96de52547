"""Options that go together as one parameter; Typer knows only one parameter an option."""

import inspect
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import wraps
from typing import Any, get_type_hints


def grouped(command: Callable[..., None]) -> Callable[..., None]:
    """A command whose parameters that are dataclasses become the options of their fields, in their place.

    >>> from dataclasses import dataclass
    >>> @dataclass
    ... class Place:
    ...     path: str | None = None
    ...     force: bool = False
    >>> @grouped
    ... def write(text: str, place: Place, quiet: bool = False) -> None:
    ...     print(text, place, quiet)
    >>> print(inspect.signature(write))
    (text: str, path: str | None = None, force: bool = False, quiet: bool = False)
    >>> write("a", force=True)
    a Place(path=None, force=True) False
    """
    hints = get_type_hints(command, include_extras=True)
    groups: dict[str, type] = {}
    parameters: list[inspect.Parameter] = []
    for name, parameter in inspect.signature(command).parameters.items():
        type_ = hints[name]
        if not (isinstance(type_, type) and is_dataclass(type_)):
            parameters.append(parameter.replace(annotation=type_))
            continue
        groups[name] = type_
        known = get_type_hints(type_, include_extras=True)
        parameters += [
            inspect.Parameter(
                field.name, inspect.Parameter.POSITIONAL_OR_KEYWORD, default=field.default, annotation=known[field.name]
            )
            for field in fields(type_)
        ]

    @wraps(command)
    def flat(*args: Any, **values: Any) -> None:
        given = dict(zip((p.name for p in parameters), args, strict=False)) | values
        whole = {
            name: type_(**{f.name: given.pop(f.name) for f in fields(type_) if f.name in given})
            for name, type_ in groups.items()
        }
        command(**given, **whole)

    flat.__annotations__ = {p.name: p.annotation for p in parameters} | {"return": None}
    flat.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    return flat
