"""Which expressions are tensors with a value, and what is in them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tflint_mem.semantic import catalog, flow
from tflint_mem.semantic.datasets import Datasets
from tflint_mem.semantic.syntax import FunctionScope, SyntaxIndex, walk_own
from tflint_mem.semantic.values import Kind, Value, of_kind

if TYPE_CHECKING:
    from tflint_mem.semantic.inference import Inference
    from tflint_mem.semantic.repetition import Repetitions
    from tflint_mem.semantic.stores import Stores

_OF_EAGER_CODE = frozenset(
    {"apply_gradients", "update_state", "train_on_batch", "test_on_batch", "predict_on_batch"}
)

_VIEWS = frozenset({"reshape", "ravel", "squeeze", "transpose", "view", "swapaxes"})
"""Methods of a numpy array whose result shares its memory."""


class Tensors:
    """Answers which expressions are tensors that hold memory."""

    def __init__(self, inference: Inference, repetitions: Repetitions, stores: Stores) -> None:
        self.infer = inference
        self.repetitions = repetitions
        self.stores = stores

    def among(self, index: SyntaxIndex, node: ast.expr) -> list[ast.expr]:
        """The parts of an expression that certainly are tensors with a value."""
        found = []
        for part in self.stores.parts(index, node):
            values = [v for v in self.infer.values(index, part) if v.kind is not Kind.CIRCULAR]
            if values and all(v.kind is Kind.TENSOR and self._is_eager(v) for v in values):
                found.append(part)
        return found

    def may_be_list(self, index: SyntaxIndex, node: ast.expr) -> bool:
        """Whether a tensor may be a list of them: the gradient by something that is no single tensor."""
        return any(
            isinstance(value.node, ast.Call)
            and value.index is not None
            and isinstance(value.node.func, ast.Attribute)
            and value.node.func.attr == "gradient"
            and not self._is_by_one_tensor(value.index, value.node)
            for value in self.infer.values(index, node)
        )

    def _is_by_one_tensor(self, index: SyntaxIndex, gradient: ast.Call) -> bool:
        sources = next((k.value for k in gradient.keywords if k.arg == "sources"), None)
        if sources is None and len(gradient.args) > 1:
            sources = gradient.args[1]
        kinds = self.infer.kinds(index, sources)
        return bool(kinds) and kinds <= {Kind.TENSOR, Kind.VARIABLE}

    def holds_tensors(self, index: SyntaxIndex, node: ast.expr) -> bool:
        """Whether an expression is a row or record, filled elsewhere, that certainly holds a tensor."""
        made = self.only_value(index, node) if isinstance(node, ast.Name) else None
        if isinstance(made, ast.Call) and self.infer.classes.recorded(index, made):
            return bool(self.among(index, made))
        if isinstance(node, ast.Name) and self._is_given_tensor(index, node, made):
            return True
        values = [v for v in self.infer.values(index, node) if v.kind is not Kind.CIRCULAR]
        return bool(values) and all(v.kind is Kind.CONTAINER and self._is_filled(v) for v in values)

    def _is_given_tensor(self, index: SyntaxIndex, row: ast.Name, made: ast.expr | None) -> bool:
        """Whether a new row or dictionary got a tensor, which nothing replaced, before it is put aside."""
        if not isinstance(made, (ast.Dict, ast.List)) or index.home(row) is index.module:
            return False
        given = [
            store
            for store in self.stores.of(index)
            if isinstance(store.holder, ast.Name)
            and store.holder.id == row.id
            and index.home(store.holder) is index.home(row)
            and flow.place(made) < flow.place(store.node) < flow.place(row)
        ]
        last = {
            ast.dump(store.key) if store.key is not None else place: store
            for place, store in enumerate(given)
        }
        return any(self.among(index, store.value) for store in last.values())

    def _is_filled(self, container: Value) -> bool:
        node, index = container.node, container.index
        if isinstance(node, ast.arg):
            elements = self.infer.containers.element_values(container)
            return any(v.kind is Kind.TENSOR and self._is_eager(v) for v in elements)
        if isinstance(node, (ast.ListComp, ast.SetComp, ast.DictComp)):
            node = node.value if isinstance(node, ast.DictComp) else node.elt
        elif not isinstance(node, (ast.Dict, ast.Tuple, ast.List)):
            return False
        return index is not None and bool(self.among(index, node))

    def is_one_of_arguments(self, index: SyntaxIndex, node: ast.expr) -> bool:
        """Whether a name goes over ``**kwargs``, in which there may be more than tensors."""
        if not isinstance(node, ast.Name):
            return False
        for binding in index.home(node).bindings.get(node.id, ()):
            table = binding.value
            if isinstance(table, ast.Call) and isinstance(table.func, ast.Attribute):
                table = table.func.value
            if binding.how == "iterate" and any(
                isinstance(value.node, ast.arg) for value in self.infer.values(index, table)
            ):
                return True
        return False

    def _is_eager(self, value: Value) -> bool:
        """Whether a tensor has a value at the place where untraced code sees it."""
        node, index = value.node, value.index
        if node is None or index is None:
            return False
        function = index.function(node)
        if function is None or self.repetitions.execution.is_traced(function):
            return True
        if catalog.SCALARS.match(value.name) or value.name in catalog.TENSOR_METHODS:
            return True
        if isinstance(node, ast.Call) and self._is_given_array(index, node):
            return True
        if isinstance(node, ast.Call) and self.calls_traced(index, node):
            return True
        return self.works_eagerly(function) or self.is_driven_eagerly(index, node)

    def is_driven_eagerly(self, index: SyntaxIndex, node: ast.AST) -> bool:
        """Whether a function on the way from a loop to a node visibly computes with values."""
        for repetition in self.repetitions.of(index, node, eager=True):
            places = [(repetition.index, repetition.node), *((s.index, s.node) for s in repetition.steps)]
            for other, place in places:
                function = other.function(place)
                if function is not None and self.works_eagerly(function):
                    return True
        return False

    def _is_given_array(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a model is given a batch of one that is made on the spot: ``net(row[None])``."""
        return (
            len(call.args) == 1
            and isinstance(call.args[0], ast.Subscript)
            and Datasets(self.infer).is_one_item(index, call)
            and Kind.MODEL in self.infer.kinds(index, call.func)
        )

    def calls_traced(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a call runs a ``tf.function``."""
        return self.is_traced_function(index, call.func)

    def is_traced_function(self, index: SyntaxIndex, node: ast.expr) -> bool:
        """Whether an expression may stand for a ``tf.function``."""
        return any(
            v.kind is Kind.TF_FUNCTION
            or (v.function is not None and self.infer.traced_decorator(v.function) is not None)
            for v in self.infer.values(index, node)
        )

    def works_eagerly(self, function: FunctionScope) -> bool:
        """Whether a function visibly computes with values: it records, applies or reads them."""
        return self.infer.remember(("eager", function), lambda: self._find_eager_work(function), False)

    def _find_eager_work(self, function: FunctionScope) -> bool:
        index = function.index
        if any(
            "keras.Input" in self.infer.called_names(index, call) for call in index.own_calls(function.node)
        ):
            return False  # it builds a model of symbols
        for statement in index.run_by(function):
            for node in walk_own(statement):
                if isinstance(node, (ast.For, ast.AsyncFor)):
                    if Kind.DATASET in self.infer.kinds(
                        index, self.infer.containers.drawn_from(index, node.iter)
                    ):
                        return True
                if not isinstance(node, ast.Call):
                    continue
                if isinstance(node.func, ast.Attribute):
                    if node.func.attr in _OF_EAGER_CODE:
                        return True
                    if node.func.attr == "apply" and Kind.OPTIMIZER in self.infer.kinds(
                        index, node.func.value
                    ):
                        return True
                    if node.func.attr in catalog.READS_VALUE and Kind.TENSOR in self.infer.kinds(
                        index, node.func.value
                    ):
                        return True
                if self._asks_model(index, node):
                    return True
                names = self.infer.called_names(index, node)
                if "tf.GradientTape" in names or self.calls_traced(index, node):
                    return True
                if any(name.startswith("numpy.") for name in names) and any(
                    self._holds_tensors(function, argument) for argument in node.args[:1]
                ):
                    return True
                if {"builtins.float", "builtins.int"} & set(names) and node.args:
                    if Kind.TENSOR in self.infer.kinds(index, node.args[0]):
                        return True
        return False

    def _holds_tensors(self, function: FunctionScope, node: ast.expr) -> bool:
        """Whether a name is a list to which the function appends tensors: numpy takes those with values."""
        index = function.index
        return isinstance(node, ast.Name) and any(
            isinstance(call.func, ast.Attribute)
            and call.func.attr == "append"
            and isinstance(call.func.value, ast.Name)
            and call.func.value.id == node.id
            and index.function(call) is function
            and any(Kind.TENSOR in self.infer.kinds(index, argument) for argument in call.args)
            for call in index.calls
        )

    def _asks_model(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a loop calls a model and says in which mode, as programs do that want its values."""
        return (
            any(k.arg == "training" and isinstance(k.value, ast.Constant) for k in call.keywords)
            and bool(flow.enclosing_loops(index, call))
            and Kind.MODEL in self.infer.kinds(index, call.func)
            and Kind.SYMBOLIC not in self.infer.kinds(index, call)
        )

    def view(self, index: SyntaxIndex, node: ast.expr) -> ast.expr | None:
        """The tensor whose memory a numpy array shares, when the array is a smaller part of it."""
        base = self._viewed(index, node, 0)
        if base is None or not self._narrows(index, node, 0) or self._is_asked_for_truth(index, node):
            return None
        only_row = isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant)
        return None if only_row and self._has_one_row(index, base) else base

    @staticmethod
    def _is_asked_for_truth(index: SyntaxIndex, node: ast.expr) -> bool:
        """Whether a condition compares a name: with one number only, of which indexing gives a copy."""
        if not isinstance(node, ast.Name):
            return False
        for load in index.loads.get(node.id, ()):
            test = index.parents.get(load)
            if not isinstance(test, ast.Compare) or not isinstance(load, ast.Name):
                continue
            if index.home(load) is not index.home(node):
                continue
            if any(isinstance(operator, (ast.Is, ast.IsNot, ast.In, ast.NotIn)) for operator in test.ops):
                continue
            asked: ast.AST = test
            while isinstance(around := index.parents.get(asked), (ast.BoolOp, ast.UnaryOp)):
                asked = around
            if getattr(around, "test", None) is asked:
                return True
        return False

    def _has_one_row(self, index: SyntaxIndex, tensor: ast.expr) -> bool:
        """Whether a tensor visibly is what a call gives for a batch of one."""
        known = self.infer.values(index, tensor)
        return bool(known) and all(
            value.index is not None
            and isinstance(value.node, ast.Call)
            and Datasets(self.infer).is_one_item(value.index, value.node)
            for value in known
        )

    def _viewed(self, index: SyntaxIndex, node: ast.expr, depth: int) -> ast.expr | None:
        if isinstance(node, ast.Subscript):
            return self._viewed(index, node.value, depth) if _is_basic_index(node.slice) else None
        if isinstance(node, ast.Attribute) and node.attr == "T":
            return self._viewed(index, node.value, depth)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr == "numpy" and Kind.TENSOR in self.infer.kinds(index, node.func.value):
                return node.func.value
            return self._viewed(index, node.func.value, depth) if node.func.attr in _VIEWS else None
        if isinstance(node, ast.Name) and depth < 4:
            value = self.only_value(index, node)
            return None if value is None else self._viewed(index, value, depth + 1)
        return None

    def _narrows(self, index: SyntaxIndex, node: ast.expr, depth: int) -> bool:
        if isinstance(node, ast.Subscript):
            parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
            return any(not _takes_all(part) for part in parts) or self._narrows(index, node.value, depth)
        if isinstance(node, ast.Attribute):
            return self._narrows(index, node.value, depth)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            return node.func.attr in _VIEWS and self._narrows(index, node.func.value, depth)
        if isinstance(node, ast.Name) and depth < 4:
            value = self.only_value(index, node)
            return value is not None and self._narrows(index, value, depth + 1)
        return False

    @staticmethod
    def only_value(index: SyntaxIndex, node: ast.Name) -> ast.expr | None:
        """The expression that a name was given, where there is one only."""
        scope = index.scope(node)
        bindings = flow.reaching(index, list(scope.bindings.get(node.id, ())), node)
        return bindings[0].value if len(bindings) == 1 and bindings[0].how == "value" else None

    def may_be_of_other_library(self, index: SyntaxIndex, node: ast.expr) -> bool:
        """Whether a tensor is what Keras computes with, be that TensorFlow, JAX or PyTorch."""
        return any(
            value.kind is Kind.TENSOR and value.name.startswith("keras.ops.")
            for value in self.infer.values(index, node)
        )

    def is_scalar(self, index: SyntaxIndex, node: ast.expr) -> bool:
        """Whether an expression certainly is a tensor with a single number."""
        values = [v for v in self.infer.values(index, node) if v.kind is not Kind.CIRCULAR]
        return bool(values) and all(self._is_scalar(value, 0) for value in values)

    def _is_scalar(self, value: Value, depth: int) -> bool:
        node, index = value.node, value.index
        if value.kind is Kind.PLAIN:
            return True
        if value.kind is not Kind.TENSOR or node is None or index is None or depth > 6:
            return False
        if isinstance(node, ast.BinOp):
            return all(
                isinstance(side, ast.Constant)
                or (bool(known := self.infer.values(index, side)) and all(
                    self._is_scalar(v, depth + 1) for v in known
                ))
                for side in (node.left, node.right)
            )  # fmt: skip
        if not isinstance(node, ast.Call) or not catalog.SCALARS.match(value.name):
            return False
        if value.name.startswith("keras.losses."):
            made = self.infer.values(index, node.func)
            return not any(
                keyword.arg == "reduction"
                for v in made
                if isinstance(v.node, ast.Call)
                for keyword in v.node.keywords
            )
        return len(node.args) <= 1 and not any(k.arg in ("axis", "keepdims") for k in node.keywords)

    def number_type(self, index: SyntaxIndex, node: ast.expr) -> str:
        """The Python type of the single number in a tensor; float where it cannot be seen."""
        found = {self._number_type(value, 0) for value in self.infer.values(index, node)}
        return found.pop() if len(found) == 1 else "float"

    def _number_type(self, value: Value, depth: int) -> str:
        node, index = value.node, value.index
        if not isinstance(node, ast.Call) or index is None or depth > 4:
            return "float"
        if catalog.GIVES_TRUTH.search(value.name):
            return "bool"
        if catalog.GIVES_COUNTS.search(value.name):
            return "int"
        if value.name == "tf.cast":
            given = [*node.args[1:2], *(k.value for k in node.keywords if k.arg == "dtype")]
            names = {name for dtype in given for name in self.infer.names(index, dtype)}
            names |= {f"tf.{d.value!s}" for d in given if isinstance(d, ast.Constant)}
            whole = names and all(catalog.WHOLE_NUMBERS.match(name) for name in names)
            return "int" if whole else "float"
        if not catalog.KEEPS_TYPE.search(value.name) or not node.args:
            return "float"
        inner = {self._number_type(v, depth + 1) for v in self.infer.values(index, node.args[0])}
        return "int" if inner == {"int"} else "float"

    def prediction(self, index: SyntaxIndex, node: ast.expr) -> bool:
        """Whether an expression is what a model predicted."""
        values = [v for v in self.infer.values(index, node) if v.kind is not Kind.CIRCULAR]
        return bool(values) and all(
            v.kind is Kind.PLAIN
            and isinstance(v.node, ast.Call)
            and isinstance(v.node.func, ast.Attribute)
            and v.node.func.attr in ("predict", "predict_on_batch", "predict_generator")
            and v.index is not None
            and of_kind(self.infer.values(v.index, v.node.func.value), Kind.MODEL) is not None
            for v in values
        )


def _is_basic_index(node: ast.expr) -> bool:
    """Whether indexing a numpy array with ``node`` gives a view: integers and slices, no masks or lists."""
    if isinstance(node, ast.Tuple):
        return all(_is_basic_index(part) for part in node.elts)
    return isinstance(node, (ast.Constant, ast.Slice)) or (
        isinstance(node, ast.UnaryOp) and isinstance(node.operand, ast.Constant)
    )


def _takes_all(part: ast.expr) -> bool:
    if isinstance(part, ast.Slice):
        return part.lower is None and part.upper is None and part.step is None
    return isinstance(part, ast.Constant) and (part.value is None or part.value is Ellipsis)
