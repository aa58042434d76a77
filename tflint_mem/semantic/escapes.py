"""What traces leave behind: symbolic tensors in what outlives them."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from tflint_mem.semantic import flow
from tflint_mem.semantic.syntax import (
    Binding,
    ClassScope,
    FunctionScope,
    SyntaxIndex,
    spell_the_same,
    tail_of,
)
from tflint_mem.semantic.values import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_mem.semantic.call_graph import Use
    from tflint_mem.semantic.inference import Inference
    from tflint_mem.semantic.repetition import Repetitions
    from tflint_mem.semantic.stores import Store

_REDUCES = re.compile(r"tf\.(reduce_(?!join)\w+|norm|square|abs|sqrt|exp|cast|stop_gradient|nn\.[a-z]\w*)$")
"""Operations on one tensor, which code that is traced gives nothing else."""


class Escapes:
    """Answers where traced code stores a tensor that only exists within its trace."""

    def __init__(self, inference: Inference, repetitions: Repetitions) -> None:
        self.infer = inference
        self.repetitions = repetitions

    def of(self, index: SyntaxIndex, stores: Iterator[Store]) -> Iterator[tuple[ast.expr, str]]:
        """The places where traced code stores a symbolic tensor in something that outlives the trace.

        Yields:
            The call or the target of the assignment, and the name of what keeps the tensor.
        """
        for store in stores:
            if (
                store.how != "join"
                and self._is_symbolic(index, store.value)
                and self._is_outside(index, store.holder)
                and self.repetitions.execution.is_traced_in_use(index, store.node)
                and not self._is_put_back(index, store)
                and not _is_emptied(index, store)
            ):
                yield store.node, ast.unparse(store.holder)
        for statement in index.slots:
            if not isinstance(statement, (ast.Assign, ast.AugAssign)) or statement.value is None:
                continue
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            for target in targets:
                if (
                    self._may_outlive_trace(index, target)
                    and self._is_symbolic(index, statement.value)
                    and self.repetitions.execution.is_traced_in_use(index, target)
                    and self._outlives_trace(index, target)
                ):
                    yield target, ast.unparse(target)

    def _is_put_back(self, index: SyntaxIndex, store: Store) -> bool:
        """Whether the code around a trace saves an entry before it and puts it back after it."""
        if not isinstance(store.holder, ast.Name) or not isinstance(store.key, ast.Constant):
            return False
        scope, traced = index.home(store.holder), index.function(store.node)
        around = scope if isinstance(scope, FunctionScope) else None
        while traced is not None and (outer := index.function(traced.node)) is not around:
            traced = outer
        if traced is None:
            return False
        last = flow.end_place(traced.node)
        for load in index.loads.get(traced.name, ()):
            if isinstance(load, ast.Name) and index.home(load) is scope:
                last = max(last, flow.place(load))
        return any(
            isinstance(statement, ast.Assign)
            and isinstance(statement.value, ast.Name)
            and index.function(statement) is around
            and flow.place(statement) > last
            and any(_is_entry(target, store) for target in statement.targets)
            and any(
                flow.place(binding.node) < flow.place(traced.node) and _reads_entry(binding.value, store)
                for binding in scope.bindings.get(statement.value.id, ())
            )
            for statement in index.slots
        )

    @staticmethod
    def _may_outlive_trace(index: SyntaxIndex, target: ast.expr) -> bool:
        """Whether what is assigned to a target can be read after the function, by the target's form."""
        if isinstance(target, ast.Name):
            scope = index.function(target)
            return scope is not None and (
                target.id in scope.global_names or target.id in scope.nonlocal_names
            )
        return isinstance(target, ast.Attribute) and index.function(target) is not None

    def _outlives_trace(self, index: SyntaxIndex, target: ast.expr) -> bool:
        if isinstance(target, ast.Attribute):
            return (
                self._is_outside(index, target)
                and not self._stays_in_trace(index, target)
                and not self._is_of_passing_object(index.function(target), set())
            )
        if isinstance(target, ast.Name):
            function = index.function(target)
            return function is not None and (
                target.id in function.global_names
                or (target.id in function.nonlocal_names and self._is_outside(index, target))
            )
        return False

    def _is_outside(self, index: SyntaxIndex, holder: ast.expr) -> bool:
        """Whether a container or object was there before the trace and is there after it."""
        while isinstance(holder, ast.Subscript):
            holder = holder.value
        if isinstance(holder, ast.Call) and tail_of(holder.func) == "setdefault":
            holder = holder.func.value if isinstance(holder.func, ast.Attribute) else holder
        if isinstance(holder, ast.Attribute):
            if Kind.VARIABLE in self.infer.kinds(index, holder):
                return False
            if index.owner_of_attribute(holder) is not None:
                return True
            kept_by = self.infer.kinds(index, holder.value)
            if kept_by == {Kind.INSTANCE} and isinstance(holder.value, ast.Name):
                return self._is_outside(index, holder.value)
            in_module = Kind.MODULE in kept_by and Kind.CONTAINER in self.infer.kinds(index, holder)
            return in_module or Kind.CLASS in kept_by
        if not isinstance(holder, ast.Name) or self.infer.kinds(index, holder) & {Kind.API, Kind.MODULE}:
            return False  # the function of a module, as in ``tf.add(x, y)``, keeps nothing
        scope = index.home(holder)
        bindings = scope.bindings.get(holder.id, ())
        if not bindings or (any(b.how == "parameter" for b in bindings) and scope is index.function(holder)):
            return False
        return not isinstance(scope, FunctionScope) or not self.repetitions.execution.is_traced(scope)

    def _stays_in_trace(self, index: SyntaxIndex, target: ast.Attribute) -> bool:
        """Whether everything that reads an attribute is traced as well, what adds to it apart."""
        adds = index.statement(target)
        reads = [
            n
            for n in index.loads.get(target.attr, ())
            if isinstance(n, ast.Attribute) and index.statement(n) is not adds
        ]
        return bool(reads) and all(self.repetitions.execution.is_in_trace(index, read) for read in reads)

    def _is_of_passing_object(self, method: FunctionScope | None, seen: set[FunctionScope]) -> bool:
        """Whether a method is called on variables only in which its callers have put a new object."""
        if method is None or method.owner is None or method in seen:
            return method in seen
        seen.add(method)
        uses = self.infer.calls.uses(method)
        return bool(uses) and all(self._is_called_on_new(use, method.owner, seen) for use in uses)

    def _is_called_on_new(self, use: Use, cls: ClassScope, seen: set[FunctionScope]) -> bool:
        """Whether a method is called on an object made by the caller or the trace around, or on ``self``."""
        index, receiver = use.index, getattr(use.node, "value", None)
        if use.call is None or not isinstance(receiver, ast.Name):
            return False
        caller, maker = index.function(use.call), index.home(receiver)
        if index.class_of_self(index.scope(receiver), receiver.id) is not None:
            return self._is_of_passing_object(caller, seen)
        return (
            isinstance(maker, FunctionScope)
            and (maker is caller or self.repetitions.execution.is_traced(maker))
            and not any(isinstance(value, ast.Name) and value.id == receiver.id for value in maker.returns)
            and all(
                b.how == "value"
                and isinstance(b.value, ast.Call)
                and any(
                    v.cls is not None and cls in self.infer.classes.mro(v.cls)
                    for v in self.infer.values(index, b.value)
                )
                for b in maker.bindings.get(receiver.id, ())
            )
        )

    def _is_symbolic(self, index: SyntaxIndex, node: ast.expr) -> bool:
        """Whether an expression certainly is a tensor, or holds one, where TensorFlow traces it."""
        if isinstance(node, (ast.Tuple, ast.List)):
            return any(self._is_symbolic(index, element) for element in node.elts)
        if isinstance(node, ast.Dict):
            return any(self._is_symbolic(index, element) for element in node.values)
        if isinstance(node, ast.BinOp) and isinstance(node.right, ast.List):
            return self._is_symbolic(index, node.right)
        kinds = self.infer.kinds(index, node) - {Kind.CIRCULAR}
        if kinds:
            return kinds <= {Kind.TENSOR, Kind.SYMBOLIC}
        if isinstance(node, ast.Name):
            scope = index.home(node)
            bindings = scope.bindings.get(node.id, ())
            if isinstance(scope, FunctionScope) and scope.name == "call" and scope.owner is not None:
                first = [argument.arg for argument in scope.parameters[1:2]]
                if first == [node.id] and all(b.how == "parameter" or _hands_on(b) for b in bindings):
                    return True
            called = bool(bindings) and all(isinstance(b.value, ast.Call) for b in bindings)
            return called and self._is_used_as_tensor(index, node)
        return False

    def _is_used_as_tensor(self, index: SyntaxIndex, name: ast.Name) -> bool:
        """Whether a tape is asked for the gradient of a variable, or an operation reduces it."""
        for load in index.loads.get(name.id, ()):
            call = index.parents.get(load)
            if (
                not isinstance(load, ast.Name)
                or not isinstance(call, ast.Call)
                or load not in call.args[:1]
                or index.home(name) is not index.home(load)
            ):
                continue
            if any(_REDUCES.match(called) for called in self.infer.called_names(index, call)):
                return True
            if isinstance(call.func, ast.Attribute) and call.func.attr == "gradient":
                if Kind.TAPE in self.infer.kinds(index, call.func.value):
                    return True
        return False


def _is_emptied(index: SyntaxIndex, store: Store) -> bool:
    """Whether a function empties a list or dictionary again that it stores in, before it returns."""
    function = index.function(store.node)
    if function is None or isinstance(function.node, ast.Lambda):
        return False
    emptied = [
        flow.place(call)
        for call in index.calls_through({"clear"})
        if isinstance(call.func, ast.Attribute)
        and index.statement(call) in function.node.body
        and spell_the_same(call.func.value, store.holder)
        and flow.place(call) > flow.place(store.node)
    ]
    return bool(emptied) and not any(
        flow.place(store.node) < flow.place(value) < min(emptied) for value in function.returns
    )


def _is_entry(node: ast.expr | None, store: Store) -> bool:
    """Whether an expression is spelled as the entry of a variable that something is stored in."""
    if not isinstance(node, ast.Subscript) or store.key is None:
        return False
    return spell_the_same(node.value, store.holder) and spell_the_same(node.slice, store.key)


def _reads_entry(node: ast.expr | None, store: Store) -> bool:
    """Whether an expression is the entry that something is stored in, or asks for it: ``d.get("key")``."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
        asks = node.func.attr in ("get", "pop") and spell_the_same(node.func.value, store.holder)
        return asks and store.key is not None and spell_the_same(node.args[0], store.key)
    return _is_entry(node, store)


def _hands_on(binding: Binding) -> bool:
    """Whether a variable is given the result of a call that is first given the variable: ``x = layer(x)``."""
    value = binding.value
    if binding.how != "value" or not isinstance(value, ast.Call) or not value.args:
        return False
    first, target = value.args[0], binding.node
    return isinstance(first, ast.Name) and isinstance(target, ast.Name) and first.id == target.id
