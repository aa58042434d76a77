"""What is read of the things that a container holds."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tflint_mem.semantic import flow
from tflint_mem.semantic.syntax import FunctionScope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_mem.semantic.retention import Store
    from tflint_mem.semantic.syntax import SyntaxIndex

_FILLS = frozenset({"append", "appendleft", "add", "insert", "extend", "setdefault"})
_LOOKS = frozenset({"values", "items", "keys"})
_ITERATES = frozenset({"enumerate", "zip", "sorted", "reversed", "list", "tuple", "iter"})


class Reads:
    """Answers how the elements of a container are used."""

    def of_elements(self, index: SyntaxIndex, holder: ast.expr) -> list[ast.Attribute] | None:
        """The attributes that are read of the elements that a variable or attribute holds.

        Returns:
            The expressions; None when an element, or the container as a whole, is used in another way.
        """
        found: list[ast.Attribute] = []
        for load in self._mentions(index, holder):
            reads = self._reads(index, load)
            if reads is None:
                return None
            found += reads
        return found

    def after_store(self, index: SyntaxIndex, store: Store) -> list[ast.Attribute] | None:
        """The same, without what the round of a loop that puts an element there reads of that element."""
        found = self.of_elements(index, store.holder)
        loop = next(iter(flow.enclosing_loops(index, store.node)), None)
        if found is None or loop is None or store.key is None:
            return found
        element = ast.unparse(store.node)
        return [read for read in found if not flow.contains(loop, read) or ast.unparse(read.value) != element]

    @staticmethod
    def is_of_function(index: SyntaxIndex, holder: ast.expr) -> bool:
        """Whether a container is a variable of a function, so that all of its uses are known."""
        return isinstance(holder, ast.Name) and isinstance(index.home(holder), FunctionScope)

    @staticmethod
    def _mentions(index: SyntaxIndex, holder: ast.expr) -> Iterator[ast.Name | ast.Attribute]:
        if isinstance(holder, ast.Name):
            scope = index.home(holder)
            for load in index.loads.get(holder.id, ()):
                if isinstance(load, ast.Name) and index.home(load) is scope:
                    yield load
        elif isinstance(holder, ast.Attribute):
            for load in index.loads.get(holder.attr, ()):
                if isinstance(load, ast.Attribute):
                    yield load

    def _reads(self, index: SyntaxIndex, load: ast.expr) -> list[ast.Attribute] | None:
        """What one mention of the container reads of its elements."""
        parent = index.parents.get(load)
        if isinstance(parent, ast.Attribute):
            call = index.parents.get(parent)
            if not isinstance(call, ast.Call) or call.func is not parent:
                return None
            if parent.attr in _FILLS:
                return []
            if parent.attr not in _LOOKS:
                return None
            return [] if parent.attr == "keys" else self._iterated(index, call)
        if isinstance(parent, ast.Subscript) and parent.value is load:
            if not isinstance(parent.ctx, ast.Load):
                return []
            outer = index.parents.get(parent)
            return [outer] if isinstance(outer, ast.Attribute) else None
        if isinstance(parent, ast.Call) and isinstance(parent.func, ast.Name) and parent.func.id == "len":
            return []
        return self._iterated(index, load)

    def _iterated(self, index: SyntaxIndex, iterable: ast.expr) -> list[ast.Attribute] | None:
        """What a loop or comprehension over ``iterable`` reads of the elements."""
        parent = index.parents.get(iterable)
        inner = iterable
        while isinstance(parent, ast.Call) and isinstance(parent.func, ast.Name):
            if parent.func.id not in _ITERATES or inner not in parent.args:
                return None
            inner, parent = parent, index.parents.get(parent)
        region: ast.AST
        if isinstance(parent, ast.comprehension) and parent.iter is inner:
            region = index.parents[parent]
        elif isinstance(parent, (ast.For, ast.AsyncFor)) and parent.iter is inner:
            region = parent
        else:
            return None
        target = _element(parent.target, iterable, inner)
        if target is None:
            return None
        found: list[ast.Attribute] = []
        for load in index.loads.get(target.id, ()):
            if isinstance(load, ast.Name) and flow.contains(region, load):
                outer = index.parents.get(load)
                if not isinstance(outer, ast.Attribute):
                    return None
                found.append(outer)
        return found


def _element(target: ast.expr, iterable: ast.expr, outermost: ast.expr) -> ast.Name | None:
    """The name in a loop's target that stands for the elements of ``iterable``."""
    while isinstance(target, (ast.Tuple, ast.List)):
        position = 1  # of ``items`` and ``enumerate``
        if isinstance(outermost, ast.Call) and isinstance(outermost.func, ast.Name):
            if outermost.func.id == "zip" and iterable in outermost.args:
                position = outermost.args.index(iterable)
        if position >= len(target.elts):
            return None
        target = target.elts[position]
    return target if isinstance(target, ast.Name) else None
