"""Code that runs once per call of a model or per training step, and the state that is made in it."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from tflint_mem.semantic import catalog, conditions, flow, repeaters
from tflint_mem.semantic.syntax import tail_of
from tflint_mem.semantic.values import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_mem.semantic.creation import Creations
    from tflint_mem.semantic.inference import Inference
    from tflint_mem.semantic.repetition import Repetition, Repetitions
    from tflint_mem.semantic.syntax import ClassScope, FunctionScope, SyntaxIndex
    from tflint_mem.semantic.values import Value

_LOSS_HOOKS = frozenset({"call", "__call__", "update_state", "result"})
_MAKES_TENSOR = re.compile(
    r"tf\.(zeros|ones|constant|fill|range|eye|linspace|Variable|(random|io|image|audio)\.\w+)$"
)
"""What makes a tensor of numbers or data, so that it has a value where the code runs eagerly."""
_MAX_DEPTH = 4
_WITHOUT_WEIGHTS = re.compile(
    r"keras\.layers\.(\w+\.)*(Input|InputLayer|Flatten|Reshape|Permute|RepeatVector|Add|add|Subtract|Multiply"
    r"|Average|Maximum|Minimum|Concatenate|Dot|ReLU|LeakyReLU|ELU|ThresholdedReLU|Softmax|Activation|Lambda"
    r"|Masking|Rescaling|Resizing|CenterCrop|ZeroPadding\dD|Cropping\dD|UpSampling\dD|\w*Pooling\dD|\w*Pool\dD)$"
)
"""Layers that hold no variables: making one costs nothing that stays."""

_PLAIN_BASES = re.compile(r"keras\.layers\.(\w+\.)*Layer$|(builtins|abc|typing)\.")
"""Classes that give a layer no variables."""
_STATEFUL = (Kind.LAYER, Kind.MODEL, Kind.OPTIMIZER, Kind.METRIC, Kind.VARIABLE)


class Steps:
    """Answers what runs once per call or step, and what is made there."""

    def __init__(self, inference: Inference, repetitions: Repetitions, creations: Creations) -> None:
        self.infer = inference
        self.repetitions = repetitions
        self.creations = creations

    def state_made(self, index: SyntaxIndex, call: ast.Call) -> Kind | None:
        """The kind of the object with variables that a call makes: a constructor, or ``add_weight``."""
        if isinstance(call.func, ast.Attribute) and call.func.attr in ("add_weight", "add_variable"):
            owner = self.infer.kinds(index, call.func.value)
            return Kind.VARIABLE if owner & {Kind.LAYER, Kind.MODEL} else None
        called = self.infer.values(index, call.func)
        if self.creations.views.is_view_of_model(index, call):
            return None  # it has no variables of its own
        if any(value.kind in _STATEFUL for value in called):
            return None  # it may as well be applied, once something has put it in the place of its maker
        for value in called:
            if value.kind is Kind.API:
                made = catalog.creates(value.name)
                # Functions that return an object kept elsewhere, such as ``get_layer``, are no constructors.
                constructs = value.name.rpartition(".")[2][:1].isupper()
                if made in _STATEFUL and constructs and not _WITHOUT_WEIGHTS.match(value.name):
                    return made
            elif value.kind is Kind.CLASS and value.cls is not None:
                kind = self.infer.classes.instance(value.cls).kind
                if kind in _STATEFUL and (kind is not Kind.LAYER or self._has_weights(value.cls)):
                    return kind
        return None

    def _has_weights(self, cls: ClassScope) -> bool:
        """Whether a layer class of the project makes variables or layers, or derives from one that may."""
        return self.infer.remember(("has weights", cls), lambda: self._find_whether_it_has_weights(cls), True)

    def _find_whether_it_has_weights(self, cls: ClassScope) -> bool:
        if any(not _PLAIN_BASES.match(base) for base in self.infer.classes.library_bases(cls)):
            return True
        return any(
            self.state_made(method.index, call) is not None
            or any(kind in _STATEFUL for kind in self.infer.kinds(method.index, call))
            for ancestor in self.infer.classes.mro(cls)
            for method in ancestor.methods()
            for call in method.index.own_calls(method.node)
            if tail_of(call.func) != "super"  # which stands for the object itself
            and not self._makes_weightless(method.index, call)
        )

    def _makes_weightless(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a call certainly makes a layer that has no weights."""
        called = self.infer.values(index, call.func)
        return bool(called) and all(
            _WITHOUT_WEIGHTS.match(value.name)
            if value.kind is Kind.API
            else value.kind is Kind.CLASS and value.cls is not None and not self._has_weights(value.cls)
            for value in called
        )

    # -- where it runs -------------------------------------------------------------------------------

    def step_around(self, index: SyntaxIndex, node: ast.AST) -> str | None:
        """The call or step that runs ``node`` each time, in words; None when it runs elsewhere or once."""
        if conditions.makes_up_for_default(self.infer, index, node):
            return None
        function = index.function(node)
        place: ast.AST = node
        while function is not None:
            if self.repetitions.guards.is_guarded(index, place, function.node):
                return None
            found = self.runs_in_step(function)
            if found is not None:
                return found
            place = function.node
            function = index.function(place)
        return None

    def runs_in_step(self, function: FunctionScope) -> str | None:
        """The call or step that runs a function, and that alone does."""
        return self.infer.remember(("step", function), lambda: self._runs_in_step(function), None)

    def _runs_in_step(self, function: FunctionScope) -> str | None:
        owner = function.owner
        if owner is not None:
            kind = self.infer.classes.instance(owner).kind
            if kind in (Kind.LAYER, Kind.MODEL) and function.name in catalog.BATCH_HOOKS:
                return f"{owner.name}.{function.name}()"
            if function.name in _LOSS_HOOKS and self._is_loss_class(owner):
                return f"{owner.name}.{function.name}()"
        if self._is_given_loss(function):
            return f"the loss or metric {function.name}()"
        callers = [use for use in self.infer.calls.uses(function) if use.call is not None]
        around = [use.index.function(use.call) for use in callers if use.call is not None]
        if not callers or function.name == "__init__" or self._is_handed_on(function):
            return None
        found = None
        for caller, use in zip(around, callers, strict=True):
            if (
                caller is None
                or caller is function
                or self.repetitions.guards.is_guarded(use.index, use.node, caller.node)
            ):
                return None
            found = self.runs_in_step(caller)
            if found is None:
                return None
        return found

    def _is_handed_on(self, function: FunctionScope) -> bool:
        return any(use.call is None for use in self.infer.calls.uses(function))

    def _is_loss_class(self, cls: ClassScope) -> bool:
        return any(
            re.match(r"keras\.losses\.(\w+\.)*\w*Loss\w*$|keras\.losses\.Loss$", base)
            for base in self.infer.classes.library_bases(cls)
        )

    def _is_given_loss(self, function: FunctionScope) -> bool:
        """Whether a function is the loss or a metric of a compiled model."""
        if function in self._losses(function.index):
            return True
        return any(
            use.call is None and self.repetitions.execution.is_given_to_compile(use)
            for use in self.infer.calls.uses(function)
        )

    def _losses(self, index: SyntaxIndex) -> tuple[FunctionScope, ...]:
        """The functions of a file that it gives to ``compile`` as losses and metrics."""
        return self.infer.remember(("losses", index), lambda: tuple(self._find_losses(index)), ())

    def _find_losses(self, index: SyntaxIndex) -> Iterator[FunctionScope]:
        for call in index.calls:
            if not (isinstance(call.func, ast.Attribute) and call.func.attr == "compile"):
                continue
            if not self.repetitions.execution.compiles(index, call):
                continue
            given = [*call.args[1:3], *(k.value for k in call.keywords if k.arg in repeaters.LOSS_KEYWORDS)]
            for node in given:
                for value in (*self.infer.values(index, node), *self.infer.containers.elements(index, node)):
                    if value.kind is Kind.FUNCTION and value.function is not None:
                        yield value.function

    # -- eager training loops ------------------------------------------------------------------------

    def remade_each_step(self, index: SyntaxIndex, call: ast.Call, kind: Kind) -> Repetition | None:
        """What repeats an eager training step that makes its own optimizer, or a layer to apply at once."""
        function = index.function(call)
        if self.repetitions.execution.builds_v1_graph(index):
            return None
        if function is not None and self.repetitions.execution.is_traced(function):
            return None
        updates = self._updates(index, call) if kind is Kind.OPTIMIZER else []
        at_once = self._is_applied_at_once(index, call) if kind is Kind.LAYER else call in updates
        for found in self.repetitions.of(index, call, eager=True):
            if not at_once and not any(self._updates_the_same(index, u, found) for u in updates):
                continue
            if self.repetitions.has_few_rounds(found):
                continue
            # A loop that builds a graph, or reaches the call by way of a file that does, makes it once.
            files = (found.index, *(step.index for step in found.steps))
            if not any(self.repetitions.execution.builds_v1_graph(file) for file in files):
                return found
        return None

    def _is_applied_at_once(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a new layer is applied, where it is made, to a tensor that has a value, and not kept."""
        return any(
            self._has_value(index, applied.args[0]) or self._is_read(index, applied)
            for applied in _applications(index, call)
            if applied.args
        )

    def _is_read(self, index: SyntaxIndex, node: ast.expr) -> bool:
        """Whether the number, or the array, is read that operations make of a tensor."""
        parent = index.parents.get(node)
        if isinstance(parent, ast.Attribute):
            return parent.attr == "numpy"
        if not isinstance(parent, ast.Call) or node not in parent.args:
            return False
        names = self.infer.called_names(index, parent)
        if any(name.startswith(("tf.", "keras.ops.")) for name in names):
            return self._is_read(index, parent)
        return "builtins.float" in names or "builtins.int" in names

    def _has_value(self, index: SyntaxIndex, node: ast.expr, depth: int = 0) -> bool:
        """Whether an expression surely is a tensor or array with a value, not part of a model being built."""
        # What another layer gives, or an annotation declares, may be symbolic: only what TensorFlow or NumPy
        # made has a value for sure, and an operation only has one when what it is applied to has.
        known = self.infer.values(index, node)
        return bool(known) and all(
            value.kind in (Kind.TENSOR, Kind.PLAIN, Kind.VARIABLE)
            and bool(value.name)
            and value.node is not None
            and (depth == _MAX_DEPTH or not self._is_of_symbolic(value, depth))
            for value in known
        )

    def _is_of_symbolic(self, value: Value, depth: int) -> bool:
        """Whether an operation is applied to what is not known to have a value."""
        call, index = value.node, value.index
        if value.kind is not Kind.TENSOR or not isinstance(call, ast.Call) or index is None or not call.args:
            return False
        if _MAKES_TENSOR.match(value.name):
            return False
        first = call.args[0]
        parts = first.elts if isinstance(first, (ast.List, ast.Tuple)) else [first]
        return any(
            not isinstance(part, ast.Constant) and not self._has_value(index, part, depth + 1)
            for part in parts
        )

    def _updates(self, index: SyntaxIndex, call: ast.Call) -> list[ast.Call]:
        """The updates that a new optimizer makes in the round in which it is made.

        Its own constructor stands for those that are not in a loop within that round.
        """
        parent = index.parents.get(call)
        if isinstance(parent, ast.Attribute):
            return [call] if parent.attr in catalog.UPDATES_VARIABLES else []
        target = parent.targets[0] if isinstance(parent, ast.Assign) else None
        if not isinstance(target, ast.Name):
            return []
        found = []
        function, loops = index.function(call), flow.enclosing_loops(index, call)
        for load in index.loads.get(target.id, ()):
            outer = index.parents.get(load)
            if (
                isinstance(outer, ast.Attribute)
                and outer.attr in catalog.UPDATES_VARIABLES
                and index.function(load) is function
            ):
                around, update = flow.enclosing_loops(index, load), index.parents.get(outer)
                if around == loops:
                    found.append(call)
                elif around[len(around) - len(loops) :] == loops and isinstance(update, ast.Call):
                    found.append(update)
        return found

    def _updates_the_same(self, index: SyntaxIndex, update: ast.Call, repetition: Repetition) -> bool:
        """Whether an update in each round of a loop visibly is one of the same weights."""
        given = update.args[0] if update.args else None
        if isinstance(given, ast.Call) and len(given.args) == 2:
            if "builtins.zip" in self.infer.called_names(index, given):
                given = given.args[1]
        elif isinstance(given, (ast.List, ast.Tuple)) and given.elts and isinstance(given.elts[0], ast.Tuple):
            given = given.elts[0].elts[-1]
        else:
            return False
        own_loop = repetition.how == "loop" and not repetition.steps
        return own_loop and not self.creations.invariance.varies_in(index, given, repetition, fresh=True)


def _applications(index: SyntaxIndex, made: ast.Call) -> list[ast.Call]:
    """The calls of a new object where it is made, also by a variable which hands it to nobody."""
    parent = index.parents.get(made)
    if isinstance(parent, ast.Call):
        return [parent] if parent.func is made else []
    target = parent.targets[0] if isinstance(parent, ast.Assign) and len(parent.targets) == 1 else None
    if not isinstance(target, ast.Name):
        return []
    loads = [
        load
        for load in index.loads.get(target.id, ())
        if isinstance(load, ast.Name) and index.home(load) is index.home(target)
    ]
    uses = [use for load in loads if (use := index.parents.get(load)) is not None]
    calls = [
        use for use, load in zip(uses, loads, strict=True) if isinstance(use, ast.Call) and use.func is load
    ]
    kept = len(calls) + sum(isinstance(use, ast.Attribute) for use in uses) < len(loads)
    loops = flow.enclosing_loops(index, made)
    return [] if kept else [call for call in calls if flow.enclosing_loops(index, call) == loops]
