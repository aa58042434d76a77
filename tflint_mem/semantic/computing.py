"""Whether a loop only computes with what its function is given, and whether the function hands that back."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tflint_mem.semantic import catalog, flow
from tflint_mem.semantic.stores import root_of
from tflint_mem.semantic.syntax import COMPREHENSIONS, FunctionScope, SyntaxIndex, tail_of, walk_own
from tflint_mem.semantic.values import Kind, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_mem.semantic.inference import Inference

_DRIVEN = frozenset(
    {Kind.MODEL, Kind.LAYER, Kind.METRIC, Kind.OPTIMIZER, Kind.DATASET, Kind.TF_FUNCTION, Kind.SESSION}
)
"""What a program that trains, evaluates or reads data calls, or whose methods it calls."""

_OF_PROGRAMS = frozenset(
    {"tf.GradientTape", *(f"builtins.{name}" for name in ("float", "input", "int", "next", "print"))}
)
"""What else a loop over the steps of a program calls, also to read and tell what came out."""

_OF_MODELS = frozenset(
    {"apply", "call", "evaluate", "forward", "predict", "predict_on_batch", "step", "train_on_batch"}
)
"""Methods of objects of unknown kind that may run a model."""

_TAKES_NUMBERS = (
    *("numpy.", "statistics.", "matplotlib.", "tf.data."),
    *(f"builtins.{name}" for name in ("float", "int", "print")),
)
"""Beginnings of the names of what reads the values of tensors."""


class Computing:
    """Answers which loops are computations, and what becomes of what they gather."""

    def __init__(self, inference: Inference) -> None:
        self.infer = inference

    def runs_program(self, index: SyntaxIndex, block: ast.AST) -> bool:
        """Whether a block runs models, trains or reads data, itself or in what it calls."""
        return any(self._goes_over_data(index, node) for node in walk_own(block)) or any(
            self._is_work(index, call) for call in index.own_calls(block)
        )

    def _goes_over_data(self, index: SyntaxIndex, node: ast.AST) -> bool:
        if not isinstance(node, (ast.For, ast.AsyncFor, ast.comprehension)):
            return False
        over = self.infer.containers.drawn_from(index, node.iter)
        return isinstance(node, ast.AsyncFor) or Kind.DATASET in self.infer.kinds(index, over)

    def _is_work(self, index: SyntaxIndex, call: ast.Call) -> bool:
        callees = self.infer.values(index, call.func)
        if tail_of(call.func) in catalog.READS_VALUE:
            return True
        if callees:
            return any(self._works(callee) for callee in callees)
        # A function or an attribute of unknown origin may be a model; a method of another object computes.
        owner = call.func.value if isinstance(call.func, ast.Attribute) else None
        own = isinstance(owner, ast.Name) and index.class_of_self(index.scope(owner), owner.id) is not None
        return owner is None or own or tail_of(call.func) in _OF_MODELS

    def _works(self, callee: Value) -> bool:
        if callee.kind is Kind.API:
            return callee.name in _OF_PROGRAMS or catalog.creates(callee.name) in _DRIVEN
        if callee.kind is Kind.METHOD:
            return callee.receiver is not None and callee.receiver.kind in _DRIVEN
        function = callee.function
        if function is None:
            return callee.kind in _DRIVEN or callee.kind is Kind.INSTANCE
        if self.infer.traced_decorator(function) is not None:
            return True
        parts = function.index.run_by(function)
        return self.infer.remember(
            ("runs program", function),
            lambda: any(self.runs_program(function.index, part) for part in parts),
            False,
        )

    def only_adds_to_result(self, index: SyntaxIndex, loop: ast.AST) -> bool:
        """Whether a loop runs no program, and computes parts of the tensors that its function hands back."""
        function = index.function(loop)
        if function is None or self.runs_program(index, loop):
            return False
        if any(Kind.CONTAINER in self.infer.kinds(index, value) for value in function.returns):
            return False
        statement = index.statement(loop)
        if isinstance(statement, ast.Return):
            return not any(self._takes_numbers(index, around) for around in index.ancestors(loop))
        targets = [target for target, _ in _flows(function) if flow.contains(statement, target)]
        return any(isinstance(target, ast.Name) and self.is_handed_back(index, target) for target in targets)

    def is_handed_back(self, index: SyntaxIndex, root: ast.Name) -> bool:
        """Whether a function returns what a local variable holds, or tensors that are computed from it."""
        function = index.function(root)
        if function is None or index.home(root) is not function:
            return False
        names, before = {root.id}, 0
        while len(names) > before:
            before = len(names)
            for target, value in _flows(function):
                if self._draws_on(index, value, names):
                    names |= {node.id for node in ast.walk(target) if isinstance(node, ast.Name)}
        return any(self._draws_on(index, value, names) for value in function.returns)

    def _draws_on(self, index: SyntaxIndex, node: ast.AST, names: set[str]) -> bool:
        """Whether an expression holds what is in variables, or tensors that are computed from it."""
        if isinstance(node, ast.Name):
            return node.id in names
        made = getattr(node, "elt", node.value if isinstance(node, ast.DictComp) else node)
        if isinstance(node, (ast.Call, *COMPREHENSIONS)) and self._takes_numbers(index, made):
            return False
        parts = (ast.expr, ast.comprehension, ast.keyword)
        children = (child for child in ast.iter_child_nodes(node) if isinstance(child, parts))
        return any(self._draws_on(index, child, names) for child in children)

    def _takes_numbers(self, index: SyntaxIndex, node: ast.AST) -> bool:
        if not isinstance(node, ast.Call):
            return False
        if tail_of(node.func) in catalog.READS_VALUE:
            return True
        return any(name.startswith(_TAKES_NUMBERS) for name in self.infer.called_names(index, node))


def _flows(function: FunctionScope) -> Iterator[tuple[ast.expr, ast.expr]]:
    """What a function assigns or adds, and to what."""
    for node in walk_own(function.node):
        if isinstance(node, ast.Assign):
            yield from ((target, node.value) for target in node.targets)
        elif isinstance(node, (ast.AugAssign, ast.AnnAssign)) and node.value is not None:
            yield node.target, node.value
        elif isinstance(node, ast.For):
            yield node.target, node.iter
        elif isinstance(node, ast.Call) and tail_of(node.func) in ("append", "extend") and node.args:
            if isinstance(node.func, ast.Attribute):
                yield root_of(node.func.value), node.args[-1]
