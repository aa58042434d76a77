"""How large tensors are, and how long variables hold them."""

from __future__ import annotations

import ast
import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tflint_mem.semantic import catalog, flow
from tflint_mem.semantic.numbers import Numbers
from tflint_mem.semantic.syntax import DEFINITIONS, LOOPS, ClassScope, SyntaxIndex, walk_own
from tflint_mem.semantic.values import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_mem.semantic.inference import Inference
    from tflint_mem.semantic.repetition import Repetitions
    from tflint_mem.semantic.syntax import Binding, FunctionScope, Scope

LARGE = 64 * 2**20
"""Bytes from which on a tensor is worth a word."""

_SHAPED = re.compile(
    r"(tf|numpy)\.(zeros|ones|fill|full)$|tf\.random\.(stateless_)?(normal|uniform|truncated_normal)$"
    r"|numpy\.(empty|(random|random\.RandomState|ndarray)\.(rand|randn|normal|random|random_sample|uniform|"
    r"standard_normal))$"
)
_DRAWN = re.compile(r"numpy\..*\.(normal|uniform)$")
"""Draws between two numbers: the shape comes third.  A generator's methods go by those of an array."""
_BYTES = {
    "float64": 8, "int64": 8, "uint64": 8, "complex64": 8, "complex128": 16, "float32": 4, "int32": 4,
    "uint32": 4, "float16": 2, "bfloat16": 2, "half": 2, "int16": 2, "uint16": 2, "int8": 1, "uint8": 1,
    "bool": 1,
}  # fmt: skip
_TYPED_SECOND = frozenset({"tf.zeros", "tf.ones", "numpy.zeros", "numpy.ones", "numpy.empty"})
_PASSES_ON = re.compile(
    r"tf\.(reshape|identity|squeeze|expand_dims|convert_to_tensor|constant|stop_gradient|cast)$"
)
"""Calls whose result may share the memory of their argument."""
_KEEPS = re.compile(r"tf\.(data\b.*|py_function|numpy_function|function|Variable)$")
"""Calls that may keep their argument."""
_READS = frozenset({*(f"builtins.{name}" for name in ("print", "len", "float", "int", "bool")), "numpy.save"})
_SUMMARISES = re.compile(
    r"(mean|std|var|sum|prod|min|max|median|average|percentile|quantile|histogram|all|any)$"
)
"""Functions and methods of numpy whose result is another and smaller array."""
_MAX_FUNCTIONS = 3
"""Functions of the project through which a tensor is followed."""

_UPDATES = frozenset({"apply_gradients", "apply", "assign_sub"})
_TRAINS = frozenset({"fit", "fit_generator", "train_on_batch", "apply_gradients", "apply"})


_SERIES = {
    "numpy.linspace": 2,
    "tf.linspace": 2,
    "numpy.arange": 0,
    "numpy.eye": 0,
    "numpy.identity": 0,
    "tf.eye": 0,
}
"""Calls that are told how many numbers to make, and the place of that argument."""


@dataclass(frozen=True)
class Held:
    """A variable that holds a large tensor through training.

    Attributes:
        call: what makes the tensor.
        name: the variable.
        mebibytes: the tensor's size.
        last: the statement after which nothing needs it.
        work: the training that comes later.
    """

    call: ast.Call
    name: str
    mebibytes: int
    last: ast.stmt
    work: ast.stmt


class Lifetimes:
    """Answers which large tensors are held for nothing."""

    def __init__(self, inference: Inference, repetitions: Repetitions) -> None:
        self.infer = inference
        self.repetitions = repetitions
        self.numbers = Numbers(inference)

    def held(self, index: SyntaxIndex) -> Iterator[Held]:
        """The large tensors of a file whose last use comes before training in the same scope."""
        for call in index.calls:
            statement = index.parents.get(call)
            if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
                continue
            target = statement.targets[0]
            if not isinstance(target, ast.Name) or flow.enclosing_loops(index, call):
                continue
            size = self.size(index, call)
            if size is None or size < LARGE or Kind.TENSOR not in self.infer.kinds(index, call):
                continue
            function = index.function(call)
            if function is not None and self.repetitions.execution.is_traced(function):
                continue
            last = self._last_use(index, statement, target)
            work = None if last is None else self._training_after(index, last)
            if last is not None and work is not None:
                yield Held(call, target.id, size // 2**20, last, work)

    # -- sizes ---------------------------------------------------------------------------------------

    def size(self, index: SyntaxIndex, call: ast.Call) -> int | None:
        """The bytes of the tensor or array that a call makes, where its shape is constant."""
        names = self.infer.called_names(index, call)
        if {"tf.constant", "tf.convert_to_tensor"} & set(names):
            inner = call.args[0] if call.args else None
            return self.size(index, inner) if isinstance(inner, ast.Call) and len(call.args) == 1 else None
        extent = self.extent(index, call)
        return None if extent is None else extent[0] * extent[1]

    def extent(self, index: SyntaxIndex, call: ast.Call) -> tuple[int, int] | None:
        """How many elements a call makes, and the bytes of each, where its shape is constant."""
        names = self.infer.called_names(index, call)
        name = next((name for name in names if _SHAPED.match(name)), None)
        if name is None:
            return self._series(index, call, names)
        shape: ast.expr | None = next(
            (k.value for k in call.keywords if k.arg in ("shape", "size", "dims")), None
        )
        if shape is None and name.endswith((".rand", ".randn")):
            shape = ast.Tuple(list(call.args), ast.Load())
        elif shape is None:
            place = 2 if _DRAWN.match(name) else 0
            shape = call.args[place] if len(call.args) > place else None
        count = None if shape is None else self._count(index, shape)
        width = self._width(call, name)
        return None if count is None or width is None else (count, width)

    def _series(self, index: SyntaxIndex, call: ast.Call, names: list[str]) -> tuple[int, int] | None:
        """The size of evenly spaced numbers, and of an identity matrix."""
        given = next((keyword.value for keyword in call.keywords if keyword.arg in ("num", "N")), None)
        name = next((name for name in names if name in _SERIES), None)
        place = _SERIES.get(name or "", 0)
        if name is None or (given is None and len(call.args) <= place):
            return None
        if name == "numpy.arange" and len(call.args) > 1:
            return None  # from one number to another
        count = self._least(index, given if given is not None else call.args[place])
        width = self._width(call, name)
        if count is None or width is None:
            return None
        return (count**2 if name in ("numpy.eye", "numpy.identity", "tf.eye") else count, width)

    def _count(self, index: SyntaxIndex, shape: ast.expr) -> int | None:
        parts = shape.elts if isinstance(shape, (ast.Tuple, ast.List)) else [shape]
        numbers = [self._least(index, part) for part in parts]
        if not numbers or any(number is None for number in numbers):
            return None
        return math.prod(number for number in numbers if number is not None)

    def _least(self, index: SyntaxIndex, node: ast.expr) -> int | None:
        """The least integer that an expression may be."""
        return min(self.numbers.integers(index, node), default=None)

    @staticmethod
    def _width(call: ast.Call, name: str) -> int | None:
        given = next((keyword.value for keyword in call.keywords if keyword.arg == "dtype"), None)
        if given is None and name in _TYPED_SECOND and len(call.args) > 1:
            given = call.args[1]
        if given is None:
            return 8 if name.startswith("numpy.") else 4
        return width_of(given)

    # -- uses ----------------------------------------------------------------------------------------

    def _last_use(self, index: SyntaxIndex, made: ast.Assign, target: ast.Name) -> ast.stmt | None:
        """The statement beside ``made`` after which nothing needs the variable; None when that is unclear."""
        scope = index.scope(target)
        if isinstance(scope, ClassScope) or len(self._all_bindings(scope, target.id)) != 1:
            return None
        slot = index.slots[made]
        block, last = slot.block(), slot.position
        for load in index.loads.get(target.id, ()):
            if not isinstance(load, ast.Name) or index.home(load) is not scope:
                continue
            if index.scope(load) is not scope or not self._only_computes(index, load):
                return None
            place = next((i for i, beside in enumerate(block) if flow.contains(beside, load)), None)
            if place is None:
                return None
            last = max(last, place)
        return block[last]

    @staticmethod
    def _all_bindings(scope: Scope, name: str) -> list[Binding]:
        declared = name in scope.global_names or name in scope.nonlocal_names
        return [] if declared else scope.bindings.get(name, [])

    def _only_computes(self, index: SyntaxIndex, load: ast.expr, depth: int = 0) -> bool:
        """Whether a use makes something else of the tensor, and does not hand it on."""
        parent = index.parents.get(load)
        if isinstance(parent, ast.keyword):
            parent = index.parents.get(parent)
        if isinstance(parent, ast.Call):
            return self._is_used_up(index, parent, load, depth)
        if isinstance(parent, ast.Subscript) and parent.value is load:
            return self._only_computes(index, parent, depth)  # a part of it may be the same memory
        if isinstance(parent, ast.Attribute):
            if parent.attr in ("shape", "dtype", "ndim"):
                return True
            call = index.parents.get(parent)
            if not isinstance(call, ast.Call) or call.func is not parent:
                return False
            if parent.attr == "numpy":
                return self._only_computes(index, call, depth)
            return isinstance(load, ast.Call) and _SUMMARISES.match(parent.attr) is not None
        return isinstance(parent, (ast.BinOp, ast.UnaryOp, ast.Compare, ast.FormattedValue))

    def _is_used_up(self, index: SyntaxIndex, call: ast.Call, argument: ast.expr, depth: int) -> bool:
        """Whether a call computes something else with a tensor that it is given."""
        if self.infer.kinds(index, call.func) & {Kind.MODEL, Kind.LAYER}:
            return True
        names = self.infer.called_names(index, call)
        if names and all(_PASSES_ON.match(name) for name in names):
            return self._only_computes(index, call, depth)
        if names:
            return all(
                name in _READS
                or (name.startswith("tf.") and not _KEEPS.match(name) and not _PASSES_ON.match(name))
                or (name.startswith("numpy.") and _SUMMARISES.match(name.rpartition(".")[2]))
                for name in names
            )
        callees = self.infer.calls.callees(index, call)
        return bool(callees) and all(self._only_computes_with(f, call, argument, depth) for f in callees)

    def _only_computes_with(
        self, callee: FunctionScope, call: ast.Call, argument: ast.expr, depth: int
    ) -> bool:
        """Whether a project function makes something else of a tensor, and does not hand it on."""
        name = callee.parameter_for(call, argument)
        if name is None or depth >= _MAX_FUNCTIONS or len(callee.bindings.get(name, ())) != 1:
            return False
        index = callee.index
        loads = [n for n in index.loads.get(name, ()) if isinstance(n, ast.Name) and index.home(n) is callee]
        return all(
            index.function(load) is callee and self._only_computes(index, load, depth + 1) for load in loads
        )

    def _training_after(self, index: SyntaxIndex, last: ast.stmt) -> ast.stmt | None:
        """The first statement after ``last`` in its function that trains."""
        if self._trains(index, last):
            return None
        for statement in flow.statements_after(index, last):
            if not isinstance(statement, DEFINITIONS) and self._trains(index, statement):
                return statement
        return None

    def _trains(self, index: SyntaxIndex, statement: ast.stmt) -> bool:
        for node in walk_own(statement):
            if not isinstance(node, ast.Call):
                continue
            if isinstance(node.func, ast.Attribute) and node.func.attr in _TRAINS:
                if self.infer.kinds(index, node.func.value) & {Kind.MODEL, Kind.OPTIMIZER}:
                    return node.func.attr.startswith("fit") or isinstance(statement, LOOPS)
            if isinstance(statement, LOOPS):
                if any(self._is_step(callee) for callee in self.infer.calls.callees(index, node)):
                    return True
        return False

    def _is_step(self, function: FunctionScope) -> bool:
        """Whether a function trains, or is traced and updates variables by hand."""
        if self.infer.calls.does(function, catalog.TRAINS):
            return True
        return self.infer.traced_decorator(function) is not None and any(
            isinstance(node, ast.Attribute) and node.attr in _UPDATES for node in ast.walk(function.node)
        )


def width_of(dtype: ast.expr) -> int | None:
    """The bytes of one element of a type, as code spells it: ``np.float32``, ``"float32"``."""
    text = dtype.value if isinstance(dtype, ast.Constant) else getattr(dtype, "attr", None)
    return _BYTES.get(text) if isinstance(text, str) else None
