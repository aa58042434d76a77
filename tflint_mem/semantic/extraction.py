"""Training steps written out in a loop, and what it takes to make of one a function that is traced once.

A step reaches from ``with tf.GradientTape()`` to the last ``apply_gradients`` of the straight-line code that
follows.  What it reads before it assigns it is an argument when it is a tensor, and is captured when it is an
object or a number that no round changes; what it assigns and later code reads is returned.  Whatever is not
known to do the same while TensorFlow traces it makes the answer None.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tflint_mem.semantic import flow
from tflint_mem.semantic.syntax import COMPREHENSIONS, FUNCTIONS, LOOPS, Scope, spell_the_same, walk_own
from tflint_mem.semantic.values import Kind, Value

if TYPE_CHECKING:
    from tflint_mem.semantic.changes import Changes
    from tflint_mem.semantic.inference import Inference
    from tflint_mem.semantic.invariance import Invariance
    from tflint_mem.semantic.syntax import Binding, FunctionScope, Slot, SyntaxIndex
    from tflint_mem.semantic.trace_effects import TraceEffects

_PURE = re.compile(
    r"tf\.(math|linalg|nn|image|signal|strings|sparse|ragged|bitwise|sets|dtypes)\.(?!experimental)[a-z]\w*$"
    r"|tf\.(abs|add|add_n|argmax|argmin|argsort|boolean_mask|broadcast_to|cast|clip_by_\w+|concat|convert_to_tensor"
    r"|cos|cumsum|divide|einsum|ensure_shape|equal|exp|expand_dims|eye|fill|floor|gather\w*|greater\w*|identity"
    r"|less\w*|linspace|logical_\w+|matmul|maximum|minimum|multiply|norm|not_equal|one_hot|ones\w*|pad|pow|range"
    r"|rank|reduce_\w+|repeat|reshape|reverse|round|scatter_nd|sequence_mask|shape|sigmoid|sign|sin|size|slice"
    r"|sort|split|sqrt|square|squeeze|stack|stop_gradient|subtract|tan|tanh|tensordot|tile|transpose|unique"
    r"|unstack|where|zeros\w*|GradientTape)$"
    r"|keras\.(losses|activations|metrics)\.(?!get$|serialize$|deserialize$)[a-z]\w*$"
    r"|keras\.losses\.(?!Loss$)[A-Z]\w*$"
    r"|keras\.ops\.(?!convert_to_numpy$)[a-z]\w*$"
    r"|keras\.backend\.(abs|binary_crossentropy|categorical_crossentropy|clip|epsilon|exp|log|max|maximum|mean|min"
    r"|minimum|pow|softmax|sparse_categorical_crossentropy|sqrt|square|sum)$"
    r"|builtins\.(zip|list|tuple|sum|enumerate)$"
)
"""Calls that give the same while they are traced as eagerly, and do nothing else."""

_DRAWS = re.compile(r"tf\.(nn|image|math)\.(\w*dropout|random_\w+|stateless_\w+|\w*sampl\w*|nce_loss)$")
"""Those among them that draw random numbers, other ones in a graph than eagerly."""

_OF_FUNCTIONS = re.compile(r"builtins\.(range|len|reversed|isinstance|int|float|bool|getattr|hasattr)$")
"""What the body of a model or helper may call besides, where it only sees settings."""

_METHODS: dict[Kind, frozenset[str]] = {
    Kind.OPTIMIZER: frozenset(
        {"apply_gradients", "apply", "get_scaled_loss", "get_unscaled_gradients", "scale_loss"}
    ),
    Kind.TAPE: frozenset({"gradient", "watch", "jacobian", "batch_jacobian"}),
    Kind.METRIC: frozenset({"update_state", "result"}),
}
"""Methods that a step may call, by what they are called on."""

_BOUND = frozenset().union(*_METHODS.values())

_UPDATES = frozenset({"apply_gradients", "apply"})
_ALONE = frozenset({"apply_gradients", "apply", "watch", "update_state"})
"""Methods whose call may stand alone as a statement."""

_LISTS = frozenset(
    {"trainable_variables", "trainable_weights", "variables", "weights", "non_trainable_variables", "losses"}
)
"""Attributes of models and layers that hold Python lists of tensors."""

_HOST_ATTRIBUTES = frozenset({"shape", "numpy", "ndim", "device", "size", "nbytes", "flat", "T", "history"})
"""Attributes that a traced tensor lacks, or that differ between a trace for one shape and one for all."""

_HELD = frozenset({Kind.MODEL, Kind.LAYER, Kind.OPTIMIZER, Kind.METRIC, Kind.VARIABLE, Kind.TF_FUNCTION})
_LOOKED_UP = frozenset({Kind.API, Kind.MODULE, Kind.FUNCTION, Kind.CLASS, Kind.METHOD})
_TRACKED = frozenset({"learning_rate", "lr"})
"""Attributes of optimizers behind which a variable stands."""
_REBUILDS = frozenset({"compile", "add", "pop", "build", "load_own_variables"})

_STATEMENTS = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr, ast.With)
_OF_FUNCTION = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr, ast.Return, ast.If, ast.For, ast.Pass)
_EXPRESSIONS = (
    ast.Name, ast.Attribute, ast.Call, ast.Constant, ast.BinOp, ast.UnaryOp, ast.Compare, ast.Subscript,
    ast.Slice, ast.Tuple, ast.List, ast.ListComp, ast.GeneratorExp, ast.IfExp,
)  # fmt: skip


@dataclass(frozen=True)
class TrainingStep:
    """A training step that may become a function.

    Attributes:
        first: its first statement, which opens the tape.
        last: its last statement, which applies gradients.
        loop: the outermost loop whose rounds do not rebind what the step captures.
        inputs: the names of its arguments, in the order in which it reads them.
        outputs: the names that it assigns and later code reads, in order.
    """

    first: ast.stmt
    last: ast.stmt
    loop: ast.stmt
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]


class Extraction:
    """Answers which statements of a loop may become a function of their own."""

    def __init__(
        self, inference: Inference, invariance: Invariance, changes: Changes, effects: TraceEffects
    ) -> None:
        self.infer = inference
        self.invariance = invariance
        self.changes = changes
        self.effects = effects

    def training_step(self, index: SyntaxIndex, call: ast.Call) -> TrainingStep | None:
        """The training step around the call of a model, when it may become a function."""
        slot = self._opening(index, call)
        if slot is None:
            return None
        region = self._until_update(index, slot)
        loop = slot.parent
        if not region or not isinstance(loop, (ast.For, ast.While)):
            return None
        names = _Names(index, region)
        nodes = [node for part in region for node in ast.walk(part)]
        if not all(self._is_traceable(index, node, loop) for node in nodes):
            return None
        inputs, captured = self._sorted(index, names)
        if inputs is None or not captured:
            return None
        outer = self._outermost(index, region[0], captured)
        if outer is None or not self._stay_as_they_are(index, outer, captured):
            return None
        outputs = self._outputs(index, region, names)
        if outputs is None:
            return None
        return TrainingStep(region[0], region[-1], outer, inputs, outputs)

    # -- which statements ----------------------------------------------------------------------------

    def _opening(self, index: SyntaxIndex, call: ast.Call) -> Slot | None:
        """Where the ``with`` statement stands that opens the tape, directly in the body of a loop."""
        for node in index.ancestors(call):
            if isinstance(node, (*FUNCTIONS, ast.ClassDef, *LOOPS)):
                return None
            if isinstance(node, ast.With) and self._opens_tapes(index, node):
                slot = index.slots[node]
                if isinstance(slot.parent, LOOPS):
                    return slot if slot.field == "body" else None
        return None

    def _opens_tapes(self, index: SyntaxIndex, statement: ast.With) -> bool:
        return all(
            isinstance(item.optional_vars, ast.Name)
            and isinstance(item.context_expr, ast.Call)
            and not item.context_expr.args
            and all(isinstance(keyword.value, ast.Constant) for keyword in item.context_expr.keywords)
            and self.infer.kinds(index, item.context_expr) == {Kind.TAPE}
            for item in statement.items
        )

    def _until_update(self, index: SyntaxIndex, slot: Slot) -> list[ast.stmt]:
        """The statements from the tape to the last update of the straight-line code after it."""
        found: list[ast.stmt] = []
        seen: list[ast.stmt] = []
        for statement in slot.block()[slot.position :]:
            if (seen and isinstance(statement, ast.With)) or not self._is_straight(index, statement):
                break
            seen.append(statement)
            if self._updates(index, statement):
                found = list(seen)
        return found

    def _is_straight(self, index: SyntaxIndex, statement: ast.stmt) -> bool:
        """Whether a statement only computes, assigns to names, or updates variables of TensorFlow."""
        if isinstance(statement, ast.With):
            return self._opens_tapes(index, statement) and all(
                self._is_straight(index, inner) and not self._updates(index, inner)
                for inner in statement.body
            )
        if isinstance(statement, ast.Assign):
            return all(_is_of_names(target) for target in statement.targets)
        if isinstance(statement, ast.AnnAssign):
            return isinstance(statement.target, ast.Name) and statement.value is not None
        if isinstance(statement, ast.AugAssign):
            return isinstance(statement.target, ast.Name)
        if not isinstance(statement, ast.Expr):
            return False
        return self._method(index, statement.value) in _ALONE or self._is_metric_call(index, statement.value)

    def _updates(self, index: SyntaxIndex, statement: ast.stmt) -> bool:
        if not isinstance(statement, ast.Expr):
            return False
        return self._method(index, statement.value) in _UPDATES

    def _method(self, index: SyntaxIndex, node: ast.expr) -> str | None:
        """The method of an optimizer, tape or metric that an expression calls."""
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            return None
        kinds = self.infer.kinds(index, node.func.value)
        if len(kinds) != 1:
            return None
        return node.func.attr if node.func.attr in _METHODS.get(kinds.pop(), ()) else None

    def _is_metric_call(self, index: SyntaxIndex, node: ast.expr) -> bool:
        return isinstance(node, ast.Call) and self.infer.kinds(index, node.func) == {Kind.METRIC}

    # -- whether tracing keeps what it does ----------------------------------------------------------

    def _is_traceable(self, index: SyntaxIndex, node: ast.AST, loop: ast.stmt) -> bool:
        """Whether one node of a step does the same in a trace as eagerly."""
        if isinstance(node, ast.stmt):
            return isinstance(node, _STATEMENTS)
        if not isinstance(node, ast.expr):
            return not isinstance(node, ast.comprehension) or self._is_plain_comprehension(index, node)
        if not isinstance(node, _EXPRESSIONS):
            return False
        if isinstance(node, ast.Attribute):
            return node.attr not in _HOST_ATTRIBUTES
        if isinstance(node, ast.IfExp):
            return _asks_for_none(node.test)
        if isinstance(node, ast.UnaryOp):
            return not isinstance(node.op, ast.Not)
        return not isinstance(node, ast.Call) or self._is_traceable_call(index, node, index, loop)

    def _is_plain_comprehension(self, index: SyntaxIndex, clause: ast.comprehension) -> bool:
        """Whether a comprehension goes over a Python list, not over a tensor."""
        tests = all(_asks_for_none(test) for test in clause.ifs)
        return tests and not clause.is_async and self._is_list(index, clause.iter)

    def _is_list(self, index: SyntaxIndex, node: ast.expr) -> bool:
        """Whether an expression surely is a Python list or tuple."""
        if isinstance(node, (ast.List, ast.ListComp)):
            return True
        if isinstance(node, ast.Attribute):
            kinds = self.infer.kinds(index, node.value)
            return node.attr in _LISTS and bool(kinds & {Kind.MODEL, Kind.LAYER})
        if isinstance(node, ast.Name):
            seen = flow.reaching(index, index.home(node).bindings.get(node.id, []), node)
            return bool(seen) and all(self._binds_list(index, binding) for binding in seen)
        if not isinstance(node, ast.Call):
            return False
        if self._method(index, node) == "gradient":
            return len(node.args) > 1 and self._is_list(index, node.args[1])
        called = self.infer.called_names(index, node)
        lists = called in (["builtins.zip"], ["builtins.list"], ["builtins.enumerate"])
        return lists and all(self._is_list(index, argument) for argument in node.args)

    def _binds_list(self, index: SyntaxIndex, binding: Binding) -> bool:
        value = binding.value
        if binding.how == "unpack" and binding.path == (0,) and isinstance(value, ast.Call):
            return self.infer.called_names(index, value) == ["tf.clip_by_global_norm"]
        if binding.how != "value" or value is None:
            return False
        reads_itself = any(isinstance(n, ast.Name) and n.id == binding.name for n in ast.walk(value))
        return isinstance(value, ast.ListComp) or (not reads_itself and self._is_list(index, value))

    def _is_traceable_call(
        self, index: SyntaxIndex, call: ast.Call, home: SyntaxIndex, loop: ast.stmt, *, deep: bool = False
    ) -> bool:
        """Whether a call does the same in a trace as eagerly.

        Args:
            index: the file of the call.
            call: the call.
            home: the file of the loop.
            loop: the loop around the step.
            deep: whether the call stands in the body of a function that the step calls.
        """
        if any(isinstance(argument, ast.Starred) for argument in call.args):
            return False
        if any(keyword.arg is None for keyword in call.keywords):
            return False
        method = self._method(index, call)
        if method is not None:
            return method not in _UPDATES or not deep
        callees = [value for value in self.infer.values(index, call.func) if value.kind is not Kind.CIRCULAR]
        return bool(callees) and all(self._may_trace(value, home, loop, deep) for value in callees)

    def _may_trace(self, callee: Value, home: SyntaxIndex, loop: ast.stmt, deep: bool) -> bool:
        name = callee.name
        if callee.kind is Kind.API:
            if _DRAWS.match(name):
                return False
            return bool(_PURE.match(name)) or (deep and bool(_OF_FUNCTIONS.match(name)))
        if callee.kind is Kind.OBJECT:
            return name.startswith("keras.losses.")
        if callee.kind in (Kind.METRIC, Kind.TF_FUNCTION):
            return True
        if callee.kind is Kind.FUNCTION and callee.function is not None:
            return self._is_traceable_function(callee.function, home, loop)
        if callee.kind not in (Kind.MODEL, Kind.LAYER):
            return False
        if callee.cls is None:
            return True
        if self.infer.classes.find_method(callee.cls, "__call__") is not None:
            return False
        body = self.infer.classes.find_method(callee.cls, "call")
        return body is None or self._is_traceable_function(body, home, loop)

    def _is_traceable_function(self, function: FunctionScope, home: SyntaxIndex, loop: ast.stmt) -> bool:
        """Whether a project function does nothing but compute, from what no round changes."""
        key = ("traceable in a step", function, loop)
        return self.infer.remember(key, lambda: self._find_traceable(function, home, loop), True)

    def _find_traceable(self, function: FunctionScope, home: SyntaxIndex, loop: ast.stmt) -> bool:
        if self.infer.traced_decorator(function) is not None:
            return True
        node = function.node
        if not isinstance(node, ast.FunctionDef) or node.decorator_list or function.is_generator:
            return False
        return not self.effects.differs(function) and all(
            self._keeps_meaning(function, inner, home, loop) for part in node.body for inner in ast.walk(part)
        )

    def _keeps_meaning(
        self, function: FunctionScope, node: ast.AST, home: SyntaxIndex, loop: ast.stmt
    ) -> bool:
        index = function.index
        if isinstance(node, ast.stmt):
            if isinstance(node, ast.Expr) and not isinstance(node.value, ast.Constant):
                return self._method(index, node.value) in ("watch", "update_state")
            return isinstance(node, _OF_FUNCTION)
        if not isinstance(node, ast.expr):
            return True
        if not isinstance(node, (*_EXPRESSIONS, ast.BoolOp, ast.Dict)):
            return False
        if isinstance(node, (ast.Attribute, ast.Subscript)) and not isinstance(node.ctx, ast.Load):
            return False
        if isinstance(node, ast.Attribute):
            if node.attr in _HOST_ATTRIBUTES - {"shape"}:
                return False
            key = ("attribute stored in", loop, node.attr)
            stored = self.infer.remember(
                key, lambda: self.invariance.stores_attribute(home, loop, node.attr), False
            )
            return not stored
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            return self._means_the_same(index, node, home, loop)
        return not isinstance(node, ast.Call) or self._is_traceable_call(index, node, home, loop, deep=True)

    def _means_the_same(self, index: SyntaxIndex, name: ast.Name, home: SyntaxIndex, loop: ast.AST) -> bool:
        """Whether a name in a function that a step calls stands for the same in every round."""
        if index is home:
            return self.invariance.names_stay(index, name, loop)
        scope = index.home(name)
        if scope is not index.module:
            return True
        return all(index.function(binding.node) is None for binding in scope.bindings.get(name.id, ()))

    def is_set_up_anew(self, index: SyntaxIndex, model: ast.expr, loop: ast.stmt) -> bool:
        """Whether a loop freezes layers or sets what a model computes with, which a trace does not see."""
        if self.invariance.stores_attribute(index, loop, "trainable"):
            return True
        stored = (n for n in ast.walk(loop) if isinstance(n, ast.Attribute) and isinstance(n.ctx, ast.Store))
        if any(
            self.infer.kinds(index, node.value) & {Kind.MODEL, Kind.LAYER} or _belongs_to(node.value, model)
            for node in stored
        ):
            return True
        classes = [value.cls for value in self.infer.values(index, model) if value.cls is not None]
        found = (
            self.infer.classes.find_method(cls, name) for cls in classes for name in ("call", "__call__")
        )
        return any(method is not None and self.depends_on_round(method, index, loop) for method in found)

    def depends_on_round(self, function: FunctionScope, home: SyntaxIndex, loop: ast.AST) -> bool:
        """Whether a function, or what it calls, reads a name or attribute that a loop sets.

        Args:
            function: what would be traced once.
            home: the file of the loop.
            loop: the loop whose rounds call it.
        """
        key = ("depends on the round", function, loop)
        return self.infer.remember(
            key,
            lambda: any(
                self._is_set_by_round(function.index, n, home, loop) for n in walk_own(function.node)
            ),
            False,
        )

    def _is_set_by_round(self, index: SyntaxIndex, node: ast.AST, home: SyntaxIndex, loop: ast.AST) -> bool:
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            return not self._means_the_same(index, node, home, loop)
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
            return self.invariance.stores_attribute(home, loop, node.attr)
        return isinstance(node, ast.Call) and any(
            self.depends_on_round(callee, home, loop) for callee in self.infer.calls.callees(index, node)
        )

    # -- what it reads -------------------------------------------------------------------------------

    def _sorted(
        self, index: SyntaxIndex, names: _Names
    ) -> tuple[tuple[str, ...] | None, list[tuple[ast.expr, set[Kind]]]]:
        """The names that a step takes as arguments, None when that is not known, and what it captures."""
        inputs: dict[str, None] = {}
        captured: list[tuple[ast.expr, set[Kind]]] = []
        for name in names.read:
            if not isinstance(name.ctx, ast.Load):
                return None, []  # ``total += loss`` reads what the round before has left
            if self._is_tensor(index, name):
                inputs[name.id] = None
                continue
            chain = _chain(index, name)
            kinds = self._captured_kinds(index, name, chain)
            if name.id in names.stored or not kinds:
                return None, []
            captured.append((chain, kinds))
        if any(isinstance(chain, ast.Name) and chain.id in inputs for chain, _ in captured):
            return None, []
        return tuple(inputs), captured

    def _is_tensor(self, index: SyntaxIndex, name: ast.Name) -> bool:
        """Whether a name surely is a tensor, or an array that is only given to models and losses."""
        if self.changes.changing(index, name) is not None:
            return False
        values = [value for value in self.infer.values(index, name) if value.kind is not Kind.CIRCULAR]
        if values and all(value.kind is Kind.TENSOR for value in values):
            return not self._is_of_arrays(index, name)
        return self._is_array(index, name) and self._converts(index, name)

    def _is_of_arrays(self, index: SyntaxIndex, name: ast.Name) -> bool:
        """Whether a name may stand for what ``as_numpy_iterator`` gives."""
        return any(
            isinstance(node, ast.Attribute) and node.attr == "as_numpy_iterator"
            for binding in index.home(name).bindings.get(name.id, ())
            if binding.value is not None
            for node in ast.walk(binding.value)
        )

    def _is_array(self, index: SyntaxIndex, node: ast.expr, depth: int = 3) -> bool:
        """Whether an expression surely is an array of NumPy."""
        values = self.infer.values(index, node)
        if values:
            return all(value.kind is Kind.PLAIN and value.name.startswith("numpy.") for value in values)
        if isinstance(node, ast.Subscript):
            return isinstance(node.slice, ast.Slice) and self._is_array(index, node.value, depth)
        if not isinstance(node, ast.Name) or depth == 0:
            return False
        seen = flow.reaching(index, index.home(node).bindings.get(node.id, []), node)
        return bool(seen) and all(
            binding.how == "value"
            and binding.value is not None
            and self._is_array(index, binding.value, depth - 1)
            for binding in seen
        )

    def _converts(self, index: SyntaxIndex, name: ast.Name) -> bool:
        """Whether an array is given to what makes a tensor of it, so that no data type is lost."""
        call = index.parents.get(name)
        if not isinstance(call, ast.Call) or name not in call.args:
            return False
        callees = self.infer.values(index, call.func)
        return bool(callees) and all(
            value.kind in (Kind.MODEL, Kind.LAYER)
            or (value.kind is Kind.OBJECT and value.name.startswith("keras.losses."))
            or value.name in ("tf.cast", "tf.convert_to_tensor")
            for value in callees
        )

    def _captured_kinds(self, index: SyntaxIndex, name: ast.Name, chain: ast.expr) -> set[Kind]:
        """What a step captures through a name; empty when that is not known, or another one each time."""
        values = [value for value in self.infer.values(index, chain) if value.kind is not Kind.CIRCULAR]
        kinds = {value.kind for value in values}
        if not kinds:
            return set()
        if kinds == {Kind.PLAIN}:
            numbers = all(not value.name.startswith("numpy.") for value in values)
            return kinds if numbers and self.changes.changing(index, name) is None else set()
        if kinds == {Kind.OBJECT}:
            return kinds if all(value.name.startswith("keras.losses.") for value in values) else set()
        if Kind.OPTIMIZER in kinds and not all(v.name.startswith("keras.optimizers.") for v in values):
            return set()
        return kinds if kinds <= _HELD or kinds <= _LOOKED_UP else set()

    # -- where it may stand --------------------------------------------------------------------------

    def _outermost(
        self, index: SyntaxIndex, first: ast.stmt, captured: list[tuple[ast.expr, set[Kind]]]
    ) -> ast.stmt | None:
        """The outermost loop whose rounds leave alone what a step captures.

        None when a loop further out changes something else than the model or optimizer: the step would be
        traced anew in each of its rounds.
        """
        found: ast.stmt | None = None
        stays = self.invariance.names_stay
        for loop in flow.enclosing_loops(index, first):
            changed = [kinds for chain, kinds in captured if not stays(index, chain, loop)]
            if changed:
                new = any(kinds & {Kind.MODEL, Kind.OPTIMIZER} for kinds in changed)
                return found if new else None
            assert isinstance(loop, ast.stmt)
            found = loop
        return found

    def _stay_as_they_are(
        self, index: SyntaxIndex, loop: ast.stmt, captured: list[tuple[ast.expr, set[Kind]]]
    ) -> bool:
        """Whether no round builds a captured object anew, or sets what a trace has fixed."""
        if self.invariance.stores_attribute(index, loop, "trainable"):
            return False
        held = {ast.unparse(chain) for chain, kinds in captured if kinds & (_HELD | {Kind.OBJECT})}
        for node in walk_own(loop):
            if isinstance(node, ast.Attribute) and ast.unparse(node.value) in held:
                if not isinstance(node.ctx, ast.Load):
                    if node.attr not in _TRACKED:
                        return False
                elif node.attr in _REBUILDS:
                    return False
        return True

    # -- what it leaves ------------------------------------------------------------------------------

    def _outputs(self, index: SyntaxIndex, region: list[ast.stmt], names: _Names) -> tuple[str, ...] | None:
        """The names that a step assigns and other code reads; None when one cannot be returned."""
        scope = index.scope(region[0])
        if not names.stored or isinstance(scope.node, ast.ClassDef):
            return None
        outputs = []
        for name in names.stored:
            if name in scope.global_names or name in scope.nonlocal_names:
                return None
            bindings = scope.bindings.get(name, [])
            if any(isinstance(getattr(binding.node, "ctx", None), ast.Del) for binding in bindings):
                return None
            own = [b for b in bindings if any(flow.contains(part, b.node) for part in region)]
            if not self._is_read_later(index, name, region, names, own):
                continue
            # What is added to a tensor in place leaves a tensor.
            made = [self.infer.bound(index, b, scope) for b in own if b.how != "augment"]
            if not all(values and {value.kind for value in values} == {Kind.TENSOR} for values in made):
                return None
            outputs.append(name)
        return tuple(outputs)

    @staticmethod
    def _is_read_later(
        index: SyntaxIndex, name: str, region: list[ast.stmt], names: _Names, own: list[Binding]
    ) -> bool:
        """Whether what a step assigns to a name is seen outside of it, or by its next round."""
        scope = index.scope(region[0])
        for load in index.loads.get(name, ()):
            if not isinstance(load, ast.Name) or index.home(load) is not scope:
                continue
            if any(flow.contains(part, load) for part in region) and load not in names.read:
                continue
            inner: Scope | None = index.scope(load)
            while inner is not None and isinstance(inner.node, COMPREHENSIONS):
                inner = inner.parent
            if inner is not scope:
                return True  # a function within, which may run at any time
            if any(binding in own for binding in flow.reaching(index, scope.bindings[name], load)):
                return True
        return False


class _Names:
    """What straight-line code reads and assigns.

    Attributes:
        read: the mentions of names that it reads before it assigns them, in order.
        stored: the names that it assigns, in order.
    """

    def __init__(self, index: SyntaxIndex, region: list[ast.stmt]) -> None:
        self._index = index
        self.read: list[ast.Name] = []
        self.stored: dict[str, None] = {}
        for statement in region:
            self._follow(statement)

    def _follow(self, statement: ast.stmt) -> None:
        if isinstance(statement, ast.With):
            for item in statement.items:
                self._load(item.context_expr)
                self._store(item.optional_vars)
            for inner in statement.body:
                self._follow(inner)
            return
        value = getattr(statement, "value", None)
        if isinstance(statement, ast.AugAssign) and isinstance(statement.target, ast.Name):
            if statement.target.id not in self.stored:
                self.read.append(statement.target)
        if isinstance(value, ast.expr):
            self._load(value)
        for target in getattr(statement, "targets", [getattr(statement, "target", None)]):
            self._store(target)

    def _load(self, node: ast.expr) -> None:
        names = [
            inner
            for inner in ast.walk(node)
            if isinstance(inner, ast.Name)
            and isinstance(inner.ctx, ast.Load)
            and not isinstance(self._index.home(inner).node, COMPREHENSIONS)
        ]
        self.read += sorted((name for name in names if name.id not in self.stored), key=flow.place)

    def _store(self, target: ast.expr | None) -> None:
        for node in ast.walk(target) if target is not None else ():
            if isinstance(node, ast.Name):
                self.stored[node.id] = None


def _is_of_names(target: ast.expr) -> bool:
    if isinstance(target, (ast.Tuple, ast.List)):
        return all(_is_of_names(element) for element in target.elts)
    return isinstance(target, ast.Name)


def _asks_for_none(test: ast.expr) -> bool:
    return (
        isinstance(test, ast.Compare)
        and all(isinstance(operator, (ast.Is, ast.IsNot)) for operator in test.ops)
        and all(isinstance(side, ast.Constant) for side in test.comparators)
    )


def _chain(index: SyntaxIndex, name: ast.Name) -> ast.expr:
    """The object that an expression like ``self.model.trainable_variables`` is about: ``self.model``.

    It ends before a method that is called and before the attributes of a model that hold its variables.
    """
    node: ast.expr = name
    parent = index.parents.get(node)
    while isinstance(parent, ast.Attribute) and parent.attr not in _LISTS:
        outer = index.parents.get(parent)
        if isinstance(outer, ast.Call) and outer.func is parent and parent.attr in _BOUND:
            break
        node, parent = parent, outer
    return node


def _belongs_to(place: ast.expr, owner: ast.expr) -> bool:
    """Whether an expression is written as an attribute of another, or as one of its attributes' own."""
    while isinstance(place, ast.Attribute):
        place = place.value
        if spell_the_same(place, owner):
            return True
    return False
