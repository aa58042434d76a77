"""How code runs: traced by TensorFlow, eagerly, or while it builds a graph of TensorFlow 1."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tflint_mem.semantic import catalog, flow, repeaters
from tflint_mem.semantic.entry import is_test
from tflint_mem.semantic.syntax import (
    COMPREHENSIONS,
    FUNCTIONS,
    LOOPS,
    FunctionScope,
    SyntaxIndex,
    calls_method,
    is_switched_on,
    tail_of,
)
from tflint_mem.semantic.values import Kind

if TYPE_CHECKING:
    from tflint_mem.semantic.call_graph import Use
    from tflint_mem.semantic.inference import Inference

BUILDING = frozenset({"build", "compute_output_shape", "__init__"})
"""Methods that run before a trace, or beside it."""


class Execution:
    """Answers in which mode the functions of a project run."""

    def __init__(self, inference: Inference) -> None:
        self.infer = inference

    def is_traced(self, function: FunctionScope) -> bool:
        """Whether a function only ever runs while TensorFlow traces it into a graph."""
        return self.why_traced(function) is not None

    def is_for_graphs(self, index: SyntaxIndex, node: ast.AST) -> bool:
        """Whether a node stands in the branch for graphs of ``if tf.executing_eagerly()``."""
        child = node
        for parent in index.ancestors(node):
            if isinstance(parent, FUNCTIONS):
                return False
            if isinstance(parent, ast.If) and child is not parent.test:
                test, eagerly = parent.test, child in parent.body
                if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
                    test, eagerly = test.operand, not eagerly
                if isinstance(test, ast.Call) and not eagerly:
                    if "tf.executing_eagerly" in self.infer.called_names(index, test):
                        return True
            child = parent
        return False

    def enters_device(self, index: SyntaxIndex, block: ast.With | ast.AsyncWith, names: set[str]) -> bool:
        """Whether a block runs on a device of its own for each of some variables, not in turn on a few."""
        return any(
            isinstance(name, ast.Name)
            and name.id in names
            and not any(isinstance(n, ast.BinOp) and _takes_turns(n) for n in ast.walk(item.context_expr))
            for item in block.items
            if isinstance(item.context_expr, ast.Call)
            and "tf.device" in self.infer.called_names(index, item.context_expr)
            for name in ast.walk(item.context_expr)
        )

    def takes_step(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a call runs a model or takes a step of its training."""
        runs = {Kind.MODEL, Kind.TF_FUNCTION} & self.infer.kinds(index, call.func)
        return bool(runs) or not catalog.TAKES_STEP.isdisjoint(self.infer.called_names(index, call))

    def is_under_tape(self, index: SyntaxIndex, node: ast.AST, within: ast.AST | None = None) -> bool:
        """Whether a node of ``within``, or of a file, stands in a block under a gradient tape."""
        for parent in index.ancestors(node):
            if parent is within:
                return False
            if isinstance(parent, (ast.With, ast.AsyncWith)):
                if any(Kind.TAPE in self.infer.kinds(index, item.context_expr) for item in parent.items):
                    return True
        return False

    def is_behind_graph_call(self, index: SyntaxIndex, node: ast.AST) -> bool:
        """Whether a node only runs once a call has run that raises an error in eager code."""
        function = index.function(node)
        return function is not None and any(
            flow.dominates(index, call, node) and not _is_in_block_without(index, call, node)
            for call in self._graph_only_calls(function)
        )

    def _graph_only_calls(self, function: FunctionScope) -> list[ast.Call]:
        """The calls of a function that raise an error in eager code."""
        index = function.index
        return self.infer.remember(
            ("graph-only calls", function),
            lambda: [
                call
                for call in index.own_calls(function.node)
                if not catalog.RAISES_IN_EAGER_CODE.isdisjoint(self.infer.called_names(index, call))
            ],
            [],
        )

    def is_in_trace(self, index: SyntaxIndex, node: ast.AST) -> bool:
        """Whether a node only runs while TensorFlow traces, and not when its object is made."""
        function = index.function(node)
        if function is None or not self.is_traced(function):
            return False
        while function is not None:
            if function.owner is not None and function.name in BUILDING:
                return False
            function = index.function(function.node)
        return True

    def is_traced_in_use(self, index: SyntaxIndex, node: ast.AST) -> bool:
        """Whether a node only runs in a trace, and not just because nothing but tests runs it at all."""
        if not self.is_in_trace(index, node):
            return False
        function = index.function(node)
        if function is None:
            return True
        if any(self._runs_eagerly_as_well(use) for use in self.infer.calls.uses(function)):
            return False
        if is_test(index.source.path):
            return True
        uses = [use for use in self.infer.calls.uses(function) if use.call is not None or self._traces(use)]
        return not uses or any(not is_test(use.index.source.path) for use in uses)

    def _runs_eagerly_as_well(self, use: Use) -> bool:
        """Whether a function is a branch or the body of a loop that eager code may run."""
        call = use.argument_of
        return (
            call is not None
            and not catalog.RUNS_IN_EITHER_MODE.isdisjoint(self.infer.called_names(use.index, call))
            and not self.is_in_trace(use.index, call)
            and not self.builds_v1_graph(use.index)
        )

    def why_traced(self, function: FunctionScope) -> str | None:
        """Why a function only runs while TensorFlow traces it, in words; None when it may run eagerly."""
        return self.infer.remember(("traced", function), lambda: self._why_traced(function), None)

    def _why_traced(self, function: FunctionScope) -> str | None:
        index = function.index
        for decorator in function.decorators:
            target = decorator.func if isinstance(decorator, ast.Call) else decorator
            names = [*self.infer.names(index, target), *self.infer.names(index, decorator)]
            tracing = next((name for name in names if catalog.TRACED_DECORATORS.match(name)), None)
            if tracing is not None:
                return f"decorated with {tracing}"
        if function.owner is not None and function.name in catalog.TRACED_HOOKS:
            kind = self.infer.classes.instance(function.owner).kind
            if kind in (Kind.MODEL, Kind.LAYER):
                return f"{function.name}() of a Keras {kind.value}"
        if self._is_replaced(function):
            return "replaced by its own trace"
        if self._is_loss_of_compile(function):
            return "the call() of a loss that a model is compiled with"
        around = index.function(function.node)
        if around is not None and self.is_traced(around) and not self._runs_on_host(function):
            return f"defined in {around.name}(), which is traced"
        found = None
        for use in self.infer.calls.uses_in_turn(function):
            if self._is_handed_to_trace(use):
                found = f"handed to a tracing call at {use.index.source.place_name(use.node.lineno)}"
            elif use.call is not None:
                caller = use.index.function(use.call)
                if caller is function:
                    continue
                if caller is None or not self.is_traced(caller):
                    return None
                found = found or f"only called from {caller.name}(), which is traced"
        return found

    def _is_handed_to_trace(self, use: Use) -> bool:
        return self._traces(use) or (self.is_given_to_compile(use) and not self._is_left_eager(use))

    def is_for_traces(self, function: FunctionScope) -> bool:
        """Whether a function runs eagerly in tests at most, and is there for what TensorFlow traces."""
        if self.is_traced(function):
            return True
        return self.infer.remember(("for traces", function), lambda: self._find_for_traces(function), False)

    def _find_for_traces(self, function: FunctionScope) -> bool:
        if is_test(function.index.source.path):
            return False
        found = False
        for use in self.infer.calls.uses_in_turn(function):
            if is_test(use.index.source.path):
                continue
            if use.call is not None and not self._is_handed_to_trace(use):
                caller = use.index.function(use.call)
                if caller is None or not (caller is function or self.is_for_traces(caller)):
                    return False
                found = True
        return found

    def _is_replaced(self, function: FunctionScope) -> bool:
        """Whether the trace of a function takes its name: ``self.step = tf.function(self.step)``."""
        if function.owner is not None:
            bindings = function.owner.attribute_values.get(function.name, ())
        elif function.parent is not None:
            bindings = function.parent.bindings.get(function.name, ())
        return any(
            isinstance(binding.value, ast.Call)
            and any(
                value.kind is Kind.TF_FUNCTION and value.function is function
                for value in self.infer.values(function.index, binding.value)
            )
            for binding in bindings
        )

    def runs_in_pipeline(self, function: FunctionScope) -> bool:
        """Whether a function only runs for ``tf.data``, which traces it and computes on the CPU."""
        key = "runs in a pipeline", function
        return self.infer.remember(key, lambda: self._find_in_pipeline(function), False)

    def _find_in_pipeline(self, function: FunctionScope) -> bool:
        around = function.index.function(function.node)
        if around is not None and self.runs_in_pipeline(around):
            return True
        found = False
        for use in self.infer.calls.uses_in_turn(function):
            if use.call is not None:
                caller = use.index.function(use.call)
                if caller is None or not self.runs_in_pipeline(caller):
                    return False
                found = True
            elif use.argument_of is not None and self._transforms(use.index, use.argument_of):
                found = True
        return found

    def _transforms(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a call has a dataset run the function that it is given."""
        return any(
            value.kind is Kind.METHOD
            and value.receiver is not None
            and value.receiver.kind is Kind.DATASET
            and value.name.rpartition(".")[2] in catalog.DATASET_TRANSFORMS
            for value in self.infer.values(index, call.func)
        )

    def _traces(self, use: Use) -> bool:
        """Whether a function is handed to a call that traces it."""
        if use.argument_of is None:
            return False
        values = self.infer.values(use.index, use.argument_of.func)
        if any(value.kind is Kind.API and catalog.TRACES_ARGUMENT.match(value.name) for value in values):
            return True
        if self._transforms(use.index, use.argument_of):
            return True
        # What traced code hands to a library or to a strategy runs there and then, in the same trace.
        caller = use.index.function(use.argument_of)
        return (
            caller is not None
            and all(value.kind in (Kind.API, Kind.METHOD) for value in values)
            and catalog.WRAPS_HOST_FUNCTION.isdisjoint(value.name for value in values)
            and self.is_traced(caller)
        )

    def _runs_on_host(self, function: FunctionScope) -> bool:
        """Whether an operation of a trace runs a function in Python each time: ``tf.py_function(f, ...)``."""
        return any(
            use.argument_of is not None
            and not catalog.WRAPS_HOST_FUNCTION.isdisjoint(
                self.infer.called_names(use.index, use.argument_of)
            )
            for use in self.infer.calls.uses(function)
        )

    def is_given_to_compile(self, use: Use) -> bool:
        """Whether a use stands among the losses or metrics of ``compile``."""
        child: ast.AST = use.node
        parent = use.index.parents.get(child)
        while isinstance(parent, (ast.List, ast.Tuple, ast.Dict)):
            child, parent = parent, use.index.parents.get(parent)
        if isinstance(parent, ast.keyword) and parent.arg in repeaters.LOSS_KEYWORDS:
            child, parent = parent, use.index.parents.get(parent)
        return (
            isinstance(parent, ast.Call)
            and child in (*parent.args[1:3], *parent.keywords)
            and self.compiles(use.index, parent)
        )

    def compiles(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a call compiles a model."""
        return any(
            value.kind is Kind.METHOD and value.name.endswith(".compile")
            for value in self.infer.values(index, call.func)
        )

    @staticmethod
    def _is_left_eager(use: Use) -> bool:
        """Whether the call around a use says something of ``run_eagerly``."""
        return any(
            isinstance(around, ast.Call) and any(k.arg in ("run_eagerly", None) for k in around.keywords)
            for around in use.index.ancestors(use.node)
        )

    def _is_loss_of_compile(self, function: FunctionScope) -> bool:
        """Whether a method is the ``call`` of a loss whose objects all go to ``compile``."""
        owner = function.owner
        if owner is None or function.name != "call":
            return False
        if not any(name.startswith("keras.losses.") for name in self.infer.classes.library_bases(owner)):
            return False
        objects = list(self.infer.calls.new_objects(owner))
        return bool(objects) and all(
            self.is_given_to_compile(use) and not self._is_left_eager(use) for use in objects
        )

    def builds_v1_graph(self, index: SyntaxIndex) -> bool:
        """Whether a file is written for TensorFlow 1 graphs: it uses names that only make sense there."""
        return self.infer.remember(("v1", index), lambda: self._builds_v1_graph(index), False)

    def _builds_v1_graph(self, index: SyntaxIndex) -> bool:
        for full in catalog.GRAPH_ONLY:
            for load in index.loads.get(full.rpartition(".")[2], ()):
                if full in self.infer.names(index, load) and not (
                    self.is_apart(index, load) and not self._is_switched_around(index)
                ):
                    return True
        # TensorFlow 2 has no contrib; code for both releases asks for it where that may fail.
        return "eager" not in index.source.text and any(
            "tf.contrib" in self.infer.names(index, load)
            and not any(isinstance(parent, (ast.Try, ast.If)) for parent in index.ancestors(load))
            for load in index.loads.get("contrib", ())
        )

    def is_apart(self, index: SyntaxIndex, load: ast.expr) -> bool:
        """Whether eager code may name something of TensorFlow 1 there, which says nothing of the rest.

        It is told a graph, or stands in a block that runs a graph of its own and nothing else of the project,
        or makes a session that only settles how devices are used, as nothing runs it.
        """
        call = index.parents.get(load)
        if isinstance(call, ast.Call) and call.func is load and self._only_settles_devices(index, call):
            return True
        if ".compat.v1." not in ast.unparse(load):
            return False
        given = [k.value for k in call.keywords if k.arg == "graph"] if isinstance(call, ast.Call) else []
        if any(self._is_own(index, graph) for graph in given):
            return True
        for parent in index.ancestors(load):
            if isinstance(parent, FUNCTIONS):
                return False
            if isinstance(parent, ast.With) and any(
                calls_method(item.context_expr, "as_default")
                and isinstance(item.context_expr, ast.Call)
                and isinstance(item.context_expr.func, ast.Attribute)
                and self._is_own(index, item.context_expr.func.value)
                for item in parent.items
            ):
                return self._only_runs_graph(index, parent)
        return False

    def _only_settles_devices(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a call makes a session with options that nothing runs, or sets one: ``set_session(...)``.

        TensorFlow 2 has both under other names than TensorFlow 1 had.
        """
        if not _is_named_for_both(index, call.func) or "get_session" in index.loads:
            return False
        if tail_of(call.func) == "set_session":
            return True
        place: ast.AST | None = index.parents.get(call)
        if not any(keyword.arg == "config" for keyword in call.keywords):
            return False
        if not isinstance(place, ast.Assign):
            return isinstance(place, ast.Expr) or _is_given_to_setter(place)
        target = place.targets[0]
        if len(place.targets) > 1 or not isinstance(target, ast.Name):
            return False
        uses = [
            index.parents.get(load)
            for load in index.loads.get(target.id, ())
            if isinstance(load, ast.Name) and index.home(load) is index.home(target)
        ]
        return all(
            _is_given_to_setter(use)
            or (isinstance(use, ast.Attribute) and use.attr in ("close", "list_devices"))
            for use in uses
        )

    def _is_switched_around(self, index: SyntaxIndex) -> bool:
        """Whether a file that this one is used with switches eager mode off."""
        project, path = self.infer.project, index.source.path
        words = tuple(sorted(name.rpartition(".")[2] for name in catalog.GRAPH_SWITCHES))
        return bool(project.reachable_mentioning(path, words) or project.importers_mentioning(path, words))

    def _is_own(self, index: SyntaxIndex, graph: ast.expr) -> bool:
        values = self.infer.values(index, graph)
        return any(value.kind is Kind.GRAPH and value.name not in catalog.HANDS_OUT for value in values)

    def _only_runs_graph(self, index: SyntaxIndex, block: ast.With) -> bool:
        """Whether a block runs no code of the project, and its loops nothing but sessions."""
        if any(isinstance(node, FUNCTIONS) for node in ast.walk(block)):
            return False
        if any(self.infer.calls.callees(index, call) for call in index.own_calls(block)):
            return False
        loops = [node for node in ast.walk(block) if isinstance(node, (*LOOPS, *COMPREHENSIONS))]
        return all(
            isinstance(call.func, ast.Attribute) and Kind.SESSION in self.infer.kinds(index, call.func.value)
            for loop in loops
            for call in index.own_calls(loop)
        )

    def debugs_eagerly(self, index: SyntaxIndex) -> bool:
        """Whether a file switches tracing off on purpose, for all functions or for a model of it."""
        return self.switches_tracing_off(index) or any(map(runs_eagerly, index.calls))

    def switches_tracing_off(self, index: SyntaxIndex) -> bool:
        """Whether a file has TensorFlow run all functions eagerly."""
        return any(
            full in self.infer.names(index, load)
            for full in catalog.EAGER_SWITCHES
            for load in index.loads.get(full.rpartition(".")[2], ())
        )


def runs_eagerly(call: ast.Call) -> bool:
    """Whether a call says that a model is not to be traced: ``compile(run_eagerly=True)``."""
    return is_switched_on(call, "run_eagerly")


def _is_given_to_setter(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Call) and tail_of(node.func) == "set_session"


def _is_named_for_both(index: SyntaxIndex, node: ast.expr) -> bool:
    """Whether a name of TensorFlow 1 is spelled, or imported, as one of ``tf.compat.v1``."""
    if isinstance(node, ast.Name):
        bound = index.home(node).bindings.get(node.id, ())
        return bool(bound) and all("compat.v1" in (binding.import_module or "") for binding in bound)
    return ".compat.v1." in ast.unparse(node)


def _is_in_block_without(index: SyntaxIndex, inner: ast.AST, other: ast.AST) -> bool:
    """Whether a node stands in a ``with``, which may be that of a graph, in which another does not stand."""
    return any(
        isinstance(parent, (ast.With, ast.AsyncWith)) and not flow.contains(parent, other)
        for parent in index.ancestors(inner)
    )


def _takes_turns(node: ast.BinOp) -> bool:
    """Whether a number is taken modulo another, so that it comes again."""
    text = isinstance(node.left, ast.Constant) and isinstance(node.left.value, str)
    return isinstance(node.op, ast.Mod) and not text
