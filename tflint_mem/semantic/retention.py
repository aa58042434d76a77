"""What piles up while a loop runs: in which loop, and for how long."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tflint_mem.semantic import catalog, flow
from tflint_mem.semantic.stores import Store, root_of
from tflint_mem.semantic.syntax import FUNCTIONS, LOOPS, FunctionScope, SyntaxIndex, tail_of, walk_own
from tflint_mem.semantic.values import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_mem.semantic.inference import Inference
    from tflint_mem.semantic.repetition import Repetition, Repetitions
    from tflint_mem.semantic.stores import Stores
    from tflint_mem.semantic.syntax import Binding

_STATEFUL = frozenset({Kind.VARIABLE, Kind.OPTIMIZER, Kind.METRIC, Kind.LAYER})
_WORK = frozenset(
    {
        "update_state", "reset_state", "result", "assign", "assign_add", "assign_sub", "apply_gradients",
        "minimize", "numpy",
    }
)  # fmt: skip
"""Methods by which a loop works with such an object."""

_SHRINKS = frozenset({"clear", "pop", "popleft", "popitem", "remove"})
_OF_DATA = catalog.READS_VALUE | {
    "astype", "reshape", "squeeze", "flatten", "copy", "decode", "encode", "strip", "lower", "split",
    "read_bytes", "read_text", "open", "get",
}  # fmt: skip
"""Methods of arrays, texts, paths and rows: a loop that calls them on its variable goes over data."""


class Retention:
    """Answers what piles up while a loop runs."""

    def __init__(self, inference: Inference, repetitions: Repetitions, stores: Stores) -> None:
        self.infer = inference
        self.repetitions = repetitions
        self.stores = stores

    # -- how long it is kept -------------------------------------------------------------------------

    def growth(self, index: SyntaxIndex, store: Store) -> Repetition | None:
        """The repetition in which a store adds to something that outlives each round of it."""
        if store.how != "join" and not self.stores.is_container(
            index, store.holder, keyed=store.key is not None
        ):
            return None
        if self._is_filled_up(index, store):
            return None
        if self.repetitions.execution.is_behind_graph_call(index, store.node):
            return None
        few = None
        for repetition in self.repetitions.of(index, store.node, eager=True):
            if self.repetitions.execution.builds_v1_graph(repetition.index):
                return None
            if not self._outlives(index, store.holder, store, repetition, 0):
                break
            if store.key is not None and not self._changes(index, store.key, repetition):
                break
            if self.repetitions.has_few_rounds(repetition):
                continue  # they add little, and a loop further out as much again
            if not self.is_over_parts(repetition.index, repetition.node):
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

    def _outlives(
        self, index: SyntaxIndex, holder: ast.expr, store: Store, repetition: Repetition, depth: int
    ) -> bool:
        root = root_of(holder)
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
        for other, binding in self.stores.bindings(index, root):
            if self._is_store_itself(other, binding, store):
                continue
            inside = [loop for loop in loops if other is index and flow.contains(loop, binding.node)]
            if inside and not self.repetitions.guards.is_guarded(index, binding.node, inside[-1]):
                return False  # rebuilt in the loop
            if isinstance(root, ast.Attribute) and self._is_reset(other, binding):
                return False
        return not self.is_shrunk(index, root)

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
                if argument is not None and self.stores.is_container(use.index, argument):
                    at_call = Store(use.call, argument, argument, store.how)
                    return self._outlives(use.index, argument, at_call, repetition, depth + 1)
        return False

    def _is_reset(self, index: SyntaxIndex, binding: Binding) -> bool:
        """Whether a method that runs again and again gives an attribute a new container."""
        function = index.function(binding.node)
        if function is None or function.name in ("__init__", "__post_init__"):
            return False
        return bool(self.repetitions.of(index, binding.node))

    def is_shrunk(self, index: SyntaxIndex, root: ast.expr) -> bool:
        """Whether elements are taken out of a container while the program runs."""
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

    # -- loops over parts ----------------------------------------------------------------------------

    def is_over_parts(self, index: SyntaxIndex, loop: ast.AST) -> bool:
        """Whether a node is a loop over parts of a model or of the program: see `iterates_parts`."""
        return isinstance(loop, (ast.For, ast.AsyncFor)) and self.iterates_parts(index, loop)

    def iterates_parts(self, index: SyntaxIndex, loop: ast.For | ast.AsyncFor) -> bool:
        """Whether a loop goes over layers, models, variables or devices, over named things, or over a few."""
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
                if isinstance(node, (ast.With, ast.AsyncWith)) and self.repetitions.execution.enters_device(
                    index, node, names
                ):
                    return True
                if isinstance(node, ast.Name) and node.id in names and isinstance(node.ctx, ast.Load):
                    if self.infer.kinds(index, node) & {Kind.MODEL, Kind.LAYER, Kind.VARIABLE}:
                        return True
                if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Name):
                    if node.slice.id in names and isinstance(node.ctx, ast.Load):
                        kinds = self.infer.kinds(index, node)
                        if kinds & {Kind.MODEL, Kind.LAYER, Kind.VARIABLE, Kind.FUNCTION}:
                            return True
        return False

    # -- objects with memory of their own ------------------------------------------------------------

    def objects(self, index: SyntaxIndex) -> Iterator[tuple[ast.Call, Kind, str, Repetition]]:
        """The constructors of variables, optimizers, metrics and layers that a working loop piles up.

        Yields:
            The constructor, what it makes, what keeps it, and the loop.
        """
        for store in self.stores.of(index):
            function = index.function(store.node)
            if function is not None and (
                function.name in ("__init__", "build") or self.repetitions.execution.is_traced(function)
            ):
                continue
            if self._is_for_each_element(index, store):
                continue  # a table with one of them for each element, as the program means it
            parts = self.stores.parts(index, store.value)
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
                making = {other.node for other in self.repetitions.of(index, call, eager=True)}
                for outer in around[around.index(repetition) :]:
                    if outer.node not in making:
                        break  # one that is there already is put into what the round fills
                    if self._works_with(outer) and self._outlives(index, store.holder, store, outer, 0):
                        yield call, value.kind, ast.unparse(store.holder), outer
                        break

    def _is_for_each_element(self, index: SyntaxIndex, store: Store) -> bool:
        """Whether a store has the element that a loop goes over for its key, and no number that counts."""
        if not isinstance(store.key, ast.Name):
            return False
        seen = flow.reaching(index, index.home(store.key).bindings.get(store.key.id, []), store.key)
        drawn = [b.value for b in seen if b.how == "iterate" and _is_whole_target(index, b.node)]
        return 0 < len(drawn) == len(seen) and not any(
            iterable is None or self._counts(index, iterable) for iterable in drawn
        )

    def _counts(self, index: SyntaxIndex, iterable: ast.expr) -> bool:
        over = self.infer.containers.drawn_from(index, iterable)
        names = self.infer.called_names(index, over) if isinstance(over, ast.Call) else ()
        return any(map(catalog.COUNTS_UP.match, names))

    def _works_with(self, repetition: Repetition) -> bool:
        """Whether a loop trains or uses variables, optimizers or metrics, and does not only make them."""
        if repetition.how != "loop":
            return True
        places = [
            (repetition.index, repetition.node),
            *((step.index, step.node) for step in repetition.steps),
        ]
        return any(self.infer.calls.runs_such("works", *place, self._is_work) for place in places)

    def _is_work(self, index: SyntaxIndex, call: ast.Call) -> bool:
        if isinstance(call.func, ast.Attribute) and call.func.attr in _WORK:
            if self.infer.kinds(index, call.func.value) & _STATEFUL:
                return True
        if self.infer.kinds(index, call.func) & {Kind.METRIC, Kind.TF_FUNCTION}:
            return True
        if any(map(self.repetitions.execution.is_traced, self.infer.calls.callees(index, call))):
            return True
        return not catalog.TAKES_STEP.isdisjoint(self.infer.called_names(index, call))


def _is_whole_target(index: SyntaxIndex, name: ast.AST) -> bool:
    """Whether a loop gives a name each element as it is, and no part of it."""
    return getattr(index.parents.get(name), "target", None) is name


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
