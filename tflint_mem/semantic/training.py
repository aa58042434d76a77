"""Which models a round of a loop trains, where it makes several."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tflint_mem.semantic import catalog
from tflint_mem.semantic.syntax import COMPREHENSIONS, FunctionScope, walk_own
from tflint_mem.semantic.values import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_mem.semantic.creation import Creations
    from tflint_mem.semantic.inference import Inference
    from tflint_mem.semantic.repetition import Repetition
    from tflint_mem.semantic.syntax import SyntaxIndex

_Place = tuple["SyntaxIndex", ast.expr]

_MOST_FUNCTIONS = 80
"""Rounds that run more functions of the project are not looked into."""
_DEPTH = 5
_PARTS = frozenset({"input", "inputs", "output", "outputs", "layers", "get_layer"})
"""Attributes through which a model becomes a part of another."""


class Training:
    """Answers whether a model is only used beside the ones that are trained."""

    def __init__(self, inference: Inference, creations: Creations) -> None:
        self.infer = inference
        self.creations = creations

    def is_beside(self, repetition: Repetition, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether all that a round trains is visibly another model than the one that ``call`` makes."""
        made = frozenset(v.node for v in self.infer.values(index, call) if v.kind is Kind.MODEL)
        blocks = self._blocks(repetition, index, call)
        if not made or None in made or blocks is None:
            return False
        calls = [(file, inner) for file, root in blocks for inner in file.own_calls(root)]
        trained: list[_Place] = []
        for file, inner in calls:
            if not catalog.TRAINS.isdisjoint(self.infer.called_names(file, inner)):
                found = self._trained_by(file, inner)
                if not found:
                    return False
                trained += found
        if not trained or not all(self._is_other(place, call, made) for place in trained):
            return False
        return not any(self._becomes_part(file, inner, made) for file, inner in calls) and not any(
            self._is_taken_apart(file, root, made) for file, root in blocks
        )

    def _blocks(
        self, repetition: Repetition, index: SyntaxIndex, call: ast.Call
    ) -> list[tuple[SyntaxIndex, ast.AST]] | None:
        """What one round runs: blocks of its own, and functions of the project; None if that is too much."""
        blocks: list[tuple[SyntaxIndex, ast.AST]]
        if repetition.how == "loop" and isinstance(repetition.node, COMPREHENSIONS):
            blocks = [(repetition.index, repetition.node)]
        elif repetition.how == "loop":
            blocks = [(repetition.index, statement) for statement in getattr(repetition.node, "body", ())]
        else:
            around = [index.function(call), *(step.index.function(step.node) for step in repetition.steps)]
            blocks = [(function.index, function.node) for function in around if function is not None]
        seen: dict[FunctionScope, None] = {}
        for file, root in blocks:
            for inner in file.own_calls(root):
                for callee in (*self.infer.calls.callees(file, inner), *self._own_steps(file, inner)):
                    if callee not in seen:
                        seen[callee] = None
                        blocks.append((callee.index, callee.node))
            if len(seen) > _MOST_FUNCTIONS:
                return None
        return blocks

    def _own_steps(self, index: SyntaxIndex, call: ast.Call) -> list[FunctionScope]:
        """The training step of the project's own that ``fit`` runs."""
        if not isinstance(call.func, ast.Attribute) or call.func.attr not in ("fit", "train_on_batch"):
            return []
        classes = [value.cls for value in self.infer.values(index, call.func.value) if value.cls is not None]
        steps = [self.infer.classes.find_method(cls, "train_step") for cls in classes]
        return [step for step in steps if step is not None]

    def _trained_by(self, index: SyntaxIndex, call: ast.Call) -> list[_Place]:
        """The expressions for the models that a training call changes; empty when they are not told."""
        if any(name.startswith("keras.Model.") for name in self.infer.called_names(index, call)):
            return [(index, call.func.value)] if isinstance(call.func, ast.Attribute) else []
        given = [*call.args, *(keyword.value for keyword in call.keywords)]
        drawn = [node for argument in given for node in self._drawn_on(index, argument)]
        return [
            (index, node.value)
            for node in drawn
            if isinstance(node, ast.Attribute) and node.attr in catalog.VARIABLES_OF
        ]

    def _drawn_on(self, index: SyntaxIndex, node: ast.expr, depth: int = 2) -> Iterator[ast.AST]:
        """The nodes of an expression, and of what its variables were given."""
        for inner in ast.walk(node):
            yield inner
            if depth and isinstance(inner, ast.Name):
                for binding in index.scope(inner).bindings.get(inner.id, ()):
                    if binding.how in ("value", "unpack") and binding.value is not None:
                        yield from self._drawn_on(index, binding.value, depth - 1)

    # -- which model ---------------------------------------------------------------------------------

    def _is_other(self, place: _Place, call: ast.Call, made: frozenset[ast.AST | None]) -> bool:
        """Whether an expression surely stands for another model than the one that ``call`` makes."""
        values = self.infer.values(*place)
        if not values or any(value.kind is not Kind.MODEL or value.node is None for value in values):
            return False
        if made.isdisjoint(value.node for value in values):
            return True
        # One builder may make several models, each by a call of its own.
        origins = list(self._origins(*place))
        return bool(origins) and all(
            isinstance(node, ast.Call)
            and node is not call
            and self.creations.creators(file, node, Kind.MODEL)
            for file, node in origins
        )

    def _origins(self, index: SyntaxIndex, node: ast.expr | None, depth: int = _DEPTH) -> Iterator[_Place]:
        """The calls that make what an expression stands for; the expression itself where that is unknown."""
        if node is None:
            return
        bound = list(self._bound(index, node)) if depth else []
        if not bound:
            yield index, node
        for file, value in bound:
            yield from self._origins(file, value, depth - 1)

    def _bound(self, index: SyntaxIndex, node: ast.expr) -> Iterator[_Place]:
        """What a variable, a parameter or an attribute of the object is given."""
        owner = index.owner_of_attribute(node)
        if isinstance(node, ast.Attribute) and owner is not None:
            for file, binding in self.infer.classes.attribute_bindings(owner, node.attr):
                if binding.how == "value" and binding.value is not None:
                    yield file, binding.value
        if not isinstance(node, ast.Name):
            return
        scope = index.home(node)
        for binding in scope.bindings.get(node.id, ()):
            if binding.how == "parameter":
                yield from self.infer.calls.passed(scope, binding.name)
            elif binding.value is not None:
                yield index, binding.value

    # -- parts of other models -----------------------------------------------------------------------

    def _stands_for(self, index: SyntaxIndex, node: ast.AST, made: frozenset[ast.AST | None]) -> bool:
        return isinstance(node, (ast.Name, ast.Attribute, ast.Call)) and any(
            value.kind is Kind.MODEL and value.node in made for value in self.infer.values(index, node)
        )

    def _becomes_part(self, index: SyntaxIndex, call: ast.Call, made: frozenset[ast.AST | None]) -> bool:
        """Whether a call puts one of the models ``made`` into a model or layer of Keras."""
        given = [*call.args, *(keyword.value for keyword in call.keywords)]
        if self._stands_for(index, call.func, made):
            return any(Kind.SYMBOLIC in self.infer.kinds(index, argument) for argument in given)
        extends = isinstance(call.func, ast.Attribute) and call.func.attr == "add"
        makes = any(
            value.kind is Kind.API and catalog.creates(value.name) in (Kind.MODEL, Kind.LAYER)
            for value in self.infer.values(index, call.func)
        )
        return (extends or makes) and any(
            self._stands_for(index, node, made) for argument in given for node in ast.walk(argument)
        )

    def _is_taken_apart(self, index: SyntaxIndex, root: ast.AST, made: frozenset[ast.AST | None]) -> bool:
        """Whether code asks one of the models ``made`` for what another is built from."""
        return any(
            isinstance(node, ast.Attribute)
            and node.attr in _PARTS
            and self._stands_for(index, node.value, made)
            for node in walk_own(root)
        )
