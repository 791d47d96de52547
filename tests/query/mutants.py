"""Faults put into the compiler one at a time: every operator turned, every branch, filter and alternative taken out.

A mutant is one change of one expression of a module, made in its syntax tree; running it means to give the functions of
the loaded module the changed code, so nothing is imported anew and no file is written.
"""

import ast
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any, TypeVar

_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_PAIRS = (("and_", "or_"), ("true", "false"), ("is_", "is_not"), ("in_", "not_in"), ("asc", "desc"))
_TURNED = {one: other for pair in (*_PAIRS, ("join", "outerjoin")) for one, other in (pair, pair[::-1])}
_TURNED["nulls_last"] = "nulls_first"
_DROPPABLE = frozenset({"and_", "or_", "where", "coalesce", "union_all", "order_by", "group_by"})
_UNWRAPPED = frozenset({"not_", "lower", "distinct", "limit", "where", "coalesce"})
"""Calls that are left out: what they are given, or called on, stands alone."""


@dataclass(frozen=True)
class Mutant:
    """One change: ``name`` is its module, function and what became of which expression; ``line`` is where."""

    name: str
    module: str
    line: int
    changed: Callable[[], ast.Module]

    @contextmanager
    def running(self) -> Iterator[None]:
        """The module has the fault inside."""
        module = sys.modules[self.module]
        new = _codes(compile(self.changed(), str(module.__file__), "exec"))
        kept = [(function, function.__code__) for function in _functions(module)]
        for function, _ in kept:
            function.__code__ = new[function.__qualname__]
        try:
            yield
        finally:
            for function, code in kept:
                function.__code__ = code


def mutants(module: ModuleType) -> list[Mutant]:
    """Every mutant of a module, in the order of its lines."""
    tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
    found: list[Mutant] = []
    names: dict[str, int] = {}
    for function in _definitions(tree):
        for place, (node, above) in enumerate(_expressions(function)):
            for before, after in _changes(node, above):
                made = after(deepcopy(node))
                changed = partial(_replaced, tree, function.lineno, place, after)
                label = f"{module.__name__.rpartition('.')[2]}.{function.name}: {_short(before)} -> {_short(made)}"
                names[label] = names.get(label, 0) + 1
                name = label if names[label] == 1 else f"{label} ({names[label]})"
                found.append(Mutant(name, module.__name__, node.lineno, changed))
    return found


Item = TypeVar("Item")
Change = Callable[[Any], ast.expr | list[ast.stmt]]


def _changes(node: ast.AST, above: ast.AST | None) -> Iterator[tuple[ast.AST, Change]]:
    """What can be made of one node: the node, and a function from a copy of it to what stands in its place."""
    match node:
        case ast.Compare(ops=[operator]):
            for other in _COMPARISONS.get(type(operator), ()):
                yield node, partial(_compared, other)
        case ast.BoolOp(op=operator):
            turned = ast.Or if isinstance(operator, ast.And) else ast.And
            yield node, lambda copy: ast.BoolOp(turned(), copy.values)
            for index in range(len(node.values)):
                yield node, partial(_one_less, index)
        case ast.UnaryOp(op=ast.Not()):
            yield node, lambda copy: copy.operand
        case ast.IfExp():
            yield node, lambda copy: copy.body
            yield node, lambda copy: copy.orelse
        case ast.If():
            yield node.test, lambda copy: [ast.If(ast.Constant(True), copy.body, copy.orelse)]
            yield node.test, lambda copy: [ast.If(ast.Constant(False), copy.body, copy.orelse)]
        case ast.Match():
            for index, case in enumerate(node.cases[:-1]):
                yield case.pattern, partial(_no_case, index)
        case (
            ast.ListComp(generators=[ast.comprehension(ifs=[_])])
            | ast.GeneratorExp(generators=[ast.comprehension(ifs=[_])])
        ):
            yield node, _unfiltered
        case ast.Call():
            yield from _calls(node, above)


def _calls(node: ast.Call, above: ast.AST | None) -> Iterator[tuple[ast.AST, Change]]:
    name = _called(node)
    if name in _TURNED:
        yield node, lambda copy: _renamed(copy, _TURNED[name])
    if name in _DROPPABLE and (len(node.args) > 1 or name == "where"):
        for index in range(len(node.args)):
            if len(node.args) > 1:
                yield node, partial(_no_argument, index)
    if name in _UNWRAPPED and (_is_method(node) or name in {"not_", "lower", "coalesce"}):
        yield node, lambda copy: copy.func.value if _is_method(copy) else copy.args[0]
    chained = isinstance(above, ast.Attribute)
    if not chained and _root(node) == "exists":
        yield node, lambda copy: ast.UnaryOp(ast.Invert(), copy)


def _is_method(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Attribute) and not (
        isinstance(node.func.value, ast.Name) and node.func.value.id == "func"
    )


def _called(node: ast.Call) -> str:
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _root(node: ast.expr) -> str:
    """The function that a chain of calls begins with: ``exists().where(...)`` is "exists"."""
    while isinstance(node, ast.Call | ast.Attribute):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def _renamed(node: ast.Call, name: str) -> ast.Call:
    if isinstance(node.func, ast.Attribute):
        node.func.attr = name
    elif isinstance(node.func, ast.Name):
        node.func.id = name
    return node


def _compared(other: type[ast.cmpop], node: ast.Compare) -> ast.expr:
    return ast.Compare(node.left, [other()], node.comparators)


def _one_less(index: int, node: ast.BoolOp) -> ast.expr:
    left = _without(node.values, index)
    return ast.BoolOp(node.op, left) if len(left) > 1 else left[0]


def _no_case(index: int, node: ast.Match) -> list[ast.stmt]:
    return [ast.Match(node.subject, _without(node.cases, index))]


def _no_argument(index: int, node: ast.Call) -> ast.expr:
    return ast.Call(node.func, _without(node.args, index), node.keywords)


def _without(items: list[Item], index: int) -> list[Item]:
    return [*items[:index], *items[index + 1 :]]


def _unfiltered(node: Any) -> Any:
    node.generators[0].ifs = []
    return node


def _short(what: ast.AST | list[ast.stmt]) -> str:
    if isinstance(what, list):
        (statement,) = what
        if isinstance(statement, ast.If):
            return ast.unparse(statement.test)
        return "no such case"
    return ast.unparse(what)


# trees


def _definitions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node
        elif isinstance(node, ast.ClassDef):
            yield from (each for each in node.body if isinstance(each, ast.FunctionDef))


def _expressions(function: ast.FunctionDef) -> Iterator[tuple[Any, ast.AST | None]]:
    """Every node inside a function with the node it stands in; not those of assertions and errors, always in one order."""
    stack: list[tuple[ast.AST, ast.AST | None]] = [(node, function) for node in reversed(function.body)]
    while stack:
        node, above = stack.pop()
        if isinstance(node, ast.Assert | ast.Raise):
            continue
        yield node, above
        stack += [(child, node) for child in reversed(list(ast.iter_child_nodes(node)))]


class _Replace(ast.NodeTransformer):
    def __init__(self, target: ast.AST, change: Change) -> None:
        self.target, self.change = target, change

    def visit(self, node: ast.AST) -> Any:
        if node is self.target:
            made = self.change(node)
            for each in made if isinstance(made, list) else [made]:
                ast.copy_location(each, node)
            return made
        return self.generic_visit(node)


def _replaced(tree: ast.Module, line: int, place: int, change: Change) -> ast.Module:
    """The module with another node in that place of the function that begins in that line."""
    copy = deepcopy(tree)
    same = next(each for each in _definitions(copy) if each.lineno == line)
    node, _ = list(_expressions(same))[place]
    _Replace(node, change).visit(copy)
    return ast.fix_missing_locations(copy)


# code


def _functions(module: ModuleType) -> list[FunctionType]:
    own = [value for value in vars(module).values() if getattr(value, "__module__", "") == module.__name__]
    inside = [value for each in own if isinstance(each, type) for value in vars(each).values()]
    functions = [value for value in (*own, *inside) if isinstance(value, FunctionType)]
    # What a dataclass makes has no code of this file.
    return [function for function in functions if function.__code__.co_filename == module.__file__]


def _codes(code: CodeType, within: str = "") -> dict[str, CodeType]:
    found: dict[str, CodeType] = {}
    for each in code.co_consts:
        if isinstance(each, CodeType):
            found[each.co_qualname] = each
            if "<locals>" not in each.co_qualname:
                found |= _codes(each)
    return found
