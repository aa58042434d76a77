"""Clearing Keras' global state: where a fix may do it, and how the file would spell it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tflint_mem.semantic import catalog, flow
from tflint_mem.semantic.syntax import FUNCTIONS, LOOPS, FunctionScope, SyntaxIndex, walk_own
from tflint_mem.semantic.values import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tflint_mem.semantic.call_graph import Use
    from tflint_mem.semantic.model import SemanticModel
    from tflint_mem.semantic.values import Value

_SETTINGS = (
    "set_global_policy", "set_floatx", "set_policy", "set_dtype_policy", "set_distribution",
    "enable_unsafe_deserialization", "disable_interactive_logging",
)  # fmt: skip
"""Functions whose settings clearing resets on Keras 3, though what is built next may rely on them."""
_SCOPES = frozenset({"custom_object_scope", "CustomObjectScope", "DTypePolicyScope", "name_scope", "device"})
"""Contexts of Keras that end when its state is cleared within them."""
_PARTS = (Kind.SYMBOLIC, Kind.LAYER)
MAX_CALLERS = 4
"""How many calls lie at most between a block that forbids clearing and the call that clears."""

_SUFFIXES = {"keras.backend": "", "keras": ".backend", "tf": ".keras.backend"}


class Clearing:
    """Answers whether ``clear_session()`` may be added to a file."""

    def __init__(self, model: SemanticModel) -> None:
        self.model = model

    def line(self, call: ast.Call) -> str | None:
        """The statement that would clear Keras' state around a call that makes a model.

        Returns:
            A call of ``clear_session`` spelled through the file's own imports; None when the file imports
            nothing that leads to it, and where clearing breaks something: in graph mode, in traced code,
            under a strategy, graph, session or scope of Keras, and where a dtype policy or another setting is
            relied on.
        """
        model = self.model
        if model.uses_v1_graphs() or model.is_traced(call) or model.under_scope(call):
            return None
        if self._has_setting() or self._in_scope_of_keras(call):
            return None
        name = model.module_name_for("keras.backend", "keras", "tf")
        return None if name is None else f"{name[0]}{_SUFFIXES[name[1]]}.clear_session()"

    def _has_setting(self) -> bool:
        """Whether the file makes a setting that clearing resets on Keras 3."""
        return any(name in self.model.index.loads for name in _SETTINGS)

    def _in_scope_of_keras(self, node: ast.AST) -> bool:
        """Whether a node stands under a context that Keras keeps in the state that is cleared."""
        infer, index = self.model.infer, self.model.index
        return any(
            name.startswith("keras.") and name.rpartition(".")[2] in _SCOPES
            for parent in index.ancestors(node)
            if isinstance(parent, (ast.With, ast.AsyncWith))
            for item in parent.items
            if isinstance(item.context_expr, ast.Call)
            for name in infer.called_names(index, item.context_expr)
        )

    @staticmethod
    def counts_names(region: ast.AST) -> bool:
        """Whether code asks for layers by names with a number in them, which begins anew after clearing."""
        return any(
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "get_layer"
            and any(
                isinstance(given, (ast.JoinedStr, ast.BinOp, ast.Call))
                for given in (*node.args, *(keyword.value for keyword in node.keywords))
            )
            for node in ast.walk(region)
        )

    def has_older_parts(self, call: ast.Call, is_new: Callable[[ast.AST], bool]) -> bool:
        """Whether a new model takes in layers, models or tensors for which ``is_new`` does not hold."""
        if "keras.models.clone_model" in self.model.infer.called_names(self.model.index, call):
            return False
        if isinstance(call.func, ast.Attribute) and self._is_older_object(call.func.value, is_new):
            functions = self.model.infer.calls.below(self.model.index, [call])
            if any(self._reads_parts(function, functions) for function in functions):
                return True
        return any(
            self._is_older(node, is_new)
            for argument in (*call.args, *(keyword.value for keyword in call.keywords))
            for node in ast.walk(argument)
            if isinstance(node, (ast.Name, ast.Attribute))
        )

    def _is_older_object(self, node: ast.expr, is_new: Callable[[ast.AST], bool]) -> bool:
        """Whether a method is called on an object of the project that no round makes anew."""
        values = [value for value in self.model.values(node) if value.cls is not None]
        return bool(values) and not any(
            value.index is self.model.index and value.node is not None and is_new(value.node)
            for value in values
        )

    def _reads_parts(self, method: FunctionScope, functions: list[FunctionScope]) -> bool:
        """Whether a method reads what others than ``functions`` put on its object and what may be a model."""
        infer, index = self.model.infer, method.index
        if method.owner is None or method.is_static() or not method.parameters:
            return False
        for node in walk_own(method.node):
            if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Name):
                continue
            if node.value.id != method.parameters[0].arg or index.home(node.value) is not method:
                continue
            for file, binding in infer.classes.attribute_bindings(method.owner, node.attr):
                if file.function(binding.node) in functions:
                    continue
                values = infer.bound(file, binding, file.scope(binding.node))
                if any(value.kind in (Kind.MODEL, *_PARTS) for value in values):
                    return True
                if not values and isinstance(index.parents.get(node), ast.Attribute):
                    return True  # an object of unknown kind may well be a model
        return False

    def _is_older(self, node: ast.expr, is_new: Callable[[ast.AST], bool]) -> bool:
        for value in self.model.values(node):
            if value.kind in (Kind.MODEL, Kind.LAYER, Kind.SYMBOLIC):
                made = value.node
                if made is None or value.index is not self.model.index or not is_new(made):
                    return True
        return False

    # -- clearing what is still needed ---------------------------------------------------------------

    def breaks(self, call: ast.Call) -> str | None:
        """What a call that clears Keras' state or the default graph takes away, in a sentence, or None."""
        model, index = self.model, self.model.index
        names = model.infer.called_names(index, call)
        if not any(name in catalog.CLEARS_KERAS_STATE | catalog.RESETS_GRAPH for name in names):
            return None
        what = f"{names[0].rpartition('.')[2]}()"
        block = self._block_around(index, call, 0)
        if block is not None:
            return f"{what} raises inside {block}; call it before that block is entered"
        if model.is_traced(call):
            return f"{what} runs while TensorFlow traces, and raises; call it outside of traced code"
        if any(name in catalog.CLEARS_KERAS_STATE for name in names):
            return self._takes_away(call, what)
        needed = self._needed_later(call, (Kind.MODEL, *_PARTS)) if model.uses_v1_graphs() else None
        return None if needed is None else self._lost(what, needed)

    def _takes_away(self, call: ast.Call, what: str) -> str | None:
        in_graph = self.model.uses_v1_graphs()
        kinds = (Kind.MODEL, Kind.OPTIMIZER, *_PARTS) if in_graph else _PARTS
        needed = self._needed_later(call, kinds) or self._needed_later(call, (Kind.MODEL,), extended=True)
        if needed is None and in_graph:
            needed = self._held_outside(call, kinds)
        if needed is not None:
            return self._lost(what, needed)
        served = self._served(call)
        if served is not None:
            return (
                f"{what} clears the state of {served!r}, which serves other requests meanwhile;"
                " leave it out, or clear where no request is served"
            )
        setting = self._setting_lost(call)
        if setting is None:
            return None
        return f"{what} undoes {setting}() for the model that is built next; call {setting}() after it"

    @staticmethod
    def _lost(what: str, name: str) -> str:
        return f"{what} takes away what {name!r} needs, and {name!r} is used after it; clear before making it"

    def _block_around(self, index: SyntaxIndex, node: ast.AST, depth: int) -> str | None:
        """The block, here or around a caller, in which clearing raises."""
        for parent in index.ancestors(node):
            if isinstance(parent, (ast.With, ast.AsyncWith)):
                for item in parent.items:
                    if not flow.contains(item.context_expr, node):
                        found = self._forbids(index, item.context_expr)
                        if found is not None:
                            return found
            if isinstance(parent, FUNCTIONS):
                break
        function = index.function(node)
        if function is None or depth >= MAX_CALLERS or function.is_generator:
            return None
        around = [self._block_around(use.index, use.node, depth + 1) for use in self._calls_of(function)]
        return around[0] if around and all(block is not None for block in around) else None

    def _calls_of(self, function: FunctionScope) -> list[Use]:
        return [use for use in self.model.infer.calls.uses(function) if use.call is not None]

    def _forbids(self, index: SyntaxIndex, expression: ast.expr) -> str | None:
        infer = self.model.infer
        if Kind.SESSION in infer.kinds(index, expression):
            return "with Session()"
        if isinstance(expression, ast.Call) and isinstance(expression.func, ast.Attribute):
            kinds = infer.kinds(index, expression.func.value)
            if expression.func.attr == "scope" and Kind.STRATEGY in kinds:
                return "strategy.scope()"
            # What a session does by as_default() leaves the stack of graphs alone.
            if expression.func.attr == "as_default" and Kind.GRAPH in kinds:
                return "a graph's as_default()"
        return None

    def _needed_later(self, call: ast.Call, kinds: tuple[Kind, ...], *, extended: bool = False) -> str | None:
        """A variable that holds one of ``kinds`` from before a call, and is read after it.

        Args:
            call: clears Keras' state.
            kinds: what may be needed.
            extended: only count reads that put new layers on the outputs of a model.
        """
        index = self.model.index
        scope = index.function(call) or index.module
        loops = [loop for loop in flow.enclosing_loops(index, call) if isinstance(loop, LOOPS)]
        for name, bindings in scope.bindings.items():
            before = [
                binding
                for binding in bindings
                if binding.how in ("value", "iterate", "unpack")
                and flow.place(binding.node) < flow.place(call)
                and any(
                    v.kind in kinds and self._is_lost(v, call)
                    for v in self.model.infer.bound(index, binding, scope)
                )
            ]
            for load in index.loads.get(name, ()) if before else ():
                if not isinstance(load, ast.Name) or index.home(load) is not scope:
                    continue
                if (index.function(load) or index.module) is not scope:
                    continue
                if extended and not self._is_extended(load):
                    continue
                later = flow.place(load) > flow.place(call)
                again = any(flow.contains(loop, load) for loop in loops)
                seen = flow.reaching(index, bindings, load)
                for binding in before:
                    inside = any(flow.contains(loop, binding.node) for loop in loops)
                    if binding in seen and (later or (again and not inside)):
                        return name
        return None

    def _is_lost(self, value: Value, call: ast.Call) -> bool:
        """Whether a call takes something from an older object: from a layer only if another bears its name.

        After clearing, the first layer of its class is given the name of the first one before (measured).
        """
        if value.kind is not Kind.LAYER or value.node is None or self.model.uses_v1_graphs():
            return True
        index = self.model.index
        return bool(flow.enclosing_loops(index, call)) or self._is_called_after(index, call, value.name)

    def _held_outside(self, call: ast.Call, kinds: tuple[Kind, ...]) -> str | None:
        """What a function reads after a call, though it was made at the top of the file or for its object."""
        index, infer = self.model.index, self.model.infer
        function = index.function(call)
        if function is None:
            return None
        for node in walk_own(function.node):
            if not isinstance(node, (ast.Name, ast.Attribute)) or not isinstance(node.ctx, ast.Load):
                continue
            if flow.place(node) <= flow.place(call):
                continue
            made: list[ast.AST] = []
            if isinstance(node, ast.Name) and index.home(node) is index.module:
                made = [b.node for b in index.module.bindings.get(node.id, ()) if b.how == "value"]
            elif isinstance(node, ast.Attribute) and (owner := index.owner_of_attribute(node)) is not None:
                found = infer.classes.attribute_bindings(owner, node.attr)
                made = [binding.node for file, binding in found if file is index]
                if self.model.invariance.stores_attribute(index, function.node, node.attr):
                    continue  # made anew, here or in what is called
            if not made or (isinstance(node, ast.Name) and any(map(index.function, made))):
                continue
            if any(value.kind in kinds and value.node is not None for value in infer.values(index, node)):
                return ast.unparse(node)
        return None

    def _is_extended(self, model: ast.Name) -> bool:
        """Whether a read of a model gives its outputs to a layer, whose name may then be taken already."""
        index = self.model.index
        outputs = index.parents.get(model)
        if not isinstance(outputs, ast.Attribute) or outputs.attr not in ("output", "outputs"):
            return False
        given: ast.AST | None = index.parents.get(outputs)
        while isinstance(given, (ast.List, ast.Tuple, ast.Subscript)):
            given = index.parents.get(given)
        return isinstance(given, ast.Call) and (
            self.model.value_of(given.func, Kind.LAYER) is not None
            or any(name in catalog.MERGES for name in self.model.infer.called_names(index, given))
        )

    def _served(self, call: ast.Call) -> str | None:
        """A model at the top of the module, where a request handler clears."""
        index = self.model.index
        if not any(repetition.how == "handler" for repetition in self.model.repetitions(call)):
            return None
        for name, bindings in index.module.bindings.items():
            for binding in bindings:
                if binding.how == "value" and index.function(binding.node) is None:
                    values = self.model.infer.bound(index, binding, index.module)
                    if any(value.kind is Kind.MODEL for value in values):
                        return name
        return None

    def _setting_lost(self, call: ast.Call) -> str | None:
        """The policy or seed, set for what follows, that a call to ``clear_session`` undoes."""
        index = self.model.index
        found = self._lost_before(index, call, False, 0)
        if found is None and index.function(call) is not None and self._builds_later(index, call):
            if not self._sets_policy_after(index, call):
                # What a module sets at its top is set before any of its functions runs.
                atop = (c for c in self._around(index, index.tree) if index.statement(c) in index.tree.body)
                found = next((name for c in atop if (name := self._policy(index, c)) is not None), None)
        return None if found is None else found.rpartition(".")[2]

    def _lost_before(self, index: SyntaxIndex, place: ast.expr, builds: bool, depth: int) -> str | None:
        """The setting made before a place, there or in a function that leads to it."""
        builds = builds or self._builds_later(index, place)
        for other in self._around(index, place) if builds else ():
            setting = self._setting(index, other)
            if setting is None or flow.place(other) >= flow.place(place):
                continue
            if self._is_called_after(index, place, setting):
                return None
            if depth == 0 and self._shares_block(other, place):
                return setting
            if setting not in catalog.SEEDS and flow.dominates(index, other, place):
                return setting
        function = index.function(place)
        if function is None or depth == MAX_CALLERS or self._sets_policy_after(index, place):
            return None
        return next(
            (
                found
                for use in self._calls_of(function)
                if use.call is not None
                and (found := self._lost_before(use.index, use.call, builds, depth + 1)) is not None
            ),
            None,
        )

    def _sets_policy_after(self, index: SyntaxIndex, place: ast.AST) -> bool:
        policies = catalog.RESET_BY_CLEARING - catalog.SEEDS
        return any(self._is_called_after(index, place, policy) for policy in sorted(policies))

    def _setting(self, index: SyntaxIndex, call: ast.Call) -> str | None:
        """The seed, or the policy other than what holds without it, that a call sets."""
        default = any(isinstance(given, ast.Constant) and given.value == "float32" for given in call.args)
        names = () if default else self.model.infer.called_names(index, call)
        return next((name for name in names if name in catalog.RESET_BY_CLEARING), None)

    def _policy(self, index: SyntaxIndex, call: ast.Call) -> str | None:
        setting = self._setting(index, call)
        return None if setting in catalog.SEEDS else setting

    @staticmethod
    def _around(index: SyntaxIndex, place: ast.AST) -> Iterator[ast.Call]:
        """The calls of the function around a place."""
        function = index.function(place)
        return (other for other in index.calls if index.function(other) is function)

    def _is_called_after(self, index: SyntaxIndex, place: ast.AST, name: str) -> bool:
        """Whether what ``name`` stands for is called after a place, there or by what is called."""
        wanted = frozenset({name})
        return any(
            flow.place(other) > flow.place(place)
            and (
                name in self.model.infer.called_names(index, other)
                or any(
                    self.model.infer.calls.does(callee, wanted)
                    for callee in self.model.infer.calls.callees(index, other)
                )
            )
            for other in self._around(index, place)
        )

    def _shares_block(self, first: ast.AST, second: ast.AST) -> bool:
        index = self.model.index
        slots = [index.slots[index.statement(node)] for node in (first, second)]
        return slots[0].parent is slots[1].parent and slots[0].field == slots[1].field

    def _builds_later(self, index: SyntaxIndex, place: ast.AST) -> bool:
        """Whether the function around a place goes on to make a model."""
        return any(
            flow.place(other) > flow.place(place) and self.model.creation.creators(index, other, Kind.MODEL)
            for other in self._around(index, place)
        )

    # -- deleting instead of clearing ----------------------------------------------------------------

    def deleted_before_build(self) -> Iterator[tuple[ast.Delete, str, ast.Call]]:
        """Statements that delete a model before a call makes another, with the model's name and the call."""
        index = self.model.index
        for statement in index.slots:
            if not isinstance(statement, ast.Delete) or flow.enclosing_loops(index, statement):
                continue
            name = self._deleted_model(statement)
            build = None if name is None else self._next_build(statement)
            if name is not None and build is not None:
                yield statement, name, build

    def _deleted_model(self, statement: ast.Delete) -> str | None:
        index = self.model.index
        for target in statement.targets:
            if isinstance(target, ast.Name):
                scope = index.scope(target)
                bindings = [b for b in scope.bindings.get(target.id, []) if b.node is not target]
                seen = flow.reaching(index, bindings, target)
                if any(v.kind is Kind.MODEL for b in seen for v in self.model.infer.bound(index, b, scope)):
                    return target.id
        return None

    def _next_build(self, statement: ast.Delete) -> ast.Call | None:
        """The next call that makes a model, unless something frees the deleted one before."""
        index = self.model.index
        frees = (
            catalog.CLEARS_KERAS_STATE
            | {"gc.collect"}
            | frozenset(self.model.project.settings.clear_wrappers)
        )
        for later in flow.statements_after(index, statement):
            if self.model.infer.calls.block_does(index, later, frees):
                return None
            for node in index.calls:
                if flow.contains(later, node) and index.function(node) is index.function(statement):
                    if self.model.creators(node, Kind.MODEL):
                        return node
        return None
