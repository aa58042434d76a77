"""Pipelines of ``tf.data``: the stages behind a dataset, and what each of them does."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tflint_mem.semantic import catalog, conditions, flow
from tflint_mem.semantic.numbers import Numbers
from tflint_mem.semantic.syntax import (
    COMPREHENSIONS,
    LOOPS,
    FunctionScope,
    SyntaxIndex,
    spell_the_same,
    walk_own,
)
from tflint_mem.semantic.values import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_mem.semantic.call_graph import Use
    from tflint_mem.semantic.creation import Creations
    from tflint_mem.semantic.graphs import Graphs
    from tflint_mem.semantic.inference import Inference
    from tflint_mem.semantic.repetition import Repetition, Repetitions

MAX_PATHS = 6
"""How many ways through branches and callers are followed to a dataset's source."""
MAX_STAGES = 24
LARGE_BUFFER = 100_000
"""Elements from which on a constant shuffle buffer counts as a whole dataset."""

_RANDOM = re.compile(
    r"tf\.(random\.(?!set_seed|Generator|get_)|image\.(random_|stateless_random_|sample_distorted)|random_)"
    r"|keras\.random\.|keras\.layers(\.\w+)*\.Random[A-Z]\w*$"
)
_DECODES = re.compile(
    r"tf\.(io\.(read_file|decode_(png|jpeg|image|bmp|gif|webp|and_crop_jpeg))|image\.decode_\w+|read_file|"
    r"audio\.decode_wav)$|keras\.(utils|preprocessing\.image)\.load_img$"
)
_IMAGE_FOLDERS = re.compile(r"keras\.(\w+\.)*image_dataset_from_directory$")
_STEADY_SOURCES = re.compile(
    r"tf\.data\.(Dataset\.(range|from_tensors|from_tensor_slices)|TFRecordDataset|TextLineDataset|"
    r"FixedLengthRecordDataset)$"
)
_STEADY_STAGES = frozenset(
    {"batch", "padded_batch", "unbatch", "take", "skip", "prefetch", "enumerate", "window", "shard"}
)
_STATEFUL = re.compile(
    r"tf\.(.*\.)?(random\w*|\w*py_func(tion)?|numpy_function|assign\w*|Variable|lookup|timestamp|print)\b"
)
_OWNERS = frozenset({Kind.INSTANCE, Kind.MODEL, Kind.OBJECT})
"""What a pipeline may belong to."""
_CLOSURES = frozenset({"py_function", "numpy_function", "py_func"})


@dataclass(frozen=True)
class Stage:
    """One call of a pipeline: its source, or a method of the dataset before it."""

    index: SyntaxIndex
    call: ast.Call
    method: str

    def argument(self, position: int, keyword: str) -> ast.expr | None:
        """An argument of the call, by position or keyword."""
        for given in self.call.keywords:
            if given.arg == keyword:
                return given.value
        return self.call.args[position] if position < len(self.call.args) else None


Path = tuple[Stage, ...]


@dataclass(frozen=True)
class Rebuilt:
    """A pipeline, or a part of one, that is made anew at every round.

    Attributes:
        call: the source of the pipeline, or the first stage that each round adds.
        whole: the last stage of the expression.
        repetition: what repeats it.
        why: ``function``, ``closure``, ``wraps`` or ``iterator``.
    """

    call: ast.Call
    whole: ast.Call
    repetition: Repetition
    why: str


class Pipelines:
    """Answers what datasets are made of."""

    def __init__(
        self, inference: Inference, repetitions: Repetitions, creations: Creations, graphs: Graphs
    ) -> None:
        self.infer = inference
        self.repetitions = repetitions
        self.creations = creations
        self.graphs = graphs
        self.numbers = Numbers(inference)

    # -- stages --------------------------------------------------------------------------------------

    def is_stage(self, index: SyntaxIndex, call: ast.Call, *methods: str) -> bool:
        """Whether a call applies one of the methods to a dataset."""
        return (
            isinstance(call.func, ast.Attribute)
            and call.func.attr in methods
            and Kind.DATASET in self.infer.kinds(index, call.func.value)
        )

    def paths(self, index: SyntaxIndex, node: ast.expr) -> tuple[Path, ...]:
        """The stages that lead to a dataset, source first, for each way through branches and callers."""
        return self.infer.remember(
            ("pipeline", node), lambda: tuple(dict.fromkeys(self._paths(index, node)))[:MAX_PATHS], ()
        )

    def _paths(self, index: SyntaxIndex, node: ast.expr) -> Iterator[Path]:
        if isinstance(node, ast.Name):
            yield from self._behind_name(index, node)
            return
        if not isinstance(node, ast.Call) or Kind.DATASET not in self.infer.kinds(index, node):
            return
        func = node.func
        if isinstance(func, ast.Attribute) and Kind.DATASET in self.infer.kinds(index, func.value):
            stage = Stage(index, node, func.attr)
            before = self.paths(index, func.value) or ((),)
            yield from ((*path, stage) for path in before if len(path) < MAX_STAGES)
            return
        callees = self.infer.calls.callees(index, node)
        for callee in callees:
            use = self.infer.calls.use_of(index, node.func)
            for value in callee.returns:
                for path in self.paths(callee.index, value):
                    if not self._is_ruled_out(path, use, callee):
                        yield path
        if not callees:
            yield (Stage(index, node, "source"),)

    def _is_ruled_out(self, path: Path, use: Use, callee: FunctionScope) -> bool:
        """Whether the constants that a call passes choose another branch than a stage stands in."""
        own = (s for s in path if s.index is callee.index and s.index.function(s.call) is callee)
        needs = (conditions.needs_of(self.infer, stage.index, stage.call) for stage in own)
        return any(some and conditions.carried(self.infer, some, use, callee) is None for some in needs)

    def _behind_name(self, index: SyntaxIndex, node: ast.Name) -> Iterator[Path]:
        scope = index.scope(node)
        bindings = flow.reaching(index, scope.bindings.get(node.id, []), node)
        for binding in bindings:
            if binding.how == "value" and binding.value is not None:
                yield from self.paths(index, binding.value)
            elif binding.how == "parameter" and isinstance(scope, FunctionScope):
                for use in self.infer.calls.uses(scope)[:MAX_PATHS]:
                    argument = self.infer.calls.argument(use, scope, node.id)
                    if argument is not None:
                        yield from self.paths(use.index, argument)

    def functions(self, stage: Stage) -> list[FunctionScope]:
        """The Python functions that a stage runs on elements."""
        first = stage.argument(0, "map_func") or stage.argument(0, "predicate")
        if first is None or stage.method not in catalog.DATASET_TRANSFORMS:
            return []
        return [v.function for v in self.infer.values(stage.index, first) if v.function is not None]

    def _library_functions(self, stage: Stage) -> list[str]:
        """The functions of libraries that a stage runs on elements, as ``map(tf.io.read_file)`` does."""
        first = stage.argument(0, "map_func") or stage.argument(0, "predicate")
        if first is None or stage.method not in catalog.DATASET_TRANSFORMS:
            return []
        return [v.name for v in self.infer.values(stage.index, first) if v.kind is Kind.API]

    def is_random(self, stage: Stage) -> bool:
        """Whether a stage changes elements at random."""
        return self._does(stage, _RANDOM)

    def decodes(self, stage: Stage) -> bool:
        """Whether a stage reads or decodes files, so that elements are much larger behind it."""
        if stage.method == "source":
            return self._is_source(stage, _IMAGE_FOLDERS)
        return self._does(stage, _DECODES)

    def is_steady(self, stage: Stage) -> bool:
        """Whether a stage certainly gives the same elements each time that it is gone through."""
        if stage.method == "source":
            return self._is_source(stage, _STEADY_SOURCES)
        if stage.method not in catalog.DATASET_TRANSFORMS:
            return stage.method in _STEADY_STAGES
        order = next((k.value for k in stage.call.keywords if k.arg == "deterministic"), None)
        if order is not None and not (isinstance(order, ast.Constant) and order.value is True):
            return False
        functions, names = self.functions(stage), self._library_functions(stage)
        known = bool(functions or names) and not any(map(_may_keep_state, names))
        return known and all(map(self._is_stateless, functions))

    def _is_stateless(self, function: FunctionScope) -> bool:
        return self.infer.remember(
            ("stateless", function), lambda: self._depends_on_arguments_alone(function), False
        )

    def _depends_on_arguments_alone(self, function: FunctionScope) -> bool:
        """Whether a function only calls functions of TensorFlow without state, and reads no variables."""
        index = function.index
        body = function.node.body
        for part in body if isinstance(body, list) else [body]:
            for node in walk_own(part):
                if isinstance(node, ast.Call):
                    names = self.infer.called_names(index, node)
                    callees = self.infer.calls.callees(index, node)
                    if not (names or callees) or not all(map(self._is_stateless, callees)):
                        return False
                    if any(map(_may_keep_state, names)):
                        return False
                elif isinstance(node, (ast.Name, ast.Attribute)) and isinstance(node.ctx, ast.Load):
                    if Kind.VARIABLE in self.infer.kinds(index, node):
                        return False
        return True

    def _is_source(self, stage: Stage, names: re.Pattern[str]) -> bool:
        return any(names.match(name) for name in self.infer.called_names(stage.index, stage.call))

    def _does(self, stage: Stage, names: re.Pattern[str]) -> bool:
        """Whether what a stage runs on elements is one of the functions ``names``, or calls one."""
        return any(names.match(name) for name in self._library_functions(stage)) or any(
            self._uses(function, names) for function in self.functions(stage)
        )

    def _uses(self, function: FunctionScope, names: re.Pattern[str]) -> bool:
        return self.infer.remember(
            ("uses", function, names.pattern), lambda: self._find_use(function, names), False
        )

    def _find_use(self, function: FunctionScope, names: re.Pattern[str]) -> bool:
        index = function.index
        for part in index.run_by(function):
            for node in walk_own(part):
                if not isinstance(node, ast.Call):
                    continue
                if any(names.match(name) for name in self.infer.called_names(index, node)):
                    return True
                for value in self.infer.values(index, node.func):
                    if value.name and names.match(value.name):
                        return True  # a layer that was made elsewhere
                    if value.kind is Kind.MODEL and value.index is not None and value.node is not None:
                        if self._is_made_with(value.index, value.node, names):
                            return True
                run = [*self.infer.calls.callees(index, node), *self._given_to_stage(index, node)]
                if any(self._uses(callee, names) for callee in run):
                    return True
        return False

    def _given_to_stage(self, index: SyntaxIndex, call: ast.Call) -> list[FunctionScope]:
        """What a stage of a pipeline runs that is built for each element, as in ``interleave``."""
        stage = call.func
        if not isinstance(stage, ast.Attribute) or stage.attr not in catalog.DATASET_TRANSFORMS:
            return []
        if not call.args or Kind.DATASET not in self.infer.kinds(index, stage.value):
            return []
        return [v.function for v in self.infer.values(index, call.args[0]) if v.function is not None]

    def _is_made_with(self, index: SyntaxIndex, node: ast.AST, names: re.Pattern[str]) -> bool:
        """Whether one of ``names`` is called for a part of a model that is written down."""
        return any(
            names.match(name)
            for inner in walk_own(node)
            if isinstance(inner, ast.Call)
            for name in self.infer.called_names(index, inner)
        )

    @staticmethod
    def is_endless(stage: Stage) -> bool:
        """Whether a stage repeats the dataset for ever."""
        if stage.method != "repeat":
            return False
        count = stage.argument(0, "count")
        if count is None or (isinstance(count, ast.Constant) and count.value is None):
            return True
        return isinstance(count, ast.UnaryOp) and isinstance(count.op, ast.USub)

    # -- shuffling -----------------------------------------------------------------------------------

    def is_whole_length(self, index: SyntaxIndex, node: ast.expr | None, depth: int = 0) -> bool:
        """Whether an expression visibly is the number of all elements, or a very large constant."""
        if node is None or depth > 4:
            return False
        known = self.numbers.integers(index, node)
        if known:
            return min(known) >= LARGE_BUFFER
        if isinstance(node, ast.Name):
            scope = index.home(node)
            bindings = scope.bindings.get(node.id, [])
            if [binding.how for binding in bindings] == ["parameter"]:
                passed = self.infer.calls.passed(scope, node.id)
                return bool(passed) and all(self.is_whole_length(*given, depth + 1) for given in passed)
            return bool(bindings) and all(
                b.how == "value" and self.is_whole_length(index, b.value, depth + 1) for b in bindings
            )
        if isinstance(node, ast.Attribute):
            owner = index.owner_of_attribute(node)
            set_by = [] if owner is None else self.infer.classes.attribute_bindings(owner, node.attr)
            return bool(set_by) and all(self.is_whole_length(i, b.value, depth + 1) for i, b in set_by)
        if isinstance(node, ast.Subscript):
            shape = node.value
            return (
                isinstance(shape, ast.Attribute)
                and shape.attr == "shape"
                and isinstance(node.slice, ast.Constant)
                and node.slice.value == 0
            )
        if not isinstance(node, ast.Call):
            return False
        func = node.func
        if isinstance(func, ast.Attribute):
            if func.attr == "cardinality":
                return True
            if func.attr == "numpy":
                return self.is_whole_length(index, func.value, depth + 1)
        names = self.infer.called_names(index, node)
        if "builtins.len" in names:
            return True
        wraps = {"builtins.int", "builtins.max", "tf.cast"} & set(names)
        return bool(wraps) and any(self.is_whole_length(index, a, depth + 1) for a in node.args)

    # -- pipelines that are made again and again -----------------------------------------------------

    def rebuilt(self, index: SyntaxIndex) -> Iterator[Rebuilt]:
        """The pipelines of a file that every round makes anew, with what that costs."""
        seen: set[ast.AST] = set()
        for call in index.calls:
            found = self._iterator(index, call)
            if found is None and not self._is_inner(index, call):
                found = self._wrapped(index, call) or self._built(index, call)
            if found is not None and found.call not in seen:
                seen.add(found.call)
                yield found

    @staticmethod
    def _is_inner(index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a call is the receiver of another stage of the same expression."""
        parent = index.parents.get(call)
        outer = index.parents.get(parent) if isinstance(parent, ast.Attribute) else None
        return isinstance(outer, ast.Call) and outer.func is parent

    def _iterator(self, index: SyntaxIndex, call: ast.Call) -> Rebuilt | None:
        """A TensorFlow 1 iterator that each round adds to the graph."""
        if not index.may_call(call, catalog.ITERATOR_MAKERS) or not any(
            value.kind is Kind.OBJECT and value.name == catalog.ITERATOR and value.node is call
            for value in self.infer.values(index, call)
        ):
            return None
        repetition = self.graphs.repetition_in_graph(index, call)
        if repetition is None:
            return None
        stages = (
            self._first_within(index, dataset, repetition) for dataset in self._iterated_by(index, call)
        )
        return Rebuilt(next(stages, None) or call, call, repetition, "iterator")

    def _iterated_by(self, index: SyntaxIndex, call: ast.Call) -> list[ast.expr]:
        """The dataset that a call makes an iterator of: its receiver or its first argument."""
        func = call.func
        if isinstance(func, ast.Attribute) and Kind.DATASET in self.infer.kinds(index, func.value):
            return [func.value]
        return call.args[:1]

    def _first_within(self, index: SyntaxIndex, node: ast.expr, repetition: Repetition) -> ast.Call | None:
        """The first stage of a pipeline that each round makes, in this file."""
        for path in self.paths(index, node):
            for stage in path:
                if stage.index is index and (
                    repetition.how != "loop" or flow.contains(repetition.node, stage.call)
                ):
                    return stage.call
        return None

    def _wrapped(self, index: SyntaxIndex, call: ast.Call) -> Rebuilt | None:
        """``data = data.map(f)`` in a loop that also reads ``data``: every round adds a stage."""
        statement, root = index.parents.get(call), _root(call)
        if not isinstance(statement, ast.Assign) or root is None or not self._is_wrapping(index, call):
            return None
        if Kind.DATASET not in self.infer.kinds(index, root) or isinstance(root, ast.Call):
            return None
        for repetition in self.repetitions.of(index, call, eager=True):
            loop = repetition.node
            elsewhere = repetition.steps or repetition.how == "callback"
            if repetition.steps and self._only_adds_stages(index, call, repetition):
                continue
            if elsewhere and self._grows_on_object(index, root, statement, repetition):
                return Rebuilt(_first(call), call, repetition, "wraps")
            if repetition.how != "loop" or repetition.steps or not isinstance(loop, LOOPS):
                continue
            if self._is_bound_in(index, root, statement, loop) or not self._is_read(
                index, root, statement, loop
            ):
                return None
            return Rebuilt(_first(call), call, repetition, "wraps")
        return None

    def _grows_on_object(
        self, index: SyntaxIndex, root: ast.expr, statement: ast.stmt, repetition: Repetition
    ) -> bool:
        """Whether each call of a method wraps the dataset of an object that is there before the loop."""
        owner = index.owner_of_attribute(root)
        if owner is None or not isinstance(root, ast.Attribute) or self._has_own_object(repetition):
            return False
        others = [
            (file, file.function(binding.node))
            for file, binding in self.infer.classes.attribute_bindings(owner, root.attr)
            if index is not file or not flow.contains(statement, binding.node)
        ]
        if any(maker is not None and maker.name not in ("__init__", "__post_init__") for _, maker in others):
            return False  # given anew, perhaps in each round
        return not any(
            again.node is repetition.node
            for file, made in self.infer.classes.instantiations(owner)
            for again in self.repetitions.of(file, made)
        )

    @staticmethod
    def _has_own_object(repetition: Repetition) -> bool:
        """Whether each round may call the method on another object, by what the method is called on."""
        for index, call in ((step.index, step.node) for step in reversed(repetition.steps)):
            called = call.func if isinstance(call, ast.Call) else None
            receiver = called.value if isinstance(called, ast.Attribute) else None
            if not isinstance(receiver, ast.Name):
                return index.owner_of_attribute(receiver) is None
            if index.class_of_self(index.scope(receiver), receiver.id) is not None:
                continue
            for binding in index.home(receiver).bindings.get(receiver.id, ()):
                if binding.how == "iterate":
                    loops = (
                        a for a in index.ancestors(binding.node) if isinstance(a, (*LOOPS, *COMPREHENSIONS))
                    )
                    if next(loops, None) is repetition.node:
                        return True
                elif binding.how != "value" or flow.contains(repetition.node, binding.node):
                    return True
            return False
        return False

    def _is_bound_in(self, index: SyntaxIndex, root: ast.expr, statement: ast.stmt, loop: ast.AST) -> bool:
        """Whether the loop gives the variable a dataset of its own before it is wrapped."""
        if isinstance(root, ast.Attribute):
            return any(
                isinstance(node, ast.Attribute)
                and isinstance(node.ctx, ast.Store)
                and node.attr == root.attr
                and not flow.contains(statement, node)
                and flow.place(node) < flow.place(statement)
                for node in walk_own(loop)
            )
        assert isinstance(root, ast.Name)
        bindings = index.scope(root).bindings.get(root.id, [])
        return any(
            flow.contains(loop, b.node)
            and not flow.contains(statement, b.node)
            and flow.place(b.node) < flow.place(statement)
            and not _starts_with(b.value, root)
            for b in bindings
        )  # fmt: skip

    @staticmethod
    def _is_read(index: SyntaxIndex, root: ast.expr, statement: ast.stmt, loop: ast.AST) -> bool:
        """Whether the loop does more with the dataset than to add stages to it."""
        name = root.attr if isinstance(root, ast.Attribute) else getattr(root, "id", "")
        for load in index.loads.get(name, ()):
            if not flow.contains(loop, load) or flow.contains(statement, load):
                continue
            if not spell_the_same(load, root):
                continue
            parent = index.parents.get(load)
            outer = index.parents.get(index.statement(load))
            if isinstance(parent, ast.Attribute) and isinstance(index.statement(load), ast.Assign):
                if outer is not None and _starts_with(getattr(index.statement(load), "value", None), root):
                    continue
            return True
        return False

    def _built(self, index: SyntaxIndex, call: ast.Call) -> Rebuilt | None:
        """A pipeline with a Python function in it that each round makes."""
        if Kind.DATASET not in self.infer.kinds(index, call) or self.infer.calls.callees(index, call):
            return None
        for path in self.paths(index, call):
            own = [stage for stage in path if stage.index is index]
            why = self._cost(own)
            if why is None:
                continue
            for repetition in self.repetitions.of(index, call, eager=True):
                made = [s for s in own if self._is_made_by(index, s, repetition, call)]
                if self._cost(made) is None or self._is_meant(repetition, index, call):
                    continue
                if self.repetitions.has_few_rounds(repetition):
                    continue
                if self._builds_graph(repetition, index, call):
                    continue  # of which each pipeline is a part
                if self.repetitions.is_for_each_entry(repetition):
                    continue  # no two of them are the same, and there are as many as the table says
                if self.graphs.goes_over_layers(repetition, index):
                    continue  # each layer of a model gets its part of the data once
                if self._adds_stage(index, self._composed(index, call), repetition):
                    continue  # stage by stage, the loop builds one pipeline
                if repetition.steps and self._goes_with_new_object(index, made):
                    continue  # a part of what each round makes as a whole
                if any(self._feeds_new_iterator(step.index, made[0]) for step in repetition.steps):
                    continue  # one cause, one diagnostic: the iterator that each round makes of it
                return Rebuilt(made[0].call, call, repetition, why)
        return None

    def _builds_graph(self, repetition: Repetition, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a loop makes parts of a graph of TensorFlow 1 and runs none of them."""
        return self.graphs.contexts.is_graph_program(index) and not self.graphs.operations.round_runs(
            repetition, index, call
        )

    def _feeds_new_iterator(self, index: SyntaxIndex, stage: Stage) -> bool:
        """Whether a file makes an iterator of a pipeline with a stage again and again."""
        return any(
            self._iterator(index, call) is not None and stage in path
            for call in index.calls
            if index.may_call(call, catalog.ITERATOR_MAKERS)
            for dataset in self._iterated_by(index, call)
            for path in self.paths(index, dataset)
        )

    def _goes_with_new_object(self, index: SyntaxIndex, stages: list[Stage]) -> bool:
        """Whether a function reads an object that is made and handed out together with the pipeline."""
        maker = index.function(stages[0].call)
        if maker is None:
            return False
        beside = [part for value in maker.returns if isinstance(value, ast.Tuple) for part in value.elts]
        owners = [
            part.id
            for part in beside
            if isinstance(part, ast.Name) and self._may_be_new_object(index, maker, part)
        ]
        functions = [f for stage in stages for f in self.functions(stage) if f.index is index]
        return any(
            isinstance(load, ast.Name) and index.home(load) is maker and flow.contains(function.node, load)
            for name in owners
            for load in index.loads.get(name, ())
            for function in functions
        )

    def _may_be_new_object(self, index: SyntaxIndex, maker: FunctionScope, name: ast.Name) -> bool:
        """Whether a variable of a function holds an object that it makes, or what an unknown call makes."""
        bindings = maker.bindings.get(name.id, ())
        if not bindings or any(binding.how != "value" for binding in bindings):
            return False
        kinds = self.infer.kinds(index, name)
        return bool(_OWNERS & kinds) or (
            not kinds and all(isinstance(binding.value, ast.Call) for binding in bindings)
        )

    def _adds_stage(self, index: SyntaxIndex, call: ast.Call, repetition: Repetition) -> bool:
        """Whether each round adds a stage to the dataset that the round before has left."""
        root = _root(call)
        if root is None or repetition.how != "loop" or not self._is_wrapping(index, call):
            return False
        if not repetition.steps:
            return not self._is_bound_in(index, root, index.statement(call), repetition.node)
        return self._only_adds_stages(index, call, repetition)

    def _only_adds_stages(self, index: SyntaxIndex, call: ast.Call, repetition: Repetition) -> bool:
        """Whether a loop does nothing but call a method of one object, which only adds a stage."""
        loop, root, function = repetition.node, _root(call), index.function(call)
        if not isinstance(loop, ast.For) or not isinstance(root, ast.Attribute) or function is None:
            return False
        step = repetition.steps[0].node if len(repetition.steps) == 1 else None
        return (
            isinstance(step, ast.Call)
            and [getattr(statement, "value", None) for statement in loop.body] == [step]
            and not self._has_own_object(repetition)
            and not self._is_read(index, root, index.statement(call), function.node)
        )

    @staticmethod
    def _is_wrapping(index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a dataset with one more stage takes the place of the dataset."""
        statement, root = index.parents.get(call), _root(call)
        return (
            isinstance(statement, ast.Assign)
            and root is not None
            and any(spell_the_same(target, root) for target in statement.targets)
        )

    def _is_made_by(self, index: SyntaxIndex, stage: Stage, repetition: Repetition, call: ast.Call) -> bool:
        """Whether each round of a repetition runs a stage of the pipeline that ``call`` completes."""
        if repetition.how == "loop" and not repetition.steps:
            return flow.contains(repetition.node, stage.call)
        return index.function(stage.call) is index.function(call)

    def _cost(self, stages: list[Stage]) -> str | None:
        """Why making these stages costs memory: ``closure`` for good, ``function`` until it is collected."""
        found = None
        for stage in stages:
            if stage.method == "source" and _tail(stage.call) == "from_generator":
                return "closure"
            if stage.method in catalog.DATASET_TRANSFORMS and stage.method != "reduce":
                functions = self.functions(stage)
                if any(self._calls_python(function) for function in functions):
                    return "closure"
                if functions or self._library_functions(stage):
                    found = "function"
        return found

    def _calls_python(self, function: FunctionScope) -> bool:
        names = frozenset(f"tf.{name}" for name in _CLOSURES)
        return self.infer.calls.does(function, names)

    def _composed(self, index: SyntaxIndex, call: ast.Call) -> ast.Call:
        """The dataset that an expression puts together from datasets, one of them ``call``."""
        whole, node = call, index.parents.get(call)
        while isinstance(node, (ast.Tuple, ast.List, ast.Dict, ast.Attribute, ast.Call)):
            if isinstance(node, ast.Call) and Kind.DATASET in self.infer.kinds(index, node):
                whole = node
            node = index.parents.get(node)
        return whole

    def _continuations(self, index: SyntaxIndex, call: ast.Call) -> list[ast.Call]:
        """The expressions of a function that go on with a pipeline that it has put into a variable."""
        function = index.function(call)
        return [
            other
            for other in index.calls
            if index.function(other) is function
            and other is not call
            and not self._is_inner(index, other)
            and Kind.DATASET in self.infer.kinds(index, other)
            and any(stage.call is call for path in self.paths(index, other) for stage in path)
        ]

    def _is_used_up(self, index: SyntaxIndex, whole: ast.Call) -> bool:
        """Whether a model takes in a dataset where it is made."""
        parent = index.parents.get(whole)
        return isinstance(parent, ast.Call) and any(
            value.kind is Kind.METHOD and value.receiver is not None and value.receiver.kind is Kind.MODEL
            for value in self.infer.values(index, parent.func)
        )

    def _is_meant(self, repetition: Repetition, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether the datasets are gathered for use after the loop, or each belongs to a graph of its own."""
        if repetition.how == "handler" and isinstance(repetition.node, ast.Import):
            return True  # a script of Streamlit, where the pipeline may follow the user's choices
        whole = self._composed(index, call)
        if self.creations.round_does(repetition, index, call, catalog.RESETS_GRAPH):
            return True
        if repetition.steps and not self.creations.destinations.is_returned(index, whole, Kind.DATASET):
            return self._is_of_gathered_object(repetition, index, call) or (
                self.graphs.contexts.has_own_graph(repetition, index, call)
            )
        node = repetition.steps[0].node if repetition.steps else call
        file = repetition.steps[0].index if repetition.steps else index
        ends = [node] if repetition.steps else [node, *self._continuations(index, call)]
        if any(
            isinstance(end, ast.Call) and self.creations.destinations.is_collected(file, end, repetition.node)
            for end in ends
        ):
            return True
        if isinstance(repetition.node, COMPREHENSIONS):
            parent = file.parents.get(repetition.node)
            built = self._composed(file, node) if isinstance(node, ast.Call) else whole
            return not isinstance(parent, (ast.Expr, ast.For)) and not self._is_used_up(file, built)
        return self.graphs.contexts.has_own_graph(repetition, index, call)

    def _is_of_gathered_object(self, repetition: Repetition, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a loop gathers objects, of which each makes a dataset for itself and keeps it."""
        method, made = index.function(call), repetition.steps[0]
        return (
            method is not None
            and method.owner is not None
            and isinstance(made.node, ast.Call)
            and any(value.cls is method.owner for value in self.infer.values(made.index, made.node))
            and any(
                index.function(binding.node) is method
                and binding.value is not None
                and Kind.DATASET in self.infer.kinds(index, binding.value)
                for bindings in method.owner.attribute_values.values()
                for binding in bindings
            )
            and self.creations.destinations.is_collected(made.index, made.node, repetition.node)
        )


def _may_keep_state(name: str) -> bool:
    return not name.startswith("tf.") or _STATEFUL.match(name) is not None


def _root(node: ast.expr) -> ast.expr | None:
    """The variable at the start of a chain of method calls; None where it starts otherwise."""
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        node = node.func.value
    return node if isinstance(node, (ast.Name, ast.Attribute)) else None


def _first(call: ast.Call) -> ast.Call:
    """The first call of a chain of method calls."""
    while isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Call):
        call = call.func.value
    return call


def _starts_with(value: ast.expr | None, root: ast.expr) -> bool:
    start = _root(value) if isinstance(value, ast.Call) else None
    return start is not None and spell_the_same(start, root)


def _tail(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
