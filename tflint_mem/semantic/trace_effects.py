"""What the body of a function would do otherwise in a trace, which runs once and knows no values or sizes."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from tflint_mem.semantic import catalog
from tflint_mem.semantic.invariance import is_seeded
from tflint_mem.semantic.syntax import walk_body
from tflint_mem.semantic.values import Kind

if TYPE_CHECKING:
    from tflint_mem.semantic.inference import Inference
    from tflint_mem.semantic.syntax import FunctionScope, SyntaxIndex
    from tflint_mem.semantic.values import Value

_ONCE = re.compile(
    r"(random|secrets|uuid|time|datetime|numpy\.random)\.|os\.urandom$|builtins\.(input|next)$"
)
"""Calls of Python whose result differs from call to call, and is fixed by a trace."""

_READS = re.compile(r"builtins\.(int|float|bool|len|range|list|tuple|iter|min|max|round|str)$")
"""Functions of Python that a traced tensor is no argument for."""

_COUNTS = frozenset(
    f"builtins.{name}" for name in ("len", "zip", "list", "tuple", "sum", "sorted", "reversed")
)
"""Functions of Python that go over all elements of what they are given."""

_GRADIENTS = frozenset({"tf.GradientTape.gradient", "tf.gradients"})
"""Functions that give one element for each source."""

_DEPTH = 6
"""How many assignments lie at most between what a function is given and an expression of it."""


class TraceEffects:
    """Answers whether tracing a function, once for all shapes, keeps what it does."""

    def __init__(self, inference: Inference) -> None:
        self.infer = inference

    def model_differs(self, index: SyntaxIndex, model: ast.expr) -> bool:
        """Whether a class that an expression may be a model of computes by code that a trace changes."""
        return any(self._object_differs(value) for value in self.infer.values(index, model))

    def _object_differs(self, value: Value) -> bool:
        if value.cls is None or value.kind not in (Kind.MODEL, Kind.LAYER, Kind.INSTANCE):
            return False
        methods = (self.infer.classes.find_method(value.cls, name) for name in ("call", "__call__"))
        return any(method is not None and self.differs(method) for method in methods)

    def differs(self, function: FunctionScope) -> bool:
        """Whether a function does something only while it is traced, or needs values or sizes of tensors."""
        return self.infer.remember(
            ("differs in a trace", function),
            lambda: any(self._node_differs(inner, function) for inner in walk_body(function)),
            False,
        )

    def needs_length(self, function: FunctionScope) -> bool:
        """Whether a function needs to know how long a tensor is that it is given, while it is traced."""
        return self.infer.remember(
            ("needs length", function),
            lambda: any(self._needs_length(inner, function) for inner in walk_body(function)),
            False,
        )

    def _needs_length(self, node: ast.AST, function: FunctionScope) -> bool:
        index = function.index
        if isinstance(node, ast.comprehension):
            return self._may_be_any_long(node.iter, function)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], (ast.Tuple, ast.List)):
            return isinstance(node.value, ast.Name) and self._may_be_any_long(node.value, function)
        if not isinstance(node, ast.Call):
            return False
        names = self.infer.called_names(index, node)
        if any(n in _COUNTS for n in names) and any(self._may_be_any_long(a, function) for a in node.args):
            return True
        if "tf.unstack" in names and len(node.args) < 2 and not any(k.arg == "num" for k in node.keywords):
            return True
        return any(map(self.needs_length, self.infer.calls.callees(index, node)))

    def _may_be_any_long(self, node: ast.expr, function: FunctionScope) -> bool:
        """Whether an expression may be a tensor whose length depends on what a function is given."""
        return self._is_given(node, function) and not self._is_per_variable(node, function, frozenset())

    def _is_per_variable(self, node: ast.expr, function: FunctionScope, seen: frozenset[str]) -> bool:
        """Whether an expression has as many elements as there are variables, as gradients do."""
        index = function.index
        if isinstance(node, ast.Name):
            bindings = index.home(node).bindings.get(node.id, ())
            return node.id in seen or (
                bool(bindings)
                and all(
                    b.value is not None and self._is_per_variable(b.value, function, seen | {node.id})
                    for b in bindings
                )
            )
        if isinstance(node, (ast.ListComp, ast.GeneratorExp)):
            return self._is_per_variable(node.generators[0].iter, function, seen)
        if isinstance(node, ast.BinOp):
            return all(self._is_per_variable(side, function, seen) for side in (node.left, node.right))
        if isinstance(node, ast.Attribute) and node.attr in catalog.VARIABLES_OF:
            return True
        if not isinstance(node, ast.Call):
            return not self._is_given(node, function)
        names = self.infer.called_names(index, node)
        if any(name in _GRADIENTS for name in names):
            sources = [*node.args[1:2], *(k.value for k in node.keywords if k.arg in ("sources", "xs"))]
            return bool(sources) and all(self._is_per_variable(s, function, seen) for s in sources)
        if any(name in _COUNTS for name in names):
            return all(self._is_per_variable(argument, function, seen) for argument in node.args)
        if "tf.clip_by_global_norm" in names and node.args:
            return self._is_per_variable(node.args[0], function, seen)
        return not self._is_given(node, function)

    def draws(self, function: FunctionScope) -> bool:
        """Whether each new trace of a function draws other random numbers, or those of a seed once more."""
        calls = [node for node in walk_body(function) if isinstance(node, ast.Call)]
        return self.infer.remember(
            ("draws in a trace", function), lambda: any(self._draws(call, function) for call in calls), False
        )

    def _draws(self, call: ast.Call, function: FunctionScope) -> bool:
        index = function.index
        names = self.infer.called_names(index, call)
        if any(map(_ONCE.match, names)):
            return True
        if any(map(catalog.DRAWS.match, names)) and is_seeded(index, call):
            return True
        return any(map(self.draws, self.infer.calls.callees(index, call)))

    def _node_differs(self, node: ast.AST, function: FunctionScope) -> bool:
        index = function.index
        if isinstance(node, (ast.Attribute, ast.Subscript)) and not isinstance(node.ctx, ast.Load):
            return not _is_made_in(function, node.value)
        if isinstance(node, (ast.Global, ast.Nonlocal)):
            return True
        if isinstance(node, ast.Attribute):
            read = node.attr in ("shape", "get_shape") and self._is_given(node.value, function)
            return node.attr in ("numpy", "item") or (read and self._is_size_of_batch(index, node))
        if isinstance(node, (ast.If, ast.While, ast.IfExp, ast.Assert)):
            return self._branches_on_tensor(node.test, function)
        if isinstance(node, (ast.For, ast.comprehension)):
            return self._is_given(node.iter, function)
        if isinstance(node, ast.Expr) and self._is_statement_with_effect(node.value, function):
            return True
        return isinstance(node, ast.Call) and self._call_differs(node, function)

    def _is_statement_with_effect(self, node: ast.expr, function: FunctionScope) -> bool:
        if not isinstance(node, ast.Call):
            return False
        names = self.infer.called_names(function.index, node)
        if names:
            return any(name == "builtins.print" or name.startswith("logging.") for name in names)
        target = node.func
        if isinstance(target, ast.Attribute) and target.attr in ("append", "extend", "add", "update"):
            return not _is_made_in(function, target.value)
        return False

    def _call_differs(self, call: ast.Call, function: FunctionScope) -> bool:
        index = function.index
        for name in self.infer.called_names(index, call):
            if _ONCE.match(name):
                return True
            if _READS.match(name) and any(self._is_given(argument, function) for argument in call.args):
                return True
        if self._needs_length(call, function):
            return True
        if any(self._object_differs(value) for value in self.infer.values(index, call.func)):
            return True
        return any(map(self.differs, self.infer.calls.callees(index, call)))

    @staticmethod
    def _is_size_of_batch(index: SyntaxIndex, node: ast.Attribute) -> bool:
        """Whether a static size is read that a trace for all shapes lacks: any but the last one."""
        parent = index.parents.get(node)
        if isinstance(parent, ast.Call) and parent.func is node:
            parent = index.parents.get(parent)
        if isinstance(parent, ast.Attribute):
            return parent.attr not in ("rank", "ndims")
        return not (isinstance(parent, ast.Subscript) and ast.unparse(parent.slice) == "-1")

    def _branches_on_tensor(self, test: ast.expr, function: FunctionScope) -> bool:
        """Whether a condition asks for the value of a tensor, not for a setting or for None."""
        if isinstance(test, ast.BoolOp):
            return any(self._branches_on_tensor(value, function) for value in test.values)
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            return self._branches_on_tensor(test.operand, function)
        return self._is_given(test, function)

    def _is_given(self, node: ast.expr, function: FunctionScope, depth: int = 0) -> bool:
        """Whether an expression may be a tensor that is made of what a function is given.

        What has a default value counts as a setting, and so does the flag that Keras calls ``training``.
        """
        index = function.index
        if isinstance(node, ast.Compare) and all(isinstance(op, (ast.Is, ast.IsNot)) for op in node.ops):
            return False
        if isinstance(node, ast.Attribute) and node.attr in ("shape", "dtype", "ndim"):
            return False  # known while it is traced
        if isinstance(node, ast.Call):
            names = self.infer.called_names(index, node)
            if any(
                name in ("builtins.isinstance", "builtins.hasattr", "builtins.callable") for name in names
            ):
                return False
            if any(value.kind in (Kind.MODEL, Kind.LAYER) for value in self.infer.values(index, node.func)):
                return True
            if any(name.startswith(("tf.", "keras.")) for name in names):
                return Kind.TENSOR in self.infer.kinds(index, node)
        if isinstance(node, ast.Name):
            return self._is_given_name(node, function, depth)
        return any(
            self._is_given(inner, function, depth)
            for inner in ast.iter_child_nodes(node)
            if isinstance(inner, ast.expr)
        )

    def _is_given_name(self, name: ast.Name, function: FunctionScope, depth: int) -> bool:
        home = function.index.home(name)
        if depth > _DEPTH or name.id == "training" or home is function.index.module:
            return False
        method = function.owner is not None and not function.is_static()
        receiver = function.parameters[0].arg if method and function.parameters else None
        return any(
            binding.value is None and name.id != receiver
            if binding.how == "parameter"
            else binding.value is not None and self._is_given(binding.value, function, depth + 1)
            for binding in home.bindings.get(name.id, ())
        )


def _is_made_in(function: FunctionScope, node: ast.expr) -> bool:
    """Whether a name is a local variable of a function, not one of its parameters."""
    return isinstance(node, ast.Name) and any(
        binding.how != "parameter" for binding in function.bindings.get(node.id, ())
    )
