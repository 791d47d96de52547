"""What the models complain about, in the words of somebody who edits the file; so no model knows of files."""

from collections.abc import Callable, Iterator
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError

from policykb.domain.keys import NotAKey
from policykb.errors import Problem
from policykb.seed.suggest import closest

_KINDS = {
    dict: "a record",
    list: "a list",
    tuple: "a list",
    str: "text",
    bool: "true or false",
    int: "a number",
    float: "a number",
}


def problems_of(
    error: ValidationError, model: type[BaseModel], complain: Callable[..., Problem]
) -> Iterator[tuple[Problem, str]]:
    """Every fault of one record, at its place, each place once; with the text that is no key, where that is it."""
    seen: set[tuple[tuple[str | int, ...], str]] = set()
    faults = error.errors(include_url=False)
    choices = {_clean(fault["loc"]) for fault in faults if fault["type"] == "literal_error"}
    for fault in faults:
        path = _clean(fault["loc"])
        # Of a field that takes a list or one word, only what fits what is there.
        if fault["type"] == "literal_error" and isinstance(fault.get("input"), list):
            continue
        if fault["type"] == "tuple_type" and path in choices:
            continue
        message, hint, at_key = _words(fault, path, model)
        if fault["type"] == "missing":
            path = path[:-1]
        # A validator of a whole record names the field it means: "evidence: ...".
        field, separator, rest = message.partition(": ")
        steps = field.split(".")
        if fault["type"] == "value_error" and separator and all(step.isidentifier() for step in steps):
            path, message = (*path, *steps), rest
        if (path, message) not in seen:
            seen.add((path, message))
            cause = fault.get("ctx", {}).get("error")
            yield complain(path, message, hint, key=at_key), cause.text if isinstance(cause, NotAKey) else ""


def _clean(loc: tuple[int | str, ...]) -> tuple[int | str, ...]:
    """The place without the names that pydantic puts between (``tuple[...]``, ``function-...[...]``)."""
    return tuple(
        step for step in loc if isinstance(step, int) or (not any(c in step for c in "[(") and step != "literal")
    )


def _words(fault: Any, path: tuple[int | str, ...], model: type[BaseModel]) -> tuple[str, str, bool]:
    """(message, hint, whether the key rather than the value is at fault)."""
    type_, value = fault["type"], fault.get("input")
    last = str(path[-1]) if path else ""
    match type_:
        case "missing":
            return f"missing {last}", "", False
        case "extra_forbidden":
            inner = _model_at(model, path[:-1])
            known = (
                [field.alias or name for name, field in inner.model_fields.items() if name != "type"] if inner else []
            )
            return f"unknown field {last}", closest(last, known) or f"fields: {', '.join(known)}", True
        case "value_error":
            return str(fault["ctx"]["error"]), "", False
        case "literal_error":
            return f"{str(value)[:40]!r} is none of {fault['ctx']['expected']}", "", False
        case "string_type":
            return f"expected text, got {_kind(value)}", "", False
        case "string_too_long":
            return f"longer than {fault['ctx']['max_length']} characters", "", False
        case "string_pattern_mismatch":
            return (
                f"{str(value)[:40]!r} does not have the form {_PATTERNS.get(last, fault['ctx']['pattern'])}",
                "",
                False,
            )
        case "tuple_type" | "list_type":
            return f"expected a list, got {_kind(value)}", f"write [{value}]" if isinstance(value, str) else "", False
        case "model_type" | "model_attributes_type" | "dict_type":
            return f"expected {_KINDS[dict]} (key: value), got {_kind(value)}", "", False
        case _:
            return str(fault["msg"]), "", False


_PATTERNS = {
    "language": "of a language tag (en, ja, pt-BR)",
    "fingerprint": "of a SHA-256 (64 digits and letters a to f)",
    "file": "of a SHA-256 (64 digits and letters a to f)",
    "doi": "of a DOI (10.1234/abc)",
}


def _kind(value: object) -> str:
    return "nothing" if value is None else _KINDS.get(type(value), type(value).__name__)


def _model_at(model: type[BaseModel], path: tuple[int | str, ...]) -> type[BaseModel] | None:
    """The model that describes what stands at a path."""
    is_named = False
    for step in path:
        if isinstance(step, int) or is_named:  # of a field that holds things by name, the name says nothing of them
            is_named = False
            continue
        field = next((f for name, f in model.model_fields.items() if step in {name, f.alias}), None)
        inner = _inner_model(field.annotation) if field else None
        if inner is None:
            return None
        model, is_named = inner, field is not None and _holds_names(field.annotation)
    return model


def _holds_names(annotation: object) -> bool:
    return get_origin(annotation) is dict or any(map(_holds_names, get_args(annotation)[:1]))


def _inner_model(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in get_args(annotation):
        found = _inner_model(argument)
        if found is not None:
            return found
    return None
