"""Python loops that tracing copies into the graph round by round."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from tflint_mem.semantic import catalog, flow
from tflint_mem.semantic.containers import MAX_NAMES
from tflint_mem.semantic.execution import BUILDING
from tflint_mem.semantic.numbers import Numbers
from tflint_mem.semantic.syntax import (
    COMPREHENSIONS,
    Binding,
    FunctionScope,
    SyntaxIndex,
    is_constant,
    tail_of,
    walk_own,
)
from tflint_mem.semantic.values import Kind, of_kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_mem.semantic.inference import Inference
    from tflint_mem.semantic.repetition import Repetitions
    from tflint_mem.semantic.values import Value

_OF_ONE_ARRAY = frozenset(f"tf.{name}" for name in ("shape", "rank", "size", "zeros_like", "ones_like"))
"""What is asked of a tensor or array, and seldom of a list of them."""
_RESHAPES = re.compile(
    r"tf\.(cast|bitcast|expand_dims|squeeze|reshape|concat|stack|pad|tile|repeat|slice|split|unstack|gather\w*"
    r"|boolean_mask|(math\.)?reduce_\w+|arg\w+|one_hot|broadcast_to|image\.\w+|where|dtypes\.\w+)$"
)
"""Operations that give another shape or type, which a tensor keeps from one round to the next."""
_JOINS_ON = frozenset({"concat", "concatenate", "pad", "stack", "roll", "tensor_scatter_nd_update"})
"""Calls by which a tensor that was cut gets its length back."""
MANY = 64
"""So many copies of a loop's body make a graph heavy."""


class Unrolling:
    """Answers which loops in traced code make a graph heavy, and which autograph could keep as loops."""

    def __init__(self, inference: Inference, repetitions: Repetitions) -> None:
        self.infer = inference
        self.repetitions = repetitions
        self.numbers = Numbers(inference)

    def unrolled(self, index: SyntaxIndex) -> Iterator[tuple[ast.For, str]]:
        """The Python loops in traced code that copy their body often, and how often, in words."""
        for statement in index.slots:
            if not isinstance(statement, ast.For):
                continue
            function = index.function(statement)
            if (
                function is None
                or not self.repetitions.execution.is_traced(function)
                or self._builds(function)
            ):
                continue
            times = self._times(index, statement.iter)
            counted = times is not None and (times[0].isdigit() or times.startswith("once"))
            if times is not None and not counted:
                if self._is_body_of_graph_loop(function):
                    continue  # whoever writes both knows which of them is copied
                if self._shrinks(index, statement):
                    continue  # as many rounds as a tensor gets shorter in
            if times is not None and not self._goes_over_parts(index, statement, counted):
                if self._computes(index, statement) and not self._reads_values(index, statement):
                    yield statement, times

    def _reads_values(self, index: SyntaxIndex, loop: ast.For) -> bool:
        """Whether a loop reads what tensors hold, which they do not while TensorFlow traces."""
        return any(
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "numpy"
            and Kind.TENSOR in self.infer.kinds(index, node.func.value)
            for node in ast.walk(loop)
        )

    def _builds(self, function: FunctionScope) -> bool:
        """Whether a function builds an object of Keras, or helps one that does."""
        if function.name in BUILDING:
            return True
        callers = [
            use.index.function(use.node) for use in self.infer.calls.uses(function) if use.call is not None
        ]
        return bool(callers) and all(
            caller is not None and caller.name in BUILDING and caller.owner is function.owner
            for caller in callers
        )

    def _is_body_of_graph_loop(self, function: FunctionScope) -> bool:
        """Whether a function is handed to ``tf.while_loop``."""
        return any(
            use.argument_of is not None
            and "tf.while_loop" in self.infer.called_names(use.index, use.argument_of)
            for use in self.infer.calls.uses(function)
        )

    def _shrinks(self, index: SyntaxIndex, loop: ast.For) -> bool:
        """Whether each round cuts something off what it goes on with: ``x = x[1:] - x[:-1]``."""
        for statement in loop.body:
            if not isinstance(statement, ast.Assign) or not isinstance(statement.targets[0], ast.Name):
                continue
            value, name = statement.value, statement.targets[0].id
            joined = (c for c in ast.walk(value) if isinstance(c, ast.Call) and tail_of(c.func) in _JOINS_ON)
            if not any(joined) and any(
                isinstance(node, ast.Subscript)
                and isinstance(node.slice, ast.Slice)
                and node.slice.step is None
                and isinstance(node.value, ast.Name)
                and node.value.id == name
                for node in ast.walk(value)
            ):
                return True
        return False

    def _times(self, index: SyntaxIndex, iterable: ast.expr) -> str | None:
        """How often a loop over an iterable runs, in words, where that is often."""
        iterable = self.infer.containers.drawn_from(index, iterable)
        names = self.infer.called_names(index, iterable) if isinstance(iterable, ast.Call) else []
        if isinstance(iterable, ast.Call) and iterable.args and "builtins.enumerate" in names:
            return self._times(index, iterable.args[0])
        if isinstance(iterable, ast.Call) and any(catalog.COUNTS_UP.match(name) for name in names):
            bounds = [self._number(index, argument, 0) for argument in iterable.args]
            if all(isinstance(bound, int) for bound in bounds):
                count = len(range(*[bound for bound in bounds if isinstance(bound, int)]))
                return f"{count} times" if count >= MANY else None
            unknown = [a for a, bound in zip(iterable.args, bounds, strict=True) if bound is None]
            if any(_counts_own_parts(argument) for argument in unknown):
                return None
            if unknown and all(self._is_count(index, argument) for argument in unknown):
                return f"{ast.unparse(unknown[-1])} times"
            return None
        if isinstance(iterable, ast.Call) and iterable.args and "builtins.zip" in names:
            times = [self._times(index, source) for source in iterable.args]
            return times[0] if None not in times else None
        return (
            f"once for each element of {ast.unparse(iterable)!r}" if self._is_array(index, iterable) else None
        )

    def _is_array(self, index: SyntaxIndex, node: ast.expr) -> bool:
        """Whether an expression is a numpy array that is not visibly short."""
        function = index.function(node)
        if self._is_given(index, node) and function is not None and self.infer.traced_decorator(function):
            return False  # a tf.function is given tensors in the place of arrays
        if isinstance(node, ast.Call) and tail_of(node.func) in ("items", "keys", "values"):
            return False  # of a mapping, with an entry for each name
        values = self.infer.values(index, node)
        return bool(values) and all(
            v.kind is Kind.PLAIN and v.name.startswith("numpy.") and not self._is_short(v) for v in values
        )

    def _is_short(self, array: Value) -> bool:
        """Whether the call that makes an array says of how few elements."""
        length = self.numbers.length(array)
        return length is not None and length < MANY

    def _number(self, index: SyntaxIndex, node: ast.expr, depth: int) -> int | str | None:
        """The integer that an expression is; ``few`` for what is known to be no count of Python's."""
        known = self.numbers.by_default(index, node)
        if known:
            return max(known)
        if isinstance(node, ast.Constant):
            return "few"
        if isinstance(node, ast.UnaryOp):
            return self._number(index, node.operand, depth)
        if depth > 4:
            return None
        if self.infer.kinds(index, node) & {Kind.TENSOR, Kind.VARIABLE, Kind.SYMBOLIC}:
            return "few"  # autograph makes a graph loop of it
        if isinstance(node, ast.Name):
            bindings = index.home(node).bindings.get(node.id, [])
            if len(bindings) == 1 and bindings[0].how == "value" and bindings[0].value is not None:
                return self._number(index, bindings[0].value, depth + 1)
            if len(bindings) == 1 and bindings[0].how == "parameter":
                passed = self.infer.calls.passed(index.home(node), node.id)
                if "few" in (self._number(*argument, depth + 1) for argument in passed):
                    return "few"
        return None

    def _is_count(self, index: SyntaxIndex, node: ast.expr) -> bool:
        """Whether an expression is a count that the caller chooses, or the length of data."""
        if isinstance(node, ast.Call):
            if "builtins.len" not in self.infer.called_names(index, node) or len(node.args) != 1:
                return False
            # The rank of a tensor is small, and so is the list of results that an operation gives.
            counted = node.args[0]
            is_rank = isinstance(counted, ast.Attribute) and counted.attr == "shape"
            return not is_rank and not self._is_list_of_results(index, counted)
        if isinstance(node, ast.BinOp):
            sides = [side for side in (node.left, node.right) if not isinstance(side, ast.Constant)]
            return all(self._is_count(index, side) for side in sides)
        if isinstance(node, ast.Subscript):
            # The batch, or the time: how many channels there are, at the end, is a small number.
            shape = node.value
            if (
                not isinstance(shape, ast.Attribute)
                or shape.attr != "shape"
                or not is_constant(node.slice, 0, 1)
            ):
                return False
            if not isinstance(shape.value, ast.Name) or not self._is_given(index, shape.value):
                return False
            passed = self.infer.calls.passed(index.home(shape.value), shape.value.id)
            return not passed or not all(i.owner_of_attribute(argument) for i, argument in passed)
        if not isinstance(node, ast.Name):
            return False
        bindings = index.home(node).bindings.get(node.id, [])
        if len(bindings) == 1 and isinstance(bindings[0].value, ast.Subscript):
            return self._is_count(index, bindings[0].value)
        if not any(b.how == "parameter" for b in bindings):
            return False
        given = self.infer.calls.passed(index.home(node), node.id)
        return not given or any(self._may_be_many(*argument) for argument in given)

    def _is_list_of_results(self, index: SyntaxIndex, node: ast.expr) -> bool:
        """Whether what an operation gives gets items replaced, as lists alone allow: ``out[0] = x``."""
        if not isinstance(node, ast.Name) or Kind.TENSOR not in self.infer.kinds(index, node):
            return False
        scope = index.home(node)
        made = [b.value for b in scope.bindings.get(node.id, ())]
        return all(isinstance(value, ast.Call) for value in made) and any(
            isinstance(statement, ast.Assign)
            and isinstance(target, ast.Subscript)
            and isinstance(target.value, ast.Name)
            and target.value.id == node.id
            and index.home(target.value) is scope
            for statement in index.slots
            for target in getattr(statement, "targets", ())
        )

    def _may_be_many(self, index: SyntaxIndex, node: ast.expr, depth: int = 0) -> bool:
        """Whether a count that is passed may be large: not small, nor set on the caller's object."""
        if isinstance(node, ast.Subscript):
            return self._may_be_many(index, node.value, depth)
        if index.owner_of_attribute(node) is not None:
            return False
        number = self._number(index, node, 0)
        if number is not None or depth > 4:
            return isinstance(number, int) and number >= MANY
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            return True
        if isinstance(node, ast.BinOp):
            sides = [side for side in (node.left, node.right) if not isinstance(side, ast.Constant)]
            return any(self._may_be_many(index, side, depth + 1) for side in sides)
        given = self.infer.calls.passed(index.home(node), node.id) if isinstance(node, ast.Name) else []
        return not given or any(self._may_be_many(*argument, depth + 1) for argument in given)

    def _goes_over_parts(self, index: SyntaxIndex, loop: ast.For, counted: bool) -> bool:
        """Whether the body takes an element of a list of Python objects in each round: layers, weights.

        No object is made of so many parts as a loop runs that is ``counted``: what it computes with are data.
        """
        names = {n.id for n in ast.walk(loop.target) if isinstance(n, ast.Name)}
        if self._takes_parts(index, loop.body, names, counted):
            return True
        for node in ast.walk(loop.iter):
            if isinstance(node, ast.Call) and "builtins.len" in self.infer.called_names(index, node):
                for value in self.infer.containers.elements(index, node.args[0]) if node.args else ():
                    if value.kind not in (Kind.TENSOR, Kind.PLAIN, Kind.CIRCULAR):
                        return True
        return False

    def _takes_parts(
        self, index: SyntaxIndex, block: list[ast.stmt], names: set[str], counted: bool, depth: int = 0
    ) -> bool:
        """Whether code takes an element by one of some names, also in functions that it hands the name to."""
        for node in (n for statement in block for n in walk_own(statement)):
            if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
                read = {n.id for n in ast.walk(node.slice) if isinstance(n, ast.Name)}
                if read & names and isinstance(node.slice, (ast.Name, ast.BinOp)):
                    parent = index.parents.get(node)
                    used = isinstance(parent, ast.Attribute) or getattr(parent, "func", None) is node
                    if counted and not used:
                        continue
                    if self._is_given(index, node.value) and _is_recurrence(index.statement(node)):
                        continue
                    kinds = self.infer.kinds(index, node.value)
                    if not kinds <= {Kind.TENSOR, Kind.VARIABLE, Kind.PLAIN, Kind.CIRCULAR} or not (
                        kinds or self._is_used_as_array(index, node.value)
                    ):
                        return True
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
                return True
            if isinstance(node, ast.Call) and depth < MAX_NAMES:
                for callee, parameter in self._handed_to(index, node, names):
                    body = callee.node.body
                    body = body if isinstance(body, list) else [ast.Expr(body)]
                    if self._takes_parts(callee.index, body, {parameter}, counted, depth + 1):
                        return True
        return False

    def _handed_to(
        self, index: SyntaxIndex, call: ast.Call, names: set[str]
    ) -> Iterator[tuple[FunctionScope, str]]:
        """The project functions that a call gives one of some variables, and their parameters for it."""
        given = [*call.args, *(keyword.value for keyword in call.keywords)]
        if not any(isinstance(argument, ast.Name) and argument.id in names for argument in given):
            return
        use = self.infer.calls.use_of(index, call.func)
        for callee in self.infer.calls.callees(index, call):
            for parameter in (argument.arg for argument in callee.parameters):
                argument = self.infer.calls.argument(use, callee, parameter)
                if isinstance(argument, ast.Name) and argument.id in names:
                    yield callee, parameter

    @staticmethod
    def _is_given(index: SyntaxIndex, node: ast.expr) -> bool:
        """Whether a variable is a parameter of the function that mentions it, and nothing else."""
        if not isinstance(node, ast.Name) or index.home(node) is not index.function(node):
            return False
        return [b.how for b in index.home(node).bindings.get(node.id, ())] == ["parameter"]

    def _is_used_as_array(self, index: SyntaxIndex, node: ast.expr) -> bool:
        """Whether a variable of unknown origin is used in its function as only tensors and arrays are."""
        if not isinstance(node, ast.Name):
            return False
        scope = index.home(node)
        for load in index.loads.get(node.id, ()):
            parent = index.parents.get(load)
            if not isinstance(load, ast.Name) or index.home(load) is not scope:
                continue
            if isinstance(parent, ast.Attribute) and parent.attr in ("shape", "dtype", "ndim"):
                return True
            if isinstance(parent, ast.Call) and load in parent.args[:1]:
                if any(name in _OF_ONE_ARRAY for name in self.infer.called_names(index, parent)):
                    return True
        return False

    def _computes(self, index: SyntaxIndex, loop: ast.For) -> bool:
        """Whether the body adds operations to the graph."""
        for node in (n for statement in loop.body for n in walk_own(statement)):
            if isinstance(node, (ast.Call, ast.BinOp)):
                if self.infer.kinds(index, node) & {Kind.TENSOR, Kind.SYMBOLIC}:
                    return True
            if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
                name = node.target
                found = self.infer.lookup(index, name.id, index.scope(name), loop)
                if of_kind(found, Kind.TENSOR) is not None:
                    return True
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], (ast.Name, ast.Tuple)):
                # A value of unknown origin that each round computes from the one before.
                carried = {n.id for n in ast.walk(node.targets[0]) if isinstance(n, ast.Name)}
                reads = any(isinstance(n, ast.Name) and n.id in carried for n in ast.walk(node.value))
                if reads and not self.infer.kinds(index, node.value) - {Kind.CIRCULAR}:
                    return True
        return False

    def can_be_graph_loop(self, index: SyntaxIndex, loop: ast.For) -> bool:
        """Whether autograph makes one loop of the graph, with the same result, when ``tf.range`` counts."""
        function = index.function(loop)
        decorator = None if function is None else self.infer.traced_decorator(function)
        if function is None or decorator is None or loop.orelse or not isinstance(loop.target, ast.Name):
            return False
        if isinstance(decorator, ast.Call) and any(k.arg == "autograph" for k in decorator.keywords):
            return False
        for node in (n for statement in loop.body for n in walk_own(statement)):
            if isinstance(node, (ast.Break, ast.Continue, ast.Return, ast.If, ast.Try, ast.With, ast.For)):
                return False
            if isinstance(node, (ast.List, ast.Dict, ast.Set, ast.JoinedStr, *COMPREHENSIONS)):
                return False
            if isinstance(node, ast.Name) and node.id == loop.target.id and isinstance(node.ctx, ast.Load):
                return False
            if isinstance(node, (ast.Attribute, ast.Subscript)) and isinstance(node.ctx, ast.Store):
                return False
            if isinstance(node, ast.Call) and not self._is_operation(index, node):
                return False
            if isinstance(node, ast.Call) and any(map(_RESHAPES.match, self.infer.called_names(index, node))):
                return False
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                scope = index.home(node)
                before = [
                    b for b in scope.bindings.get(node.id, ()) if not flow.contains(loop, b.node)
                ]  # fmt: skip
                if not before or any(not self._starts_as_tensor(index, b) for b in before):
                    return False
        return True

    def _starts_as_tensor(self, index: SyntaxIndex, binding: Binding) -> bool:
        return binding.how == "parameter" or Kind.TENSOR in self.infer.kinds(index, binding.value)

    def _is_operation(self, index: SyntaxIndex, call: ast.Call) -> bool:
        names = self.infer.called_names(index, call)
        return bool(names) and all(name.startswith("tf.") for name in names)


def _is_recurrence(statement: ast.stmt) -> bool:
    """Whether a statement computes a variable from what it was, by arithmetic alone."""
    if not isinstance(statement, ast.Assign) or not isinstance(statement.value, ast.BinOp):
        return False
    names = {n.id for n in ast.walk(statement.value) if isinstance(n, ast.Name)}
    target = statement.targets[0]
    return (
        isinstance(target, ast.Name)
        and target.id in names
        and not any(isinstance(n, ast.Call) for n in ast.walk(statement.value))
    )


def _counts_own_parts(node: ast.expr) -> bool:
    """Whether an expression is ``len(self.parts)``: how many parts an object is made of."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "len"
        and any(isinstance(argument, ast.Attribute) for argument in node.args)
    )
