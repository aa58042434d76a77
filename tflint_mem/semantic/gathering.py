"""How what a loop collects is read: joined, computed with, handed back."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tflint_mem.semantic import catalog, flow
from tflint_mem.semantic.computing import Computing
from tflint_mem.semantic.containers import MAX_NAMES, numbered
from tflint_mem.semantic.stores import JOINS, Store, root_of
from tflint_mem.semantic.syntax import FunctionScope, SyntaxIndex, tail_of, walk_own
from tflint_mem.semantic.values import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tflint_mem.semantic.inference import Inference
    from tflint_mem.semantic.retention import Retention
    from tflint_mem.semantic.tensors import Tensors

_GATHERS = frozenset(
    {"tf.stack", "tf.add_n", "tf.strings.join", "keras.ops.stack", "keras.backend.stack", *JOINS}
)
"""Calls that make one tensor of a list of them."""

_FILLS = frozenset({"tf.fill", "tf.ones", "tf.range", "tf.zeros"})
"""Calls that make a tensor of a single value, or of what counts up."""

_SLICES = frozenset({"tf.unstack", "tf.split", "keras.ops.unstack", "keras.ops.split"})
"""Calls that take a tensor apart."""

ONLY_OF_TENSORS = ("eval", "get_shape", "numpy", "ref")

_COMPUTES = ("tf.", "keras.ops.", "builtins.sum")
"""Beginnings of the names of what makes a tensor of a list of them."""

_REDUCES = frozenset({"builtins.sum", "builtins.max", "builtins.min"})
"""Functions of Python that make a tensor of tensors, and a number of numbers."""

_FLOAT_WILL_DO = ("numpy.", "builtins.len", "builtins.print", "matplotlib.", "statistics.", "tf.reduce_")
"""Callees for which a list of Python numbers is as good as a list of tensors."""

MAX_TAKEN = 32
"""So many batches, counted in the program's text, are few."""


class Gathering:
    """Answers whether few things are collected, and what becomes of them."""

    def __init__(self, inference: Inference, retention: Retention, tensors: Tensors) -> None:
        self.infer = inference
        self.retention = retention
        self.tensors = tensors
        self.computing = Computing(inference)

    def is_bounded(self, index: SyntaxIndex, store: Store) -> bool:
        """Whether few things are kept by construction: one per layer, model or time step, then joined."""
        if store.key is not None and any(
            isinstance(n, ast.Constant) and isinstance(n.value, str) for n in ast.walk(store.key)
        ):
            return True  # a name for each part, not a number for each round
        loops = flow.enclosing_loops(index, store.node)
        if not loops:
            return self._stands_beside_variable(index, store)
        if self._is_computation(index, store, loops[-1]):
            return True
        loop = loops[0]
        if isinstance(loop, (ast.For, ast.AsyncFor)):
            if self._is_read_by_part(index, store, loop) or self._goes_over_axes(index, loop.iter, 0):
                return True
            if self.retention.iterates_parts(index, loop):
                if store.key is not None and self._is_named_by(store.key, loop):
                    return True  # the next round of a loop further out puts others in their places
                # What comes once per part still piles up where a loop around it goes on and on.
                rest = [outer for outer in loops[1:] if not self.retention.is_over_parts(index, outer)]
                if not rest:
                    around = self.retention.growth(index, store)
                    return around is None or around.node in loops
                return self._is_gathered(index, store.holder, loops[-1], _GATHERS)
            over = self.infer.containers.drawn_from(index, loop.iter)
            if Kind.DATASET in self.infer.kinds(index, over):
                return takes_few(over)
            if self._goes_over_slices(index, over):
                return True
            if self._trains(index, loop):
                return False
            if self._is_part_of_object(index, loops[-1]):
                return True
            if counts(over) or self._is_differentiated(index, store) or self._is_filled_in(index, store):
                return self._is_gathered(index, store.holder, loop, _GATHERS)
            return self._is_gathered(index, store.holder, loop, _GATHERS - JOINS)
        return isinstance(loop, ast.While) and self._is_gathered(index, store.holder, loop, _GATHERS)

    def goes_over_few(self, index: SyntaxIndex, loop: ast.AST) -> bool:
        """Whether a loop goes over a few elements of a dataset, as the program says in numbers."""
        return isinstance(loop, (ast.For, ast.AsyncFor)) and takes_few(
            self.infer.containers.drawn_from(index, numbered(loop.iter))
        )

    def _is_computation(self, index: SyntaxIndex, store: Store, loop: ast.AST) -> bool:
        """Whether a loop only computes what its function hands back: for each part, and not for each step."""
        root, function = root_of(store.holder), index.function(store.node)
        return (
            isinstance(loop, ast.For)
            and isinstance(root, ast.Name)
            and function is not None
            and store.how != "join"
            and self._comes_from_parameter(function, store.value, set())
            and self.computing.is_handed_back(index, root)
            and not self.computing.runs_program(index, loop)
        )

    def _is_part_of_object(self, index: SyntaxIndex, loop: ast.AST) -> bool:
        """Whether a loop makes what its object consists of: in ``__init__()``, with no model or data."""
        function = index.function(loop)
        return (
            function is not None
            and function.owner is not None
            and function.name == "__init__"
            and isinstance(loop, ast.For)
            and Kind.DATASET
            not in self.infer.kinds(index, self.infer.containers.drawn_from(index, loop.iter))
            and not self.infer.calls.runs_such(
                "steps", index, loop, self.retention.repetitions.execution.takes_step
            )
        )

    def _trains(self, index: SyntaxIndex, loop: ast.For | ast.AsyncFor) -> bool:
        """Whether a loop itself takes or records steps of a training, which are as many as the batches.

        What is recorded in a loop that counts may be about parts of one tensor.
        """
        steps = catalog.TRAINS if counts(loop.iter) else catalog.TAKES_STEP
        return any(
            isinstance(node, ast.Call) and not steps.isdisjoint(self.infer.called_names(index, node))
            for statement in loop.body
            for node in walk_own(statement)
        )

    def _is_filled_in(self, index: SyntaxIndex, store: Store) -> bool:
        """Whether a tensor is made of one value or count, and no result: a part of a tensor to be joined."""
        made = store.value
        return isinstance(made, ast.Call) and not _FILLS.isdisjoint(self.infer.called_names(index, made))

    def _goes_over_slices(self, index: SyntaxIndex, node: ast.expr) -> bool:
        """Whether an iterable consists of parts of one tensor, alone or beside others: ``tf.unstack(x)``."""
        made = self.tensors.only_value(index, node) if isinstance(node, ast.Name) else node
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

    def _is_differentiated(self, index: SyntaxIndex, store: Store) -> bool:
        """Whether a store stands under a gradient tape, which needs the tensors as they are."""
        function = index.function(store.node)
        execution = self.retention.repetitions.execution
        return execution.is_under_tape(index, store.node, None if function is None else function.node)

    def _is_gathered(self, index: SyntaxIndex, holder: ast.expr, loop: ast.AST, by: frozenset[str]) -> bool:
        """Whether the code after a loop makes one tensor of what was collected, or computes with it all."""
        root = root_of(holder)
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
                    if any(name in by or (name in JOINS and _joins_features(parent)) for name in names):
                        return True
                    if load in parent.args and self._is_made_one(index, parent):
                        return True
        return False

    def _is_made_one(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a function of the project makes a tensor of what it is given, and no single number."""
        return (
            bool(self.infer.calls.callees(index, call))
            and self.infer.kinds(index, call) == {Kind.TENSOR}
            and not self.tensors.is_scalar(index, call)
        )

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
        """Whether a model or traced function of the same loop or method is given what grows, or is added.

        So text is written that grows by a token at each round: the model may be given the last one alone.
        """
        root = root_of(store.holder)
        name = root.id if isinstance(root, ast.Name) else getattr(root, "attr", "")
        loops, function = flow.enclosing_loops(index, store.node), index.function(store.node)
        region = loops[-1] if loops else function.node if function is not None else None
        return region is not None and any(
            self._is_fed(index, load)
            for each in (name, *self._called_as_well(index, store, loops, name))
            for load in index.loads.get(each, ())
            if flow.contains(region, load) and not flow.contains(store.value, load)
        )

    @staticmethod
    def _called_as_well(
        index: SyntaxIndex, store: Store, loops: Sequence[ast.AST], but: str
    ) -> Iterator[str]:
        """The other names that a loop's next round has for the variables that a store adds."""
        added = {n.id for n in ast.walk(store.value) if isinstance(n, ast.Name)} - {but}
        for node in walk_own(loops[0]) if loops else ():
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Name) and node.value.id in added:
                yield from (target.id for target in node.targets if isinstance(target, ast.Name))

    def _is_fed(self, index: SyntaxIndex, load: ast.AST) -> bool:
        """Whether a mention stands in what a model, a layer or a traced function is given."""
        for parent in index.ancestors(load):
            if isinstance(parent, ast.stmt):
                break
            if isinstance(parent, ast.Call) and not flow.contains(parent.func, load):
                kinds = self.infer.kinds(index, parent.func)
                if isinstance(parent.func, ast.Attribute):
                    kinds |= self.infer.kinds(index, parent.func.value)  # model.call(), model.predict()
                if kinds & {Kind.MODEL, Kind.LAYER, Kind.TF_FUNCTION} or self.tensors.calls_traced(
                    index, parent
                ):
                    return True
        return False

    def is_reduced_to_tensor(self, index: SyntaxIndex, store: Store) -> bool:
        """Whether what Python computes from the elements, such as their sum, is asked as a tensor."""
        root = root_of(store.holder)
        return isinstance(root, ast.Name) and any(
            isinstance(load, ast.Attribute) and self._is_reduced(index, load.value, root, 0)
            for name in (*ONLY_OF_TENSORS, "dtype", "shape")
            for load in index.loads.get(name, ())
        )

    def _is_reduced(self, index: SyntaxIndex, node: ast.expr, root: ast.Name, depth: int) -> bool:
        if isinstance(node, ast.Name) and depth < MAX_NAMES:
            made = self.tensors.only_value(index, node)
            return made is not None and self._is_reduced(index, made, root, depth + 1)
        if isinstance(node, ast.BinOp):
            return any(self._is_reduced(index, side, root, depth) for side in (node.left, node.right))
        if isinstance(node, ast.Call):
            reduces = not _REDUCES.isdisjoint(self.infer.called_names(index, node))
            return reduces and any(_is_same_place(index, argument, root) for argument in node.args)
        return isinstance(node, ast.Subscript) and _is_same_place(index, node.value, root)

    def is_returned(self, index: SyntaxIndex, store: Store) -> bool:
        """Whether the function around a store returns the container itself, alone or beside others."""
        function = index.function(store.holder)
        returns = [] if function is None else function.returns
        parts = [part for v in returns for part in (v.elts if isinstance(v, ast.Tuple) else [v])]
        copies = [
            part.args[0]
            for part in parts
            if isinstance(part, ast.Call)
            and len(part.args) == 1
            and tail_of(part.func) in ("tuple", "list", "dict")
        ]
        return any(_is_same_place(index, part, store.holder) for part in (*parts, *copies))

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
        if not loops or not isinstance(loops[0], ast.For) or not counts(loops[0].iter):
            return False
        values = [value for part in parts for value in self.infer.values(index, part)]
        if not all(catalog.SCALARS.match(v.name) for v in values if v.kind is Kind.TENSOR):
            return False
        if not all(self._comes_from_parameter(function, part, set()) for part in parts):
            return False
        if self.tensors.works_eagerly(function) or self.tensors.is_driven_eagerly(index, store.node):
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
            for name in ONLY_OF_TENSORS
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
        root = root_of(store.holder)
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


def counts(node: ast.expr) -> bool:
    """Whether a loop over an expression goes over numbers."""
    return isinstance(node, ast.Call) and tail_of(node.func) in ("range", "trange")


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
