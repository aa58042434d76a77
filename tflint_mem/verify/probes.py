"""Probes: where a program's iterations are marked, and the code that marks them, put in while it is loaded.

The file stays as it is: the abstract tree is changed in memory, rows and columns are kept.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

NAME = "__tflint_probes__"
"""How the probed code reaches its probes: a built-in name."""

Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Probe:
    """One place whose iterations are measured.

    Attributes:
        file: the file, as a real path.
        row: the line of the loop or function, from 1.
        column: its column as the parser counts, in bytes from 0.
        what: ``for loop``, ``while loop``, ``comprehension`` or ``function NAME()``.
    """

    file: str
    row: int
    column: int
    what: str


def places(tree: ast.AST) -> Iterator[ast.stmt | ast.expr]:
    """All nodes that a probe can mark, in the order of the text."""
    found = [node for node in ast.walk(tree) if isinstance(node, (*_LOOPS, *_COMPREHENSIONS, *_FUNCTIONS))]
    yield from sorted(found, key=lambda node: (node.lineno, node.col_offset))


def is_loop(node: ast.AST) -> bool:
    """Whether a place is a loop or comprehension, not a function."""
    return not isinstance(node, _FUNCTIONS)


def probe_of(node: ast.stmt | ast.expr, file: str) -> Probe:
    """The probe that marks a place."""
    if isinstance(node, _FUNCTIONS):
        what = f"function {node.name}()"
    elif isinstance(node, _LOOPS):
        what = "while loop" if isinstance(node, ast.While) else "for loop"
    else:
        what = "comprehension"
    return Probe(file, node.lineno, node.col_offset, what)


def place_for(tree: ast.AST, row: int) -> ast.stmt | ast.expr | None:
    """The place at a row, or else the innermost one around it."""
    nodes = list(places(tree))
    for node in nodes:
        if node.lineno == row:
            return node
    around = [node for node in nodes if node.lineno <= row <= (node.end_lineno or node.lineno)]
    functions = [node for node in around if not is_loop(node)]
    innermost = functions[-1] if functions else None
    loops = [node for node in around if is_loop(node) and (innermost is None or _within(innermost, node))]
    return loops[-1] if loops else innermost


def instrument(tree: ast.Module, probes: Sequence[tuple[int, Probe]]) -> ast.Module:
    """Marks the places of ``probes`` (with their numbers) in a file's tree, in place."""
    numbers = {(probe.row, probe.column, probe.what): number for number, probe in probes}
    _Marker(numbers).visit(tree)
    return ast.fix_missing_locations(tree)


class _Marker(ast.NodeTransformer):
    """Puts calls of the probes into a tree."""

    def __init__(self, numbers: dict[tuple[int, int, str], int]) -> None:
        self._numbers = numbers

    def _number(self, node: ast.stmt | ast.expr) -> int | None:
        probe = probe_of(node, "")
        return self._numbers.get((probe.row, probe.column, probe.what))

    def visit_For(self, node: ast.For) -> ast.AST:
        self.generic_visit(node)
        if (number := self._number(node)) is not None:
            node.iter = _call("iterate", number, node.iter)
        return node

    def visit_AsyncFor(self, node: ast.AsyncFor) -> ast.AST:
        self.generic_visit(node)
        if (number := self._number(node)) is not None:
            node.iter = _call("iterate_async", number, node.iter)
        return node

    def visit_While(self, node: ast.While) -> ast.AST:
        self.generic_visit(node)
        if (number := self._number(node)) is None:
            return node
        test = ast.BoolOp(ast.And(), [_call("again", number), node.test])
        node.test = ast.copy_location(test, node.test)
        marked = ast.With([ast.withitem(_call("running", number))], [node])
        return ast.copy_location(marked, node)

    def _visit_function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.AST:
        self.generic_visit(node)
        if (number := self._number(node)) is not None:
            entry = ast.copy_location(ast.Expr(_call("entered", number)), node.body[0])
            node.body.insert(1 if ast.get_docstring(node) is not None else 0, entry)
        return node

    visit_FunctionDef = _visit_function  # noqa: N815
    visit_AsyncFunctionDef = _visit_function  # noqa: N815

    def _visit_comprehension(self, node: Comprehension) -> ast.AST:
        self.generic_visit(node)
        first = node.generators[0]
        if (number := self._number(node)) is not None:
            first.iter = _call("iterate_async" if first.is_async else "iterate", number, first.iter)
        return node

    visit_ListComp = _visit_comprehension  # noqa: N815
    visit_SetComp = _visit_comprehension  # noqa: N815
    visit_DictComp = _visit_comprehension  # noqa: N815
    visit_GeneratorExp = _visit_comprehension  # noqa: N815


def _call(method: str, number: int, argument: ast.expr | None = None) -> ast.expr:
    function = ast.Attribute(ast.Name(NAME, ast.Load()), method, ast.Load())
    call = ast.Call(function, [ast.Constant(number), *([argument] if argument is not None else ())], [])
    return ast.copy_location(call, argument) if argument is not None else call


def _within(outer: ast.AST, inner: ast.AST) -> bool:
    return any(node is inner for node in ast.walk(outer))


def moved(probes: Iterable[Probe], old: str, new: str) -> list[Probe | None]:
    """Where the places of one text are in another version of it; None for those that are gone."""
    import difflib

    before = [line.strip() for line in old.splitlines()]
    after = [line.strip() for line in new.splitlines()]
    rows: dict[int, int] = {}
    for block in difflib.SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks():
        rows |= {block.a + step + 1: block.b + step + 1 for step in range(block.size)}
    tree = ast.parse(new)
    result: list[Probe | None] = []
    for probe in probes:
        candidates = [probe_of(node, probe.file) for node in places(tree)]
        fitting = [item for item in candidates if item.what == probe.what and item.row == rows.get(probe.row)]
        result.append(fitting[0] if fitting else None)
    return result
