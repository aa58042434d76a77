"""Large arrays that become constants of graphs."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tflint_mem.semantic import catalog
from tflint_mem.semantic.lifetimes import width_of
from tflint_mem.semantic.syntax import FunctionScope, SyntaxIndex, is_constant
from tflint_mem.semantic.values import GRAPH_VALUES, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_mem.semantic.graphs import Graphs
    from tflint_mem.semantic.inference import Inference
    from tflint_mem.semantic.lifetimes import Lifetimes
    from tflint_mem.semantic.repetition import Repetitions
    from tflint_mem.semantic.syntax import Binding

LARGE_CONSTANT = 8 * 2**20
"""Bytes from which on a copy of an array in a graph is worth a word."""

MAX_DEPTH = 8

_TYPED = frozenset({"tf.constant", "tf.convert_to_tensor"})
"""What makes a tensor of an array, of the type that comes second."""
_DATASETS = frozenset({"tf.data.Dataset.from_tensor_slices", "tf.data.Dataset.from_tensors"})
_SAME_SIZE = frozenset(
    f"numpy.ndarray.{name}" for name in ("reshape", "copy", "ravel", "flatten", "transpose", "clip")
)
_COPIES = frozenset({"numpy.array", "numpy.asarray", "numpy.ascontiguousarray", "numpy.float32"})

Extent = tuple[int, int]
"""How many elements an array has, and the bytes of each."""


@dataclass(frozen=True)
class Constant:
    """A large array where it becomes a constant of a graph.

    Attributes:
        node: the array, as an operation takes it.
        mebibytes: its size.
        function: the traced function whose graphs hold it; None for the graph of a TensorFlow 1 program.
    """

    node: ast.expr
    mebibytes: int
    function: FunctionScope | None


class Constants:
    """Answers which large arrays are copied into graphs."""

    def __init__(
        self, inference: Inference, repetitions: Repetitions, graphs: Graphs, lifetimes: Lifetimes
    ) -> None:
        self.infer = inference
        self.repetitions = repetitions
        self.graphs = graphs
        self.lifetimes = lifetimes

    def embedded(self, index: SyntaxIndex) -> Iterator[Constant]:
        """The large arrays of a file that operations in traced code, or in graph mode, take as they are."""
        for node in (*self._arguments(index), *self._operands(index)):
            extent = self._extent(index, node, 0)
            if extent is None:
                continue
            size = extent[0] * (self._width_in_graph(index, node) or extent[1])
            if size < LARGE_CONSTANT:
                continue
            size //= 2**20
            if self.repetitions.execution.is_in_trace(index, node):
                yield Constant(node, size, index.function(node))
            elif self.graphs.contexts.is_in_graph(index, node):
                yield Constant(node, size, None)

    # -- where arrays become constants ---------------------------------------------------------------

    def _arguments(self, index: SyntaxIndex) -> Iterator[ast.expr]:
        for call in index.calls:
            if any(_converts(name) for name in self.infer.called_names(index, call)):
                for argument in (*call.args, *(keyword.value for keyword in call.keywords)):
                    yield from _parts(argument)

    def _width_in_graph(self, index: SyntaxIndex, node: ast.expr) -> int | None:
        """The bytes of each element of the type that a conversion names: ``constant(rows, tf.float32)``."""
        call = index.parents.get(node)
        if not isinstance(call, ast.Call) or node not in call.args[:1]:
            return None
        if _TYPED.isdisjoint(self.infer.called_names(index, call)):
            return None
        return width_of(call.args[1]) if len(call.args) > 1 else self._given_width(call)

    def _operands(self, index: SyntaxIndex) -> Iterator[ast.expr]:
        for loads in index.loads.values():
            for load in loads:
                parent = index.parents.get(load)
                if not isinstance(parent, ast.BinOp):
                    continue
                other = parent.right if load is parent.left else parent.left
                if self.infer.kinds(index, other) & GRAPH_VALUES or self._is_traced_argument(index, other):
                    yield load

    def _is_traced_argument(self, index: SyntaxIndex, node: ast.expr) -> bool:
        """Whether an expression is what a traced function was given, or a part of it."""
        while isinstance(node, ast.Subscript):
            node = node.value
        if not isinstance(node, ast.Name):
            return False
        scope = index.home(node)
        return (
            isinstance(scope, FunctionScope)
            and [b.how for b in scope.bindings.get(node.id, ())] == ["parameter"]
            and self.repetitions.execution.is_traced(scope)
        )

    # -- sizes ---------------------------------------------------------------------------------------

    def _extent(self, index: SyntaxIndex, node: ast.expr, depth: int) -> Extent | None:
        """The size of a numpy array; None for tensors, and where the size cannot be seen."""
        if depth > MAX_DEPTH:
            return None
        if isinstance(node, ast.Call):
            return self._made(index, node, depth)
        if isinstance(node, ast.BinOp):
            return self._scaled(index, node, depth)
        if isinstance(node, ast.Name):
            scope = index.home(node)
            return self._bound(index, node, [(index, b) for b in scope.bindings.get(node.id, ())], depth)
        if isinstance(node, ast.Attribute):
            owners = [v.cls for v in self.infer.values(index, node.value) if v.kind is not Kind.CLASS]
            if len(owners) == 1 and owners[0] is not None:
                found = self.infer.classes.attribute_bindings(owners[0], node.attr)
                return self._bound(index, node, found, depth)
            return self._known(index, node, depth)
        return None

    def _made(self, index: SyntaxIndex, call: ast.Call, depth: int) -> Extent | None:
        names = self.infer.called_names(index, call)
        if not names or not all(name.startswith("numpy.") for name in names):
            return self._converted(index, call, depth)
        if isinstance(call.func, ast.Attribute) and _SAME_SIZE & set(names):
            return self._extent(index, call.func.value, depth + 1)
        if "numpy.ndarray.astype" in names:
            return self._converted(index, call, depth)
        if _COPIES & set(names) and len(call.args) == 1:
            found = self._extent(index, call.args[0], depth + 1)
            width = 4 if "numpy.float32" in names else self._given_width(call)
            return found if found is None or width is None else (found[0], width)
        return self.lifetimes.extent(index, call)

    def _converted(self, index: SyntaxIndex, call: ast.Call, depth: int) -> Extent | None:
        """What ``astype`` makes, also of the result of arithmetic, whose methods nothing else knows."""
        if not isinstance(call.func, ast.Attribute) or call.func.attr != "astype":
            return None
        found = self._extent(index, call.func.value, depth + 1)
        width = width_of(call.args[0]) if call.args else self._given_width(call)
        return None if found is None or width is None else (found[0], width)

    @staticmethod
    def _given_width(call: ast.Call) -> int | None:
        return next((width_of(k.value) for k in call.keywords if k.arg == "dtype"), None)

    def _scaled(self, index: SyntaxIndex, node: ast.BinOp, depth: int) -> Extent | None:
        """The size of an array that arithmetic with a number gives."""
        for array, number in ((node.left, node.right), (node.right, node.left)):
            if isinstance(number, ast.Constant) and isinstance(number.value, (int, float)):
                return self._extent(index, array, depth + 1)
        return None

    def _bound(
        self,
        index: SyntaxIndex,
        node: ast.expr,
        bindings: list[tuple[SyntaxIndex, Binding]],
        depth: int,
    ) -> Extent | None:
        known = [(file, b) for file, b in bindings if not is_constant(b.value, None)]
        if len(known) != 1:
            return None
        file, binding = known[0]
        if binding.how == "value" and binding.value is not None:
            return self._extent(file, binding.value, depth + 1)
        if binding.how == "parameter":
            # What a traced function is given comes as a tensor.
            function = file.function(node) if file is index else None
            if function is None or self.repetitions.execution.is_traced(function):
                return None
        return self._known(index, node, depth) if binding.how in ("parameter", "import") else None

    def _known(self, index: SyntaxIndex, node: ast.expr, depth: int) -> Extent | None:
        """The size by what inference sees behind parameters and imports, where that is one array."""
        values = self.infer.values(index, node)
        if len(values) != 1 or values[0].kind is not Kind.PLAIN or values[0].index is None:
            return None
        made = values[0].node
        return self._extent(values[0].index, made, depth + 1) if isinstance(made, ast.expr) else None


def _converts(name: str) -> bool:
    """Whether a library function makes tensors of the arrays that it is given."""
    return name in _DATASETS or name.startswith("keras.ops.") or (
        name.startswith("tf.") and catalog.builds_op(name)
    )  # fmt: skip


def _parts(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, (ast.Tuple, ast.List)):
        for element in node.elts:
            yield from _parts(element)
    elif isinstance(node, ast.Dict):
        for value in node.values:
            yield from _parts(value)
    else:
        yield node
