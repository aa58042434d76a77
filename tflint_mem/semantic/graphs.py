"""Graphs of TensorFlow 1 that grow: which code keeps adding to them while it runs them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tflint_mem.semantic import catalog, flow
from tflint_mem.semantic.graph_contexts import GraphContexts
from tflint_mem.semantic.graph_sharing import GraphSharing
from tflint_mem.semantic.networks import Networks, shares_variables, variable_scopes
from tflint_mem.semantic.operations import Growth, Operations
from tflint_mem.semantic.syntax import (
    COMPREHENSIONS,
    FunctionScope,
    SyntaxIndex,
    body_of,
    spell_the_same,
    tail_of,
    walk_own,
)
from tflint_mem.semantic.values import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_mem.semantic.creation import Creations
    from tflint_mem.semantic.inference import Inference
    from tflint_mem.semantic.repetition import Repetition, Repetitions
    from tflint_mem.semantic.values import Value

_BY_NAME = frozenset({"get_tensor_by_name", "get_operation_by_name", "as_graph_element"})
_PARTS = frozenset({Kind.SYMBOLIC, Kind.TENSOR, Kind.VARIABLE, Kind.LAYER})
_REGROUPS = frozenset(
    f"builtins.{name}" for name in ("list", "tuple", "sorted", "reversed", "enumerate", "zip")
)
"""What hands on the elements of a collection."""


class Graphs:
    """Answers what code does to the graphs of TensorFlow 1."""

    def __init__(self, inference: Inference, repetitions: Repetitions, creations: Creations) -> None:
        self.infer = inference
        self.repetitions = repetitions
        self.creations = creations
        self.contexts = GraphContexts(inference, repetitions)
        self.operations = Operations(inference, repetitions, self.contexts)
        self.sharing = GraphSharing(inference)
        self.networks = Networks(inference, repetitions, creations, self.contexts, self.operations)

    # -- adding while running ------------------------------------------------------------------------

    def growths(self, index: SyntaxIndex) -> Iterator[Growth]:
        """The expressions of a file that grow a graph at every round of something that also runs it."""
        found: dict[ast.expr, Repetition] = {}
        for node, fetched in self.operations.candidates(index).items():
            repetition = self._grows_in(index, node, fetched)
            if repetition is not None:
                found[node] = repetition
        for node in sorted(found, key=flow.place):
            inner = any(parent in found for parent in _within_statement(index, node))
            if not inner:
                yield Growth(node, found[node])

    def _grows_in(self, index: SyntaxIndex, node: ast.expr, fetched: bool) -> Repetition | None:
        if isinstance(node, ast.Call) and self.operations.belongs_elsewhere(index, node):
            return None
        if isinstance(node, ast.Call) and self._is_of_new_iterator(index, node):
            return None
        repetition = self.repetition_in_graph(index, node, fetched)
        function = index.function(node) if repetition is not None else None
        return None if function is not None and self.repetitions.execution.is_traced(function) else repetition

    def repetition_in_graph(
        self, index: SyntaxIndex, node: ast.expr, fetched: bool = False
    ) -> Repetition | None:
        """What evaluates an expression again and again in one graph, which it also runs; None if nothing."""
        function = index.function(node)
        if not self._runs_around(index, node, function):
            return None
        for repetition in self.repetitions.of(index, node, eager=True):
            if repetition.node in self.networks.rebuilt_regions(repetition.index):
                return None  # one cause, one diagnostic: the network as a whole
            if getattr(repetition.node, "elt", None) is node:
                continue  # what a comprehension collects is a part of a graph that is being built
            if self.goes_over_parts(repetition, index, node):
                continue  # a graph has as many parts as it has
            if self.makes_what_is_saved(repetition) and self._is_about_new_variable(repetition, index, node):
                continue  # as are the variables that a checkpoint is written of
            if self.repetitions.has_few_rounds(repetition) or self.builds_on(repetition):
                continue
            if self.repetitions.is_for_tensors_only(repetition, index, node):
                continue  # what the loop hands over may well be numbers
            if repetition.steps and (function is None or not self.operations.function_runs(function)):
                continue  # the call of a function that only builds is what the loop repeats
            if (
                self.operations.round_runs(repetition, index, node)
                and self.in_graph_mode(repetition, index, node, fetched)
                and not self.contexts.has_own_graph(repetition, index, node)
                and not self.creations.clears_state(repetition, index, node)
            ):
                return repetition
        return None

    def goes_over_parts(self, repetition: Repetition, index: SyntaxIndex, node: ast.expr) -> bool:
        """Whether a loop goes over layers, variables or tensors of a network, and ``node`` is about each."""
        bound = self._targets(repetition, index)
        read = {name.id for name in ast.walk(node) if isinstance(name, ast.Name)}
        if not read.isdisjoint(_looked_up(repetition.node, bound)):
            return True
        if bound and not _assigned_in(node).isdisjoint(_following(repetition.node, bound)):
            return True
        names = [name for name in ast.walk(node) if isinstance(name, ast.Name) and name.id in bound]
        if any(self._is_entry_of_parts(index, repetition.node, name) for name in names):
            return True
        return any(self._is_part(index, repetition.node, name) for name in names) or (
            bool(names) and any(self._holds_parts(index, it) for _, it in _clauses(repetition.node))
        )

    def _is_entry_of_parts(self, index: SyntaxIndex, loop: ast.AST, place: ast.Name) -> bool:
        """Whether the variable of a loop looks up a tensor in a list: by its values, or since it is fed."""
        entry = index.parents.get(place)
        if not isinstance(entry, ast.Subscript) or entry.slice is not place:
            return False
        if self.operations.is_graph_tensor(index, entry.value):
            return False  # a part is cut from one tensor, which adds an operation
        return not _PARTS.isdisjoint(self.infer.kinds(index, entry)) or any(
            key is not None and spell_the_same(key, entry)
            for fed in ast.walk(loop)
            if isinstance(fed, ast.Dict)
            for key in fed.keys
        )

    def _holds_parts(self, index: SyntaxIndex, node: ast.expr) -> bool:
        """Whether a collection comes from a project function that only builds: what it holds was built."""
        return self.infer.remember(
            ("holds parts", node), lambda: self._find_whether_it_holds_parts(index, node), False
        )

    def _find_whether_it_holds_parts(self, index: SyntaxIndex, node: ast.expr) -> bool:
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute) and node.func.attr in ("items", "values"):
                return self._holds_parts(index, node.func.value)
            if any(name in _REGROUPS for name in self.infer.called_names(index, node)):
                return any(self._holds_parts(index, given) for given in node.args)
            callees = self.infer.calls.callees(index, node)
            return bool(callees) and all(map(self.operations.only_builds, callees))
        if not isinstance(node, ast.Name):
            return False
        bindings = flow.reaching(index, index.home(node).bindings.get(node.id, []), node)
        return bool(bindings) and all(
            b.how in ("value", "unpack") and b.value is not None and self._holds_parts(index, b.value)
            for b in bindings
        )

    def builds_on(self, repetition: Repetition) -> bool:
        """Whether a loop builds what is used after it: a part for each device, or it only asks for shapes."""
        index, loop = repetition.index, repetition.node
        return repetition.how == "loop" and (
            self._is_on_device_of_round(repetition)
            or self.infer.remember(("builds on", loop), lambda: self._is_building(index, loop), False)
        )

    def _is_on_device_of_round(self, repetition: Repetition) -> bool:
        """Whether a round places what it adds on a device of its own: a graph has as many as the machine."""
        index, loop = repetition.index, repetition.node
        bound = {n.id for target, _ in _clauses(loop) for n in ast.walk(target) if isinstance(n, ast.Name)}
        return bool(bound) and any(
            self.repetitions.execution.enters_device(index, block, _following(loop, bound))
            for block in index.ancestors(repetition.inside)
            if isinstance(block, (ast.With, ast.AsyncWith)) and flow.contains(loop, block)
        )

    def _is_building(self, index: SyntaxIndex, loop: ast.AST) -> bool:
        asking = False
        for call in index.own_calls(loop):
            if self.operations.runs(index, call):
                asking = self.operations.asks_for_shape(index, call)
                if not asking:
                    return False
            elif any(map(self.operations.function_runs, self.infer.calls.callees(index, call))):
                return False
        return asking and any(
            flow.place(load) > flow.end_place(loop) and index.function(load) is index.function(loop)
            for name in self._built_in(index, loop)
            for load in index.loads.get(name, ())
        )

    def _built_in(self, index: SyntaxIndex, loop: ast.AST) -> Iterator[str]:
        """The variables and lists to which a round gives an operation that it adds."""
        for node in self.operations.candidates(index):
            parent = index.parents.get(node)
            if not flow.contains(loop, node):
                continue
            if isinstance(parent, ast.Assign):
                yield from (target.id for target in parent.targets if isinstance(target, ast.Name))
            elif isinstance(parent, ast.Call) and isinstance(parent.func, ast.Attribute):
                if parent.func.attr == "append" and isinstance(parent.func.value, ast.Name):
                    yield parent.func.value.id

    def goes_over_layers(self, repetition: Repetition, index: SyntaxIndex) -> bool:
        """Whether a loop takes up one layer in each round."""
        return any(
            isinstance(load, ast.Name)
            and flow.contains(repetition.node, load)
            and Kind.LAYER in self.infer.kinds(index, load)
            for name in sorted(self._targets(repetition, index))
            for load in index.loads.get(name, ())
        )

    def _targets(self, repetition: Repetition, index: SyntaxIndex) -> set[str]:
        """The variables that a loop itself binds, but for elements of datasets."""
        loop = repetition.node
        if repetition.how != "loop" or repetition.steps:
            return set()
        return {
            name.id
            for target, iterable in _clauses(loop)
            if Kind.DATASET not in self.infer.kinds(index, iterable)
            for name in ast.walk(target)
            if isinstance(name, ast.Name)
        }

    def _is_part(self, index: SyntaxIndex, loop: ast.AST, operand: ast.Name) -> bool:
        """Whether the variable of a loop stands for a part of a network: by its values, or by its use."""
        parent = index.parents.get(operand)
        if not _PARTS.isdisjoint(self.infer.kinds(index, operand)) or _is_assigned(parent, operand):
            return True
        loads = [load for load in index.loads.get(operand.id, ()) if flow.contains(loop, load)]
        parents = [index.parents.get(load) for load in loads]
        return isinstance(parent, ast.Call) and any(
            _is_assigned(other, load) or (isinstance(other, ast.Attribute) and other.attr in ("name", "op"))
            for other, load in zip(parents, loads, strict=True)
        )

    def makes_what_is_saved(self, repetition: Repetition) -> bool:
        """Whether a saver that is made after a loop writes the variables that the rounds make."""
        index, loop = repetition.index, repetition.node
        if repetition.how != "loop" or not isinstance(loop, (ast.For, ast.AsyncFor)):
            return False
        over = self.infer.containers.drawn_from(index, loop.iter)
        names = self.infer.called_names(index, over) if isinstance(over, ast.Call) else []
        if any(catalog.COUNTS_UP.match(name) for name in names):
            return False  # steps, and no table of what the graph has to hold
        return any(
            flow.place(call) > flow.end_place(loop)
            and index.function(call) is index.function(loop)
            and "tf.train.Saver" in self.infer.called_names(index, call)
            for call in index.calls_through({"Saver"})
        )

    def _is_about_new_variable(self, repetition: Repetition, index: SyntaxIndex, node: ast.expr) -> bool:
        """Whether an expression names a variable of a graph that the same round has made."""
        region = repetition.node if not repetition.steps else index.function(node)
        inside = region.node if isinstance(region, FunctionScope) else region
        return any(
            binding.how == "value" and inside is not None and flow.contains(inside, binding.node)
            for name in walk_own(node)
            if isinstance(name, ast.Name) and Kind.VARIABLE in self.infer.kinds(index, name)
            for binding in index.home(name).bindings.get(name.id, ())
        )

    def is_named_anew(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a call that makes a variable computes its name, or leaves it to a project function."""
        place = 0 if "tf.get_variable" in self.infer.called_names(index, call) else None
        name = call.args[place] if place is not None and call.args else None
        name = next((k.value for k in call.keywords if k.arg == "name"), name)
        if name is None:
            return bool(self.infer.calls.callees(index, call))
        return not isinstance(name, ast.Constant)

    def _runs_around(self, index: SyntaxIndex, node: ast.AST, function: FunctionScope | None) -> bool:
        """Whether the function around a node runs a graph, or, outside of functions, a loop around it."""
        if function is not None:
            return self.operations.function_runs(function)
        loops = flow.enclosing_loops(index, node)
        return any(self.operations.runs_in(index, part) for loop in loops for part in body_of(loop))

    def is_found_again(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether ``get_variable`` hands out a known variable, or raises, from the second round on.

        It does so for a name that is the same in each round, and under a scope that shares its variables.
        """
        if "tf.get_variable" not in self.infer.called_names(index, call):
            return False
        name = call.args[0] if call.args else next((k.value for k in call.keywords if k.arg == "name"), None)
        scopes = list(variable_scopes(index, call))
        names = [name, *(part for scope in scopes for part in scope.args[:1])]
        return any(map(shares_variables, scopes)) or all(isinstance(part, ast.Constant) for part in names)

    def shares_variables(self, repetition: Repetition) -> bool:
        """Whether a call between a loop and what it repeats stands under a scope that shares variables."""
        return any(
            shares_variables(scope)
            for step in repetition.steps
            for scope in variable_scopes(step.index, step.node)
        )

    def _is_of_new_iterator(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether ``get_next()`` is called on an iterator that the same round has made."""
        if not isinstance(call.func, ast.Attribute) or call.func.attr != "get_next":
            return False
        loops = flow.enclosing_loops(index, call)
        return any(
            value.name == catalog.ITERATOR
            and value.node is not None
            and value.index is index
            and index.function(value.node) is index.function(call)
            and (not loops or flow.contains(loops[0], value.node))
            for value in self.infer.values(index, call.func.value)
        )

    def in_graph_mode(
        self, repetition: Repetition, index: SyntaxIndex, node: ast.expr, fetched: bool
    ) -> bool:
        """Whether an expression certainly runs in graph mode when a repetition reaches it."""
        if fetched or self._is_fetched_later(index, node):
            return True
        frames = [(index, node), *((step.index, step.node) for step in repetition.steps)]
        frames.append((repetition.index, repetition.node))  # type: ignore[arg-type]
        if any(self.contexts.is_under_graph(file, place) for file, place in frames):
            return True
        if any(
            self._is_of_graph(value)
            for inner in walk_own(node)
            if isinstance(inner, (ast.Name, ast.Attribute))
            for value in self.infer.values(index, inner)
        ):
            return True
        return any(self.contexts.is_graph_program(file) for file in dict.fromkeys(file for file, _ in frames))

    def _is_of_graph(self, value: Value) -> bool:
        """Whether a value is a symbolic tensor of a graph: eager programs make models of ``Input`` alone."""
        if value.kind is not Kind.SYMBOLIC or value.name == "keras.Input":
            return False
        if value.name or value.index is None or not isinstance(value.node, ast.Call):
            return True
        given = [
            name
            for argument in (*value.node.args, *(keyword.value for keyword in value.node.keywords))
            for name in walk_own(argument)
            if isinstance(name, (ast.Name, ast.Attribute))
        ]
        file = value.index
        inputs = [v for name in given for v in self.infer.values(file, name) if v.kind is Kind.SYMBOLIC]
        key = ("of graph", file, value.node)
        return self.infer.remember(key, lambda: not inputs or any(map(self._is_of_graph, inputs)), False)

    def _is_fetched_later(self, index: SyntaxIndex, node: ast.expr) -> bool:
        return any(
            fetched and flow.contains(other, node)
            for other, fetched in self.operations.candidates(index).items()
        )  # fmt: skip


def _clauses(loop: ast.AST) -> list[tuple[ast.expr, ast.expr]]:
    """The targets of a loop or comprehension, each with what it goes over."""
    if isinstance(loop, (ast.For, ast.AsyncFor)):
        return [(loop.target, loop.iter)]
    return [(c.target, c.iter) for c in loop.generators] if isinstance(loop, COMPREHENSIONS) else []


def _looked_up(loop: ast.AST, bound: set[str]) -> set[str]:
    """The variables of what a loop finds in a graph by names that it goes over, to add up."""
    found: set[str] = set()
    adds_up = False
    for statement in (node for part in body_of(loop) for node in walk_own(part)):
        if not isinstance(statement, (ast.Assign, ast.AugAssign)):
            continue
        inside = list(ast.walk(statement.value))
        by_name = (node for node in inside if isinstance(node, ast.Call) and tail_of(node.func) in _BY_NAME)
        names = {n.id for call in by_name for n in ast.walk(call) if isinstance(n, ast.Name)}
        if not names & bound and found.isdisjoint(n.id for n in inside if isinstance(n, ast.Name)):
            continue
        if isinstance(statement, ast.AugAssign):
            adds_up = True
        else:
            targets = (node for target in statement.targets for node in ast.walk(target))
            found |= {node.id for node in targets if isinstance(node, ast.Name)}
    return found if adds_up else set()


def _following(loop: ast.AST, bound: set[str]) -> set[str]:
    """The variables of a loop that stand for another thing in each round, by what it goes over."""
    found = set(bound)
    for node in (node for part in body_of(loop) for node in walk_own(part)):
        assigned = [(target, node.value) for target in node.targets] if isinstance(node, ast.Assign) else []
        for target, value in (*assigned, *_clauses(node)):
            if any(isinstance(n, ast.Name) and n.id in found for n in ast.walk(value)):
                found |= {n.id for n in ast.walk(target) if isinstance(n, ast.Name)}
    return found


def _assigned_in(node: ast.AST) -> set[str]:
    """The variables that say which variable of a graph is given a value by an expression."""
    calls = (n for n in ast.walk(node) if isinstance(n, ast.Call) and tail_of(n.func) == "assign" and n.args)
    # ``tf.assign(variable, value)``, or the variable's own method.
    places = (n.args[0] if len(n.args) > 1 else n.func for n in calls)
    return {n.id for place in places for n in ast.walk(place) if isinstance(n, ast.Name)}


def _is_assigned(parent: ast.AST | None, name: ast.AST) -> bool:
    """Whether a node is the variable that ``tf.assign`` or a method of its own gives a value."""
    if isinstance(parent, ast.Attribute):
        return parent.attr in ("assign", "assign_add", "assign_sub", "initializer")
    return isinstance(parent, ast.Call) and tail_of(parent.func) == "assign" and parent.args[:-1] == [name]


def _within_statement(index: SyntaxIndex, node: ast.AST) -> Iterator[ast.AST]:
    for parent in index.ancestors(node):
        if isinstance(parent, ast.stmt):
            return
        yield parent
