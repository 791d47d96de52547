"""A stub Typer program with the commands and options of the real one and nothing behind them: the peer of start-up.

Separate because it reads the real program as Typer has it, and the measuring process imports neither.

    python -m benchmarks.stub FOLDER
"""

import enum
import inspect
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

_HEAD = "from enum import Enum\nfrom pathlib import Path\nfrom typing import Annotated, Literal\n\nimport typer\n"
_OWN = {"rich_markup_mode": "rich_markup_mode", "add_completion": "_add_completion"}
_PLAIN = (str, int, float, bool, NoneType)


def source() -> str:
    """The stub's code."""
    from policykb.cli import application

    root = application()
    names = "no_args_is_help", "invoke_without_command", "context_settings", "help", "epilog"
    settings = [*_given({name: getattr(root.info, name) for name in names}), "pretty_exceptions_enable=False"]
    # Typer has no public name for these two.
    settings += [f"{name}={vars(root)[of]!r}" for name, of in _OWN.items()]
    stub = _Stub()
    stub.lines.append(f"root = typer.Typer({', '.join(settings)})")
    stub.add(root, "root")
    return "\n".join([_HEAD, *stub.enums.values(), *stub.lines, ""])


class _Stub:
    def __init__(self) -> None:
        self.lines: list[str] = []
        self.enums: dict[str, str] = {}
        self._count = 0

    def add(self, app: Any, variable: str) -> None:
        """The callback, commands and groups of a Typer app; a group without a name lends its commands to its parent."""
        if app.registered_callback is not None and app.registered_callback.callback is not None:
            self._function(f"@{variable}.callback()", app.registered_callback.callback)
        for info in app.registered_commands:
            names = "help", "epilog", "short_help", "hidden", "no_args_is_help", "rich_help_panel", "context_settings"
            name = info.name or info.callback.__name__.replace("_", "-")
            given = [repr(name), *_given({n: getattr(info, n, None) for n in names})]
            self._function(f"@{variable}.command({', '.join(given)})", info.callback)
        for info in app.registered_groups:
            name = info.name if isinstance(info.name, str) else info.typer_instance.info.name
            if not isinstance(name, str):
                self.add(info.typer_instance, variable)
                continue
            self._count += 1
            group = f"group_{self._count}"
            help_ = info.help if isinstance(info.help, str) else info.typer_instance.info.help
            given = [
                f"name={name!r}",
                *_given({"help": help_, "no_args_is_help": info.typer_instance.info.no_args_is_help}),
            ]
            self.lines += [f"{group} = typer.Typer()", f"{variable}.add_typer({group}, {', '.join(given)})"]
            self.add(info.typer_instance, group)

    def _function(self, decorator: str, callback: Callable[..., object]) -> None:
        self._count += 1
        hints = get_type_hints(callback, include_extras=True)
        parameters = []
        for name, parameter in inspect.signature(callback).parameters.items():
            text = f"{name}: {self._type(hints[name])}"
            if parameter.default is not parameter.empty:
                default = parameter.default
                text += f" = {self._default(hints[name], default)}"
            parameters.append(text)
        star = ["*"] if parameters else []
        self.lines += ["", decorator, f"def function_{self._count}({', '.join([*star, *parameters])}) -> None:"]
        self.lines += [f"    {inspect.getdoc(callback) or 'Nothing.'!r}"]

    def _type(self, hint: Any) -> str:
        if get_origin(hint) is Annotated:
            inner, *rest = get_args(hint)
            infos = [info for info in rest if type(info).__name__ in {"OptionInfo", "ArgumentInfo"}]
            return f"Annotated[{', '.join([self._type(inner), *map(_info, infos)])}]"
        if get_origin(hint) in {Union, UnionType}:
            return " | ".join(self._type(part) for part in get_args(hint))
        if get_origin(hint) is Literal:
            return f"Literal[{', '.join(map(repr, get_args(hint)))}]"
        if get_origin(hint) in {list, tuple}:
            return f"list[{self._type(get_args(hint)[0])}]"
        if inspect.isclass(hint) and issubclass(hint, enum.Enum):
            members = [f"    {member.name} = {member.value!r}" for member in hint]
            self.enums[hint.__name__] = "\n".join([f"class {hint.__name__}(str, Enum):", *members, ""])
            return hint.__name__
        if hint in (str, int, float, bool):
            return str(hint.__name__)
        known = {NoneType: "None", Path: "Path"}
        return "typer.Context" if getattr(hint, "__name__", "") == "Context" else known.get(hint, "str")

    def _default(self, hint: Any, default: object) -> str:
        if isinstance(default, enum.Enum):
            self._type(hint)
            return f"{type(default).__name__}.{default.name}"
        return repr(default) if isinstance(default, _PLAIN) else "None"


def _info(info: Any) -> str:
    """``typer.Option(...)`` with the settings that differ from the usual ones and are plain values."""
    import typer

    make = typer.Option if type(info).__name__ == "OptionInfo" else typer.Argument
    usual = vars(make())
    settings = {n: v for n, v in vars(info).items() if n in inspect.signature(make).parameters and v != usual.get(n)}
    # Inside Annotated the first name stands where the default would.
    declared = [repr(name) for name in (info.default, *(info.param_decls or ())) if isinstance(name, str)]
    return f"typer.{make.__name__}({', '.join([*declared, *_given(settings)])})"


def _given(settings: dict[str, object]) -> Iterator[str]:
    for name, value in settings.items():
        if name not in {"param_decls", "default"} and value and _is_plain(value):
            yield f"{name}={value!r}"


def _is_plain(value: object) -> bool:
    if isinstance(value, dict):
        return all(map(_is_plain, value.values()))
    return all(map(_is_plain, value)) if isinstance(value, list | tuple) else isinstance(value, _PLAIN)


if __name__ == "__main__":
    Path(sys.argv[1], "policykb_stub.py").write_text(source(), encoding="utf-8")
