"""What changes from one iteration of a loop to the next, and what may as well be done once before it."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from tflint_mem.semantic import catalog, flow
from tflint_mem.semantic.containers import GROWS
from tflint_mem.semantic.syntax import (
    COMPREHENSIONS,
    FUNCTIONS,
    LOOPS,
    FunctionScope,
    Scope,
    SyntaxIndex,
    tail_of,
    walk_own,
)
from tflint_mem.semantic.values import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_mem.semantic.inference import Inference
    from tflint_mem.semantic.repetition import Repetition, Repetitions
    from tflint_mem.semantic.syntax import Binding
    from tflint_mem.semantic.values import Value

_CHANGES = frozenset(
    {
        *GROWS, "update", "pop", "popleft", "clear", "remove", "discard", "sort", "reverse", "rotate", "fill",
        "assign", "assign_add", "assign_sub", "seek",
    }
)  # fmt: skip
"""Methods that change what the object they are called on consists of."""

_PAIRS = frozenset({"enumerate", "list", "reversed", "tuple"})

_FILLS_NEW = frozenset({"__init__", "__new__", "__post_init__"})

_TRAINS = frozenset(
    {
        "set_weights", "load_weights", "fit", "fit_generator", "train_on_batch", "compile", "build",
        "apply_gradients", "minimize",
    }
)  # fmt: skip
"""Methods that change a model's weights or how it is trained, not which layers it has."""

_READS = frozenset(
    {
        "call", "__call__", "predict", "predict_on_batch", "predict_generator", "evaluate", "test_on_batch",
        "summary", "count_params", "get_layer", "get_weights", "get_config", "to_json", "to_yaml", "save",
        "save_weights", "input", "inputs", "input_shape", "output", "outputs", "output_shape", "layers",
        "name", "weights", "variables", "signatures", "metrics_names", "dtype", "built", "optimizer",
        "export", "numpy",
    }
)  # fmt: skip
"""Attributes of models and layers that reading or calling leaves as they are."""

_REPEATABLE = re.compile(
    r"(tf|keras|tensorflow_hub|hub|transformers|os\.path|pathlib|math|posixpath|functools|tf_agents)\."
    r"|builtins\.(str|int|float|bool|len|tuple|list|dict|set|frozenset|sorted|zip|range|enumerate|reversed|min"
    r"|max|sum|abs|round|repr|format|isinstance|getattr|hasattr|type|map|filter|super|slice|bytes)$"
    r"|numpy\.(array|asarray|zeros|ones|eye|float32|float64|int32|int64|prod|arange|linspace|expand_dims)$"
)
_CHANGING = re.compile(
    r"tf\.(random|timestamp|io|queue)\b|keras\.(random|backend\.random)|.*\.random_\w+$"
    r"|os\.path\.(exists|isfile|isdir|getmtime|getsize)$"
)
"""Library functions whose result differs from call to call although the arguments do not."""

_READING_METHODS = frozenset(
    {
        "get_layer", "format", "join", "lower", "upper", "strip", "replace", "split", "rstrip", "lstrip",
        "removesuffix", "removeprefix", "startswith", "endswith", "get_config", "count_params", "as_posix",
        "with_suffix", "with_name", "joinpath", "from_pretrained", "from_config", "get_shape",
    }
)  # fmt: skip
"""Methods whose result depends on nothing but the object and the arguments."""


class Invariance:
    """Answers what stays the same while a loop runs."""

    def __init__(self, inference: Inference, repetitions: Repetitions) -> None:
        self.infer = inference
        self.repetitions = repetitions

    # -- expressions ---------------------------------------------------------------------------------

    def is_invariant(
        self,
        index: SyntaxIndex,
        node: ast.AST,
        loop: ast.AST,
        *,
        in_graph: bool = False,
        trusted: ast.Call | None = None,
    ) -> bool:
        """Whether evaluating ``node`` once before ``loop`` gives what every iteration would get from it.

        Args:
            index: the file.
            node: an expression, or the definition of a function (its body runs later: only what it reads
                must stay the same).
            loop: a loop or comprehension around it.
            in_graph: whether TensorFlow's calls only add operations to a graph here, so that making one
                once is enough.
            trusted: a call that the asker knows to do the same each time.
        """
        return self.names_stay(index, node, loop) and all(
            not isinstance(inner, (ast.Await, ast.Yield, ast.YieldFrom, ast.NamedExpr))
            and (
                not isinstance(inner, ast.Call)
                or inner is trusted
                or self.is_repeatable(index, inner, in_graph=in_graph)
            )
            for inner in _evaluated(node)
        )

    def names_stay(self, index: SyntaxIndex, node: ast.AST, loop: ast.AST) -> bool:
        """Whether every name, attribute and element that ``node`` reads keeps its value in ``loop``."""
        for inner in ast.walk(node):
            if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Load):
                scope = index.home(inner)
                if flow.contains(node, scope.node) and scope.node is not index.tree:
                    continue  # a parameter or variable of a lambda, comprehension or function within
                if self._is_bound_within(scope, inner.id, loop) or self._is_changed(
                    index, inner, scope, loop
                ):
                    return False
            elif isinstance(inner, ast.Attribute) and isinstance(inner.ctx, ast.Load):
                if self._is_stored_within(index, inner, loop):
                    return False
        return True

    def _is_bound_within(self, scope: Scope, name: str, loop: ast.AST) -> bool:
        for binding in scope.bindings.get(name, ()):
            if binding.how == "declare":
                continue
            if flow.contains(loop, binding.node) and not _is_in_iterable(loop, binding.node):
                return True
            function = scope.index.function(binding.node) if scope.node is scope.index.tree else None
            if function is not None and self._may_run(scope.index, loop, function):
                return True
        return False

    def _may_run(self, index: SyntaxIndex, loop: ast.AST, function: FunctionScope) -> bool:
        """Whether code below ``loop`` may call a function of its file, as far as calls are known."""
        inside = (node for node in walk_own(loop) if isinstance(node, ast.Call))
        called = [callee for call in inside for callee in self.infer.calls.callees(index, call)]
        seen = dict.fromkeys(called)
        while called:
            callee = called.pop()
            if callee is function:
                return True
            for node in walk_own(callee.node):
                if isinstance(node, ast.Call):
                    fresh = [c for c in self.infer.calls.callees(callee.index, node) if c not in seen]
                    seen.update(dict.fromkeys(fresh))
                    called += fresh
        return False

    def _is_changed(self, index: SyntaxIndex, name: ast.Name, scope: Scope, loop: ast.AST) -> bool:
        """Whether the object that a name stands for is visibly changed in place by the loop."""
        if all(binding.how == "import" for binding in scope.bindings.get(name.id, ())):
            return False  # ``tf.assign(...)`` does not change the module
        whole = not isinstance(index.parents.get(name), ast.Attribute)
        for load in index.loads.get(name.id, ()):
            if not isinstance(load, ast.Name) or not flow.contains(loop, load) or load is name:
                continue
            if index.home(load) is scope and _changes(index, load, whole):
                if whole or not self._calls_own_method(index, load):
                    return True
        return False

    def _calls_own_method(self, index: SyntaxIndex, load: ast.Name) -> bool:
        """Whether ``load.update()`` runs a method of the project, whose stores are seen for themselves."""
        method = index.parents.get(load)
        known = self.infer.values(index, method) if isinstance(method, ast.Attribute) else ()
        return bool(known) and all(value.kind is Kind.FUNCTION for value in known)

    def _is_stored_within(self, index: SyntaxIndex, attribute: ast.Attribute, loop: ast.AST) -> bool:
        """Whether the loop, or what it calls, assigns to an attribute of that name."""
        text = ast.dump(attribute.value)
        for node in walk_own(loop):
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, (ast.Store, ast.Del)):
                if node.attr == attribute.attr and ast.dump(node.value) == text:
                    return True
            elif isinstance(node, ast.Call):
                if any(attribute.attr in self._stores(f) for f in self.infer.calls.callees(index, node)):
                    return True
        return False

    def stores_attribute(self, index: SyntaxIndex, region: ast.AST, name: str) -> bool:
        """Whether running a piece of code, or what it calls, assigns to an attribute of that name."""
        return any(
            (isinstance(node, ast.Attribute) and node.attr == name and not isinstance(node.ctx, ast.Load))
            or (
                isinstance(node, ast.Call)
                and any(name in self._stores(callee) for callee in self.infer.calls.callees(index, node))
            )
            for node in walk_own(region)
        )

    def _stores(self, function: FunctionScope) -> frozenset[str]:
        """The names of the attributes that running a function assigns to, also through its callees."""
        return self.infer.remember(
            ("stores", function), lambda: frozenset(self._find_stores(function)), frozenset()
        )

    def _find_stores(self, function: FunctionScope) -> Iterator[str]:
        if function.name == "__init__":
            return  # fills an object that did not exist before
        body = function.node.body
        for statement in body if isinstance(body, list) else [body]:
            for node in walk_own(statement):
                if isinstance(node, ast.Attribute) and isinstance(node.ctx, (ast.Store, ast.Del)):
                    yield node.attr
                elif isinstance(node, ast.Call):
                    for callee in self.infer.calls.callees(function.index, node):
                        yield from self._stores(callee)

    # -- across calls --------------------------------------------------------------------------------

    def varies_in(
        self, index: SyntaxIndex, node: ast.expr, repetition: Repetition, *, fresh: bool = False
    ) -> bool:
        """Whether what an expression stands for may differ from one round of a repetition to the next.

        Follows parameters through the calls that lead from the loop to the expression.

        Args:
            index: the file of the expression.
            node: the expression.
            repetition: one of those that repeat it.
            fresh: ask for the object rather than its value: a call that makes one makes another each time.
        """
        key = ("varies", node, repetition, fresh)
        return self.infer.remember(key, lambda: self._varies(index, node, repetition, fresh), False)

    def _varies(self, index: SyntaxIndex, node: ast.expr, repetition: Repetition, fresh: bool) -> bool:
        told: set[ast.AST] = set()
        for inner in ast.walk(node):
            if inner in told:
                continue
            given = self._given_before(index, inner) if repetition.steps else None
            if given is not None:
                told.update(ast.walk(inner))
                if self.varies_in(index, given, repetition, fresh=fresh):
                    return True
            elif isinstance(inner, ast.Call) and (method := _method_of_super(index, inner)) is not None:
                own = method.parameters[0].arg
                if repetition.steps and self._parameter_varies(method, own, repetition, fresh):
                    return True
            elif isinstance(inner, ast.Call):
                if self.makes_another(index, inner) if fresh else not self.is_repeatable(index, inner):
                    return True
            elif isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Load):
                scope = index.home(inner)
                if scope.node is not index.tree and flow.contains(node, scope.node):
                    continue
                if self._name_varies(index, inner, scope, repetition, fresh):
                    return True
                if fresh and self._is_put_last(index, inner, scope, repetition):
                    return True
            elif isinstance(inner, ast.Attribute) and isinstance(inner.ctx, ast.Load):
                if repetition.how == "loop" and self._attribute_varies(index, inner, repetition):
                    return True
                if not repetition.steps and self._is_set_before(index, inner, repetition):
                    return True
        return False

    @staticmethod
    def _given_before(index: SyntaxIndex, node: ast.AST) -> ast.expr | None:
        """What the function around has given an attribute of ``self`` before it reads it there, if so."""
        owner = index.owner_of_attribute(node) if isinstance(node, ast.Attribute) else None
        if owner is None or not isinstance(node, ast.Attribute) or not isinstance(node.ctx, ast.Load):
            return None
        function = index.function(node)
        own = [b for b in owner.attribute_values.get(node.attr, ()) if index.function(b.node) is function]
        if len(own) != 1 or own[0].how != "value" or not flow.dominates(index, own[0].node, node):
            return None
        return own[0].value if isinstance(own[0].value, ast.expr) else None

    def _is_put_last(self, index: SyntaxIndex, name: ast.Name, scope: Scope, repetition: Repetition) -> bool:
        """Whether a name is a list whose last element is read, ``made[-1]``, in a loop that adds to it."""
        part = index.parents.get(name)
        return (
            isinstance(part, ast.Subscript)
            and part.value is name
            and ast.unparse(part.slice) == "-1"
            and repetition.how == "loop"
            and not repetition.steps
            and self._is_changed(index, name, scope, repetition.node)
        )

    def makes_another(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a call may hand out another object each time, its arguments being the same."""
        callees = self.infer.calls.callees(index, call)
        if callees and all(self._hands_out_kept(callee) for callee in callees):
            return False
        made = {value.kind for value in self.infer.values(index, call) if value.node is not None}
        return bool(made) or not self.is_repeatable(index, call)

    def _hands_out_kept(self, function: FunctionScope) -> bool:
        """Whether a function returns what a cache, a module or its object keeps: the same at every call."""
        return self.infer.remember(
            ("hands out kept", function), lambda: self._find_hands_out_kept(function), False
        )

    def _find_hands_out_kept(self, function: FunctionScope) -> bool:
        if function.is_generator:
            return False
        if self.repetitions.guards.is_cached(function):
            return True
        return bool(function.returns) and all(
            self._is_kept_outside(function, returned) or self._is_looked_up(function, returned)
            for returned in function.returns
        )

    def _is_looked_up(self, function: FunctionScope, returned: ast.expr) -> bool:
        """Whether a function returns the entry of a kept table for its arguments, and fills each but once."""
        index = function.index
        if not isinstance(returned, ast.Subscript) or not self._is_kept_outside(function, returned.value):
            return False
        keys = [node for node in ast.walk(returned.slice) if not isinstance(node, ast.expr_context)]
        if not all(
            isinstance(key, (ast.Constant, ast.Tuple))
            or (
                isinstance(key, ast.Name)
                and [b.how for b in function.bindings.get(key.id, ())] == ["parameter"]
            )
            for key in keys
        ):
            return False
        entries = (index.parents.get(load) for load in index.loads.get(tail_of(returned.value), ()))
        return all(
            self.repetitions.guards.is_guarded(index, entry, function.node)
            for entry in entries
            if isinstance(entry, ast.Subscript) and isinstance(entry.ctx, ast.Store)
        )

    def _is_kept_outside(self, function: FunctionScope, returned: ast.expr) -> bool:
        """Whether a returned name or attribute is one of a module or object that nothing binds repeatedly."""
        index = function.index
        found: list[tuple[SyntaxIndex, Binding]] = []
        if isinstance(returned, ast.Name):
            if index.home(returned) is index.module:
                found = [(index, binding) for binding in index.module.bindings.get(returned.id, ())]
        elif (
            isinstance(returned, ast.Attribute) and (owner := index.owner_of_attribute(returned)) is not None
        ):
            found = self.infer.classes.attribute_bindings(owner, returned.attr)
        return bool(found) and not any(self.repetitions.of(file, binding.node) for file, binding in found)

    def _is_set_before(self, index: SyntaxIndex, node: ast.Attribute, repetition: Repetition) -> bool:
        """Whether a function that something repeats always gives an attribute a value of its own first."""
        function, owner = index.function(node), index.owner_of_attribute(node)
        if repetition.how == "loop" or function is None or owner is None:
            return False
        return any(
            index.function(binding.node) is function
            and flow.dominates(index, binding.node, node)
            and binding.value is not None
            and self.varies_in(index, binding.value, repetition, fresh=True)
            for binding in owner.attribute_values.get(node.attr, ())
        )

    def _attribute_varies(self, index: SyntaxIndex, node: ast.Attribute, repetition: Repetition) -> bool:
        if repetition.index is index and not repetition.steps:
            return self._is_stored_within(index, node, repetition.node)
        return self.stores_attribute(repetition.index, repetition.node, node.attr)

    def _name_varies(
        self, index: SyntaxIndex, name: ast.Name, scope: Scope, repetition: Repetition, fresh: bool
    ) -> bool:
        own_loop = repetition.how == "loop" and not repetition.steps
        around = (
            repetition.index is index
            and scope.node is not repetition.node
            and flow.contains(scope.node, repetition.node)
        )
        if own_loop and not fresh and self._is_changed(index, name, scope, repetition.node):
            return True
        for binding in flow.reaching(index, scope.bindings.get(name.id, []), name):
            if own_loop or around:
                if not flow.contains(repetition.node, binding.node):
                    continue
            elif not isinstance(scope, FunctionScope) and not repetition.runs_module(index):
                continue
            if binding.how == "parameter" and isinstance(scope, FunctionScope):
                if self._parameter_varies(scope, binding.name, repetition, fresh):
                    return True
            elif (
                fresh and own_loop and (members := self.members_in(index, name, repetition.node)) is not None
            ):
                if self.varies_in(index, members, repetition, fresh=True):
                    return True
            elif binding.how not in ("value", "unpack", "enter") or binding.value is None:
                if binding.how not in ("function", "class", "import", "declare") and (
                    own_loop or binding.value is None or self.varies_in(index, binding.value, repetition)
                ):
                    return True
            elif self.varies_in(index, binding.value, repetition, fresh=fresh):
                return True
        return False

    def members_in(self, index: SyntaxIndex, name: ast.Name, loop: ast.AST) -> ast.expr | None:
        """The container over which a loop within ``loop`` lets a name go, so that its objects come back."""
        if not isinstance(loop, LOOPS):
            return None
        bindings = flow.reaching(index, index.home(name).bindings.get(name.id, []), name)
        value = bindings[0].value if len(bindings) == 1 and bindings[0].how == "iterate" else None
        if value is None or not flow.contains(loop, value) or _is_in_iterable(loop, value):
            return None
        while isinstance(value, ast.Call):
            if isinstance(value.func, ast.Name) and value.func.id in _PAIRS and value.args:
                value = value.args[-1]
            elif isinstance(value.func, ast.Attribute) and value.func.attr in ("values", "items"):
                value = value.func.value
            else:
                return None
        return value if isinstance(value, (ast.Name, ast.Attribute)) else None

    def _parameter_varies(self, scope: Scope, name: str, repetition: Repetition, fresh: bool) -> bool:
        """Whether a function gets another argument in each round; unknown arguments count as such."""
        if not isinstance(scope, FunctionScope):
            return True
        receives = scope.owner is not None and not scope.is_static() and scope.parameters[:1]
        if not repetition.steps:
            # A framework runs a hook on one object, and gives it other arguments each time.
            return not receives or scope.parameters[0].arg != name
        step = repetition.steps[-1]
        rest = replace(repetition, steps=repetition.steps[:-1])
        for use in self.infer.calls.uses(scope):
            if (use.call or use.node) is not step.node:
                continue
            if receives and scope.parameters[0].arg == name:
                if scope.name in _FILLS_NEW and tail_of(use.node) != scope.name:
                    return True  # the class is called, which makes another object
                if scope.name == "__call__" and tail_of(use.node) != "__call__":
                    called = use.call.func if use.call is not None else use.node
                    return self.varies_in(step.index, called, rest, fresh=fresh)
                receiver = use.node.value if isinstance(use.node, ast.Attribute) else None
                return receiver is None or self.varies_in(step.index, receiver, rest, fresh=fresh)
            argument = self.infer.calls.argument(use, scope, name)
            if argument is None:
                bindings = scope.bindings.get(name, [])
                return not (bindings and bindings[0].value is not None)
            return self.varies_in(step.index, argument, rest, fresh=fresh)
        return True

    # -- calls ---------------------------------------------------------------------------------------

    def is_repeatable(self, index: SyntaxIndex, call: ast.Call, *, in_graph: bool = False) -> bool:
        """Whether a call gives the same for the same arguments, and nothing but its result matters."""
        callees = self.infer.values(index, call.func)
        if not callees:
            return isinstance(call.func, ast.Attribute) and call.func.attr in _READING_METHODS
        return all(self._is_repeatable(index, call, value, in_graph) for value in callees)

    def _is_repeatable(self, index: SyntaxIndex, call: ast.Call, callee: Value, in_graph: bool) -> bool:
        if callee.kind in (Kind.API, Kind.METHOD) and in_graph and catalog.is_tensorflow(callee.name):
            return not catalog.DRAWS.match(callee.name) or _is_drawn_by_run(index, call)
        if callee.kind is Kind.API:
            return bool(_REPEATABLE.match(callee.name)) and not _CHANGING.match(callee.name)
        if callee.kind is Kind.METHOD:
            return callee.name.rpartition(".")[2] in _READING_METHODS
        if callee.kind in (Kind.FUNCTION, Kind.PARTIAL):
            return callee.function is not None and self._is_repeatable_function(callee.function)
        if callee.kind in (Kind.LAYER, Kind.MODEL):
            # Applied to a tensor with a value, a model answers with the weights that it has just now.
            return in_graph or Kind.SYMBOLIC in self.infer.kinds(index, call)
        return callee.kind is Kind.CLASS

    def _is_repeatable_function(self, function: FunctionScope) -> bool:
        return self.infer.remember(("repeatable", function), lambda: self._find_repeatable(function), True)

    def _find_repeatable(self, function: FunctionScope) -> bool:
        """Whether a project function only makes something from its arguments and from constants."""
        if function.is_generator or function.global_names or function.nonlocal_names:
            return False
        body = function.node.body
        for statement in body if isinstance(body, list) else [body]:
            for node in walk_own(statement):
                if isinstance(node, ast.Await) or _is_counted_on(node):
                    return False
                if isinstance(node, ast.Call) and not (
                    self.is_repeatable(function.index, node) or self._is_on_own_object(function, node)
                ):
                    return False
        return True

    def _is_on_own_object(self, function: FunctionScope, call: ast.Call) -> bool:
        """Whether a method is called on something that the function itself has made."""
        receiver = call.func.value if isinstance(call.func, ast.Attribute) else None
        if not isinstance(receiver, ast.Name):
            return False
        bindings = function.bindings.get(receiver.id, [])
        return bool(bindings) and all(
            isinstance(binding.value, (ast.Call, ast.List, ast.Dict)) and binding.how == "value"
            for binding in bindings
        )

    # -- objects -------------------------------------------------------------------------------------

    def is_only_read(self, index: SyntaxIndex, name: str, place: ast.AST, region: ast.AST) -> bool:
        """Whether ``region`` only calls or reads the object that a variable of it holds.

        Args:
            index: the file.
            name: the variable.
            place: a node in the scope that binds it.
            region: the loop or function that uses the object.
        """
        scope = index.scope(place)
        for load in index.loads.get(name, ()):
            if isinstance(load, ast.Name) and flow.contains(region, load) and index.home(load) is scope:
                if not self.only_reads(index, load):
                    return False
        return True

    def only_reads(self, index: SyntaxIndex, load: ast.expr) -> bool:
        """Whether one mention of an object, or a call that makes one, only calls or reads it."""
        parent = index.parents.get(load)
        if isinstance(parent, ast.Attribute):
            return (
                isinstance(parent.ctx, ast.Load)
                and parent.attr not in _CHANGES | _TRAINS
                and (
                    parent.attr in _READS
                    or not self._is_keras(index, load)
                    or isinstance(index.parents.get(parent), ast.Attribute)
                )
            )
        if isinstance(parent, ast.Subscript):
            return isinstance(parent.ctx, ast.Load)
        if isinstance(parent, ast.keyword):
            outer = index.parents.get(parent)
            return isinstance(outer, ast.Call) and self._reads_argument(index, outer, load)
        if isinstance(parent, ast.Call):
            return parent.func is load or self._reads_argument(index, parent, load)
        return isinstance(parent, (ast.Compare, ast.BoolOp, ast.If, ast.While, ast.FormattedValue))

    def _is_keras(self, index: SyntaxIndex, node: ast.expr) -> bool:
        return bool(self.infer.kinds(index, node) & {Kind.MODEL, Kind.LAYER})

    def _reads_argument(self, index: SyntaxIndex, call: ast.Call, argument: ast.expr) -> bool:
        """Whether a call only reads the object that it is given."""
        callees = self.infer.calls.callees(index, call)
        if not callees:
            names = self.infer.called_names(index, call)
            return bool(names) and all(n.startswith(("builtins.", "numpy.", "keras.Model")) for n in names)
        return all(self._callee_reads(callee, call, argument) for callee in callees)

    def _callee_reads(self, callee: FunctionScope, call: ast.Call, argument: ast.expr) -> bool:
        name = callee.parameter_for(call, argument)
        if name is None or callee.name == "__init__":
            return False
        return self.infer.remember(
            ("only read", callee, name),
            lambda: self.is_only_read(callee.index, name, _inside(callee), callee.node),
            True,
        )

    # -- hoisting ------------------------------------------------------------------------------------

    def hoist_loop(
        self,
        index: SyntaxIndex,
        statement: ast.stmt,
        *,
        in_graph: bool = False,
        trusted: ast.Call | None = None,
    ) -> ast.stmt | None:
        """The outermost loop before which a statement may run once instead of in each iteration.

        Args:
            index: the file.
            statement: an assignment to names, a bare expression, or the definition of a function, directly
                in the body of a loop.
            in_graph: see `is_invariant`.
            trusted: see `is_invariant`.

        Returns:
            The loop statement; None when something that the statement reads or binds changes in the loop.
        """
        found = None
        current: ast.stmt = statement
        while True:
            slot = index.slots.get(current)
            loop = slot.parent if slot is not None and slot.field == "body" else None
            if not isinstance(loop, LOOPS) or not self._may_leave(index, statement, loop, in_graph, trusted):
                return found
            found = current = loop

    def _may_leave(
        self,
        index: SyntaxIndex,
        statement: ast.stmt,
        loop: ast.stmt,
        in_graph: bool,
        trusted: ast.Call | None,
    ) -> bool:
        value: ast.AST
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
            names, value = [statement.name], statement
        elif isinstance(statement, ast.Assign):
            targets = statement.targets[0] if len(statement.targets) == 1 else None
            elements = targets.elts if isinstance(targets, ast.Tuple) else [targets]
            if not all(isinstance(element, ast.Name) for element in elements):
                return False
            names = [element.id for element in elements if isinstance(element, ast.Name)]
            value = statement.value
        elif isinstance(statement, ast.Expr):
            names, value = [], statement.value
        else:
            return False
        if not self.is_invariant(index, value, loop, in_graph=in_graph, trusted=trusted):
            return False
        return all(self._has_one_meaning(index, name, statement, loop) for name in names)

    def _has_one_meaning(self, index: SyntaxIndex, name: str, statement: ast.stmt, loop: ast.stmt) -> bool:
        """Whether a name that a statement binds is bound by nothing else that the loop could see."""
        scope = index.scope(statement)
        if name in scope.global_names or name in scope.nonlocal_names:
            return False
        others = [b for b in scope.bindings.get(name, ()) if not flow.contains(statement, b.node)]
        if any(flow.contains(loop, binding.node) for binding in others):
            return False
        before = any(flow.place(binding.node) < flow.place(loop) for binding in others)
        for load in index.loads.get(name, ()):
            if not isinstance(load, ast.Name) or index.home(load) is not scope:
                continue
            place = flow.place(load)
            if flow.contains(loop, load):
                if place < flow.place(statement):
                    return False  # it reads what the iteration before has left
            elif before and place > flow.place(loop) and not _is_rebound(index, others, loop, load):
                return False  # after a loop without iterations it would have the older value
        return True

    def expression_loop(
        self, index: SyntaxIndex, node: ast.expr, *, in_graph: bool = False
    ) -> ast.stmt | None:
        """The outermost loop statement before which an expression may be evaluated once.

        None where a ``with`` block, ``try`` or nested function between the two gives it another context, and
        where what it reads changes in the loop.
        """
        found = None
        for parent in index.ancestors(node):
            if isinstance(parent, (ast.With, ast.AsyncWith, ast.Try, ast.ClassDef, *FUNCTIONS)):
                return found
            if isinstance(parent, COMPREHENSIONS) and not self.is_invariant(
                index, node, parent, in_graph=in_graph
            ):
                return found
            if isinstance(parent, LOOPS) and _is_repeated(index, node, parent):
                if not self.is_invariant(index, node, parent, in_graph=in_graph):
                    return found
                found = parent
        return found


def _is_drawn_by_run(index: SyntaxIndex, call: ast.Call) -> bool:
    """Whether random numbers are drawn anew by each run of a session, whatever makes the operation.

    Those of a seed begin anew with each operation, and of several operations each has its own.
    """
    for parent in index.ancestors(call):
        if isinstance(parent, (ast.stmt, *COMPREHENSIONS)):
            return False
        if (
            isinstance(parent, ast.Call)
            and isinstance(parent.func, ast.Attribute)
            and parent.func.attr == "run"
        ):
            return not is_seeded(index, call)
    return False


def is_seeded(index: SyntaxIndex, call: ast.Call) -> bool:
    """Whether an operation draws what a seed says: from the first number on, wherever it is made anew."""
    given = any(
        keyword.arg == "seed"
        and not (isinstance(keyword.value, ast.Constant) and keyword.value.value is None)
        for keyword in call.keywords
    )
    return given or not {"set_random_seed", "set_seed"}.isdisjoint(index.loads)


def _evaluated(node: ast.AST) -> Iterator[ast.AST]:
    """What evaluating an expression, or the header of a definition, evaluates."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        defaults = [default for default in node.args.kw_defaults if default is not None]
        for part in (*node.decorator_list, *node.args.defaults, *defaults):
            yield from walk_own(part)
    elif not isinstance(node, ast.Lambda):
        yield from walk_own(node)


def _is_in_iterable(loop: ast.AST, node: ast.AST) -> bool:
    return isinstance(loop, (ast.For, ast.AsyncFor)) and flow.contains(loop.iter, node)


def _is_repeated(index: SyntaxIndex, node: ast.AST, loop: ast.AST) -> bool:
    return loop in flow.enclosing_loops(index, node)


def _changes(index: SyntaxIndex, load: ast.Name, whole: bool) -> bool:
    """Whether one mention of an object changes it in place: a store into it, or a method that is known to.

    A store to one of its attributes counts when the ``whole`` object is what somebody reads.
    """
    parent = index.parents.get(load)
    while isinstance(parent, ast.Subscript) and isinstance(parent.ctx, ast.Load):
        parent = index.parents.get(parent)
    if isinstance(parent, (ast.Attribute, ast.Subscript)):
        if not isinstance(parent.ctx, ast.Load):
            return whole or isinstance(parent, ast.Subscript)
        called = index.parents.get(parent)
        return (
            isinstance(parent, ast.Attribute)
            and parent.attr in _CHANGES
            and isinstance(called, ast.Call)
            and called.func is parent
        )
    return isinstance(parent, ast.AugAssign) and parent.target is load


def _is_rebound(index: SyntaxIndex, bindings: list[Binding], loop: ast.stmt, load: ast.Name) -> bool:
    return any(
        flow.place(binding.node) > flow.end_place(loop) and flow.dominates(index, binding.node, load)
        for binding in bindings
    )


def _inside(function: FunctionScope) -> ast.AST:
    body = function.node.body
    return body[0] if isinstance(body, list) else body


def _is_counted_on(node: ast.AST) -> bool:
    """Whether a statement gives an object a value made of its last one: ``self.number += 1``."""
    if isinstance(node, ast.AugAssign):
        return not isinstance(node.target, ast.Name)
    targets = node.targets if isinstance(node, ast.Assign) else ()
    places = {ast.unparse(target) for target in targets if isinstance(target, (ast.Attribute, ast.Subscript))}
    return bool(places) and any(
        isinstance(inner, (ast.Attribute, ast.Subscript)) and ast.unparse(inner) in places
        for inner in ast.walk(node.value)  # type: ignore[attr-defined]
    )


def _method_of_super(index: SyntaxIndex, call: ast.Call) -> FunctionScope | None:
    """The method whose own object ``super()`` stands for."""
    method = index.function(call)
    if tail_of(call.func) != "super" or method is None or method.owner is None:
        return None
    return method if method.parameters and not method.is_static() else None
