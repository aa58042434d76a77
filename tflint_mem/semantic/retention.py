"""What each iteration puts aside, where it is kept, and how it is read afterwards."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tflint_mem.semantic import catalog, flow
from tflint_mem.semantic.containers import MAX_NAMES
from tflint_mem.semantic.datasets import Datasets
from tflint_mem.semantic.repetition import Repetition
from tflint_mem.semantic.syntax import (
    COMPREHENSIONS,
    FUNCTIONS,
    LOOPS,
    ClassScope,
    FunctionScope,
    SyntaxIndex,
    spell_the_same,
    tail_of,
    walk_own,
)
from tflint_mem.semantic.values import Kind, Value, of_kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tflint_mem.semantic.inference import Inference
    from tflint_mem.semantic.repetition import Repetitions
    from tflint_mem.semantic.syntax import Binding

_APPENDS = frozenset({"append", "appendleft", "add", "insert", "extend", "setdefault"})
_SHRINKS = frozenset({"clear", "pop", "popleft", "popitem", "remove"})
_MAKES_CONTAINER = frozenset({"list", "dict", "set", "deque", "defaultdict", "OrderedDict"})
_JOINS = frozenset({"tf.concat", "keras.ops.concatenate", "keras.backend.concatenate"})
_GATHERS = frozenset(
    {"tf.stack", "tf.add_n", "tf.strings.join", "keras.ops.stack", "keras.backend.stack", *_JOINS}
)
"""Calls that make one tensor of a list of them."""

_FILLS = frozenset({"tf.fill", "tf.ones", "tf.range", "tf.zeros"})
"""Calls that make a tensor of a single value, or of what counts up."""

_SLICES = frozenset({"tf.unstack", "tf.split", "keras.ops.unstack", "keras.ops.split"})
"""Calls that take a tensor apart."""

_READS_VALUE = frozenset({"numpy", "item", "tolist"})
_OF_EAGER_CODE = frozenset(
    {"apply_gradients", "update_state", "train_on_batch", "test_on_batch", "predict_on_batch"}
)
_OF_DATA = _READS_VALUE | {
    "astype", "reshape", "squeeze", "flatten", "copy", "decode", "encode", "strip", "lower", "split",
    "read_bytes", "read_text", "open", "get",
}  # fmt: skip
"""Methods of arrays, texts, paths and rows: a loop that calls them on its variable goes over data."""

_ONLY_OF_TENSORS = ("eval", "get_shape", "numpy", "ref")
_VIEWS = frozenset({"reshape", "ravel", "squeeze", "transpose", "view", "swapaxes"})
"""Methods of a numpy array whose result shares its memory."""

_COMPUTES = ("tf.", "keras.ops.", "builtins.sum")
"""Beginnings of the names of what makes a tensor of a list of them."""
_FLOAT_WILL_DO = ("numpy.", "builtins.len", "builtins.print", "matplotlib.", "statistics.", "tf.reduce_")
"""Callees for which a list of Python numbers is as good as a list of tensors."""

_STATEFUL = frozenset({Kind.VARIABLE, Kind.OPTIMIZER, Kind.METRIC, Kind.LAYER})
_WORK = frozenset(
    {
        "update_state", "reset_state", "result", "assign", "assign_add", "assign_sub", "apply_gradients",
        "minimize", "numpy",
    }
)  # fmt: skip
"""Methods by which a loop works with such an object."""

_TAKES_STEP = catalog.TRAINS | {"tf.GradientTape"}

METRIC_BASES = "keras.metrics."

MAX_TAKEN = 32
"""So many batches, counted in the program's text, are few."""


@dataclass(frozen=True)
class Store:
    """A place where something is put aside.

    Attributes:
        node: the call, or the target of the assignment.
        holder: what it is put into.
        value: what is put there.
        how: ``append``, ``item`` or ``join``.
        key: the key of an ``item``.
    """

    node: ast.expr
    holder: ast.expr
    value: ast.expr
    how: str
    key: ast.expr | None = None


class Retention:
    """Answers what piles up while a loop runs."""

    def __init__(self, inference: Inference, repetitions: Repetitions) -> None:
        self.infer = inference
        self.repetitions = repetitions

    # -- places --------------------------------------------------------------------------------------

    def stores(self, index: SyntaxIndex) -> Iterator[Store]:
        """The places of a file where something is added to a container."""
        for call in index.calls:
            if isinstance(call.func, ast.Attribute) and call.func.attr in _APPENDS and call.args:
                yield Store(call, call.func.value, call.args[-1], "append")
            elif isinstance(call.func, ast.Attribute) and call.func.attr == "update":
                yield from self._updated(index, call, call.func.value)
        for statement in index.slots:
            if isinstance(statement, ast.AugAssign) and isinstance(statement.op, ast.Add):
                if isinstance(statement.value, (ast.List, ast.Tuple)):
                    yield Store(statement.target, statement.target, statement.value, "append")
            elif isinstance(statement, ast.Assign) and len(statement.targets) == 1:
                yield from self._assigned(index, statement.targets[0], statement.value)

    def _updated(self, index: SyntaxIndex, call: ast.Call, table: ast.expr) -> Iterator[Store]:
        """What ``table.update(key=value)`` and ``table.update({key: value})`` put into a dictionary."""
        if not self.is_container(index, table, keyed=True):
            return
        named = [keyword for keyword in call.keywords if keyword.arg is not None]
        if named:
            keys: list[ast.expr | None] = [ast.Constant(keyword.arg) for keyword in named]
            yield Store(call, table, ast.Dict(keys, [k.value for k in named]), "item", keys[0])
        elif len(call.args) == 1 and isinstance(given := call.args[0], ast.Dict) and given.keys:
            other = (key for key in given.keys if not isinstance(key, ast.Constant))
            yield Store(call, table, given, "item", next(other, given.keys[0]))

    def _assigned(self, index: SyntaxIndex, target: ast.expr, value: ast.expr) -> Iterator[Store]:
        if isinstance(target, ast.Subscript):
            yield Store(target, target.value, value, "item", target.slice)
        elif isinstance(value, ast.Call) and value.args and isinstance(value.args[0], (ast.List, ast.Tuple)):
            if any(spell_the_same(part, target) for part in value.args[0].elts):
                if any(name in _JOINS for name in self.infer.called_names(index, value)):
                    yield Store(value, target, value, "join")
        elif isinstance(value, ast.IfExp):
            # ``rows = new if rows is None else tf.concat([rows, new], 0)``
            for branch in (value.body, value.orelse):
                yield from self._assigned(index, target, branch)
        elif isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add):
            if isinstance(value.right, ast.List) and spell_the_same(value.left, target):
                yield Store(target, target, value.right, "append")

    # -- what is kept --------------------------------------------------------------------------------

    def parts(self, index: SyntaxIndex, node: ast.expr) -> list[ast.expr]:
        """What an expression puts into a row, dictionary or record, at any depth; else the expression."""
        inner: list[ast.expr] = []
        if isinstance(node, (ast.Tuple, ast.List)):
            inner = node.elts
        elif isinstance(node, ast.Dict):
            inner = node.values
        elif isinstance(node, ast.Call):
            inner = self.infer.classes.recorded(index, node)
        return [part for element in inner for part in self.parts(index, element)] or [node]

    def tensors(self, index: SyntaxIndex, node: ast.expr) -> list[ast.expr]:
        """The parts of an expression that certainly are tensors with a value."""
        found = []
        for part in self.parts(index, node):
            values = [v for v in self.infer.values(index, part) if v.kind is not Kind.CIRCULAR]
            if values and all(v.kind is Kind.TENSOR and self._is_eager(v) for v in values):
                found.append(part)
        return found

    def holds_tensors(self, index: SyntaxIndex, node: ast.expr) -> bool:
        """Whether an expression is a row or record, filled elsewhere, that certainly holds a tensor."""
        made = self._only_value(index, node) if isinstance(node, ast.Name) else None
        if isinstance(made, ast.Call) and self.infer.classes.recorded(index, made):
            return bool(self.tensors(index, made))
        values = [v for v in self.infer.values(index, node) if v.kind is not Kind.CIRCULAR]
        return bool(values) and all(v.kind is Kind.CONTAINER and self._is_filled(v) for v in values)

    def _is_filled(self, container: Value) -> bool:
        node, index = container.node, container.index
        if isinstance(node, ast.arg):
            elements = self.infer.containers.element_values(container)
            return any(v.kind is Kind.TENSOR and self._is_eager(v) for v in elements)
        if index is None or not isinstance(node, (ast.Dict, ast.Tuple, ast.List)):
            return False
        return bool(self.tensors(index, node))

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
        if function is None or self.repetitions.is_traced(function):
            return True
        if catalog.SCALARS.match(value.name) or value.name in catalog.TENSOR_METHODS:
            return True
        if isinstance(node, ast.Call) and self._is_given_array(index, node):
            return True
        if isinstance(node, ast.Call) and self._calls_traced(index, node):
            return True
        return self._works_eagerly(function) or self._is_driven_eagerly(index, node)

    def _is_driven_eagerly(self, index: SyntaxIndex, node: ast.AST) -> bool:
        """Whether a function on the way from a loop to a node visibly computes with values."""
        for repetition in self.repetitions.of(index, node, eager=True):
            places = [(repetition.index, repetition.node), *((s.index, s.node) for s in repetition.steps)]
            for other, place in places:
                function = other.function(place)
                if function is not None and self._works_eagerly(function):
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

    def _calls_traced(self, index: SyntaxIndex, call: ast.Call) -> bool:
        return any(
            v.kind is Kind.TF_FUNCTION
            or (v.function is not None and self.infer.traced_decorator(v.function) is not None)
            for v in self.infer.values(index, call.func)
        )

    def _works_eagerly(self, function: FunctionScope) -> bool:
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
                    if node.func.attr in _READS_VALUE and Kind.TENSOR in self.infer.kinds(
                        index, node.func.value
                    ):
                        return True
                if self._asks_model(index, node):
                    return True
                names = self.infer.called_names(index, node)
                if "tf.GradientTape" in names or self._calls_traced(index, node):
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
        if base is None or not self._narrows(index, node, 0):
            return None
        only_row = isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant)
        return None if only_row and self._has_one_row(index, base) else base

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
            value = self._only_value(index, node)
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
            value = self._only_value(index, node)
            return value is not None and self._narrows(index, value, depth + 1)
        return False

    @staticmethod
    def _only_value(index: SyntaxIndex, node: ast.Name) -> ast.expr | None:
        scope = index.scope(node)
        bindings = flow.reaching(index, list(scope.bindings.get(node.id, ())), node)
        return bindings[0].value if len(bindings) == 1 and bindings[0].how == "value" else None

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

    # -- how long it is kept -------------------------------------------------------------------------

    def growth(self, index: SyntaxIndex, store: Store) -> Repetition | None:
        """The repetition in which a store adds to something that outlives each round of it."""
        if store.how != "join" and not self.is_container(index, store.holder, keyed=store.key is not None):
            return None
        if self._is_filled_up(index, store):
            return None
        few = None
        for repetition in self.repetitions.of(index, store.node, eager=True):
            if self.repetitions.builds_v1_graph(repetition.index):
                return None
            if not self._outlives(index, store.holder, store, repetition, 0):
                break
            if store.key is not None and not self._changes(index, store.key, repetition):
                break
            if not self._is_over_parts(repetition.index, repetition.node):
                return repetition
            few = few or repetition  # what comes once per part may pile up in a loop further out
        return few

    @staticmethod
    def _is_filled_up(index: SyntaxIndex, store: Store) -> bool:
        """Whether a store only runs while the container is short of a length: ``if len(pool) < size``."""
        child: ast.AST = store.node
        for parent in index.ancestors(store.node):
            if isinstance(parent, FUNCTIONS):
                return False
            if isinstance(parent, ast.If) and child is not parent.test:
                holds = child in parent.body
                parts = [parent.test]
                if isinstance(parent.test, ast.BoolOp) and holds is isinstance(parent.test.op, ast.And):
                    parts = parent.test.values
                if any(_is_short(part, store.holder, holds) for part in parts):
                    return True
            child = parent
        return False

    def is_container(self, index: SyntaxIndex, holder: ast.expr, *, keyed: bool = False) -> bool:
        """Whether a holder is a list, dictionary, set or unbounded deque, as far as can be seen.

        Args:
            index: the file.
            holder: what something is put into.
            keyed: whether that is done by a key, which makes dictionaries longer and nothing else.
        """
        root = _root(holder)
        found = False
        for _, binding in self._bindings(index, root):
            value = _unpacked(binding)
            if binding.how == "parameter":
                found = found or (value is None and not keyed and self._may_be_list(index, root))
            elif binding.how in ("value", "unpack", "augment") and value is not None:
                if isinstance(value, ast.BinOp):
                    value = value.left
                if isinstance(value, ast.Call):
                    if tail_of(value.func) == "field" and (made := _made_by_field(value)) is not None:
                        found = found or made in _MAKES_CONTAINER
                        continue
                    if tail_of(value.func) not in _MAKES_CONTAINER or (
                        keyed and tail_of(value.func) in ("list", "set", "deque")
                    ):
                        return False
                    if tail_of(value.func) == "deque" and (
                        len(value.args) > 1 or any(k.arg == "maxlen" for k in value.keywords)
                    ):
                        return False
                    found = True
                elif isinstance(value, (ast.Dict, ast.DictComp)):
                    found = True
                elif isinstance(value, (ast.List, ast.Set, *COMPREHENSIONS)):
                    found = found or not keyed or isinstance(holder, ast.Subscript)
        return found

    def _may_be_list(self, index: SyntaxIndex, parameter: ast.expr) -> bool:
        """Whether a parameter may be a list: nothing else is known to be given, and nothing tells it apart.

        Sets hold no tensors, so what a tensor is added to by ``add()`` is an object of its own kind.
        """
        given = [v for v in self.infer.values(index, parameter) if v.kind not in (Kind.CIRCULAR, Kind.NONE)]
        if given:
            return any(value.kind is Kind.CONTAINER for value in given)
        call = index.parents.get(index.parents.get(parameter, parameter))
        return not (isinstance(call, ast.Call) and tail_of(call.func) == "add")

    def _bindings(self, index: SyntaxIndex, root: ast.expr) -> list[tuple[SyntaxIndex, Binding]]:
        if isinstance(root, ast.Name):
            scope = index.home(root)
            return [(index, binding) for binding in scope.bindings.get(root.id, ())]
        if isinstance(root, ast.Attribute):
            return [
                found
                for value in self.infer.values(index, root.value)
                if value.cls is not None
                for found in self.infer.classes.attribute_bindings(value.cls, root.attr)
            ]
        return []

    def _outlives(
        self, index: SyntaxIndex, holder: ast.expr, store: Store, repetition: Repetition, depth: int
    ) -> bool:
        root = _root(holder)
        if isinstance(root, ast.Name):
            scope = index.home(root)
            for binding in scope.bindings.get(root.id, ()):
                if binding.how == "parameter" and isinstance(scope, FunctionScope) and depth < 3:
                    return self._given_outlives(scope, root.id, store, repetition, depth)
            if isinstance(scope, FunctionScope) and repetition.steps and scope is index.function(store.node):
                return False  # made anew at each call
        elif not isinstance(root, ast.Attribute):
            return False
        loops = [loop for loop in flow.enclosing_loops(index, store.node) if isinstance(loop, LOOPS)]
        for other, binding in self._bindings(index, root):
            if self._is_store_itself(other, binding, store):
                continue
            if other is index and any(flow.contains(loop, binding.node) for loop in loops):
                return False  # rebuilt in the loop
            if isinstance(root, ast.Attribute) and self._is_reset(other, binding):
                return False
        return not self._is_shrunk(index, root)

    @staticmethod
    def _is_store_itself(index: SyntaxIndex, binding: Binding, store: Store) -> bool:
        if binding.how in ("augment", "declare"):
            return True
        return binding.value is not None and (
            binding.value is store.value or flow.contains(binding.value, store.value)
        ) and index.parents.get(store.value) is not None and index.statement(binding.node) is (
            index.statement(store.node)
            if store.node in index.parents
            else None
        )  # fmt: skip

    def _given_outlives(
        self, function: FunctionScope, name: str, store: Store, repetition: Repetition, depth: int
    ) -> bool:
        """Whether the container that callers pass outlives the loop that they call from."""
        if not repetition.steps:
            return True
        for use in self.infer.calls.uses(function):
            if use.call is not None and use.call is repetition.steps[-1].node:
                argument = self.infer.calls.argument(use, function, name)
                if argument is not None and self.is_container(use.index, argument):
                    at_call = Store(use.call, argument, argument, store.how)
                    return self._outlives(use.index, argument, at_call, repetition, depth + 1)
        return False

    def _is_reset(self, index: SyntaxIndex, binding: Binding) -> bool:
        """Whether a method that runs again and again gives an attribute a new container."""
        function = index.function(binding.node)
        if function is None or function.name in ("__init__", "__post_init__"):
            return False
        return bool(self.repetitions.of(index, binding.node))

    def _is_shrunk(self, index: SyntaxIndex, root: ast.expr) -> bool:
        name = root.id if isinstance(root, ast.Name) else getattr(root, "attr", "")
        for load in index.loads.get(name, ()):
            if type(load) is not type(root):
                continue
            parent = index.parents.get(load)
            if isinstance(parent, ast.Attribute) and parent.attr in _SHRINKS:
                if self.repetitions.of(index, parent):
                    return True
            if isinstance(parent, ast.Subscript) and isinstance(parent.ctx, ast.Del):
                return True
        return False

    def _changes(self, index: SyntaxIndex, key: ast.expr, repetition: Repetition) -> bool:
        """Whether a key is another one in each round."""
        for node in ast.walk(key):
            if isinstance(node, (ast.Call, ast.Attribute)):
                return True
            if isinstance(node, ast.Name):
                scope = index.home(node)
                bindings = scope.bindings.get(node.id, ())
                if any(b.how == "parameter" for b in bindings) and (
                    repetition.steps or repetition.how != "loop"
                ):
                    return True
                for loop in flow.enclosing_loops(index, node):
                    if any(flow.contains(loop, b.node) for b in bindings):
                        return True
        return False

    # -- how it is read ------------------------------------------------------------------------------

    def is_bounded(self, index: SyntaxIndex, store: Store) -> bool:
        """Whether few things are kept by construction: one per layer, model or time step, then joined."""
        if store.key is not None and any(
            isinstance(n, ast.Constant) and isinstance(n.value, str) for n in ast.walk(store.key)
        ):
            return True  # a name for each part, not a number for each round
        loops = flow.enclosing_loops(index, store.node)
        if not loops:
            return self._stands_beside_variable(index, store)
        loop = loops[0]
        if isinstance(loop, (ast.For, ast.AsyncFor)):
            if self._is_read_by_part(index, store, loop) or self._goes_over_axes(index, loop.iter, 0):
                return True
            if self._iterates_parts(index, loop):
                if store.key is not None and self._is_named_by(store.key, loop):
                    return True  # the next round of a loop further out puts others in their places
                # What comes once per part still piles up where a loop around it goes on and on.
                rest = [outer for outer in loops[1:] if not self._is_over_parts(index, outer)]
                if not rest:
                    around = self.growth(index, store)
                    return around is None or around.node in loops
                return self._is_gathered(index, store.holder, loops[-1], _GATHERS)
            over = self.infer.containers.drawn_from(index, loop.iter)
            if Kind.DATASET in self.infer.kinds(index, over):
                return takes_few(over)
            if self._goes_over_slices(index, over):
                return True
            if self._trains(index, loop):
                return False
            if _counts(over) or self._is_differentiated(index, store) or self._is_filled_in(index, store):
                return self._is_gathered(index, store.holder, loop, _GATHERS)
            return self._is_gathered(index, store.holder, loop, _GATHERS - _JOINS)
        return isinstance(loop, ast.While) and self._is_gathered(index, store.holder, loop, _GATHERS)

    def _trains(self, index: SyntaxIndex, loop: ast.For | ast.AsyncFor) -> bool:
        """Whether a loop itself takes or records steps of a training, which are as many as the batches."""
        return any(
            isinstance(node, ast.Call) and not _TAKES_STEP.isdisjoint(self.infer.called_names(index, node))
            for statement in loop.body
            for node in walk_own(statement)
        )

    def _is_filled_in(self, index: SyntaxIndex, store: Store) -> bool:
        """Whether a tensor is made of one value or count, and no result: a part of a tensor to be joined."""
        made = store.value
        return isinstance(made, ast.Call) and not _FILLS.isdisjoint(self.infer.called_names(index, made))

    def _goes_over_slices(self, index: SyntaxIndex, node: ast.expr) -> bool:
        """Whether an iterable consists of parts of one tensor, alone or beside others: ``tf.unstack(x)``."""
        made = self._only_value(index, node) if isinstance(node, ast.Name) else node
        if not isinstance(made, ast.Call):
            return False
        names = self.infer.called_names(index, made)
        if not {"builtins.zip", "builtins.enumerate"}.isdisjoint(names):
            return any(self._goes_over_slices(index, argument) for argument in made.args)
        return not _SLICES.isdisjoint(names)

    def _goes_over_axes(self, index: SyntaxIndex, node: ast.expr, depth: int) -> bool:
        """Whether an iterable has an entry for each axis of a tensor: its shape, counted or not."""
        if isinstance(node, ast.Attribute):
            return node.attr == "shape"
        if isinstance(node, ast.Name) and depth < MAX_NAMES:
            bindings = index.scope(node).bindings.get(node.id, ())
            return bool(bindings) and all(
                binding.how == "value"
                and binding.value is not None
                and self._goes_over_axes(index, binding.value, depth + 1)
                for binding in bindings
            )
        if not isinstance(node, ast.Call):
            return False
        tail = tail_of(node.func)
        if tail == "get_shape":
            return True
        inner = node.func.value if isinstance(node.func, ast.Attribute) and tail == "as_list" else None
        if inner is None and tail in ("enumerate", "list", "range", "len") and node.args:
            inner = node.args[0]
        return inner is not None and self._goes_over_axes(index, inner, depth)

    def _stands_beside_variable(self, index: SyntaxIndex, store: Store) -> bool:
        """Whether the function around a store, which has no loop, makes a variable: it builds a network."""
        function = index.function(store.node)
        return function is not None and any(
            "tf.Variable" in self.infer.called_names(index, call)
            for call in index.calls
            if index.function(call) is function
        )

    @staticmethod
    def _is_named_by(key: ast.expr, loop: ast.For | ast.AsyncFor) -> bool:
        """Whether a key consists of what a loop goes over and nothing else."""
        over = {n.id for n in ast.walk(loop.target) if isinstance(n, ast.Name)}
        read = {n.id for n in ast.walk(key) if isinstance(n, ast.Name)}
        return bool(read) and read <= over

    @staticmethod
    def _is_read_by_part(index: SyntaxIndex, store: Store, loop: ast.For | ast.AsyncFor) -> bool:
        """Whether a loop goes over the keys of a mapping, or over parts that name what they build upon."""
        if not isinstance(loop.target, (ast.Name, ast.Tuple)):
            return False
        names = {n.id for n in ast.walk(loop.target) if isinstance(n, ast.Name)}
        source = ast.unparse(loop.iter)
        holder = ast.unparse(store.holder)
        for statement in loop.body:
            for node in walk_own(statement):
                if not isinstance(node, ast.Subscript) or not isinstance(node.ctx, ast.Load):
                    continue
                read, key = ast.unparse(node.value), node.slice
                if read == source and isinstance(key, ast.Name) and key.id in names:
                    return True
                if read == holder and isinstance(key, ast.Attribute) and isinstance(key.value, ast.Name):
                    if key.value.id in names:
                        return True
        return False

    def _is_over_parts(self, index: SyntaxIndex, loop: ast.AST) -> bool:
        return isinstance(loop, (ast.For, ast.AsyncFor)) and self._iterates_parts(index, loop)

    def _iterates_parts(self, index: SyntaxIndex, loop: ast.For | ast.AsyncFor) -> bool:
        """Whether a loop goes over layers, models or variables, over named things, or over a few."""
        over = self.infer.containers.drawn_from(index, loop.iter)
        if isinstance(over, ast.Call) and tail_of(over.func) in ("items", "keys", "values"):
            return True
        if isinstance(over, (ast.Tuple, ast.List)) or _is_packed_parameter(index, over):
            return True
        names = {n.id for n in ast.walk(loop.target) if isinstance(n, ast.Name)}
        for statement in loop.body:
            for node in walk_own(statement):
                if isinstance(node, ast.Call) and tail_of(node.func) not in _OF_DATA:
                    callee = node.func
                    while isinstance(callee, (ast.Attribute, ast.Subscript)):
                        callee = callee.value
                    if isinstance(callee, ast.Name) and callee.id in names:
                        return True
                if isinstance(node, ast.Name) and node.id in names and isinstance(node.ctx, ast.Load):
                    if self.infer.kinds(index, node) & {Kind.MODEL, Kind.LAYER, Kind.VARIABLE}:
                        return True
                if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Name):
                    if node.slice.id in names:
                        kinds = self.infer.kinds(index, node)
                        if kinds & {Kind.MODEL, Kind.LAYER, Kind.VARIABLE, Kind.FUNCTION}:
                            return True
        return False

    def _is_differentiated(self, index: SyntaxIndex, store: Store) -> bool:
        """Whether a store stands under a gradient tape, which needs the tensors as they are."""
        for parent in index.ancestors(store.node):
            if isinstance(parent, FUNCTIONS):
                return False
            if isinstance(parent, (ast.With, ast.AsyncWith)):
                if any(Kind.TAPE in self.infer.kinds(index, i.context_expr) for i in parent.items):
                    return True
        return False

    def _is_gathered(self, index: SyntaxIndex, holder: ast.expr, loop: ast.AST, by: frozenset[str]) -> bool:
        """Whether the code after a loop makes one tensor of what was collected, or computes with it all."""
        root = _root(holder)
        if not isinstance(root, ast.Name):
            return False
        function = index.function(root)
        for load in index.loads.get(root.id, ()):
            if flow.place(load) <= flow.end_place(loop) or index.function(load) is not function:
                continue
            if self._is_input(index, load):
                return True
            for parent in index.ancestors(load):
                if isinstance(parent, ast.stmt):
                    break
                if isinstance(parent, ast.Call):
                    names = self.infer.called_names(index, parent)
                    if any(name in by or (name in _JOINS and _joins_features(parent)) for name in names):
                        return True
        return False

    def _is_input(self, index: SyntaxIndex, node: ast.expr) -> bool:
        """Whether a list is given to a model, a layer, a traced function or one that callers choose."""
        call = index.parents.get(node)
        if not isinstance(call, ast.Call) or node not in call.args:
            return False
        if self.infer.kinds(index, call.func) & {Kind.MODEL, Kind.LAYER, Kind.TF_FUNCTION}:
            return True
        bindings = (
            index.home(call.func).bindings.get(call.func.id, ()) if isinstance(call.func, ast.Name) else ()
        )
        return any(b.how == "parameter" for b in bindings) and not self.infer.calls.callees(index, call)

    def feeds_model(self, index: SyntaxIndex, store: Store) -> bool:
        """Whether what grows is what a model or traced function is given in the same loop or method."""
        root = _root(store.holder)
        name = root.id if isinstance(root, ast.Name) else getattr(root, "attr", "")
        loops, function = flow.enclosing_loops(index, store.node), index.function(store.node)
        region = loops[-1] if loops else function.node if function is not None else None
        for load in index.loads.get(name, ()):
            if region is None or not flow.contains(region, load) or flow.contains(store.value, load):
                continue
            for parent in index.ancestors(load):
                if isinstance(parent, ast.stmt):
                    break
                if isinstance(parent, ast.Call) and not flow.contains(parent.func, load):
                    kinds = self.infer.kinds(index, parent.func)
                    if kinds & {Kind.MODEL, Kind.LAYER, Kind.TF_FUNCTION} or self._calls_traced(
                        index, parent
                    ):
                        return True
        return False

    def is_returned(self, index: SyntaxIndex, store: Store) -> bool:
        """Whether the function around a store returns the container itself, alone or beside others."""
        function = index.function(store.holder)
        returns = [] if function is None else function.returns
        parts = [part for v in returns for part in (v.elts if isinstance(v, ast.Tuple) else [v])]
        return any(_is_same_place(index, part, store.holder) for part in parts)

    def is_returned_as_tensor(self, index: SyntaxIndex, store: Store) -> bool:
        """Whether a function returns what TensorFlow computes from a local list, as a loss function does."""
        holder, function = store.holder, index.function(store.holder)
        if function is None or not isinstance(holder, ast.Name):
            return False
        returned = {n.id for value in function.returns for n in ast.walk(value) if isinstance(n, ast.Name)}
        for load in index.loads.get(holder.id, ()):
            call = index.parents.get(load)
            if isinstance(call, ast.keyword):
                call = index.parents.get(call)
            if index.function(load) is not function or not isinstance(call, ast.Call):
                continue
            if not any(name.startswith(_COMPUTES) for name in self.infer.called_names(index, call)):
                continue
            statement = index.statement(call)
            targets = statement.targets if isinstance(statement, ast.Assign) else []
            names = {n.id for target in targets for n in ast.walk(target) if isinstance(n, ast.Name)}
            if isinstance(statement, ast.Return) or names & returned:
                return True
        return False

    def may_be_symbolic(self, index: SyntaxIndex, store: Store, parts: Sequence[ast.expr]) -> bool:
        """Whether a function that only computes with what it is given, so many times, hands back the results.

        It may build a graph or a model as well.
        """
        function, loops = index.function(store.node), flow.enclosing_loops(index, store.node)
        if function is None or not parts or not isinstance(store.holder, ast.Name):
            return False
        if not loops or not isinstance(loops[0], ast.For) or not _counts(loops[0].iter):
            return False
        values = [value for part in parts for value in self.infer.values(index, part)]
        if not all(catalog.SCALARS.match(v.name) for v in values if v.kind is Kind.TENSOR):
            return False
        if not all(self._comes_from_parameter(function, part, set()) for part in parts):
            return False
        if self._works_eagerly(function) or self._is_driven_eagerly(index, store.node):
            return False
        returned = any(isinstance(r, ast.Name) and r.id == store.holder.id for r in function.returns)
        return returned or self.is_returned_as_tensor(index, store)

    def _comes_from_parameter(self, function: FunctionScope, node: ast.expr, seen: set[str]) -> bool:
        """Whether what a function computes visibly depends on what it is given."""
        for name in walk_own(node):
            if not isinstance(name, ast.Name) or name.id in seen:
                continue
            seen.add(name.id)
            for binding in function.bindings.get(name.id, ()):
                if binding.how == "parameter" or (
                    isinstance(binding.value, ast.expr)
                    and self._comes_from_parameter(function, binding.value, seen)
                ):
                    return True
        return False

    def are_read_as_tensors(self, index: SyntaxIndex, kept: Sequence[ast.expr]) -> bool:
        """Whether an element, which may be one of ``kept``, is asked for what only tensors have."""
        tensors = {value for node in kept for value in self.infer.values(index, node)}
        return any(
            isinstance(load, ast.Attribute)
            and self._is_element(index, load.value)
            and not tensors.isdisjoint(self.infer.values(index, load.value))
            for name in _ONLY_OF_TENSORS
            for load in index.loads.get(name, ())
        )

    @staticmethod
    def _is_element(index: SyntaxIndex, node: ast.expr) -> bool:
        """Whether an expression visibly is an element of a container."""
        if isinstance(node, ast.Name):
            bindings = index.home(node).bindings.get(node.id, [])
            return any(binding.how == "iterate" for binding in flow.reaching(index, bindings, node))
        return isinstance(node, ast.Subscript)

    def takes_numbers(self, index: SyntaxIndex, store: Store) -> bool:
        """Whether every other use of a local list accepts Python numbers in the place of tensors."""
        root = _root(store.holder)
        if not isinstance(root, ast.Name) or not isinstance(index.home(root), FunctionScope):
            return False
        return all(
            load is root or self._takes_numbers(index, load)
            for load in index.loads.get(root.id, ())
            if isinstance(load, ast.Name) and index.home(load) is index.home(root)
        )

    def _takes_numbers(self, index: SyntaxIndex, load: ast.expr) -> bool:
        for parent in index.ancestors(load):
            if isinstance(parent, ast.FormattedValue):
                return True
            if isinstance(parent, ast.Call):
                names = self.infer.called_names(index, parent)
                if names and all(n.startswith(_FLOAT_WILL_DO) or n == "builtins.float" for n in names):
                    return True
                if "builtins.sum" not in names:
                    return False
            elif not isinstance(parent, (ast.Subscript, ast.BinOp, ast.UnaryOp, ast.Slice)):
                return False
        return False

    # -- objects with memory of their own ------------------------------------------------------------

    def objects(self, index: SyntaxIndex) -> Iterator[tuple[ast.Call, Kind, str, Repetition]]:
        """The constructors of variables, optimizers, metrics and layers that a working loop piles up.

        Yields:
            The constructor, what it makes, what keeps it, and the loop.
        """
        for store in self.stores(index):
            function = index.function(store.node)
            if function is not None and (
                function.name in ("__init__", "build") or self.repetitions.is_traced(function)
            ):
                continue
            parts = self.parts(index, store.value)
            kinds = [self.infer.kinds(index, part) for part in parts]
            if any(Kind.MODEL in found for found in kinds):
                continue  # kept with the model that it belongs to
            for value in (v for part in parts for v in self.infer.values(index, part)):
                call = value.node
                if value.kind not in _STATEFUL or value.index is not index or not isinstance(call, ast.Call):
                    continue
                repetition = self.growth(index, store)
                if repetition is None:
                    continue
                around = self.repetitions.of(index, store.node, eager=True)
                for outer in around[around.index(repetition) :]:
                    if self._works_with(outer) and self._outlives(index, store.holder, store, outer, 0):
                        yield call, value.kind, ast.unparse(store.holder), outer
                        break

    def _works_with(self, repetition: Repetition) -> bool:
        """Whether a loop uses variables, optimizers or metrics, and does not only make them."""
        if repetition.how != "loop":
            return True
        run: list[ast.Call] = [n for n in walk_own(repetition.node) if isinstance(n, ast.Call)]
        callees = dict.fromkeys(f for call in run for f in self.infer.calls.callees(repetition.index, call))
        for step in repetition.steps:
            if isinstance(step.node, ast.Call):
                callees.update(dict.fromkeys(self.infer.calls.callees(step.index, step.node)))
        return any(self._is_work(repetition.index, call) for call in run) or any(map(self._works, callees))

    def _works(self, function: FunctionScope) -> bool:
        """Whether a function, or one that it calls, uses variables, optimizers or metrics."""
        return self.infer.remember(("works", function), lambda: self._find_work(function), False)

    def _find_work(self, function: FunctionScope) -> bool:
        index = function.index
        run = [node for node in walk_own(function.node) if isinstance(node, ast.Call)]
        return any(self._is_work(index, call) for call in run) or any(
            self._works(callee) for call in run for callee in self.infer.calls.callees(index, call)
        )

    def _is_work(self, index: SyntaxIndex, call: ast.Call) -> bool:
        return (
            isinstance(call.func, ast.Attribute)
            and call.func.attr in _WORK
            and bool(self.infer.kinds(index, call.func.value) & _STATEFUL)
        )

    # -- classes that Keras drives -------------------------------------------------------------------

    def owner_of(self, index: SyntaxIndex, node: ast.AST) -> ClassScope | None:
        """The Keras callback or metric class whose method holds a node."""
        function = index.function(node)
        while function is not None and function.owner is None:
            function = index.function(function.node)
        if function is None or function.owner is None:
            return None
        bases = self.infer.classes.library_bases(function.owner)
        if any(catalog.CALLBACK_BASES.match(base) or base.startswith(METRIC_BASES) for base in bases):
            return function.owner
        return None

    def kept_by_hook(self, index: SyntaxIndex, node: ast.expr, depth: int = 0) -> str | None:
        """What a hook puts aside, in words, when it is more than a number."""
        parts = self.parts(index, node)
        if parts != [node]:
            return next((what for part in parts if (what := self.kept_by_hook(index, part, depth))), None)
        if isinstance(node, ast.Name):
            function = index.function(node)
            names = [] if function is None else [argument.arg for argument in function.parameters]
            if function is not None and node.id in names[1:]:
                if function.name == "update_state":
                    return "a batch"
                is_logs = catalog.CALLBACK_HOOKS.match(function.name) and node.id == names[-1]
                if is_logs and len(names) > 2 and len(function.bindings.get(node.id, ())) == 1:
                    return "the logs"
                if not catalog.CALLBACK_HOOKS.match(function.name) and depth < MAX_NAMES:
                    given = self.infer.calls.passed(function, node.id)
                    kept = [self.kept_by_hook(other, argument, depth + 1) for other, argument in given]
                    if kept and all(kept):
                        return kept[0]
        if self.prediction(index, node):
            return "a prediction"
        # Keras runs hooks eagerly, so that every tensor in them has a value.
        return "a tensor" if self.infer.kinds(index, node) - {Kind.CIRCULAR} == {Kind.TENSOR} else None

    def growth_in_hook(self, index: SyntaxIndex, store: Store) -> Repetition | None:
        """The hook or loop that makes a container of a callback or metric longer and longer."""
        root = _root(store.holder)
        if not isinstance(root, ast.Attribute):
            return None
        function = index.function(store.node)
        if function is None or function.name != "update_state":
            return self.growth(index, store)
        if not self.is_container(index, root) or self._is_shrunk(index, root):
            return None
        for other, binding in self._bindings(index, root):
            around = other.function(binding.node)
            if around is not None and around.name in ("reset_state", "reset_states"):
                return None
        return Repetition(index, function.node, "callback", "metric hook update_state()", store.node)

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


def _is_packed_parameter(index: SyntaxIndex, node: ast.expr) -> bool:
    """Whether a name is ``*args`` or ``**kwargs`` of the function around it: what one call was given.

    Also where the arguments are counted: ``enumerate(args)``.
    """
    if isinstance(node, ast.Call) and tail_of(node.func) == "enumerate" and node.args:
        node = node.args[0]
    function = index.function(node)
    if function is None or not isinstance(node, ast.Name):
        return False
    arguments = function.node.args
    bindings = function.bindings.get(node.id, ())
    return bool(bindings) and all(binding.node in (arguments.vararg, arguments.kwarg) for binding in bindings)


def _is_short(test: ast.expr, holder: ast.expr, holds: bool) -> bool:
    """Whether a container has not reached a length yet where a test holds, or does not."""
    if not isinstance(test, ast.Compare) or len(test.ops) != 1:
        return False
    small, large = test.left, test.comparators[0]
    if isinstance(test.ops[0], (ast.Gt, ast.GtE)):
        small, large = large, small
    elif isinstance(test.ops[0], ast.Eq) and not holds:
        large = small
    elif not isinstance(test.ops[0], (ast.Lt, ast.LtE)):
        return False
    counted = small if holds else large
    return (
        isinstance(counted, ast.Call)
        and tail_of(counted.func) == "len"
        and [ast.unparse(argument) for argument in counted.args] == [ast.unparse(holder)]
    )


def _is_same_place(index: SyntaxIndex, one: ast.expr, other: ast.expr) -> bool:
    """Whether two expressions name the same variable, or the same attribute or constant key below it."""
    if isinstance(one, ast.Name) and isinstance(other, ast.Name):
        return one.id == other.id and index.home(one) is index.home(other)
    if isinstance(one, ast.Attribute) and isinstance(other, ast.Attribute):
        return one.attr == other.attr and _is_same_place(index, one.value, other.value)
    if isinstance(one, ast.Subscript) and isinstance(other, ast.Subscript):
        keys = [node.slice.value for node in (one, other) if isinstance(node.slice, ast.Constant)]
        same = len(keys) == 2 and keys[0] == keys[1]
        return same and _is_same_place(index, one.value, other.value)
    return False


def _counts(node: ast.expr) -> bool:
    """Whether a loop over an expression goes over numbers."""
    return isinstance(node, ast.Call) and tail_of(node.func) in ("range", "trange")


def _root(holder: ast.expr) -> ast.expr:
    """The variable or attribute that holds a container, itself or by keys."""
    while True:
        if isinstance(holder, ast.Subscript):
            holder = holder.value
        elif isinstance(holder, ast.Call) and tail_of(holder.func) == "setdefault":
            holder = holder.func.value if isinstance(holder.func, ast.Attribute) else holder.func
        else:
            return holder


def _made_by_field(call: ast.Call) -> str | None:
    """What a dataclass fills a field with: ``list`` in ``field(default_factory=list)``."""
    made = next((k.value for k in call.keywords if k.arg == "default_factory"), None)
    return None if made is None else tail_of(made)


def _unpacked(binding: Binding) -> ast.expr | None:
    """What a variable is given, also as one of several: ``rows, names = [], {}``."""
    value = binding.value
    for place in binding.path if binding.how == "unpack" else ():
        if not isinstance(value, (ast.Tuple, ast.List)) or place >= len(value.elts):
            return None
        value = value.elts[place]
    return value


def takes_few(dataset: ast.expr) -> bool:
    """Whether an expression says how many elements of a dataset it takes, and that is a screenful."""
    count = dataset.args[0] if isinstance(dataset, ast.Call) and len(dataset.args) == 1 else None
    return (
        isinstance(count, ast.Constant)
        and tail_of(dataset) == "take"
        and isinstance(count.value, int)
        and 0 <= count.value <= MAX_TAKEN
    )


def _joins_features(call: ast.Call) -> bool:
    """Whether a call joins tensors along another axis than that of the examples."""
    axis = next((k.value for k in call.keywords if k.arg == "axis"), None)
    if axis is None and len(call.args) > 1:
        axis = call.args[1]
    if isinstance(axis, ast.UnaryOp) and isinstance(axis.op, ast.USub):
        return isinstance(axis.operand, ast.Constant)
    return isinstance(axis, ast.Constant) and isinstance(axis.value, int) and axis.value > 0


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
