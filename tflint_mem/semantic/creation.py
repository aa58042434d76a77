"""Which calls make something new, who gets it, and what becomes of it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from tflint_mem.semantic import catalog, conditions, flow
from tflint_mem.semantic.classes import is_property
from tflint_mem.semantic.containers import MAX_NAMES
from tflint_mem.semantic.reads import Reads, place_in
from tflint_mem.semantic.syntax import (
    COMPREHENSIONS,
    FUNCTIONS,
    LOOPS,
    Binding,
    ClassScope,
    FunctionScope,
    Scope,
    SyntaxIndex,
    spell_the_same,
    walk_own,
)
from tflint_mem.semantic.values import Kind, of_kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_mem.semantic.conditions import Need
    from tflint_mem.semantic.inference import Inference
    from tflint_mem.semantic.invariance import Invariance
    from tflint_mem.semantic.reads import Path
    from tflint_mem.semantic.repetition import Repetition, Repetitions
    from tflint_mem.semantic.values import Value, Values

_SAVES = frozenset(
    {"keras.Model.save", "keras.Model.export", "keras.models.save_model", "tf.saved_model.save"}
)
_GROWS = frozenset({"append", "add", "appendleft", "insert", "setdefault", "extend", "put"})

_ORDERS = frozenset({"sort", "reverse"})

_ENDS = frozenset({"input", "inputs", "output", "outputs"})
_RATES = frozenset({"lr", "learning_rate", "decay", "iterations", "momentum"})
_COMPOSES = frozenset({"keras.Model", "keras.Sequential", "keras.Functional"})

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
            return callee.kind in (Kind.FUNCTION, Kind.CLASS, Kind.PARTIAL)
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
            elif callee.kind is Kind.CLASS and callee.cls is not None:
                if self.infer.classes.instance(callee.cls).kind is kind:
                    found[_Source(f"class {callee.cls.name}")] = None
                elif kind is Kind.MODEL:
                    found.update(dict.fromkeys(self._held_by(index, call, callee.cls)))
        functions = [c.function for c in callees if c.kind in (Kind.FUNCTION, Kind.PARTIAL) and c.function]
        made_by = [
            self._made_for(index, call, function, self._handed_out(function, kind)) for function in functions
        ]
        if all(made_by):  # where several may be meant, each of them has to make one
            found.update(dict.fromkeys(source for sources in made_by for source in sources))
        return tuple(found)

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
        return self.is_view_of_model(index, call)

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
                    found.update(dict.fromkeys(self._sources(method.index, binding.value, Kind.MODEL)))
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
            found.update(dict.fromkeys(self._sources(function.index, value, kind)))
        return tuple(found)

    def _sources(self, index: SyntaxIndex, node: ast.expr | None, kind: Kind) -> tuple[_Source, ...]:
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
                found += [source for argument in given for source in self._sources(index, argument, kind)]
            for callee in self.infer.calls.callees(index, node):
                found += self._passed_through(index, node, callee, kind)
            if (
                found
                and function is not None
                and self.repetitions.guards.is_guarded(index, node, function.node)
            ):
                return []
            needs = conditions.needs_of_models(self.infer, index, node) if found else ()
            return [_Source(source.creator, conditions.joined(source.needs, needs)) for source in found]
        if isinstance(node, ast.Attribute) and kind in (Kind.SESSION, Kind.WRITER):
            return []  # kept on ``self`` as well, so the object is its owner
        if isinstance(node, (ast.Name, ast.Attribute)):
            found = []
            for binding in self._local_bindings(index, node):
                if binding.how in ("value", "unpack", "enter"):
                    found += self._sources(index, binding.value, kind)
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
        return [source for part in parts for source in self._sources(index, part, kind)]

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
                    found += self._sources(index, call.args[position], kind)
        return found

    def _local_bindings(self, index: SyntaxIndex, node: ast.Name | ast.Attribute) -> list[Binding]:
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

    # -- what becomes of it --------------------------------------------------------------------------

    def is_returned(self, index: SyntaxIndex, call: ast.expr, kind: Kind) -> bool:
        """Whether the function around a creating call hands the new object to its own caller."""
        function = index.function(call)
        if function is None:
            return False
        if any(call is value or self._flows(index, call, value) for value in function.returns):
            return True
        if function.name == "__init__" and function.owner is not None and kind is Kind.MODEL:
            return any(
                binding.value is not None and self._flows(index, call, binding.value)
                for bindings in function.owner.attribute_values.values()
                for binding in bindings
                if index.function(binding.node) is function
            )
        return any(self._flows(index, call, value) for value in function.yields)

    def _flows(self, index: SyntaxIndex, call: ast.expr, node: ast.expr, depth: int = 0) -> bool:
        """Whether ``node`` may stand for, or hold, what ``call`` made, by names of the same function."""
        if node is call:
            return True
        if depth > 6:
            return False
        if isinstance(node, (ast.Name, ast.Attribute)):
            return any(
                binding.value is not None and self._flows(index, call, binding.value, depth + 1)
                for binding in self._local_bindings(index, node)
            )
        if isinstance(node, (ast.Tuple, ast.List, ast.Set)):
            return any(self._flows(index, call, element, depth + 1) for element in node.elts)
        if isinstance(node, ast.Dict):
            return any(self._flows(index, call, element, depth + 1) for element in node.values)
        if isinstance(node, ast.Call):
            given = [*node.args, *(keyword.value for keyword in node.keywords)]
            if self._wraps(index, node):
                return any(self._flows(index, call, argument, depth + 1) for argument in given)
            if isinstance(node.func, ast.Attribute) and Kind.DATASET in self.infer.kinds(index, node):
                if Kind.DATASET in self.infer.kinds(index, node.func.value):  # one more stage
                    return self._flows(index, call, node.func.value, depth + 1)
            if isinstance(node.func, ast.Attribute) and self._returns_itself(index, node):
                return self._flows(index, call, node.func.value, depth + 1)
            return any(
                self._flows(index, call, argument, depth + 1)
                for argument in node.args
                if self._hands_back(index, node, argument)
            )
        children = [node.body, node.orelse] if isinstance(node, ast.IfExp) else []
        children += node.values if isinstance(node, ast.BoolOp) else []
        children += [node.value] if isinstance(node, (ast.Await, ast.NamedExpr, ast.Starred)) else []
        return any(self._flows(index, call, child, depth + 1) for child in children)

    def _returns_itself(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a call of a method gives the object that it is called on, as ``Net().fit(x)`` may."""
        callees = self.infer.calls.callees(index, call)
        return bool(callees) and all(
            callee.owner is not None
            and bool(callee.parameters)
            and not callee.is_static()
            and any(
                isinstance(value, ast.Name) and value.id == callee.parameters[0].arg
                for value in callee.returns
            )
            for callee in callees
        )

    def _after_own_methods(self, index: SyntaxIndex, call: ast.expr) -> ast.expr:
        """The expression that still stands for what a call made after methods that return their object."""
        while isinstance(method := index.parents.get(call), ast.Attribute):
            outer = index.parents.get(method)
            if (
                not isinstance(outer, ast.Call)
                or outer.func is not method
                or not self._returns_itself(index, outer)
            ):
                break
            call = outer
        return call

    def _hands_back(self, index: SyntaxIndex, call: ast.Call, argument: ast.expr) -> bool:
        position = call.args.index(argument)
        for callee in self.infer.calls.callees(index, call):
            names = [a.arg for a in callee.parameters]
            position += 1 if callee.owner and not callee.is_static() else 0
            if position < len(names) and any(
                isinstance(v, ast.Name) and v.id == names[position] for v in callee.returns
            ):
                return True
        return False

    def rebuilding(self, index: SyntaxIndex, call: ast.Call) -> Repetition | None:
        """What makes a call build another model again and again, when each one replaces the one before.

        None for models that a loop gathers for use after it, parts and other views of one model, models built
        in traced code or in a graph of their own, and in request handlers.
        """
        function = index.function(call)
        if function is not None and self.repetitions.execution.is_traced(function):
            return None
        repetitions = self.repetitions.of(index, call)
        if not repetitions or self.is_view_of_model(index, call) or self._stays_unbuilt(index, call):
            return None
        if any(repetition.how == "handler" for repetition in repetitions):
            return None
        first = repetitions[0]
        if self._is_of_workers(first):
            return None
        own_loop = first.how == "loop" and not first.steps
        if self._is_mapped_to_members(first) and self.is_returned(index, call, Kind.MODEL):
            return None
        if not own_loop and self.is_returned(index, call, Kind.MODEL):
            read = function is not None and (is_property(function) or function.name == "__enter__")
            if (first.how != "framework" or first.steps) and not read:
                return None  # the builder's caller is the one to be told
        if self.is_part_of_model(index, call) or self.in_own_graph(index, call, first.node):
            return None
        if own_loop and self.is_collected(index, call, first.node):
            return self._collected_anew(index, call, repetitions)
        if not own_loop and function is not None and self._is_kept_by_object(index, call, function):
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

    def _is_kept_by_object(self, index: SyntaxIndex, call: ast.Call, method: FunctionScope) -> bool:
        """Whether a method puts what it makes into a container of its object, for use in other methods."""
        return method.owner is not None and any(
            isinstance(holder, ast.Attribute)
            and index.owner_of_attribute(holder) is method.owner
            and self._used_later(index, holder, method.node)
            and not self.reads.asks_numbers(index, holder, path, Kind.MODEL)
            for holder, path in self._holders(index, call, method.node)
        )

    def _collected_anew(
        self, index: SyntaxIndex, call: ast.Call, repetitions: list[Repetition]
    ) -> Repetition | None:
        """The loop, around the one that gathers objects, that begins another container in each round."""
        inner, outer = repetitions[0], repetitions[1] if len(repetitions) > 1 else None
        if outer is None or outer.how != "loop" or outer.steps or not isinstance(outer.node, LOOPS):
            return None
        if self._is_searched_for(index, call, inner.node):
            return None
        scope = index.function(call) or index.module
        for holder, _ in self._holders(index, call, inner.node):
            names, anew = [getattr(holder, "id", "")], False
            if isinstance(holder, COMPREHENSIONS):
                anew = self._takes_the_place(index, holder, outer.node)
                whole = next((p for p in index.ancestors(holder) if isinstance(p, ast.stmt)), holder)
                names = self._names_of(
                    index, whole.value if isinstance(whole, ast.Assign) and anew else holder
                )
            bindings = scope.bindings.get(names[0], ()) if len(names) == 1 else ()
            if not bindings or not (anew or all(flow.contains(outer.node, b.node) for b in bindings)):
                return None
            loads = [n for n in index.loads.get(names[0], ()) if index.function(n) is index.function(call)]
            if not all(
                self._only_looks(index, load)
                or self._takes_the_place(index, load, outer.node)
                or (anew and (_is_one_element(index, load) or not flow.contains(outer.node, load)))
                for load in loads
            ):
                return None
        return outer

    def _takes_the_place(self, index: SyntaxIndex, container: ast.expr, loop: ast.AST) -> bool:
        """Whether a list becomes one that each round puts in the place of the last, as a next generation.

        ``all = all + new`` keeps what was made before; of ``best = all[:10]; all = best + new`` most is lost.
        """
        whole: ast.AST = container
        parent = index.parents.get(whole)
        while (isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Add)) or (
            isinstance(parent, ast.Subscript) and isinstance(parent.slice, ast.Slice) and whole is container
        ):
            whole, parent = parent, index.parents.get(parent)
        if not isinstance(parent, ast.Assign) or not flow.contains(loop, parent):
            return False
        targets = [target for target in parent.targets if isinstance(target, ast.Name)]
        if len(targets) != len(parent.targets) or not isinstance(whole, ast.expr):
            return False
        lists = {target.id for target in targets}
        return all(
            part is container or self._is_selection(index, part, lists, loop) for part in _summands(whole)
        )

    def _is_selection(self, index: SyntaxIndex, node: ast.expr, lists: set[str], loop: ast.AST) -> bool:
        """Whether an expression is a few items, or a slice with an end, of what there is."""
        if isinstance(node, ast.List):
            return not any(isinstance(element, ast.Starred) for element in node.elts)
        if isinstance(node, ast.Subscript):
            return isinstance(node.slice, ast.Slice) and node.slice.upper is not None
        if not isinstance(node, ast.Name) or node.id in lists:
            return False
        bindings = [b for b in index.home(node).bindings.get(node.id, ()) if flow.contains(loop, b.node)]
        return bool(bindings) and all(
            b.how == "value" and b.value is not None and self._is_selection(index, b.value, lists, loop)
            for b in bindings
        )

    def _only_looks(self, index: SyntaxIndex, container: ast.expr) -> bool:
        """Whether a mention of a container adds to it, or goes over it, and hands it to nobody."""
        parent = index.parents.get(container)
        if isinstance(parent, ast.Attribute):
            return parent.attr in _GROWS | _ORDERS
        if isinstance(parent, ast.Call):
            looks = {"builtins.len", "builtins.print", "builtins.enumerate", "builtins.zip"}
            return any(name in looks for name in self.infer.called_names(index, parent))
        return isinstance(parent, (ast.comprehension, ast.For)) and parent.iter is container

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

    def is_kept_by(self, repetition: Repetition, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether what a call makes is handed up to the loop that repeats it, and gathered there."""
        made: ast.expr = call
        for step in reversed(repetition.steps):
            if not self.is_returned(index, made, Kind.MODEL):
                return False
            index, made = step.index, step.node
        return repetition.how == "loop" and self.is_collected(index, made, repetition.node)

    def is_collected(self, index: SyntaxIndex, call: ast.expr, loop: ast.AST) -> bool:
        """Whether the objects that a call in ``loop`` makes are meant to be used after the loop.

        They are gathered in a container, or a search makes the one that is wanted.
        """
        if self._is_searched_for(index, call, loop):
            return True
        return any(
            self._used_later(index, holder, loop)
            and not self.reads.asks_numbers(index, holder, path, Kind.MODEL)
            for holder, path in self._holders(index, call, loop)
        )

    def _is_searched_for(self, index: SyntaxIndex, call: ast.expr, loop: ast.AST) -> bool:
        """Whether a branch of the loop makes the object, and the code after the loop uses it."""
        branches = (ast.If, ast.Match)
        around = (parent for parent in index.ancestors(call) if isinstance(parent, branches))
        if not any(flow.contains(loop, parent) for parent in around):
            return False
        function = index.function(call)
        return any(
            isinstance(load, ast.Name)
            and index.function(load) is function
            and flow.place(load) > flow.end_place(loop)
            and self._flows(index, call, load)
            for name in self._names_of(index, call)
            for load in index.loads.get(name, ())
        )

    def _holders(self, index: SyntaxIndex, call: ast.expr, loop: ast.AST) -> list[tuple[ast.expr, Path]]:
        """The containers, named outside the loop, that a new object is put into, and where in an element."""
        found: list[tuple[ast.expr, Path]] = []
        if isinstance(loop, COMPREHENSIONS):
            return [(loop, ())] if self._is_element(index, call, loop) else []
        for node in self._appearances(index, call):
            child: ast.AST = node
            parent = index.parents.get(node)
            path: Path = ()
            while isinstance(parent, (ast.Tuple, ast.List, ast.Dict, ast.keyword, ast.Starred)) or (
                isinstance(parent, ast.Call)
                and child in (*parent.args, *parent.keywords)
                and not self._stores(parent)
                and self._wraps(index, parent)
            ):
                path = (*place_in(parent, child), *path)
                child, parent = parent, index.parents.get(parent)
            if isinstance(parent, ast.Call) and self._stores(parent) and child is not parent.func:
                assert isinstance(parent.func, ast.Attribute)
                found.append((parent.func.value, path))
            elif (grown := _grown_by(index, child)) is not None:
                found.append((grown, path[1:]))
            elif isinstance(parent, ast.Assign):
                for target in parent.targets:
                    if isinstance(target, ast.Subscript):
                        found.append((target.value, path))
            elif isinstance(parent, (ast.Yield, ast.YieldFrom)) or (
                isinstance(parent, ast.Call)
                and isinstance(parent.func, ast.Name)
                and parent.func.id == "setattr"
            ):
                found.append((parent, ()))
        return found

    @staticmethod
    def _stores(call: ast.Call) -> bool:
        return isinstance(call.func, ast.Attribute) and call.func.attr in _GROWS

    def _wraps(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a call makes a record of its arguments: a class of the project or a named tuple."""
        known = of_kind(self.infer.values(index, call.func), Kind.CLASS) is not None
        return known or self.infer.classes.fills_named_tuple(index, call)

    def _is_element(self, index: SyntaxIndex, call: ast.expr, loop: ast.AST) -> bool:
        elements = [loop.value] if isinstance(loop, ast.DictComp) else [getattr(loop, "elt", None)]
        return any(element is not None and self._flows(index, call, element) for element in elements)

    def _appearances(self, index: SyntaxIndex, call: ast.expr) -> list[ast.expr]:
        """The call itself, and the names in its function that stand for what it made."""
        call = self._after_own_methods(index, call)
        found: list[ast.expr] = [call]
        function = index.function(call)
        for names in self._names_of(index, call):
            for load in index.loads.get(names, ()):
                if index.function(load) is function and self._flows(index, call, load):
                    found.append(load)
        return found

    @staticmethod
    def _names_of(index: SyntaxIndex, call: ast.AST) -> list[str]:
        parent = index.parents.get(call)
        while isinstance(parent, (ast.IfExp, ast.BoolOp, ast.Await, ast.Tuple, ast.List)):
            parent = index.parents.get(parent)
        targets: list[ast.expr] = []
        if isinstance(parent, ast.Assign):
            targets = parent.targets
        elif isinstance(parent, (ast.AnnAssign, ast.NamedExpr)):
            targets = [parent.target]
        names = []
        for target in targets:
            for node in ast.walk(target):
                if isinstance(node, ast.Name):
                    names.append(node.id)
                elif isinstance(node, ast.Attribute):
                    names.append(node.attr)
        return names

    def _used_later(self, index: SyntaxIndex, holder: ast.expr, loop: ast.AST) -> bool:
        """Whether a container that is filled in ``loop`` is read outside it."""
        if isinstance(holder, ast.Yield):
            function = index.function(holder)
            return function is None or not self._is_taken_one_by_one(function)
        if isinstance(holder, (ast.YieldFrom, ast.Call)):
            return True
        if isinstance(holder, COMPREHENSIONS):
            return not isinstance(index.parents.get(holder), ast.Expr)
        if of_kind(self.infer.values(index, holder), Kind.MODEL) is not None:
            return True
        name = holder.id if isinstance(holder, ast.Name) else getattr(holder, "attr", None)
        function = index.function(loop)
        if name is None or (
            isinstance(holder, ast.Attribute) and function is not None and function.name == "__init__"
        ):
            return True  # an object that is made with its parts keeps them on purpose
        if isinstance(holder, ast.Attribute) and self._is_part_of_what_follows(index, holder.value, loop):
            return True
        for load in index.loads.get(name, ()):
            if isinstance(holder, ast.Name) and isinstance(load, ast.Name):
                if index.home(load) is not index.home(holder):
                    continue  # another function's variable of that name
            if not flow.contains(loop, load) and flow.place(load) != flow.place(holder):
                parent = index.parents.get(load)
                if (
                    isinstance(parent, ast.Call)
                    and isinstance(parent.func, ast.Name)
                    and parent.func.id in ("len", "print")
                ):
                    continue
                if isinstance(holder, ast.Name) and flow.place(load) < flow.place(loop):
                    continue
                return True
        return False

    def _is_part_of_what_follows(self, index: SyntaxIndex, owner: ast.expr, loop: ast.AST) -> bool:
        """Whether an object other than the method's own is used after the loop that fills a part of it."""
        if not isinstance(owner, ast.Name) or index.class_of_self(index.scope(owner), owner.id) is not None:
            return False
        return any(
            isinstance(load, ast.Name)
            and index.home(load) is index.home(owner)
            and flow.place(load) > flow.end_place(loop)
            for load in index.loads.get(owner.id, ())
        )

    def _is_taken_one_by_one(self, generator: FunctionScope) -> bool:
        """Whether loops over what a generator yields use each object in its round, and put none aside."""
        calls = [use for use in self.infer.calls.uses(generator) if use.call is not None]
        return bool(calls) and all(self._is_used_up(use.index, use.call) for use in calls)

    def _is_used_up(self, index: SyntaxIndex, iterable: ast.AST | None) -> bool:
        loop = index.parents.get(iterable) if iterable is not None else None
        if isinstance(loop, ast.comprehension):
            target, body = loop.target, index.parents.get(loop)
        elif isinstance(loop, (ast.For, ast.AsyncFor)) and loop.iter is iterable:
            target, body = loop.target, loop
        else:
            return False
        parts = target.elts if isinstance(target, ast.Tuple) else [target]
        names = {part.id: None for part in parts if isinstance(part, ast.Name)}
        if len(names) != len(parts) or body is None:
            return False
        loads = [load for name in names for load in index.loads.get(name, ()) if flow.contains(body, load)]
        if isinstance(target, ast.Tuple):
            # The object comes with a name or number, which may go where it likes.
            loads = [load for load in loads if Kind.MODEL in self.infer.kinds(index, load)]
        # Whatever else is done with the object might keep it.
        return bool(loads) and all(isinstance(index.parents.get(load), ast.Attribute) for load in loads)

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

    def is_part_of_model(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a new model becomes a block of another: given or added to it, or applied symbolically."""
        maker = index.function(call)
        owner = maker.owner if maker is not None and maker.name == "__init__" else None
        of_model = owner is not None and self.infer.classes.instance(owner).kind in (Kind.MODEL, Kind.LAYER)
        for node in self._appearances(index, call):
            parent = index.parents.get(node)
            if isinstance(parent, ast.Call) and parent.func is node:
                # What the constructor of a model calls is a block of it, whatever is known of the tensors.
                if of_model or Kind.SYMBOLIC in self.infer.kinds(index, parent):
                    return True
                if self._goes_into_new_part(index, parent):
                    return True
                continue
            if isinstance(parent, ast.Call) and isinstance(parent.func, ast.Attribute):
                if parent.func.attr == "add" and Kind.MODEL in self.infer.kinds(index, parent.func.value):
                    return True
            if self._is_given_to_model(index, node) or self._is_put_among_layers(index, node):
                return True
        return False

    def _is_put_among_layers(self, index: SyntaxIndex, node: ast.AST) -> bool:
        """Whether a model is appended to a list to which the same function appends layers: a block."""
        call = index.parents.get(node)
        holder = _appended_to(call) if isinstance(call, ast.Call) else None
        return holder is not None and any(
            _appended_to(other) == holder
            and index.function(other) is index.function(node)
            and self.infer.kinds(index, other.args[0]) == {Kind.LAYER}
            for other in index.calls
            if other is not call
        )

    def _goes_into_new_part(self, index: SyntaxIndex, applied: ast.Call) -> bool:
        """Whether what a model gives goes, also through a list, into a layer or model made on the spot."""
        uses = self._appearances(index, applied)
        for use in tuple(uses):
            put = index.parents.get(use)
            holder = _appended_to(put) if isinstance(put, ast.Call) else None
            loads = index.loads.get(holder, ()) if holder is not None else ()
            uses += [load for load in loads if index.function(load) is index.function(applied)]
        return any(self._is_given_to_new_part(index, use) for use in uses)

    def is_built_upon(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether what a call gives goes into a layer or model made on the spot: a network is being built."""
        return any(self._is_given_to_new_part(index, node) for node in self._appearances(index, call))

    def _is_given_to_new_part(self, index: SyntaxIndex, node: ast.expr) -> bool:
        for parent in index.ancestors(node):
            if isinstance(parent, (ast.stmt, *FUNCTIONS)):
                return False
            if isinstance(parent, ast.Call) and not flow.contains(parent.func, node):
                made = isinstance(parent.func, ast.Call) and self.creators(index, parent.func, Kind.LAYER)
                names = self.infer.called_names(index, parent)
                if made or any(name in catalog.MERGES or name in _COMPOSES for name in names):
                    return True
        return False

    def _is_given_to_model(self, index: SyntaxIndex, node: ast.AST) -> bool:
        """Whether a mention of a model stands among the arguments of a call that builds another one."""
        child = node
        for parent in index.ancestors(node):
            if isinstance(parent, ast.Call):
                if child is parent.func:
                    return False
                names = self.creators(index, parent, Kind.MODEL)
                return bool(self.creators(index, parent, Kind.LAYER)) or any(
                    name in _COMPOSES or name.startswith("class ") for name in names
                )
            if isinstance(parent, (ast.stmt, *FUNCTIONS)):
                return False
            child = parent
        return False

    def view_of_model(self, index: SyntaxIndex, call: ast.Call) -> str | None:
        """How to name a call that builds another way through an existing model, or None."""
        if self.is_view_of_model(index, call):
            return "keras.Model(...)"
        for name in self.infer.called_names(index, call):
            if name in catalog.BACKEND_FUNCTIONS:
                return f"K.{name.rpartition('.')[2]}(...)"
            if name in catalog.BACKEND_VALUES and call.args:
                computed = isinstance(call.args[0], (ast.Call, ast.BinOp, ast.Subscript))
                kinds = self.infer.kinds(index, call.args[0])
                if computed and (
                    kinds & {Kind.SYMBOLIC, Kind.TENSOR} or self._names_end(index, call.args[0])
                ):
                    return f"K.{name.rpartition('.')[2]}(...)"
        return None

    def _names_end(self, index: SyntaxIndex, node: ast.expr) -> bool:
        """Whether an expression computes with an input or output of a model, or with its optimizer's rate."""
        return any(
            isinstance(inner, ast.Attribute)
            and (
                (inner.attr in _ENDS and Kind.MODEL in self.infer.kinds(index, inner.value))
                or (inner.attr in _RATES and self._is_optimizer(index, inner.value))
            )
            for inner in ast.walk(node)
        )

    def _is_optimizer(self, index: SyntaxIndex, node: ast.expr) -> bool:
        if isinstance(node, ast.Attribute) and node.attr == "optimizer":
            if Kind.MODEL in self.infer.kinds(index, node.value):
                return True
        return Kind.OPTIMIZER in self.infer.kinds(index, node)

    def makes_view(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a call makes a view of a model, itself or in the project function that it runs."""
        return self.is_view_of_model(index, call) or any(
            value.index is not None
            and isinstance(value.node, ast.Call)
            and self.is_view_of_model(value.index, value.node)
            and self.is_returned(value.index, value.node, Kind.MODEL)
            and bool(self.repetitions.of(value.index, value.node, eager=True))
            for value in self.infer.values(index, call)
        )

    def is_view_of_model(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether ``keras.Model(...)`` only names other ends of a model that existed before."""
        if "keras.Model" not in self.infer.called_names(index, call):
            return False
        for argument in (*call.args, *(keyword.value for keyword in call.keywords)):
            if self._is_given_input(index, argument):
                return True
            for node in (n for part in self._named_parts(index, argument) for n in ast.walk(part)):
                if isinstance(node, ast.Attribute) and node.attr in ("input", "inputs"):
                    model = self._model_of_end(index, node.value)
                    if model is not None and not self._is_made_beside(index, model, call):
                        return True
                elif isinstance(node, ast.Attribute) and self._keeps_input(index, node, call):
                    return True
        return False

    def _is_given_input(self, index: SyntaxIndex, node: ast.expr) -> bool:
        """Whether a name is a parameter for which each known call passes the input of a model."""
        if not isinstance(node, ast.Name) or self._reaching(index, node):
            return False
        given = self.infer.calls.passed(index.home(node), node.id)
        return bool(given) and all(
            isinstance(argument, ast.Attribute)
            and argument.attr in ("input", "inputs")
            and Kind.LAYER not in self.infer.kinds(file, argument.value)
            for file, argument in given
        )

    def _named_parts(self, index: SyntaxIndex, node: ast.expr) -> list[ast.expr]:
        """An expression, and the values of the variables that it, or a list that it is, consists of."""
        parts = node.elts if isinstance(node, (ast.List, ast.Tuple)) else [node]
        named = (b.value for part in parts if isinstance(part, ast.Name) for b in self._reaching(index, part))
        return [node, *(value for value in named if value is not None)]

    @staticmethod
    def _reaching(index: SyntaxIndex, name: ast.Name) -> list[Binding]:
        scope = index.home(name)
        bindings = list(scope.bindings.get(name.id, ())) if scope is index.scope(name) else []
        return [b for b in flow.reaching(index, bindings, name) if b.how == "value"]

    def _model_of_end(self, index: SyntaxIndex, holder: ast.expr) -> ast.expr | None:
        """The model whose input ``holder.input`` is: itself, or the one that a layer is asked of."""
        if Kind.LAYER not in self.infer.kinds(index, holder):
            return holder
        asked = holder.func if isinstance(holder, ast.Call) else None
        if isinstance(asked, ast.Attribute) and asked.attr == "get_layer":
            return asked.value
        return None

    def _keeps_input(self, index: SyntaxIndex, node: ast.Attribute, call: ast.Call) -> bool:
        """Whether another method of the object has put the input of a model into an attribute of it."""
        owner = index.owner_of_attribute(node)
        bound = self.infer.classes.attribute_bindings(owner, node.attr) if owner is not None else ()
        return any(
            isinstance(inner, ast.Attribute)
            and inner.attr in ("input", "inputs")
            and Kind.LAYER not in self.infer.kinds(file, inner.value)
            for file, binding in bound
            if binding.value is not None and file.function(binding.node) is not index.function(call)
            for inner in ast.walk(binding.value)
        )

    def _is_made_beside(self, index: SyntaxIndex, model: ast.expr, call: ast.Call) -> bool:
        """Whether a model is made in the same function, and in the same loop, as ``call``."""
        loops = flow.enclosing_loops(index, call)
        if not isinstance(model, (ast.Name, ast.Attribute)):
            return bool(self._sources(index, model, Kind.MODEL))
        return any(
            binding.value is not None
            and self._sources(index, binding.value, Kind.MODEL)
            and (not loops or flow.contains(loops[0], binding.node))
            for binding in self._local_bindings(index, model)
        )

    def clears_state(self, repetition: Repetition, index: SyntaxIndex, call: ast.expr) -> bool:
        """Whether one round of a repetition clears Keras' global state or resets the default graph."""
        if repetition.how == "framework" and isinstance(repetition.node, ast.Call):
            for option in repetition.node.keywords:
                if option.arg in catalog.CLEARING_OPTIONS and getattr(option.value, "value", None) is True:
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
            if any(catalog.TRAINING_WRAPPERS.match(name) for name in called):
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


def _grown_by(index: SyntaxIndex, display: ast.AST) -> ast.expr | None:
    """The container that a display is joined to, as ``made += [x]`` or ``made = [*made, x]`` do."""
    if not isinstance(display, (ast.List, ast.Tuple, ast.Dict)):
        return None
    whole: ast.expr = display
    parent = index.parents.get(display)
    if isinstance(parent, ast.Call) and isinstance(parent.func, ast.Attribute):
        return parent.func.value if parent.func.attr == "update" and display in parent.args else None
    while isinstance(parent, ast.BinOp) and isinstance(parent.op, (ast.Add, ast.BitOr)):
        whole, parent = parent, index.parents.get(parent)
    if isinstance(parent, ast.AugAssign) and isinstance(parent.op, (ast.Add, ast.BitOr)):
        return parent.target
    if not isinstance(parent, ast.Assign):
        return None
    if isinstance(display, ast.Dict):
        unpacked = [value for key, value in zip(display.keys, display.values, strict=True) if key is None]
    else:
        unpacked = [element.value for element in display.elts if isinstance(element, ast.Starred)]
    before = [*_summands(whole), *unpacked]
    return next((t for t in parent.targets if any(spell_the_same(t, part) for part in before)), None)


def _summands(node: ast.expr) -> Iterator[ast.expr]:
    """The lists that a sum joins."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.BitOr)):
        yield from _summands(node.left)
        yield from _summands(node.right)
    else:
        yield node


def _is_one_element(index: SyntaxIndex, container: ast.AST) -> bool:
    """Whether a mention of a container reads one of its elements."""
    part = index.parents.get(container)
    return (
        isinstance(part, ast.Subscript) and not isinstance(part.slice, ast.Slice) and part.value is container
    )


def _appended_to(call: ast.Call) -> str | None:
    """The variable of the list that ``rows.append(x)`` is called on."""
    function = call.func
    if not isinstance(function, ast.Attribute) or function.attr != "append" or len(call.args) != 1:
        return None
    return function.value.id if isinstance(function.value, ast.Name) else None
