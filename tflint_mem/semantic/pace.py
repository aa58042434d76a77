"""How much of the work of a loop a piece of code is: what it does now and then, or once beside many steps."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from tflint_mem.semantic import flow
from tflint_mem.semantic.conditions import left_before, parts_of_test
from tflint_mem.semantic.numbers import Numbers
from tflint_mem.semantic.syntax import walk_own
from tflint_mem.semantic.values import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_mem.semantic.inference import Inference
    from tflint_mem.semantic.invariance import Invariance
    from tflint_mem.semantic.repetition import Repetition, Repetitions
    from tflint_mem.semantic.syntax import SyntaxIndex

SELDOM = 12
"""An eager call takes up to so many times as long as a traced one (measured on 2.21).

What is done once in as many rounds costs less than those rounds do.
"""

_FITS = frozenset({"keras.Model.fit", "keras.Model.fit_generator"})


class Pace:
    """Answers how often a loop does a thing, compared with its other work."""

    def __init__(self, inference: Inference, repetitions: Repetitions, invariance: Invariance) -> None:
        self.infer = inference
        self.repetitions = repetitions
        self.invariance = invariance
        self.numbers = Numbers(inference)

    def is_seldom(self, repetition: Repetition, index: SyntaxIndex, node: ast.AST) -> bool:
        """Whether a loop does something in a few of its rounds, or once beside many runs of a model."""
        ways = list(self._way(repetition, index, node))
        return any(self._is_now_and_then(*way) for way in ways) or (
            repetition.how == "loop"
            # What a tape records is a part of a step of the training itself.
            and not any(self.repetitions.execution.is_under_tape(*way) for way in ways)
            and self._steps_beside(repetition)
        )

    @staticmethod
    def _way(
        repetition: Repetition, index: SyntaxIndex, node: ast.AST
    ) -> Iterator[tuple[SyntaxIndex, ast.AST, ast.AST]]:
        """The way from a loop to what it repeats: in each file a place, and what the way leads through."""
        yield repetition.index, repetition.inside, repetition.node
        inner = [(step.index, step.node) for step in repetition.steps[1:]]
        for file, place in (*inner, (index, node)) if repetition.steps else ():
            function = file.function(place)
            if function is not None:
                yield file, place, function.node

    def _is_now_and_then(self, index: SyntaxIndex, place: ast.AST, limit: ast.AST) -> bool:
        """Whether a test such as ``step % 100 == 0`` lets a place run in a few of the rounds."""
        child = place
        for parent in index.ancestors(place):
            if isinstance(child, ast.stmt) and any(
                self._holds_seldom(index, test, False)
                for test in left_before(index, child, (ast.Return, ast.Continue))
            ):
                return True
            if parent is limit:
                return False
            if isinstance(parent, (ast.If, ast.IfExp)) and child is not parent.test:
                body = parent.body if isinstance(parent, ast.If) else [parent.body]
                if self._holds_seldom(index, parent.test, child in body):
                    return True
            child = parent
        return False

    def _holds_seldom(self, index: SyntaxIndex, test: ast.expr, wanted: bool) -> bool:
        """Whether a test is as ``wanted`` only where a number is a multiple of one that is not small."""
        for part, way in parts_of_test(test, wanted):
            rest, equal = part, not way
            if isinstance(part, ast.Compare) and len(part.ops) == 1:
                rest, equal = part.left, isinstance(part.ops[0], ast.Eq) is way
                if not isinstance(part.ops[0], (ast.Eq, ast.NotEq)):
                    continue
            if equal and isinstance(rest, ast.BinOp) and isinstance(rest.op, ast.Mod):
                # An interval that nothing tells is one of logging more often than not.
                if min(self.numbers.by_default(index, rest.right), default=SELDOM) >= SELDOM:
                    return True
        return False

    def _steps_beside(self, repetition: Repetition) -> bool:
        """Whether each round also takes many steps: in another loop, or by ``fit()`` on one data set."""
        index, loop, inside = repetition.index, repetition.node, repetition.inside
        if not isinstance(loop, (ast.For, ast.AsyncFor, ast.While)):
            return False
        return any(self._takes_steps(index, statement, repetition) for statement in loop.body) or any(
            (
                not _FITS.isdisjoint(self.infer.called_names(index, call))
                and bool(call.args)
                and self.invariance.is_invariant(index, call.args[0], loop)
            )
            or (
                index.statement(call) in loop.body
                and not flow.contains(call, inside)
                and Kind.TF_FUNCTION not in self.infer.kinds(index, call.func)
                and any(
                    not self.repetitions.execution.is_traced(callee)
                    and self._takes_steps(callee.index, callee.node, repetition)
                    for callee in self.infer.calls.callees(index, call)
                )
            )
            for call in index.own_calls(loop)
        )

    def _takes_steps(self, index: SyntaxIndex, root: ast.AST, beside: Repetition) -> bool:
        """Whether a statement, or a function, has a loop that runs a model many times."""
        limit = beside.node if flow.contains(beside.node, root) else root
        return any(
            isinstance(node, (ast.For, ast.AsyncFor, ast.While))
            and not flow.contains(node, beside.inside)
            and not self._is_now_and_then(index, node, limit)
            and self.repetitions.most_rounds(replace(beside, index=index, node=node)) >= SELDOM
            and self.infer.calls.runs_such("steps", index, node, self.repetitions.execution.takes_step)
            for node in walk_own(root)
        )
