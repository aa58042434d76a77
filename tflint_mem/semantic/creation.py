"""Which calls make something new, and what makes them do so again."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from tflint_mem.semantic import catalog, conditions, flow, repeaters
from tflint_mem.semantic.classes import is_property
from tflint_mem.semantic.containers import MAX_NAMES
from tflint_mem.semantic.destinations import Destinations
from tflint_mem.semantic.execution import runs_eagerly
from tflint_mem.semantic.reads import Reads
from tflint_mem.semantic.syntax import (
    COMPREHENSIONS,
    FUNCTIONS,
    LOOPS,
    Binding,
    ClassScope,
    FunctionScope,
    Scope,
    SyntaxIndex,
    walk_own,
)
from tflint_mem.semantic.values import Kind
from tflint_mem.semantic.views import Views

if TYPE_CHECKING:
    from tflint_mem.semantic.conditions import Need
    from tflint_mem.semantic.inference import Inference
    from tflint_mem.semantic.invariance import Invariance
    from tflint_mem.semantic.repetition import Repetition, Repetitions
    from tflint_mem.semantic.values import Value, Values


_OF_PROJECT = frozenset({Kind.FUNCTION, Kind.PARTIAL, Kind.CLASS})
_SAVES = frozenset(
    {"keras.Model.save", "keras.Model.export", "keras.models.save_model", "tf.saved_model.save"}
)
_LEAVES_UNBUILT = frozenset({"add", "layers", "name", "pop", "trainable"})
"""What can be asked of a model without building it."""

_SHAPES = frozenset({"input_shape", "input_dim", "input_length", "batch_input_shape", "batch_shape"})
"""Arguments of a layer by which a sequential model knows its shapes at once."""


class _Source(NamedTuple):
    """A creator of objects, and what the parameters of the function around it have to be for it to run."""

    creator: str
    needs: tuple[Need, ...] = ()


class Creations:
    """Answers which calls create an object of a kind and hand it to their caller."""

    def __init__(self, inference: Inference, repetitions: Repetitions, invariance: Invariance) -> None:
        self.infer = inference
        self.repetitions = repetitions
        self.invariance = invariance
        self.reads = Reads(inference)
        self.destinations = Destinations(self)
        self.views = Views(self)
        settings = inference.project.settings
        self._configured = frozenset((*settings.model_builders, *settings.session_wrappers))

    def creators(self, index: SyntaxIndex, call: ast.Call, kind: Kind) -> tuple[str, ...]:
        """What makes the new object of ``kind`` that a call hands to its caller.

        Returns:
            Canonical library names, ``class NAME`` for classes of the project; empty when the call makes
            nothing new, or keeps it.
        """
        made = self._made_by(index, call, kind)
        function = index.function(call) if any(source.needs for source in made) else None
        return tuple(
            dict.fromkeys(
                source.creator
                for source in made
                if function is None or conditions.are_known_to_be_met(self.infer, function, source.needs)
            )
        )

    def _made_by(self, index: SyntaxIndex, call: ast.Call, kind: Kind) -> tuple[_Source, ...]:
        nothing: tuple[_Source, ...] = ()
        callees = self.infer.values(index, call.func)
        if not any(self._may_create(callee, kind) for callee in callees):
            return nothing
        return self.infer.remember(
            ("creators", call, kind), lambda: self._find_made_by(index, call, kind, callees), nothing
        )

    def _may_create(self, callee: Value, kind: Kind) -> bool:
        """Whether calling a value may make an object of ``kind``, as far as the value alone tells."""
        if callee.kind is not Kind.API:
            return callee.kind in _OF_PROJECT
        return catalog.creates(callee.name) is kind or callee.name in self._configured

    def _find_made_by(
        self, index: SyntaxIndex, call: ast.Call, kind: Kind, callees: Values
    ) -> tuple[_Source, ...]:
        found: dict[_Source, None] = {}
        settings = self.infer.project.settings
        if any(callee.kind in (Kind.MODEL, Kind.INSTANCE, Kind.LAYER) for callee in callees):
            return ()  # the callee may be an object already: calling it makes nothing
        for callee in callees:
            if callee.kind is Kind.API:
                made = catalog.creates(callee.name)
                configured = (kind is Kind.MODEL and callee.name in settings.model_builders) or (
                    kind is Kind.SESSION and callee.name in settings.session_wrappers
                )
                if (made is kind and not self._is_of_older_parts(index, call, kind)) or configured:
                    found[_Source(callee.name)] = None
        made_by = [
            self._made_by_project(index, call, callee, kind)
            for callee in callees
            if callee.kind in _OF_PROJECT
        ]
        if all(made_by):  # where several may be meant, each of them has to make one
            found.update(dict.fromkeys(source for sources in made_by for source in sources))
        return tuple(found)

    def _made_by_project(
        self, index: SyntaxIndex, call: ast.Call, callee: Value, kind: Kind
    ) -> list[_Source]:
        """What a function or class of the project makes for a call of it."""
        if callee.function is not None:
            return self._made_for(index, call, callee.function, self._handed_out(callee.function, kind))
        if callee.cls is None:
            return []
        if self.infer.classes.instance(callee.cls).kind is kind:
            return [_Source(f"class {callee.cls.name}")]
        return self._held_by(index, call, callee.cls) if kind is Kind.MODEL else []

    def _made_for(
        self, index: SyntaxIndex, call: ast.Call, function: FunctionScope, sources: tuple[_Source, ...]
    ) -> list[_Source]:
        """What a function makes for a call of it: a copy of a model only where the call hands it one."""
        use = self.infer.calls.use_of(index, call.func)
        needs = [conditions.carried(self.infer, source.needs, use, function) for source in sources]
        return [
            _Source(source.creator, need)
            for source, need in zip(sources, needs, strict=True)
            if need is not None
        ]

    def _is_of_older_parts(self, index: SyntaxIndex, call: ast.Call, kind: Kind) -> bool:
        """Whether a call makes a model of ends that were there before, or are handed over from wherever."""
        if kind is not Kind.MODEL or "keras.Model" not in self.infer.called_names(index, call):
            return False
        ends = [*call.args[:2], *(k.value for k in call.keywords if k.arg in ("inputs", "outputs"))]
        if len(ends) == 2 and all(self._is_from_elsewhere(index, end, 0) for end in ends):
            return True
        return self.views.is_view_of_model(index, call)

    def _is_from_elsewhere(self, index: SyntaxIndex, end: ast.expr, depth: int) -> bool:
        """Whether a function is handed an end of a network, and nothing tells where that was made."""
        if isinstance(end, (ast.List, ast.Tuple)):
            return bool(end.elts) and all(self._is_from_elsewhere(index, part, depth) for part in end.elts)
        made = (*self.infer.values(index, end), *self.infer.containers.elements(index, end))
        if depth > MAX_NAMES or any(v.kind in (Kind.SYMBOLIC, Kind.TENSOR) and v.node for v in made):
            return False
        root = end
        while isinstance(root, (ast.Subscript, ast.Starred)):
            root = root.value
        function = index.function(root)
        if not isinstance(root, ast.Name) or function is None or index.home(root) is not function:
            return False
        bindings = flow.reaching(index, list(function.bindings.get(root.id, ())), root)
        return bool(bindings) and all(
            b.how == "parameter"
            or (
                b.how == "value"
                and b.value is not None
                and self._is_from_elsewhere(index, b.value, depth + 1)
            )
            for b in bindings
        )

    def _held_by(self, index: SyntaxIndex, call: ast.Call, cls: ClassScope) -> list[_Source]:
        """The creators of the models that a new instance of a plain class makes for itself."""
        method = self.infer.classes.find_method(cls, "__init__")
        if method is None:
            return []
        found: dict[_Source, None] = {}
        owner = method.owner
        assert owner is not None
        for bindings in owner.attribute_values.values():
            for binding in bindings:
                if binding.how == "value" and method.index.function(binding.node) is method:
                    found.update(dict.fromkeys(self.sources(method.index, binding.value, Kind.MODEL)))
        return self._made_for(index, call, method, tuple(found))

    def _handed_out(self, function: FunctionScope, kind: Kind) -> tuple[_Source, ...]:
        """The creators of the new objects of ``kind`` that a project function returns at every call."""
        nothing: tuple[_Source, ...] = ()
        return self.infer.remember(
            ("handed out", function, kind), lambda: self._find_handed_out(function, kind), nothing
        )

    def _find_handed_out(self, function: FunctionScope, kind: Kind) -> tuple[_Source, ...]:
        if function.is_generator or self.repetitions.guards.is_cached(function):
            return ()
        found: dict[_Source, None] = {}
        for value in function.returns:
            found.update(dict.fromkeys(self.sources(function.index, value, kind)))
        return tuple(found)

    def sources(self, index: SyntaxIndex, node: ast.expr | None, kind: Kind) -> tuple[_Source, ...]:
        """The creators, within the function that holds ``node``, of what ``node`` stands for."""
        nothing: tuple[_Source, ...] = ()
        if node is None:
            return nothing
        return self.infer.remember(
            ("sources", node, kind),
            lambda: tuple(dict.fromkeys(self._find_sources(index, node, kind))),
            nothing,
        )

    def _find_sources(self, index: SyntaxIndex, node: ast.expr, kind: Kind) -> list[_Source]:
        function = index.function(node)
        if isinstance(node, ast.Call):
            found = list(self._made_by(index, node, kind))
            if kind is Kind.MODEL and not found and self._makes_holder(index, node):
                given = [*node.args, *(keyword.value for keyword in node.keywords)]
                found += [source for argument in given for source in self.sources(index, argument, kind)]
            for callee in self.infer.calls.callees(index, node):
                found += self._passed_through(index, node, callee, kind)
            if (
                found
                and function is not None
                and self.repetitions.guards.is_guarded(index, node, function.node)
            ):
                return []
            needs = conditions.needs_of(self.infer, index, node) if found else ()
            return [_Source(source.creator, conditions.joined(source.needs, needs)) for source in found]
        if isinstance(node, ast.Attribute) and kind in (Kind.SESSION, Kind.WRITER):
            return []  # kept on ``self`` as well, so the object is its owner
        if isinstance(node, (ast.Name, ast.Attribute)):
            found = []
            for binding in self.local_bindings(index, node):
                if binding.how in ("value", "unpack", "enter"):
                    found += self.sources(index, binding.value, kind)
            return found
        parts: list[ast.expr] = []
        if isinstance(node, (ast.Tuple, ast.List)):
            parts = node.elts
        elif isinstance(node, (ast.Dict, ast.BoolOp)):
            parts = node.values
        elif isinstance(node, ast.IfExp):
            parts = [node.body, node.orelse]
        elif isinstance(node, (ast.Await, ast.NamedExpr, ast.Starred)):
            parts = [node.value]
        return [source for part in parts for source in self.sources(index, part, kind)]

    def _makes_holder(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a call makes a record, or an object of a plain class, which may keep what it is given."""
        if self.infer.classes.fills_named_tuple(index, call):
            return True
        callees = self.infer.values(index, call.func)
        return bool(callees) and all(
            callee.kind is Kind.CLASS
            and callee.cls is not None
            and self.infer.classes.instance(callee.cls).kind is Kind.INSTANCE
            for callee in callees
        )

    def _passed_through(
        self, index: SyntaxIndex, call: ast.Call, callee: FunctionScope, kind: Kind
    ) -> list[_Source]:
        """Creators of an argument that the callee hands back, as ``return model`` of a parameter."""
        found: list[_Source] = []
        names = [argument.arg for argument in callee.parameters]
        for value in callee.returns:
            if isinstance(value, ast.Name) and value.id in names:
                position = names.index(value.id) - (1 if callee.owner and not callee.is_static() else 0)
                if 0 <= position < len(call.args):
                    found += self.sources(index, call.args[position], kind)
        return found

    def local_bindings(self, index: SyntaxIndex, node: ast.Name | ast.Attribute) -> list[Binding]:
        """Where the function or module around a node gives a variable or attribute its value."""
        function = index.function(node)
        if isinstance(node, ast.Name):
            frame: Scope = function or index.module
            scope: Scope | None = index.scope(node)
            while scope is not None and scope is not frame and node.id not in scope.bindings:
                scope = scope.parent
            bindings = scope.bindings.get(node.id, []) if scope is not None else []
            return flow.reaching(index, bindings, node) if scope is frame else []
        if isinstance(node.value, ast.Name) and function is not None and function.owner is not None:
            stored = function.owner.attribute_values.get(node.attr, [])
            return [b for b in stored if index.function(b.node) is function]
        return []

    def rebuilding(self, index: SyntaxIndex, call: ast.Call) -> Repetition | None:
        """What makes a call build another model again and again, when each one replaces the one before.

        None for models that a loop gathers for use after it, parts and other views of one model, models built
        in traced code or in a graph of their own, and in request handlers; nor is a loop over two things that
        are written down: they leave one model behind, as two statements would.
        """
        found = self._rebuilding(index, call)
        if found is None or not self.repetitions.is_over_pair(found):
            return found
        others = (other for other in self.repetitions.of(index, call) if other.node is not found.node)
        return next((other for other in others if not self.repetitions.is_over_pair(other)), None)

    def _rebuilding(self, index: SyntaxIndex, call: ast.Call) -> Repetition | None:
        function = index.function(call)
        if function is not None and self.repetitions.execution.is_traced(function):
            return None
        repetitions = self.repetitions.of(index, call)
        if not repetitions or self.views.is_view_of_model(index, call) or self._stays_unbuilt(index, call):
            return None
        if any(repetition.how == "handler" for repetition in repetitions):
            return None
        first = repetitions[0]
        if self._is_of_workers(first):
            return None
        own_loop = first.how == "loop" and not first.steps
        if self._is_mapped_to_members(first) and self.destinations.is_returned(index, call, Kind.MODEL):
            return None
        if not own_loop and self.destinations.is_returned(index, call, Kind.MODEL):
            read = function is not None and (is_property(function) or function.name == "__enter__")
            if (first.how != "framework" or first.steps) and not read:
                return None  # the builder's caller is the one to be told
        if self.destinations.is_part_of_model(index, call) or self.in_own_graph(index, call, first.node):
            return None
        if own_loop and self.destinations.is_collected(index, call, first.node):
            return self.destinations.collected_anew(index, call, repetitions)
        if (
            not own_loop
            and function is not None
            and self.destinations.is_kept_by_object(index, call, function)
        ):
            anew = self.repetitions.on_new_objects(function)
            return first if any(other.node is first.node for other in anew) else next(iter(anew), None)
        return first

    def _is_of_workers(self, repetition: Repetition) -> bool:
        """Whether a loop starts a thread in each round and waits for none: they use their models at once."""
        return (
            isinstance(repetition.node, ast.For)
            and any(
                isinstance(step.node, ast.Call)
                and "threading.Thread" in self.infer.called_names(step.index, step.node)
                for step in repetition.steps
            )
            and not any(
                isinstance(inner, ast.Attribute) and inner.attr == "join"
                for inner in walk_own(repetition.node)
            )
        )

    def _is_mapped_to_members(self, repetition: Repetition) -> bool:
        """Whether what repeats a function is a ``map`` whose results are handed on, and not looped over."""
        index, mapping = repetition.index, repetition.node
        if not isinstance(mapping, ast.Call) or "builtins.map" not in self.infer.called_names(index, mapping):
            return False
        parent = index.parents.get(mapping)
        target = parent.targets[0] if isinstance(parent, ast.Assign) else None
        uses: list[ast.expr] = [mapping]
        if isinstance(target, ast.Name):
            loads = index.loads.get(target.id, ())
            uses = [load for load in loads if index.function(load) is index.function(mapping)]
        taken = (ast.For, ast.AsyncFor, ast.comprehension, ast.Expr)
        return any(not isinstance(index.parents.get(use), taken) for use in uses)

    def loads_same(self, repetition: Repetition, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a load visibly reads the same thing in each round of a repetition."""
        given = [*call.args, *(keyword.value for keyword in call.keywords)]
        if repetition.how == "loop" and not repetition.steps:
            loop = repetition.node
            return all(self.invariance.is_invariant(index, argument, loop) for argument in given)
        # Through a helper only what the helper knows by itself is sure to stay the same.
        return bool(given) and not any(self._is_local(index, argument) for argument in given)

    def may_be_rewritten(self, index: SyntaxIndex, load: ast.Call, loop: ast.AST) -> bool:
        """Whether a loop saves a model, or asks the system about the file that a call in it loads.

        What a training does with its callbacks counts as saving, and so does what the loop's functions save.
        """
        paths = {ast.unparse(argument) for argument in load.args}
        for call in index.own_calls(loop):
            names = self.infer.called_names(index, call)
            trains = any(name in catalog.TRAINS for name in names)
            if trains and any(keyword.arg in ("callbacks", None) for keyword in call.keywords):
                return True
            if any(self.infer.calls.does(callee, _SAVES) for callee in self.infer.calls.callees(index, call)):
                return True
            saves = isinstance(call.func, ast.Attribute) and call.func.attr.startswith("save")
            if saves and Kind.MODEL in self.infer.kinds(index, call.func.value):  # type: ignore[attr-defined]
                return True
            if saves or any(name.startswith(("os.", "shutil.")) for name in names):
                if any(ast.unparse(argument) in paths for argument in call.args):
                    return True
        return False

    @staticmethod
    def waits_for_change(index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a call only runs where something differs from what the last such run noted down."""
        for parent in index.ancestors(call):
            if isinstance(parent, (*LOOPS, *FUNCTIONS)):
                return False
            if not isinstance(parent, ast.If) or not isinstance(parent.test, ast.Compare):
                continue
            test = parent.test
            noted = {
                ast.unparse(target)
                for statement in parent.body
                if isinstance(statement, ast.Assign)
                for target in statement.targets
            }
            if isinstance(test.ops[0], (ast.NotEq, ast.Gt)) and any(
                ast.unparse(side) in noted for side in (test.left, *test.comparators)
            ):
                return True
        return False

    @staticmethod
    def _is_local(index: SyntaxIndex, node: ast.expr) -> bool:
        function = index.function(node)
        return any(
            isinstance(inner, (ast.Attribute, ast.Call))
            or (isinstance(inner, ast.Name) and function is not None and inner.id in function.bindings)
            for inner in ast.walk(node)
        )

    def _stays_unbuilt(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a model is made of layers that know no shape yet, and never built: that is flat."""
        if "keras.Sequential" not in self.infer.called_names(index, call) or call.keywords:
            return False
        statement, scope = index.parents.get(call), index.scope(call)
        if isinstance(statement, ast.Expr):
            name = None
        elif isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            name = statement.targets[0].id
        else:
            return False
        if not isinstance(scope, FunctionScope) or (name and scope.global_names & {name}):
            return False
        parts: list[ast.expr] = list(call.args)
        for load in index.loads.get(name, ()) if name else ():
            if not flow.contains(scope.node, load):
                continue
            attribute = index.parents.get(load)
            if not isinstance(attribute, ast.Attribute) or attribute.attr not in _LEAVES_UNBUILT:
                return False
            added = index.parents.get(attribute)
            if attribute.attr == "add" and isinstance(added, ast.Call):
                parts += added.args
        return bool(parts) and all(self._knows_no_shape(index, part) for part in parts)

    def _knows_no_shape(self, index: SyntaxIndex, part: ast.expr) -> bool:
        if isinstance(part, (ast.List, ast.Tuple)):
            return all(self._knows_no_shape(index, element) for element in part.elts)
        return (
            isinstance(part, ast.Call)
            and self.infer.kinds(index, part) == {Kind.LAYER}
            and not any(k.arg is None or k.arg in _SHAPES for k in part.keywords)
            and not any(
                name.endswith((".InputLayer", ".Embedding"))
                for name in self.creators(index, part, Kind.LAYER)
            )
        )

    def clears_state(self, repetition: Repetition, index: SyntaxIndex, call: ast.expr) -> bool:
        """Whether one round of a repetition clears Keras' global state or resets the default graph."""
        if repetition.how == "framework" and isinstance(repetition.node, ast.Call):
            for option in repetition.node.keywords:
                if option.arg in repeaters.CLEARING_OPTIONS and getattr(option.value, "value", None) is True:
                    return True
        names = (
            catalog.CLEARS_KERAS_STATE
            | catalog.RESETS_GRAPH
            | frozenset(self.infer.project.settings.clear_wrappers)
        )
        return self.round_does(repetition, index, call, names)

    def trains(self, repetition: Repetition, index: SyntaxIndex, call: ast.expr) -> bool:
        """Whether one round of a repetition trains a model."""
        if repetition.how == "framework" and isinstance(repetition.node, ast.Call):
            called = self.infer.called_names(repetition.index, repetition.node)
            if any(repeaters.TRAINING_WRAPPERS.match(name) for name in called):
                return True
        return self.round_does(repetition, index, call, catalog.TRAINS)

    def round_does(
        self, repetition: Repetition, index: SyntaxIndex, call: ast.expr, names: frozenset[str]
    ) -> bool:
        """Whether one round of a repetition around ``call`` calls one of the canonical ``names``."""
        if repetition.how == "loop":
            if isinstance(repetition.node, COMPREHENSIONS):
                return self.infer.calls.block_does(repetition.index, repetition.node, names)
            body = getattr(repetition.node, "body", [])
            return any(self.infer.calls.block_does(repetition.index, statement, names) for statement in body)
        function = index.function(call)
        while function is not None:
            if self.infer.calls.does(function, names):
                return True
            function = index.function(function.node)
        for step in repetition.steps:
            around = step.index.function(step.node)
            if around is not None and self.infer.calls.does(around, names):
                return True
        return False

    def trains_eagerly(self, repetition: Repetition, index: SyntaxIndex) -> bool:
        """Whether what a round of a repetition trains is not traced.

        Where a framework repeats the round, any model of the file may be meant that is compiled so.
        """
        execution = self.repetitions.execution
        if repetition.how != "loop":
            return execution.debugs_eagerly(index)
        return execution.switches_tracing_off(index) or self.infer.calls.runs_such(
            "runs eagerly", repetition.index, repetition.node, lambda _, call: runs_eagerly(call)
        )

    def in_own_graph(self, index: SyntaxIndex, node: ast.AST, region: ast.AST) -> bool:
        """Whether ``node`` runs under a ``with graph.as_default()`` that ``region`` enters anew."""
        for parent in index.ancestors(node):
            if parent is region or isinstance(parent, FUNCTIONS):
                return False
            if isinstance(parent, (ast.With, ast.AsyncWith)):
                for item in parent.items:
                    expression = item.context_expr
                    if (
                        isinstance(expression, ast.Call)
                        and isinstance(expression.func, ast.Attribute)
                        and expression.func.attr == "as_default"
                        and Kind.GRAPH in self.infer.kinds(index, expression.func.value)
                    ):
                        return True
        return False
