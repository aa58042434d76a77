"""The semantic model of one file: the questions that rules ask, in the field's own words."""

from __future__ import annotations

import ast
import itertools
from typing import TYPE_CHECKING

from tflint_mem.rule import Position, Related
from tflint_mem.semantic import catalog, flow, moving
from tflint_mem.semantic.changes import Changes
from tflint_mem.semantic.clearing import Clearing
from tflint_mem.semantic.composition import Composition
from tflint_mem.semantic.constants import Constants
from tflint_mem.semantic.creation import Creations
from tflint_mem.semantic.datasets import Datasets
from tflint_mem.semantic.devices import Devices, SessionOptions
from tflint_mem.semantic.entry import EntryPoints, is_main_guard
from tflint_mem.semantic.environment import values_of
from tflint_mem.semantic.escapes import Escapes
from tflint_mem.semantic.extraction import Extraction, TrainingStep
from tflint_mem.semantic.frameworks import Frameworks
from tflint_mem.semantic.gathering import Gathering
from tflint_mem.semantic.graphs import Graphs
from tflint_mem.semantic.hooks import Hooks
from tflint_mem.semantic.identity import Identity
from tflint_mem.semantic.inference import Inference
from tflint_mem.semantic.invariance import Invariance
from tflint_mem.semantic.lifetimes import Lifetimes
from tflint_mem.semantic.ownership import Opening, Ownership
from tflint_mem.semantic.pace import Pace
from tflint_mem.semantic.pipelines import Pipelines
from tflint_mem.semantic.reads import Reads
from tflint_mem.semantic.releases import TRAINING_STAYS
from tflint_mem.semantic.repetition import Repetition, Repetitions
from tflint_mem.semantic.retention import Retention
from tflint_mem.semantic.running import Running
from tflint_mem.semantic.shapes import Shapes
from tflint_mem.semantic.startup import Clash, Meeting, Place, Startup
from tflint_mem.semantic.steps import Steps
from tflint_mem.semantic.stores import Stores
from tflint_mem.semantic.switches import Switches
from tflint_mem.semantic.tapes import Tapes
from tflint_mem.semantic.tensors import Tensors
from tflint_mem.semantic.trace_effects import TraceEffects
from tflint_mem.semantic.traceability import Traceability
from tflint_mem.semantic.tracing import Tracing
from tflint_mem.semantic.training import Training
from tflint_mem.semantic.unrolling import Unrolling
from tflint_mem.semantic.values import Kind, Value, Values, of_kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_mem.semantic.operations import Growth
    from tflint_mem.semantic.project import Project
    from tflint_mem.semantic.releases import Releases
    from tflint_mem.semantic.syntax import ClassScope, FunctionScope, Scope, SyntaxIndex


class SemanticModel:
    """What one file means, seen together with its project.

    Args:
        project: the files around it.
        index: the file.
    """

    def __init__(self, project: Project, index: SyntaxIndex) -> None:
        self.project = project
        self.index = index
        self.infer = Inference(project)
        self.repetition = Repetitions(self.infer)
        self.invariance = Invariance(self.infer, self.repetition)
        self.pace = Pace(self.infer, self.repetition, self.invariance)
        self.creation = Creations(self.infer, self.repetition, self.invariance)
        self.steps = Steps(self.infer, self.repetition, self.creation)
        self.identity = Identity(self.infer, self.invariance, self.creation)
        self.trace_effects = TraceEffects(self.infer)
        self.traceability = Traceability(self.infer, self.repetition, self.trace_effects)
        self.switches = Switches(self.infer)
        self.frameworks = Frameworks(self.infer)
        self.reads = Reads(self.infer)
        self.clearing = Clearing(self)
        self.graphs = Graphs(self.infer, self.repetition, self.creation)
        self.running = Running(self.graphs)
        self.datasets = Datasets(self.infer)
        self.pipelines = Pipelines(self.infer, self.repetition, self.creation, self.graphs)
        self.ownership = Ownership(self.infer)
        self.stores = Stores(self.infer)
        self.tensors = Tensors(self.infer, self.repetition, self.stores)
        self.retention = Retention(self.infer, self.repetition, self.stores)
        self.gathering = Gathering(self.infer, self.retention, self.tensors)
        self.hooks = Hooks(self.infer, self.retention, self.tensors)
        self.lifetimes = Lifetimes(self.infer, self.repetition)
        self.tapes = Tapes(self.infer, self.repetition, self.retention)
        self.tracing = Tracing(self.infer, self.repetition, self.creation)
        self.changes = Changes(self.infer, self.repetition)
        self.shapes = Shapes(self.infer, self.repetition, self.changes)
        self.unrolling = Unrolling(self.infer, self.repetition)
        self.escapes = Escapes(self.infer, self.repetition)
        self.extraction = Extraction(self.infer, self.invariance, self.changes, self.trace_effects)
        self.constants = Constants(self.infer, self.repetition, self.graphs, self.lifetimes)
        self.devices = Devices(self.infer)
        self.training = Training(self.infer, self.creation)
        self.composition = Composition(self.infer, self.repetition, self.creation)
        self.entry = EntryPoints(self.infer, self.repetition.execution)
        self.startup = Startup(self.infer, self.repetition, self.entry, self.devices)
        self._given_names: list[tuple[str, Scope]] = []

    @property
    def releases(self) -> Releases:
        """The releases of TensorFlow that the file runs on, as far as settings or project say."""
        return self.infer.releases(self.index)

    def training_stays(self) -> bool:
        """Whether the file may run where ``clear_session()`` leaves what training has left behind."""
        return not (
            self.releases.all_before(TRAINING_STAYS) or self.graphs.contexts.needs_first_release(self.index)
        )

    # -- values --------------------------------------------------------------------------------------

    @property
    def calls(self) -> list[ast.Call]:
        """Every call of the file, in order."""
        return self.index.calls

    def values(self, node: ast.AST | None) -> Values:
        """What an expression may stand for."""
        return self.infer.values(self.index, node)

    def value_of(self, node: ast.AST | None, kind: Kind) -> Value | None:
        """What an expression stands for, when it may be of that kind."""
        return of_kind(self.values(node), kind)

    def function_of(self, node: ast.AST) -> FunctionScope | None:
        """The innermost function whose body holds a node."""
        return self.index.function(node)

    def creators(self, call: ast.Call, kind: Kind) -> tuple[str, ...]:
        """What makes the new object of ``kind`` that a call hands out; empty when it makes none."""
        return self.creation.creators(self.index, call, kind)

    def rebuilding(self, call: ast.Call) -> Repetition | None:
        """What makes a call build another model again and again; see `Creations.rebuilding`."""
        return self.creation.rebuilding(self.index, call)

    @staticmethod
    def is_load(name: str) -> bool:
        """Whether a library function of that canonical name reads a model from disk or from the network."""
        return catalog.LOADS.match(name) is not None

    def loader(self, call: ast.Call) -> str | None:
        """The canonical name of the library function through which a call itself loads a model."""
        return next((name for name in self.infer.called_names(self.index, call) if self.is_load(name)), None)

    def is_kept_by(self, repetition: Repetition, call: ast.Call) -> bool:
        """Whether what a call makes in each round of a repetition is gathered for use after it."""
        return self.creation.destinations.is_kept_by(repetition, self.index, call)

    def method_called(self, call: ast.Call, kind: Kind, *names: str) -> str | None:
        """Which of the library methods ``names`` a call runs on an object of a kind, or None."""
        for value in self.values(call.func):
            if value.kind is Kind.METHOD and value.receiver is not None and value.receiver.kind is kind:
                method = value.name.rpartition(".")[2]
                if method in names:
                    return method
        return None

    @staticmethod
    def receiver(call: ast.Call) -> ast.expr:
        """What a method is called on; the method itself where it was put into a variable before."""
        return call.func.value if isinstance(call.func, ast.Attribute) else call.func

    def takes_whole_dataset(self, call: ast.Call) -> bool:
        """Whether ``predict``, ``evaluate`` or ``fit`` is visibly given a whole dataset, not a batch."""
        return self.datasets.is_whole(self.index, call)

    def runs_traced(self, model: ast.expr) -> bool:
        """Whether a model runs traces already: it is restored, or calling it calls a ``tf.function``.

        Or it is a parameter, declared to be a model, for which all known calls give a ``tf.function``.
        """
        given: list[tuple[SyntaxIndex, ast.expr]] = []
        if isinstance(model, ast.Name):
            given = self.infer.calls.passed(self.index.home(model), model.id)
        if given and all(self.tensors.is_traced_function(index, argument) for index, argument in given):
            return True
        models = [value for value in self.values(model) if value.kind is Kind.MODEL]
        return any(value.name in catalog.RESTORED for value in models) or (
            bool(models)
            and all(value.cls is not None and self._has_traced_call(value.cls) for value in models)
        )

    def _has_traced_call(self, cls: ClassScope) -> bool:
        find = self.infer.classes.find_method
        method = find(cls, "__call__") or find(cls, "call")
        return method is not None and self.infer.traced_decorator(method) is not None

    def takes_one_batch(self, call: ast.Call) -> bool:
        """Whether ``predict`` or ``evaluate`` is visibly given no more than a batch."""
        return self.datasets.is_one_batch(self.index, call)

    def takes_one_item(self, call: ast.Call) -> bool:
        """Whether ``predict`` or ``evaluate`` is visibly given a batch of one."""
        return self.datasets.is_one_item(self.index, call)

    def is_small_batch(self, node: ast.expr) -> bool:
        """Whether an array visibly has one row, or as many as are written down, all of one length."""
        return self.datasets.has_few_rows(self.index, node) and self.shapes.varying(self.index, node) is None

    def is_of_own_object(self, call: ast.Call) -> bool:
        """Whether a method calls another one of its own object: ``self.predict(x)``."""
        receiver = self.receiver(call)
        scope = self.index.scope(call)
        return isinstance(receiver, ast.Name) and self.index.class_of_self(scope, receiver.id) is not None

    def view_of_model(self, call: ast.Call) -> str | None:
        """How to name a call that builds another way through an existing model, or None."""
        return self.creation.views.view_of_model(self.index, call)

    def clears_state(self, repetition: Repetition, call: ast.Call) -> bool:
        """Whether each round of a repetition around a call clears Keras' state or resets the graph."""
        return self.creation.clears_state(repetition, self.index, call)

    def state_made(self, call: ast.Call) -> Kind | None:
        """The kind of the object with variables that a call constructs, if it is one of ``kinds``."""
        return self.steps.state_made(self.index, call)

    def step_around(self, node: ast.AST) -> str | None:
        """The call of a model, loss or training step that runs a node each time, in words, or None."""
        return self.steps.step_around(self.index, node)

    def remade_each_step(self, call: ast.Call, kind: Kind) -> Repetition | None:
        """What repeats an eager training step that makes its own optimizer or layer."""
        return self.steps.remade_each_step(self.index, call, kind)

    def trains(self, repetition: Repetition, call: ast.Call) -> bool:
        """Whether each round of a repetition around a call trains a model."""
        return self.creation.trains(repetition, self.index, call)

    def trains_eagerly(self, repetition: Repetition) -> bool:
        """Whether what each round of a repetition trains is not traced."""
        return self.creation.trains_eagerly(repetition, self.index)

    def is_beside_trained(self, repetition: Repetition, call: ast.Call) -> bool:
        """Whether all that each round of a repetition trains is another model than the one a call makes."""
        return self.training.is_beside(repetition, self.index, call)

    def loads_same(self, repetition: Repetition, call: ast.Call) -> bool:
        """Whether a load visibly reads the same thing in each round of a repetition."""
        return self.creation.loads_same(repetition, self.index, call)

    def helper_compiles(self, call: ast.Call) -> bool:
        """Whether the project function that a call runs compiles a model."""
        names = frozenset({"keras.Model.compile"})
        callees = self.infer.calls.callees(self.index, call)
        return bool(callees) and all(self.infer.calls.does(callee, names) for callee in callees)

    def is_innermost_loop(self, node: ast.AST, loop: ast.AST) -> bool:
        """Whether a loop is the one directly around a node."""
        return flow.enclosing_loops(self.index, node)[:1] == [loop]

    def stores_into(self, holder: ast.expr) -> int:
        """How many places of the file put something into a container of that name."""
        text = ast.dump(holder)
        return sum(ast.dump(store.holder) == text for store in self.stores.of(self.index))

    def is_test(self) -> bool:
        """Whether the file holds tests."""
        return self.entry.is_test(self.index)

    def is_handed_out(self, call: ast.Call, kind: Kind) -> bool:
        """Whether the function around a call hands the new object of ``kind`` to its own caller."""
        return self.creation.destinations.is_returned(self.index, call, kind)

    def deleted_before_build(self) -> Iterator[tuple[ast.Delete, str, ast.Call]]:
        """Statements that delete a model before another is made; see `Clearing.deleted_before_build`."""
        return self.clearing.deleted_before_build()

    # -- eager execution -----------------------------------------------------------------------------

    def switches_eager(self, call: ast.Call) -> bool | None:
        """What a call gives to ``run_functions_eagerly``, or None."""
        return self.switches.switches_eager(self.index, call)

    def switched_back(self, call: ast.Call) -> bool:
        """Whether the code around a call that switches tracing off switches it on again."""
        return self.switches.switched_back(self.index, call)

    def is_conditional(self, node: ast.AST) -> bool:
        """Whether a condition other than the main guard decides if a node runs."""
        return self.switches.is_conditional(self.index, node)

    def needs_eager_mode(self) -> bool:
        """Whether a part of a model in the program would fail, or do something else, if it were traced."""
        parts = [part for file in self.entry.program_files(self.index) for part in file.functions()]
        return any(
            self.switches.only_runs_eagerly(part)
            or (self.switches.is_part_of_model(part) and self.trace_effects.differs(part))
            for part in parts
        )

    def compiles(self, call: ast.Call) -> bool:
        """Whether a call compiles a Keras model."""
        return self.switches.compiles(self.index, call)

    # -- repetition ----------------------------------------------------------------------------------

    def repetitions(self, node: ast.AST, *, eager: bool = False) -> list[Repetition]:
        """Everything that makes a node run again and again, innermost first."""
        return self.repetition.of(self.index, node, eager=eager)

    def is_traced(self, node: ast.AST) -> bool:
        """Whether a node only runs while TensorFlow traces it into a graph."""
        function = self.index.function(node)
        return function is not None and self.repetition.execution.is_traced(function)

    def model_called(self, call: ast.Call) -> ast.expr | None:
        """The expression of the Keras model that a call applies, as in ``model(x)`` or ``model.call(x)``.

        None where it may as well call an object of the project that runs traces.
        """
        if self.value_of(call.func, Kind.MODEL) is not None:
            return None if any(map(self._runs_traces, self._methods_called(call))) else call.func
        if isinstance(call.func, ast.Attribute) and call.func.attr in ("call", "__call__"):
            if self.value_of(call.func.value, Kind.MODEL) is not None:
                return call.func.value
        return None

    def _methods_called(self, call: ast.Call) -> Iterator[FunctionScope]:
        """The ``__call__`` of the objects of the project that a call may call beside models."""
        for value in self.values(call.func):
            if value.kind is Kind.INSTANCE and value.cls is not None:
                method = self.infer.classes.find_method(value.cls, "__call__")
                yield from self.infer.classes.implementations(method) if method is not None else ()

    def _runs_traces(self, function: FunctionScope) -> bool:
        return self.infer.calls.function_runs_such("traces", function, self.tensors.calls_traced)

    def is_bound_by(self, node: ast.expr, repetition: Repetition) -> bool:
        """Whether what ``node`` names is another one at each iteration of a repetition."""
        return self.identity.is_bound_by(self.index, node, repetition)

    def is_one_of_kept(self, node: ast.expr, repetition: Repetition) -> bool:
        """Whether a model is known, and no round of a repetition makes it."""
        return self.identity.is_one_of_kept(self.index, node, repetition)

    def is_invariant(self, node: ast.AST, loop: ast.AST, *, in_graph: bool = False) -> bool:
        """Whether evaluating a node once before a loop gives what every iteration would get from it."""
        return self.invariance.is_invariant(self.index, node, loop, in_graph=in_graph)

    def varies_in(self, node: ast.expr, repetition: Repetition, *, fresh: bool = False) -> bool:
        """Whether an expression may differ from round to round; see `Invariance.varies_in`."""
        return self.invariance.varies_in(self.index, node, repetition, fresh=fresh)

    def hoist_loop(
        self, statement: ast.stmt, *, in_graph: bool = False, trusted: ast.Call | None = None
    ) -> ast.stmt | None:
        """The outermost loop before which a statement may run once; see `Invariance.hoist_loop`."""
        return self.invariance.hoist_loop(self.index, statement, in_graph=in_graph, trusted=trusted)

    def expression_loop(self, node: ast.expr, *, in_graph: bool = False) -> ast.stmt | None:
        """The outermost loop before which an expression may be evaluated once."""
        return self.invariance.expression_loop(self.index, node, in_graph=in_graph)

    def way(self, repetition: Repetition) -> tuple[Related, ...]:
        """The places that lead from a loop to the code that it repeats, outermost first."""
        places = [(repetition.index, repetition.node, f"the {repetition.what} is here")]
        places += [(step.index, step.node, "which is reached through this call") for step in repetition.steps]
        return tuple(self._related(index, node, text) for index, node, text in places)

    def run_by(self, meeting: Meeting) -> tuple[Related, ...]:
        """The place of another file whose program runs a place that clashes, if it is one."""
        program = meeting.program
        return () if program is None else (self._related(program.index, program.node, "run from here"),)

    def _related(self, index: SyntaxIndex, node: ast.AST, text: str) -> Related:
        source = index.source
        place = source.position(source.ast_offset(node.lineno, node.col_offset))  # type: ignore[attr-defined]
        # The checker places what stands in the checked file itself, with the finding.
        cell, place = (None, place) if index is self.index else source.in_part(place)
        return Related(source.name, place, text, cell)

    def describe(self, repetition: Repetition) -> str:
        """Names a repetition for a message: ``the for loop on line 12`` and its like."""
        here = repetition.index is self.index
        other = repetition.index.source
        place = other.row_name(repetition.row) if here else other.place_name(repetition.row)
        if repetition.how == "loop":
            return f"the {repetition.what} {'on' if here else 'at'} {place}"
        return f"{repetition.what} ({place})" if repetition.how == "framework" else f"the {repetition.what}"

    def training_step(self, call: ast.Call) -> TrainingStep | None:
        """The step of a training loop around the call of a model, when it may become a traced function.

        None as well when the loop runs again and again, so that each run would trace the step anew.
        """
        if any(found.steps or found.how != "loop" for found in self.repetitions(call, eager=True)):
            return None
        step = self.extraction.training_step(self.index, call)
        return None if step is None or self.under_scope(step.first) else step

    # -- the order of things in a program ------------------------------------------------------------

    def meetings(self, clash: Clash) -> Iterator[Meeting]:
        """The places of this file that come too late in a program, or contradict what came before."""
        return self.startup.meetings(self.index, clash)

    def earlier(self, node: ast.AST, cause: Place, *harmless: str) -> tuple[ast.stmt, ...] | None:
        """How to run a node of this file before what ran before it.

        Args:
            node: what comes too late.
            cause: what it has to run before.
            harmless: the canonical names of calls that may move along.

        Returns:
            The statement to move in front of, then the statements that move; None when they cannot.
        """
        if cause.index is not self.index:
            return None
        found = moving.movable(
            self.index,
            node,
            cause.node,
            lambda call: any(name in harmless for name in self.infer.called_names(self.index, call)),
        )
        return None if found is None else (found[0], *found[1])

    def calls_named(self, *names: str) -> list[ast.Call]:
        """The calls of this file that run one of the library functions of those canonical names."""
        return [
            call
            for call in self.index.calls_through({name.rpartition(".")[2] for name in names})
            if any(n in names for n in self.infer.called_names(self.index, call))
        ]

    def part_of_gpus(self, node: ast.expr) -> str | None:
        """Which part of a list of physical devices an expression picks, in words, or None."""
        return self.devices.part_of_gpus(self.index, node)

    def chooses_devices(self, call: ast.Call) -> bool:
        """Whether the program around a call chooses which GPUs are visible, or its environment does."""
        index = self.index
        if "CUDA_VISIBLE_DEVICES" in index.source.text:
            lists = list(values_of(index, "CUDA_VISIBLE_DEVICES"))
            if not lists or not all(isinstance(v, ast.Constant) and "," in str(v.value) for v in lists):
                return True
        if any("set_visible_devices" in o.loads for o in self.entry.program_files(index) if o is not index):
            return True
        own = index.function(call)
        growing = {index.function(other) for other in self.calls_named(*catalog.SETS_GROWTH)}
        # A function that both chooses and configures is another way to set the program up.
        return any(
            (around := index.function(load)) is own or around is None or around not in growing
            for load in index.loads.get("set_visible_devices", ())
        )

    def session_options(self, call: ast.Call) -> SessionOptions:
        """What the options of a session that a call opens say about GPU memory."""
        return self.devices.session_options(self.index, call)

    def place_named(self, place: Place) -> str:
        """Names a place for a message: ``line 12``, or ``data.py:12`` in another file."""
        row = place.node.lineno  # type: ignore[attr-defined]
        source = place.index.source
        return source.row_name(row) if place.index is self.index else source.place_name(row)

    # -- resources -----------------------------------------------------------------------------------

    def openings(self, kind: Kind) -> Iterator[Opening]:
        """The calls of this file that open a resource of ``kind`` and what becomes of each."""
        for call in self.index.calls:
            creators = self.creators(call, kind)
            if creators:
                yield self.ownership.opening(self.index, call, creators)

    # -- graphs of TensorFlow 1 ----------------------------------------------------------------------

    def graph_growths(self) -> Iterator[Growth]:
        """The expressions of this file that add operations to a graph while sessions keep running it."""
        return self.graphs.growths(self.index)

    def graph_rebuilds(self) -> Iterator[Growth]:
        """The first building call of each place that builds a network into one graph again and again."""
        return self.graphs.networks.rebuilds(self.index)

    # -- names for fixes -----------------------------------------------------------------------------

    def module_name_for(self, *wanted: str) -> tuple[str, str] | None:
        """A module-level name of this file that stands for a library module.

        Args:
            wanted: canonical modules, the preferred one first.

        Returns:
            (identifier, canonical module), or None when the file imports none of them at its top, or only
            where it runs as a program.
        """
        for full in wanted:
            for name, bindings in self.index.module.bindings.items():
                if all(b.how == "import" and not self._is_under_guard(b.node) for b in bindings) and any(
                    v.kind is Kind.API and v.name == full
                    for b in bindings
                    for v in self.infer.bound(self.index, b, self.index.module)
                ):
                    return name, full
        return None

    def _is_under_guard(self, node: ast.AST) -> bool:
        ancestors = (node, *self.index.ancestors(node))
        return any(isinstance(parent, ast.stmt) and is_main_guard(parent) for parent in ancestors)

    def is_free(self, name: str) -> bool:
        """Whether no scope of the file binds or reads ``name``."""
        return name not in self.index.loads and all(
            name not in scope.bindings for scope in self.index.scopes.values()
        )

    def free_name(self, stem: str, place: ast.AST) -> str:
        """A name made from ``stem`` that no scope of the file uses yet, nor another fix around a place."""
        names = itertools.chain([stem], (f"{stem}_{number}" for number in itertools.count(2)))
        scope = self.index.function(place) or self.index.module
        name = next(n for n in names if self.is_free(n) and not self._is_given(n, scope))
        self._given_names.append((name, scope))
        return name

    def _is_given(self, name: str, scope: Scope) -> bool:
        """Whether another fix was given a name, in a scope that sees this one or is seen from it."""
        return any(
            name == given and (flow.contains(other.node, scope.node) or flow.contains(scope.node, other.node))
            for given, other in self._given_names
        )

    def estimator_method(self, call: ast.Call) -> str | None:
        """The method when a call makes an Estimator of TensorFlow predict, evaluate or train."""
        for name in self.infer.called_names(self.index, call):
            if catalog.ESTIMATOR_WORK.match(name):
                return name.rpartition(".")[2]
        return None

    def uses_v1_graphs(self) -> bool:
        """Whether the file is written for TensorFlow 1 graphs."""
        return self.repetition.execution.builds_v1_graph(self.index)

    def debugs_eagerly(self) -> bool:
        """Whether the file switches tracing off on purpose."""
        return self.repetition.execution.debugs_eagerly(self.index)

    def host_wrapper(self, call: ast.Call) -> str | None:
        """The canonical name when a call wraps a Python function for TensorFlow."""
        names = self.infer.called_names(self.index, call)
        return next((name for name in names if name in catalog.WRAPS_HOST_FUNCTION), None)

    def is_module_function(self, name: ast.Name) -> bool:
        """Whether a name stands for a function at the top level of this file, and nothing else."""
        values = self.values(name)
        return bool(values) and all(
            value.kind is Kind.FUNCTION
            and value.function is not None
            and value.function.parent is self.index.module
            for value in values
        )

    def are_tensors(self, nodes: list[ast.expr]) -> bool:
        """Whether expressions certainly are tensors or numpy arrays, which trace once per type."""
        return all(
            values and all(v.kind is Kind.TENSOR or v.name.startswith("numpy.") for v in values)
            for values in (self.values(node) for node in nodes)
        )

    def wants_fresh_traces(self) -> bool:
        """Whether the file is a test or a benchmark, which measures each trace on purpose."""
        path, text = self.index.source.path, self.index.source.text
        return self.is_test() or "bench" in path.stem or ("timeit" in text and self._imports("timeit"))

    def _imports(self, module: str) -> bool:
        """Whether the file imports a module, or names from it."""
        return any(
            statement.module == module
            if isinstance(statement, ast.ImportFrom)
            else any(alias.name == module for alias in statement.names)
            for statement in self.index.imports
        )

    def under_scope(self, node: ast.AST) -> bool:
        """Whether a node stands in a ``with`` over a strategy scope, a graph or a session."""
        for parent in self.index.ancestors(node):
            if isinstance(parent, (ast.With, ast.AsyncWith)):
                for item in parent.items:
                    expression = item.context_expr
                    if isinstance(expression, ast.Call) and isinstance(expression.func, ast.Attribute):
                        if expression.func.attr in ("scope", "as_default"):
                            return True
                    if Kind.SESSION in self.infer.kinds(self.index, expression):
                        return True
        return False

    def position(self, node: ast.AST) -> tuple[Position, Position]:
        """Where a node starts and ends."""
        source = self.index.source
        return source.position(self.start(node)), source.position(self.end(node))

    def method_position(self, node: ast.AST) -> Position | None:
        """Where the method's name stands when a node calls a method of a chain that spans lines."""
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            return None
        end = node.func.end_lineno, node.func.end_col_offset
        if end[0] is None or end[1] is None or end[0] == node.lineno:
            return None
        source = self.index.source
        return source.position(source.ast_offset(end[0], end[1] - len(node.func.attr.encode())))

    def start(self, node: ast.AST) -> int:
        """The character offset at which a node starts."""
        return self.index.source.ast_offset(node.lineno, node.col_offset)  # type: ignore[attr-defined]

    def end(self, node: ast.AST) -> int:
        """The character offset at which a node ends."""
        return self.index.source.ast_offset(node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]

    def span(self, node: ast.AST) -> tuple[int, int]:
        """The character offsets of a node."""
        return self.start(node), self.end(node)
