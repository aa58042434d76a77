"""What traced functions are made of, and what their call sites pass."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tflint_mem.semantic import catalog, flow
from tflint_mem.semantic.repetition import MAX_REPETITIONS
from tflint_mem.semantic.syntax import (
    COMPREHENSIONS,
    FUNCTIONS,
    Binding,
    ClassScope,
    FunctionScope,
    Scope,
    SyntaxIndex,
    spell_the_same,
    tail_of,
    walk_own,
)
from tflint_mem.semantic.values import Kind, of_kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_mem.semantic.creation import Creations
    from tflint_mem.semantic.inference import Inference
    from tflint_mem.semantic.repetition import Repetition, Repetitions
    from tflint_mem.semantic.retention import Store

SMALL = 10
"""So many traces of one function are no reason to complain."""

MAX_DEPTH = 14

MAX_CALLERS = 4
"""How many callers back an argument is followed to the loop that it changes with."""

_OF_ONE_ARRAY = frozenset(f"tf.{name}" for name in ("shape", "rank", "size", "zeros_like", "ones_like"))
"""What is asked of a tensor or array, and seldom of a list of them."""

_REDUCES = re.compile(r"tf\.(reduce_(?!join)\w+|norm|square|abs|sqrt|exp|cast|stop_gradient|nn\.[a-z]\w*)$")
"""Operations on one tensor, which code that is traced gives nothing else."""

_NUMBER_CALLS = frozenset(
    f"builtins.{name}" for name in ("float", "int", "round", "len", "abs", "max", "min", "sum", "pow")
)
_TEXT_CALLS = frozenset({"builtins.str", "builtins.repr", "builtins.format"})
_CLOCKS = frozenset({"time.time", "time.perf_counter", "time.monotonic", "random.random", "random.uniform",
                     "random.gauss", "random.randint"})  # fmt: skip
_FRESH_TEXTS = frozenset({"uuid.uuid1", "uuid.uuid4", "time.ctime", "time.asctime", "time.strftime"})
_MOMENTS = frozenset(
    {
        "datetime.datetime.now", "datetime.datetime.utcnow", "datetime.datetime.today",
        "uuid.uuid1", "uuid.uuid4",
    }
)  # fmt: skip
_FORMATS = frozenset({"isoformat", "strftime", "timestamp"})
"""Methods of a moment that tell it as a text or number."""
_CONVERSIONS = frozenset(
    {
        "tf.constant", "tf.convert_to_tensor", "tf.stack", "tf.cast", "tf.expand_dims", "tf.reshape",
        "numpy.array", "numpy.asarray", "numpy.stack", "numpy.expand_dims", "builtins.list",
    }
)  # fmt: skip
_JOINS = frozenset(
    {
        "tf.concat",
        "numpy.append",
        "numpy.concatenate",
        "numpy.hstack",
        "numpy.vstack",
        "keras.ops.concatenate",
    }
)
_SHRINKS = frozenset({"pop", "popleft", "clear", "remove"})
_TRAINS = frozenset({"apply_gradients", "minimize", "apply"})
_TRACED_CONTEXTS = frozenset({"as_default", "scope", "device"})
"""Context managers that decide what a trace made under them writes to or runs on."""
_BUILDING = frozenset({"build", "compute_output_shape", "__init__"})
"""Methods that run before a trace, or beside it."""
MANY = 64
"""So many copies of a loop's body make a graph heavy."""
_KEEPERS = frozenset(
    {
        "append", "add", "setdefault", "insert", "appendleft", "extend",
        "save", "from_concrete_functions", "convert_variables_to_constants_v2",
    }
)  # fmt: skip
"""Calls that put a function aside: into a container, or out to a file as a model's signature."""
_KEPT_KINDS = frozenset({Kind.MODEL, Kind.OPTIMIZER, Kind.LAYER})
_PER_OBJECT = frozenset({Kind.MODEL, Kind.OPTIMIZER, Kind.LAYER, Kind.METRIC, Kind.INSTANCE})


@dataclass(frozen=True)
class Traced:
    """A ``tf.function`` at a call site.

    Attributes:
        wrapper: the decorator, or the call that wraps a function.
        index: the file of the wrapper.
        function: the function that is traced, where it is known.
    """

    wrapper: ast.expr
    index: SyntaxIndex
    function: FunctionScope | None

    def keyword(self, *names: str) -> ast.expr | None:
        """The value given for one of the wrapper's options."""
        wrapper: ast.expr = self.wrapper
        # In ``tf.function(**options)(f)`` the options stand in the inner call.
        while isinstance(wrapper, ast.Call):
            for keyword in wrapper.keywords:
                if keyword.arg in names and not _is(keyword.value, None, False):
                    return keyword.value
            wrapper = wrapper.func
        return None

    @property
    def has_signature(self) -> bool:
        """Whether a signature fixes what the arguments become."""
        return self.keyword("input_signature") is not None

    @property
    def relaxes_shapes(self) -> bool:
        """Whether a second shape makes the trace fit all shapes."""
        return self.keyword("reduce_retracing", "experimental_relax_shapes") is not None


class Tracing:
    """Answers when a ``tf.function`` is made anew, and when it traces anew."""

    def __init__(self, inference: Inference, repetitions: Repetitions, creations: Creations) -> None:
        self.infer = inference
        self.repetitions = repetitions
        self.creation = creations

    # -- where traced functions are made -------------------------------------------------------------

    def made(self, index: SyntaxIndex) -> Iterator[tuple[ast.expr, FunctionScope | None, ast.stmt | None]]:
        """The decorators and calls of a file that make a ``tf.function``, with what they wrap."""
        decorators = set()
        for function in index.functions():
            decorator = self.infer.traced_decorator(function)
            if decorator is not None:
                decorators.add(decorator)
                assert isinstance(function.node, ast.stmt)
                yield decorator, function, function.node
        for call in index.calls:
            if call in decorators or not call.args:
                continue
            if any(catalog.MAKES_TF_FUNCTION.match(name) for name in self.infer.called_names(index, call)):
                value = of_kind(self.infer.values(index, call), Kind.TF_FUNCTION)
                yield call, None if value is None else value.function, None

    def remade(
        self, index: SyntaxIndex, wrapper: ast.expr, function: FunctionScope | None, node: ast.stmt | None
    ) -> Repetition | None:
        """The repetition that makes a ``tf.function`` anew although one would do."""
        if self.repetitions.debugs_eagerly(index):
            return None
        # A decorator belongs to the definition, which is what stands in the loop.
        for repetition in self.repetitions.of(index, wrapper if node is None else node, eager=True):
            if repetition.how == "handler" and repetition.steps:
                continue
            if self._serves_new_model(index, wrapper, function, repetition):
                continue
            if self._serves_new_context(index, wrapper, repetition):
                continue
            made = wrapper if node is None else node
            if not self.is_kept(index, made, repetition) and not self._is_left_alone(index, made, repetition):
                return repetition
        return None

    def _is_left_alone(self, index: SyntaxIndex, made: ast.AST, repetition: Repetition) -> bool:
        """Whether each round only hangs a function on an object, where nothing that the round runs reads it.

        What is not called is not traced.
        """
        holders = self._holders(index, made) if repetition.how in ("loop", "framework") else []
        return bool(holders) and not any(self._is_read_in(holder, cls, repetition) for holder, cls in holders)

    @staticmethod
    def _holders(index: SyntaxIndex, made: ast.AST) -> list[tuple[ast.Attribute, ClassScope]]:
        """The attributes of its object that a method gives what it has made; empty where it does more."""
        mentions: list[ast.AST] = [made]
        if isinstance(made, (ast.FunctionDef, ast.AsyncFunctionDef)):
            scope = index.scope(made)
            loads = (load for load in index.loads.get(made.name, ()) if isinstance(load, ast.Name))
            mentions = [load for load in loads if index.home(load) is scope]
        found = []
        for mention in mentions:
            statement = index.parents.get(mention)
            for target in statement.targets if isinstance(statement, ast.Assign) else (None,):
                root = target.value if isinstance(target, ast.Attribute) else None
                cls = index.class_of_self(index.scope(root), root.id) if isinstance(root, ast.Name) else None
                if cls is None or not isinstance(target, ast.Attribute):
                    return []
                found.append((target, cls))
        return found

    def _is_read_in(self, holder: ast.Attribute, cls: ClassScope, repetition: Repetition) -> bool:
        """Whether a loop may lead to code that reads an attribute of the objects of a class."""
        project, path = self.infer.project, cls.index.source.path
        files = dict.fromkeys((path, *project.importers_mentioning(path, [holder.attr])))
        return any(
            isinstance(load, ast.Attribute)
            and self._may_read(file, load, cls)
            and self._may_lead_to(repetition, file, load)
            for file in map(project.index, files)
            if file is not None
            for load in file.loads.get(holder.attr, ())
        )

    def _may_read(self, index: SyntaxIndex, node: ast.Attribute, cls: ClassScope) -> bool:
        """Whether an attribute is read of an object of a class or its kin, or called on an unknown object."""
        known = [value.cls for value in self.infer.values(index, node.value) if value.cls is not None]
        if not known:
            parent = index.parents.get(node)
            return isinstance(parent, ast.Call) and parent.func is node
        mro = self.infer.mro
        return any(cls in mro(one) or one in mro(cls) for one in known)

    def _may_lead_to(self, repetition: Repetition, index: SyntaxIndex, node: ast.AST) -> bool:
        around = self.repetitions.of(index, node)
        return len(around) >= MAX_REPETITIONS or any(one.node is repetition.node for one in around)

    def _serves_new_context(self, index: SyntaxIndex, wrapper: ast.expr, repetition: Repetition) -> bool:
        """Whether each round traces for a default writer, a device or a scope of its own."""
        loop = repetition.node
        if repetition.how != "loop" or repetition.steps:
            return False
        for parent in index.ancestors(wrapper):
            if parent is loop:
                return False
            for item in parent.items if isinstance(parent, (ast.With, ast.AsyncWith)) else ():
                if _enters(item.context_expr) and any(
                    isinstance(name, ast.Name)
                    and any(flow.contains(loop, b.node) for b in index.scope(name).bindings.get(name.id, ()))
                    for name in ast.walk(item.context_expr)
                ):
                    return True
        return False

    def _serves_new_model(
        self, index: SyntaxIndex, wrapper: ast.expr, function: FunctionScope | None, repetition: Repetition
    ) -> bool:
        """Whether each round traces for a model or optimizer of its own."""
        around = index.function(wrapper)
        inside = list(ast.walk(function.node)) if function is not None and function.index is index else []
        if isinstance(wrapper, ast.Call):
            inside += [node for argument in wrapper.args for node in ast.walk(argument)]
            if wrapper.args and self._is_drawn(index, wrapper.args[0], repetition):
                return True  # a loop over functions wraps each of them
        for node in inside:
            if not isinstance(node, ast.Name) or not isinstance(node.ctx, ast.Load):
                continue
            scope = index.home(node)
            if scope is not around and (around is not None or scope is not index.module):
                continue
            for binding in scope.bindings.get(node.id, ()):
                if not self._is_new(index, binding, repetition, around):
                    continue
                if binding.how == "parameter" or self.infer.kinds(index, node) & _KEPT_KINDS:
                    if self.infer.kinds(index, node) & _KEPT_KINDS:
                        return True
        return False

    @staticmethod
    def _is_drawn(index: SyntaxIndex, node: ast.expr, repetition: Repetition) -> bool:
        """Whether an expression is what each round of a loop takes from a collection."""
        return (
            isinstance(node, ast.Name)
            and not repetition.steps
            and any(
                binding.how == "iterate" and flow.contains(repetition.node, binding.node)
                for binding in index.home(node).bindings.get(node.id, ())
            )
        )

    def _is_new(
        self, index: SyntaxIndex, binding: Binding, repetition: Repetition, around: FunctionScope | None
    ) -> bool:
        """Whether a variable holds another object in each round."""
        if binding.how == "parameter":
            if around is None or not repetition.steps:
                return False
            step = repetition.steps[-1]
            for use in self.infer.uses(around):
                if use.call is step.node:
                    argument = self.infer.argument(use, around, binding.name)
                    return argument is not None and self._bound_in(use.index, argument, repetition)
            return False
        if repetition.steps or repetition.how != "loop":
            return binding.how == "value" and isinstance(binding.value, ast.Call)
        if isinstance(repetition.node, COMPREHENSIONS):
            return False
        return flow.contains(repetition.node, binding.node)

    @staticmethod
    def _bound_in(index: SyntaxIndex, node: ast.expr, repetition: Repetition) -> bool:
        """Whether an argument is made, or named, by each round of the loop."""
        for inner in ast.walk(node):
            if isinstance(inner, ast.Call):
                return True
            if isinstance(inner, ast.Name):
                scope = index.home(inner)
                if isinstance(scope.node, COMPREHENSIONS):
                    return True
                if len(repetition.steps) == 1 and repetition.index is index:
                    if any(flow.contains(repetition.node, b.node) for b in scope.bindings.get(inner.id, ())):
                        return True
        return False

    def is_kept(self, index: SyntaxIndex, node: ast.AST, repetition: Repetition) -> bool:
        """Whether what each round makes is put aside to be used later, as for the members of an ensemble."""
        steps = list(repetition.steps)
        while True:
            mentions = self._mentions(index, node)
            if not steps and any(self._is_put_aside(index, mention) for mention in mentions):
                return True
            if not steps:
                return False
            if any(self._is_put_aside(index, mention, returns=False) for mention in mentions):
                return True
            function = index.function(node)
            if function is None or not self._leaves(index, function, mentions):
                return False
            step = steps.pop()
            index, node = step.index, step.node

    def _mentions(self, index: SyntaxIndex, node: ast.AST) -> list[ast.AST]:
        """A made object, what holds it, and the names in its function that stand for either."""
        function = index.function(node)
        found: dict[ast.AST, None] = {node: None}
        pending = [node]
        while pending:
            mention = pending.pop()
            names = {mention.name} if isinstance(mention, (ast.FunctionDef, ast.AsyncFunctionDef)) else set()
            parent = index.parents.get(mention)
            holder: ast.AST | None = None
            if isinstance(parent, ast.Attribute) and parent.attr == "get_concrete_function":
                # A concrete function keeps what it is a trace of.
                holder = index.parents.get(parent)
            elif isinstance(parent, (ast.Call, ast.keyword)):
                outer = index.parents.get(parent) if isinstance(parent, ast.keyword) else parent
                if isinstance(outer, ast.Call) and outer.func is not mention:
                    # Unknown code may keep what it is given in what it hands back.
                    holder = outer if self._is_unknown_code(index, outer) else None
            if isinstance(parent, ast.Assign):
                targets = [t.elts if isinstance(t, (ast.Tuple, ast.List)) else [t] for t in parent.targets]
                names |= {t.id for part in targets for t in part if isinstance(t, ast.Name)}
            more: list[ast.AST] = [load for name in sorted(names) for load in index.loads.get(name, ())]
            if isinstance(parent, ast.Assign):
                more = [load for load in more if _may_see(index, load, parent)]
            more = [load for load in more if isinstance(load, ast.Name) and index.function(load) is function]
            for next_one in (*more, *([] if holder is None else [holder])):
                if next_one not in found:
                    found[next_one] = None
                    pending.append(next_one)
        return list(found)

    def _is_unknown_code(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether nothing is known of what a call runs: an extension, or a library that is not followed."""
        return all(
            value.kind is Kind.API
            and not catalog.is_tensorflow(value.name)
            and not value.name.startswith(("builtins.", "numpy."))
            for value in self.infer.values(index, call.func)
        )

    @staticmethod
    def _leaves(index: SyntaxIndex, function: FunctionScope, mentions: list[ast.AST]) -> bool:
        """Whether a function hands one of the mentions to its caller, or keeps it on a new object."""
        for mention in mentions:
            for parent in index.ancestors(mention):
                if isinstance(parent, ast.Return) or parent is function.node:
                    if isinstance(parent, ast.Return):
                        return True
                    break
                if isinstance(parent, ast.Assign) and function.name == "__init__":
                    if any(isinstance(target, ast.Attribute) for target in parent.targets):
                        return True
                if isinstance(parent, ast.Call) and flow.contains(parent.func, mention):
                    break
        return False

    @staticmethod
    def _is_put_aside(index: SyntaxIndex, mention: ast.AST, *, returns: bool = True) -> bool:
        child = mention
        for parent in index.ancestors(mention):
            if isinstance(parent, ast.Call):
                if child is parent.func:
                    return False
                if tail_of(parent.func) in _KEEPERS:
                    return True
            elif isinstance(parent, ast.Assign):
                for target in parent.targets:
                    if isinstance(target, ast.Subscript):
                        return True
                    if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
                        scope = index.scope(target.value)
                        if index.class_of_self(scope, target.value.id) is None:
                            return True
                return False
            elif isinstance(parent, COMPREHENSIONS):
                return child is getattr(parent, "elt", None) or child is getattr(parent, "value", None)
            elif isinstance(parent, (ast.Yield, ast.YieldFrom)):
                return returns
            elif isinstance(parent, (ast.stmt, *FUNCTIONS)):
                return False
            child = parent
        return False

    def trains(self, function: FunctionScope) -> bool:
        """Whether a traced function applies gradients, or has gradient functions of its own."""
        return self.infer.remember(("trains", function), lambda: self._trains(function), False)

    def _trains(self, function: FunctionScope) -> bool:
        body = function.node.body
        for statement in body if isinstance(body, list) else [body]:
            for node in walk_own(statement):
                if isinstance(node, ast.Call):
                    if isinstance(node.func, ast.Attribute) and node.func.attr in _TRAINS:
                        return True
                    if any(self.trains(callee) for callee in self.infer.callees(function.index, node)):
                        return True
        return False

    # -- what call sites pass ------------------------------------------------------------------------

    def called(self, index: SyntaxIndex, call: ast.Call) -> Traced | None:
        """The ``tf.function`` that a call runs, or None."""
        for value in self.infer.values(index, call.func):
            function = value.function
            if value.kind is Kind.FUNCTION and function is not None:
                decorator = self.infer.traced_decorator(function)
                if decorator is not None:
                    return Traced(decorator, function.index, function)
            elif value.kind is Kind.TF_FUNCTION and value.node is not None and value.index is not None:
                if isinstance(value.node, ast.Call):
                    return Traced(value.node, value.index, function)
            elif value.kind is Kind.INSTANCE and value.cls is not None:
                method = self.infer.find_method(value.cls, "__call__")
                decorator = None if method is None else self.infer.traced_decorator(method)
                if method is not None and decorator is not None:
                    return Traced(decorator, method.index, method)
        return None

    def repeated_calls(self, index: SyntaxIndex) -> list[tuple[ast.Call, Traced, Repetition]]:
        """The calls of traced functions in a file that untraced code makes again and again."""
        return self.infer.remember(("repeated calls", index), lambda: list(self._repeated_calls(index)), [])

    def _repeated_calls(self, index: SyntaxIndex) -> Iterator[tuple[ast.Call, Traced, Repetition]]:
        if self.repetitions.builds_v1_graph(index) or self.repetitions.debugs_eagerly(index):
            return
        for call in index.calls:
            if not call.args and not call.keywords:
                continue
            traced = self.called(index, call)
            if traced is None:
                continue
            around = self.repetitions.of(index, call, eager=True)
            if around:
                yield call, traced, around[0]

    @staticmethod
    def arguments(call: ast.Call) -> list[ast.expr]:
        """The expressions that a call passes."""
        given = [argument for argument in call.args if not isinstance(argument, ast.Starred)]
        return given + [keyword.value for keyword in call.keywords if keyword.arg is not None]

    def changing(self, index: SyntaxIndex, node: ast.expr, depth: int = 0) -> str | None:
        """What kind of Python value ``node`` is, when it is another one in each round of a loop.

        Returns:
            ``number``, ``text``, ``list``, ``lambda`` or ``bound method``; None for tensors, numpy values,
            Booleans, values from a small set, and whatever is not known to change.
        """
        if depth > MAX_DEPTH:
            return None
        if isinstance(node, ast.Lambda):
            return "lambda"
        if isinstance(node, ast.JoinedStr):
            parts = [part.value for part in node.values if isinstance(part, ast.FormattedValue)]
            drawn = any(self._is_of_loop(index, part) or self._is_fresh(index, part) for part in parts)
            return "text" if drawn else None
        if isinstance(node, ast.BinOp):
            return self._operation(index, node, depth)
        if isinstance(node, ast.UnaryOp) and not isinstance(node.op, ast.Not):
            return self.changing(index, node.operand, depth + 1)
        if isinstance(node, ast.IfExp):
            return self.changing(index, node.body, depth + 1) or self.changing(index, node.orelse, depth + 1)
        if isinstance(node, (ast.List, ast.Tuple)):
            kinds = [self.changing(index, element, depth + 1) for element in node.elts]
            return "list" if any(kinds) else None
        if isinstance(node, ast.Call):
            return self._called_value(index, node, depth)
        if isinstance(node, ast.Attribute):
            return self._attribute(index, node, depth)
        if isinstance(node, ast.Name):
            return self._name(index, node, depth)
        return None

    def _operation(self, index: SyntaxIndex, node: ast.BinOp, depth: int) -> str | None:
        if isinstance(node.op, ast.Mod) and isinstance(node.right, ast.Constant):
            value = node.right.value
            if isinstance(value, int) and value <= SMALL:
                return None
        for side in (node.left, node.right):
            if any(
                v.kind in (Kind.TENSOR, Kind.VARIABLE, Kind.SYMBOLIC) or v.name.startswith("numpy.")
                for v in self.infer.values(index, side)
            ):
                return None
        return self.changing(index, node.left, depth + 1) or self.changing(index, node.right, depth + 1)

    def _is_fresh(self, index: SyntaxIndex, node: ast.AST) -> bool:
        """Whether a call gives another value each time: a clock, a random number, an identifier."""
        fresh = _CLOCKS | _FRESH_TEXTS | _MOMENTS
        return isinstance(node, ast.Call) and any(n in fresh for n in self.infer.called_names(index, node))

    def _counter(self, index: SyntaxIndex, node: ast.expr) -> bool:
        """Whether an expression is a variable that holds ``itertools.count()``."""
        if not isinstance(node, ast.Name):
            return False
        bindings = index.home(node).bindings.get(node.id, ())
        return bool(bindings) and all(
            isinstance(binding.value, ast.Call)
            and "itertools.count" in self.infer.called_names(index, binding.value)
            for binding in bindings
        )

    def _called_value(self, index: SyntaxIndex, call: ast.Call, depth: int) -> str | None:
        names = self.infer.called_names(index, call)
        if any(name in _CLOCKS for name in names):
            return "number"
        if "builtins.next" in names and call.args:
            source = self._counter(index, call.args[0])
            return "number" if source else None
        if any(name in _FRESH_TEXTS for name in names):
            return "text"
        if isinstance(call.func, ast.Attribute) and call.func.attr in _FORMATS:
            moments = (
                self.infer.called_names(index, call.func.value)
                if isinstance(call.func.value, ast.Call)
                else []
            )
            if any(name in _MOMENTS for name in moments):
                return "number" if call.func.attr == "timestamp" else "text"
        if any(name in _NUMBER_CALLS for name in names):
            numeric = any(name in ("builtins.float", "builtins.int", "builtins.len") for name in names)
            for argument in call.args:
                if (numeric and self._is_of_loop(index, argument)) or self.changing(
                    index, argument, depth + 1
                ):
                    return "number"
            return None
        if any(name in _TEXT_CALLS for name in names):
            drawn = any(self._is_of_loop(index, part) or self._is_fresh(index, part) for part in call.args)
            return "text" if drawn else None
        if any(name.startswith("math.") for name in names):
            return "number" if any(self.changing(index, a, depth + 1) for a in call.args) else None
        if isinstance(call.func, ast.Attribute) and call.func.attr == "item" and not call.args:
            return "number" if self._is_of_loop(index, call.func.value) else None
        for callee in self.infer.callees(index, call):
            if callee.name == "__init__" or callee.is_generator or self.infer.traced_decorator(callee):
                return None
            kinds = [self.changing(callee.index, value, depth + 1) for value in callee.returns]
            plain = all(
                v.kind in (Kind.PLAIN, Kind.CIRCULAR)
                for value in callee.returns
                for v in self.infer.values(callee.index, value)
            )
            if plain and any(kinds):
                return next(kind for kind in kinds if kind)
        return None

    def _is_of_loop(self, index: SyntaxIndex, node: ast.expr) -> bool:
        """Whether an expression reads something that a loop around it binds."""
        loops = flow.enclosing_loops(index, node)
        for inner in ast.walk(node):
            if isinstance(inner, ast.Name):
                scope = index.home(inner)
                if scope.node in loops:
                    return True
                bindings = scope.bindings.get(inner.id, ())
                if any(flow.contains(loop, b.node) for loop in loops for b in bindings):
                    return True
                for binding in bindings:
                    if binding.how == "parameter" and isinstance(scope, FunctionScope):
                        if self.changing(index, inner, 2):
                            return True
        return False

    def _attribute(self, index: SyntaxIndex, node: ast.Attribute, depth: int) -> str | None:
        for value in self.infer.values(index, node):
            if value.kind is Kind.FUNCTION and value.receiver is not None and value.function is not None:
                if self.infer.traced_decorator(value.function) is None and not value.function.is_static():
                    bound = value.receiver.kind is not Kind.CLASS
                    return "bound method" if bound else None
            if value.kind in (Kind.TENSOR, Kind.VARIABLE) or value.name.startswith("numpy."):
                return None
        found = None
        for base in self.infer.values(index, node.value):
            if base.cls is None:
                continue
            bindings = self.infer.attribute_bindings(base.cls, node.attr)
            number = any(
                v.kind is Kind.PLAIN and not v.name.startswith("numpy.")
                for i, b in bindings
                if b.how == "value"
                for v in self.infer.values(i, b.value)
            )
            for other, binding in bindings:
                function = other.function(binding.node)
                if not number or function is None or function.name == "__init__":
                    continue
                own = ast.unparse(binding.node) if isinstance(binding.node, ast.expr) else ""
                grows = binding.how == "augment" or (
                    binding.how == "value"
                    and binding.value is not None
                    and any(
                        isinstance(n, ast.Attribute) and ast.unparse(n) == own
                        for n in ast.walk(binding.value)
                    )
                )
                if grows and self.repetitions.of(other, binding.node):
                    found = "number"
        return found

    def _name(self, index: SyntaxIndex, node: ast.Name, depth: int) -> str | None:
        scope = index.home(node)
        all_bindings = scope.bindings.get(node.id, [])
        values = self.infer.values(index, node)
        if any(v.kind in (Kind.TENSOR, Kind.VARIABLE) or v.name.startswith("numpy.") for v in values):
            return None
        if any(b.how == "augment" and self._is_tensor(index, b.value) for b in all_bindings):
            return None
        loops = flow.enclosing_loops(index, node)
        local = scope is index.scope(node) or isinstance(index.scope(node).node, COMPREHENSIONS)
        for binding in flow.reaching(index, list(all_bindings), node) if local else all_bindings:
            within = scope.node in loops or any(flow.contains(loop, binding.node) for loop in loops)
            found = None
            if binding.how == "iterate" and within:
                found = self._iterated(index, binding, depth)
            elif binding.how == "augment" and within:
                starts = [b for b in all_bindings if b.how != "augment"]
                if any(b.how == "parameter" or self._is_plain(index, b.value) for b in starts):
                    found = "number"
            elif binding.how == "value" and within and binding.value is not None:
                found = self._recomputed(index, node, binding.value, all_bindings, depth)
            elif binding.how == "value" and local and self._is_computed_anew(index, binding):
                found = self.changing(index, binding.value, depth + 1) if binding.value is not None else None
            elif binding.how == "function" and within:
                found = "lambda"
            elif binding.how == "parameter" and isinstance(scope, FunctionScope):
                counted = self.repetitions.counts_rounds(scope, node.id)
                found = "number" if counted else self._given(scope, node.id, depth)
            if found is not None:
                return found
        return None

    def _is_computed_anew(self, index: SyntaxIndex, binding: Binding) -> bool:
        """Whether each call of a function that is called again and again computes a variable from others."""
        reads_itself = any(
            isinstance(n, ast.Name) and n.id == binding.name for n in ast.walk(binding.value or binding.node)
        )
        return (
            binding.value is not None
            and not reads_itself
            and index.function(binding.node) is not None
            and bool(self.repetitions.of(index, binding.value, eager=True))
        )

    def lasts_one_value(self, traced: Traced, index: SyntaxIndex, call: ast.Call, node: ast.expr) -> bool:
        """Whether the function around a call makes the ``tf.function`` too, and is given what it passes.

        Each of these functions then sees one value only, however many the callers pass.
        """
        maker = traced.index.function(traced.wrapper)
        if maker is not None and maker is traced.function:
            maker = traced.index.function(maker.node)
        if maker is None or traced.index is not index or not flow.contains(maker.node, call):
            return False
        return self._is_settled(index, node, maker, 0)

    def _is_settled(self, index: SyntaxIndex, node: ast.expr, maker: FunctionScope, depth: int) -> bool:
        """Whether an expression has one value for each call of a function, as far as its names tell."""
        for inner in ast.walk(node):
            if isinstance(inner, ast.Attribute) or self._is_fresh(index, inner):
                return False
            if not isinstance(inner, ast.Name):
                continue
            scope, loops = index.home(inner), flow.enclosing_loops(index, inner)
            for binding in scope.bindings.get(inner.id, ()):
                if scope.node in loops or any(flow.contains(loop, binding.node) for loop in loops):
                    return False
                if binding.how == "value" and binding.value is not None and depth < MAX_CALLERS:
                    if self._is_settled(index, binding.value, maker, depth + 1):
                        continue
                elif binding.how == "parameter" and flow.contains(scope.node, maker.node):
                    continue
                if self.changing(index, inner) is not None:
                    return False
        return True

    def _recomputed(
        self, index: SyntaxIndex, name: ast.Name, value: ast.expr, bindings: list[Binding], depth: int
    ) -> str | None:
        """How a variable changes that each round assigns to."""
        reads_itself = any(isinstance(n, ast.Name) and n.id == name.id for n in ast.walk(value))
        if not reads_itself:
            return self.changing(index, value, depth + 1)
        starts = [b for b in bindings if b.value is not value]
        numbers = any(
            (b.how == "parameter" and self._is_plain(index, b.value)) or
            (b.how == "value" and self._is_plain(index, b.value))
            for b in starts
        )  # fmt: skip
        arithmetic = isinstance(value, ast.BinOp) or (
            isinstance(value, ast.Call)
            and any(n in _NUMBER_CALLS for n in self.infer.called_names(index, value))
        )
        unknown = any(
            isinstance(n, ast.Name) and n.id != name.id and self._is_tensor(index, n) for n in ast.walk(value)
        )
        return "number" if numbers and arithmetic and not unknown else None

    def _is_plain(self, index: SyntaxIndex, node: ast.expr | None) -> bool:
        values = self.infer.values(index, node)
        return bool(values) and all(
            v.kind is Kind.CIRCULAR or (v.kind is Kind.PLAIN and not v.name.startswith("numpy."))
            for v in values
        )

    def _is_tensor(self, index: SyntaxIndex, node: ast.expr | None) -> bool:
        return bool(self.infer.kinds(index, node) & {Kind.TENSOR, Kind.VARIABLE})

    def _given(self, function: FunctionScope, name: str, depth: int) -> str | None:
        """How an argument changes from call to call."""
        for use in self.infer.uses(function):
            argument = self.infer.argument(use, function, name)
            if argument is not None and self.repetitions.of(use.index, argument, eager=True):
                found = self.changing(use.index, argument, depth + 1)
                if found is not None:
                    return found
        return None

    def _iterated(self, index: SyntaxIndex, binding: Binding, depth: int) -> str | None:
        """How the loop variable of a Python loop changes."""
        value, path = binding.value, binding.path
        if isinstance(value, (ast.ListComp, ast.GeneratorExp)) and not path:
            source = value.generators[0].iter
            return None if _count(source) <= SMALL else self.changing(index, value.elt, depth + 1)
        if not isinstance(value, ast.Call):
            return self._drawn(index, value) if not path else None
        names = self.infer.called_names(index, value)
        if "builtins.zip" in names and path and path[0] < len(value.args):
            return self._iterated(index, replace_value(binding, value.args[path[0]], path[1:]), depth + 1)
        if "builtins.enumerate" in names:
            if path == (0,):
                few = value.args and _count(value.args[0]) <= SMALL
                return None if few else "number"
            if path[:1] == (1,) and value.args:
                return self._iterated(index, replace_value(binding, value.args[0], path[1:]), depth + 1)
            return None
        if "builtins.range" in names and not path:
            return None if _count(value) <= SMALL else "number"
        if "builtins.map" in names and not path and len(value.args) == 2:
            mapped = [v.name for v in self.infer.values(index, value.args[0])]
            numeric = any(name.startswith("math.") or name in _NUMBER_CALLS for name in mapped)
            return "number" if numeric and _count(value.args[1]) > SMALL else None
        if "itertools.count" in names and not path:
            return "number"
        return None

    def _drawn(self, index: SyntaxIndex, iterable: ast.expr | None) -> str | None:
        """Numbers and texts drawn from a container that is annotated to hold them."""
        for value in self.infer.values(index, iterable):
            if value.kind is Kind.CONTAINER and value.name == "annotation":
                for element in self.infer.element_values(value):
                    if element.name in ("builtins.int", "builtins.float"):
                        return "number"
                    if element.name == "builtins.str":
                        return "text"
        return None

    def takes_tensor(self, index: SyntaxIndex, traced: Traced, call: ast.Call, argument: ast.expr) -> bool:
        """Whether a traced function does the same when a number that it is given is a tensor."""
        function = traced.function
        if function is None or isinstance(function.node, ast.Lambda):
            return False
        use = self.infer.use_of(index, call.func)
        names = [a.arg for a in (*function.parameters, *function.node.args.kwonlyargs)]
        name = next((n for n in names if self.infer.argument(use, function, n) is argument), None)
        if name is None:
            return False
        real = self._is_real(index, argument)
        for load in function.index.loads.get(name, ()):
            if isinstance(load, ast.Name) and function.index.function(load) is function:
                if not self._tensor_will_do(function.index, load, real):
                    return False
        return True

    def _is_real(self, index: SyntaxIndex, node: ast.expr) -> bool:
        """Whether a Python number certainly is no integer."""
        for inner in ast.walk(node):
            if isinstance(inner, ast.Constant) and isinstance(inner.value, float):
                return True
            if isinstance(inner, ast.BinOp) and isinstance(inner.op, ast.Div):
                return True
            if isinstance(inner, ast.Call):
                names = self.infer.called_names(index, inner)
                if names and set(names) <= _CLOCKS | {"builtins.float", "math.sqrt", "math.exp", "math.cos"}:
                    return True
            if isinstance(inner, ast.Name):
                starts = index.home(inner).bindings.get(inner.id, ())
                if any(isinstance(b.value, ast.Constant) and type(b.value.value) is float for b in starts):
                    return True
        return False

    def _tensor_will_do(self, index: SyntaxIndex, load: ast.expr, real: bool) -> bool:
        parent = index.parents.get(load)
        if isinstance(parent, ast.Call) and parent.args and parent.args[0] is load:
            if "tf.cast" in self.infer.called_names(index, parent):
                return True
        if not real:
            return False
        if isinstance(parent, ast.Call):
            names = self.infer.called_names(index, parent)
            return bool(names) and all(
                n.startswith(("tf.math.", "tf.exp", "tf.sqrt", "tf.pow")) for n in names
            )
        while isinstance(parent, (ast.BinOp, ast.UnaryOp)):
            load, parent = parent, index.parents.get(parent)
            if self._is_tensor(index, load):
                return True
        return isinstance(load, (ast.BinOp, ast.UnaryOp)) or (
            isinstance(parent, ast.Compare) and self._is_tensor(index, parent.left)
        )

    @staticmethod
    def outermost_loop(index: SyntaxIndex, node: ast.AST, repetition: Repetition) -> ast.stmt | None:
        """The outermost loop statement around a node; None when its function is what repeats."""
        if repetition.steps or repetition.how != "loop":
            return None
        loops = flow.enclosing_loops(index, node)
        return index.statement(loops[-1]) if loops else None

    # -- objects -------------------------------------------------------------------------------------

    def object_of_round(self, index: SyntaxIndex, node: ast.expr, repetition: Repetition) -> str | None:
        """What an argument is, when each round passes another object that a trace is bound to."""
        kinds = [v for v in self.infer.values(index, node) if v.kind is not Kind.CIRCULAR]
        if not kinds or any(v.kind not in _PER_OBJECT for v in kinds):
            return None
        if any(v.cls is not None and self._is_structure(v.cls) for v in kinds):
            return None
        word = kinds[0].kind.value if kinds[0].kind is not Kind.INSTANCE else "object"
        if isinstance(node, ast.Call):
            return word if self._makes_object(index, node) else None
        if isinstance(node, ast.Subscript):
            return word if self._is_chosen_by_loop(index, node.slice) else None
        return word if isinstance(node, ast.Name) and self._is_other(index, node, repetition, 0) else None

    @staticmethod
    def _is_chosen_by_loop(index: SyntaxIndex, key: ast.expr) -> bool:
        """Whether a key or number is the variable of a loop that has more than a few rounds."""
        if not isinstance(key, ast.Name):
            return False
        loops = flow.enclosing_loops(index, key)
        return any(
            binding.how == "iterate"
            and any(flow.contains(loop, binding.node) for loop in loops)
            and (binding.value is None or _count(binding.value) > SMALL)
            for binding in index.home(key).bindings.get(key.id, ())
        )

    def _makes_object(self, index: SyntaxIndex, call: ast.Call) -> bool:
        return any(self.creation.creators(index, call, kind) for kind in _PER_OBJECT)

    def _is_other(self, index: SyntaxIndex, node: ast.Name, repetition: Repetition, depth: int) -> bool:
        """Whether a variable stands for another object in each round."""
        scope = index.home(node)
        loops = flow.enclosing_loops(index, node)
        bindings = scope.bindings.get(node.id, [])
        for binding in flow.reaching(index, list(bindings), node) if len(bindings) > 1 else bindings:
            if binding.how == "parameter" and isinstance(scope, FunctionScope) and depth < MAX_DEPTH:
                for use in self.infer.uses(scope):
                    argument = self.infer.argument(use, scope, node.id)
                    if use.call is not None and any(use.call is step.node for step in repetition.steps):
                        if isinstance(argument, ast.Name):
                            if self._is_other(use.index, argument, repetition, depth + 1):
                                return True
                        elif isinstance(argument, ast.Call) and self._makes_object(use.index, argument):
                            return True
            within = scope.node in loops or any(flow.contains(loop, binding.node) for loop in loops)
            if not within and not (repetition.steps and isinstance(scope, FunctionScope)):
                continue
            if binding.how == "iterate" and within:
                source = binding.value
                if isinstance(source, (ast.Tuple, ast.List)) and len(source.elts) <= SMALL:
                    continue
                return True
            if binding.how == "value" and isinstance(binding.value, ast.Call):
                if self._makes_object(index, binding.value):
                    return True
        return False

    def _is_structure(self, cls: ClassScope) -> bool:
        """Whether TensorFlow looks into instances of a class rather than at their identity."""
        return any(
            name.endswith(("NamedTuple", "ExtensionType", "namedtuple", "Mapping", "Dict", ".dict", ".list"))
            for name in self.infer.library_bases(cls)
        )

    def instantiated_by(self, cls: ClassScope) -> Repetition | None:
        """The repetition that makes an object of a class in each round, and lets go of it."""
        if self.infer.instance(cls).kind is not Kind.INSTANCE:
            return None
        for index, call in self.instantiations(cls):
            if self.creation.creators(index, call, Kind.MODEL):
                continue
            for repetition in self.repetitions.of(index, call, eager=True):
                if self.repetitions.builds_v1_graph(repetition.index) or self.is_kept(
                    index, call, repetition
                ):
                    continue
                new = (self.object_of_round(index, a, repetition) for a in self.arguments(call))
                if not any(word is not None and word != "object" for word in new):
                    return repetition
        return None

    def instantiations(self, cls: ClassScope) -> list[tuple[SyntaxIndex, ast.Call]]:
        """The calls that make an instance of a project class or of one derived from it."""
        return self.infer.remember(("instantiations", cls), lambda: self._instantiations(cls), [])

    def _instantiations(self, cls: ClassScope) -> list[tuple[SyntaxIndex, ast.Call]]:
        found = []
        classes = [cls, *self.infer.subclasses(cls)]
        files = [cls.index.source.path, *self.infer.project.importers(cls.index.source.path)]
        for file in dict.fromkeys(files):
            index = self.infer.project.index(file)
            if index is None:
                continue
            names = {c.name for c in classes}.union(*(index.aliases.get(c.name, ()) for c in classes))
            for name in sorted(names):
                for load in index.loads.get(name, ()):
                    parent = index.parents.get(load)
                    if isinstance(parent, ast.Call) and parent.func is load:
                        known = self.infer.values(index, load)
                        if any(v.kind is Kind.CLASS and v.cls in classes for v in known):
                            found.append((index, parent))
        return found

    # -- what traces leave behind --------------------------------------------------------------------

    def escapes(self, index: SyntaxIndex, stores: Iterator[Store]) -> Iterator[tuple[ast.expr, str]]:
        """The places where traced code stores a symbolic tensor in something that outlives the trace.

        Yields:
            The call or the target of the assignment, and the name of what keeps the tensor.
        """
        for store in stores:
            if (
                store.how != "join"
                and self._is_symbolic(index, store.value)
                and self._is_outside(index, store.holder)
                and self.is_in_trace(index, store.node)
                and not self._is_put_back(index, store)
            ):
                yield store.node, ast.unparse(store.holder)
        for statement in index.slots:
            if not isinstance(statement, (ast.Assign, ast.AugAssign)) or statement.value is None:
                continue
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            for target in targets:
                if (
                    self._may_outlive_trace(index, target)
                    and self._is_symbolic(index, statement.value)
                    and self.is_in_trace(index, target)
                    and self._outlives_trace(index, target)
                ):
                    yield target, ast.unparse(target)

    def is_in_trace(self, index: SyntaxIndex, node: ast.AST) -> bool:
        """Whether a node only runs while TensorFlow traces, and not when its object is made."""
        function = index.function(node)
        if function is None or not self.repetitions.is_traced(function):
            return False
        while function is not None:
            if function.owner is not None and function.name in _BUILDING:
                return False
            function = index.function(function.node)
        return True

    def _is_put_back(self, index: SyntaxIndex, store: Store) -> bool:
        """Whether the code around a trace saves an entry before it and puts it back after it."""
        if not isinstance(store.holder, ast.Name) or not isinstance(store.key, ast.Constant):
            return False
        scope, traced = index.home(store.holder), index.function(store.node)
        around = scope if isinstance(scope, FunctionScope) else None
        while traced is not None and (outer := index.function(traced.node)) is not around:
            traced = outer
        if traced is None:
            return False
        last = flow.end_place(traced.node)
        for load in index.loads.get(traced.name, ()):
            if isinstance(load, ast.Name) and index.home(load) is scope:
                last = max(last, flow.place(load))
        return any(
            isinstance(statement, ast.Assign)
            and isinstance(statement.value, ast.Name)
            and index.function(statement) is around
            and flow.place(statement) > last
            and any(_is_entry(target, store) for target in statement.targets)
            and any(
                flow.place(binding.node) < flow.place(traced.node) and _reads_entry(binding.value, store)
                for binding in scope.bindings.get(statement.value.id, ())
            )
            for statement in index.slots
        )

    @staticmethod
    def _may_outlive_trace(index: SyntaxIndex, target: ast.expr) -> bool:
        """Whether what is assigned to a target can be read after the function, by the target's form."""
        if isinstance(target, ast.Name):
            scope = index.function(target)
            return scope is not None and (
                target.id in scope.global_names or target.id in scope.nonlocal_names
            )
        return isinstance(target, ast.Attribute) and index.function(target) is not None

    def _outlives_trace(self, index: SyntaxIndex, target: ast.expr) -> bool:
        if isinstance(target, ast.Attribute):
            return self._is_outside(index, target) and not self._stays_in_trace(index, target)
        if isinstance(target, ast.Name):
            function = index.function(target)
            return function is not None and (
                target.id in function.global_names
                or (target.id in function.nonlocal_names and self._is_outside(index, target))
            )
        return False

    def _is_outside(self, index: SyntaxIndex, holder: ast.expr) -> bool:
        """Whether a container or object was there before the trace and is there after it."""
        while isinstance(holder, ast.Subscript):
            holder = holder.value
        if isinstance(holder, ast.Call) and tail_of(holder.func) == "setdefault":
            holder = holder.func.value if isinstance(holder.func, ast.Attribute) else holder
        if isinstance(holder, ast.Attribute):
            if Kind.VARIABLE in self.infer.kinds(index, holder):
                return False
            root = holder.value
            return isinstance(root, ast.Name) and index.class_of_self(index.scope(root), root.id) is not None
        if not isinstance(holder, ast.Name) or self.infer.kinds(index, holder) & {Kind.API, Kind.MODULE}:
            return False  # the function of a module, as in ``tf.add(x, y)``, keeps nothing
        scope = index.home(holder)
        bindings = scope.bindings.get(holder.id, ())
        if not bindings or (any(b.how == "parameter" for b in bindings) and scope is index.function(holder)):
            return False
        return not isinstance(scope, FunctionScope) or not self.repetitions.is_traced(scope)

    def _stays_in_trace(self, index: SyntaxIndex, target: ast.Attribute) -> bool:
        """Whether everything that reads an attribute is traced as well."""
        reads = [n for n in index.loads.get(target.attr, ()) if isinstance(n, ast.Attribute)]
        return bool(reads) and all(self.is_in_trace(index, read) for read in reads)

    def _is_symbolic(self, index: SyntaxIndex, node: ast.expr) -> bool:
        """Whether an expression certainly is a tensor, or holds one, where TensorFlow traces it."""
        if isinstance(node, (ast.Tuple, ast.List)):
            return any(self._is_symbolic(index, element) for element in node.elts)
        if isinstance(node, ast.Dict):
            return any(self._is_symbolic(index, element) for element in node.values)
        kinds = self.infer.kinds(index, node) - {Kind.CIRCULAR}
        if kinds:
            return kinds <= {Kind.TENSOR, Kind.SYMBOLIC}
        if isinstance(node, ast.Name):
            scope = index.home(node)
            bindings = scope.bindings.get(node.id, ())
            if isinstance(scope, FunctionScope) and scope.name == "call" and scope.owner is not None:
                first = [argument.arg for argument in scope.parameters[1:2]]
                if first == [node.id] and all(b.how == "parameter" or _hands_on(b) for b in bindings):
                    return True
            called = bool(bindings) and all(isinstance(b.value, ast.Call) for b in bindings)
            return called and self._is_used_as_tensor(index, node)
        return False

    def _is_used_as_tensor(self, index: SyntaxIndex, name: ast.Name) -> bool:
        """Whether a tape is asked for the gradient of a variable, or an operation reduces it."""
        for load in index.loads.get(name.id, ()):
            call = index.parents.get(load)
            if (
                not isinstance(load, ast.Name)
                or not isinstance(call, ast.Call)
                or load not in call.args[:1]
                or index.home(name) is not index.home(load)
            ):
                continue
            if any(_REDUCES.match(called) for called in self.infer.called_names(index, call)):
                return True
            if isinstance(call.func, ast.Attribute) and call.func.attr == "gradient":
                if Kind.TAPE in self.infer.kinds(index, call.func.value):
                    return True
        return False

    def unrolled(self, index: SyntaxIndex) -> Iterator[tuple[ast.For, str]]:
        """The Python loops in traced code that copy their body often, and how often, in words."""
        for statement in index.slots:
            if not isinstance(statement, ast.For):
                continue
            function = index.function(statement)
            if function is None or not self.repetitions.is_traced(function) or self._builds(function):
                continue
            times = self._times(index, statement)
            counted = times is not None and (times[0].isdigit() or times.startswith("once"))
            if times is not None and not self._goes_over_parts(index, statement, counted):
                if self._computes(index, statement):
                    yield statement, times

    def _builds(self, function: FunctionScope) -> bool:
        """Whether a function builds an object of Keras, or helps one that does."""
        if function.name in _BUILDING:
            return True
        callers = [use.index.function(use.node) for use in self.infer.uses(function) if use.call is not None]
        return bool(callers) and all(
            caller is not None and caller.name in _BUILDING and caller.owner is function.owner
            for caller in callers
        )

    def _times(self, index: SyntaxIndex, loop: ast.For) -> str | None:
        iterable = loop.iter
        names = self.infer.called_names(index, iterable) if isinstance(iterable, ast.Call) else []
        if isinstance(iterable, ast.Call) and iterable.args:
            if "builtins.enumerate" in names or "builtins.reversed" in names:
                iterable = iterable.args[0]
                names = self.infer.called_names(index, iterable) if isinstance(iterable, ast.Call) else []
        if isinstance(iterable, ast.Call) and "builtins.range" in names:
            bounds = [self._number(index, argument, 0) for argument in iterable.args]
            if all(isinstance(bound, int) for bound in bounds):
                count = len(range(*[bound for bound in bounds if isinstance(bound, int)]))
                return f"{count} times" if count >= MANY else None
            unknown = [a for a, bound in zip(iterable.args, bounds, strict=True) if bound is None]
            if any(_counts_own_parts(argument) for argument in unknown):
                return None
            if unknown and all(self._is_count(index, argument) for argument in unknown):
                return f"{ast.unparse(unknown[-1])} times"
            return None
        sources = iterable.args if isinstance(iterable, ast.Call) and "builtins.zip" in names else [iterable]
        if sources and all(self._is_array(index, source) for source in sources):
            return f"once for each element of {ast.unparse(sources[0])!r}"
        return None

    def _is_array(self, index: SyntaxIndex, node: ast.expr) -> bool:
        values = self.infer.values(index, node)
        return bool(values) and all(v.kind is Kind.PLAIN and v.name.startswith("numpy.") for v in values)

    def _number(self, index: SyntaxIndex, node: ast.expr, depth: int) -> int | str | None:
        """The integer that an expression is; ``few`` for what is known to be no count of Python's."""
        if isinstance(node, ast.Constant):
            return node.value if type(node.value) is int else "few"
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            inner = self._number(index, node.operand, depth)
            return -inner if isinstance(inner, int) else inner
        if depth > 4:
            return None
        if self.infer.kinds(index, node) & {Kind.TENSOR, Kind.VARIABLE, Kind.SYMBOLIC}:
            return "few"  # autograph makes a graph loop of it
        if isinstance(node, ast.Name):
            scope = index.home(node)
            bindings = scope.bindings.get(node.id, [])
            if len(bindings) == 1 and bindings[0].how == "value" and bindings[0].value is not None:
                return self._number(index, bindings[0].value, depth + 1)
            if len(bindings) == 1 and bindings[0].how == "parameter" and isinstance(scope, FunctionScope):
                uses = [use for use in self.infer.uses(scope) if use.call is not None]
                passed = self._passed(index, node)
                given = [self._number(*argument, depth + 1) for argument in passed]
                default = bindings[0].value
                if default is not None and (not uses or len(passed) < len(uses)):
                    given.append(self._number(index, default, depth + 1))
                if given and all(isinstance(number, int) for number in given):
                    return max(number for number in given if isinstance(number, int))
                if "few" in given:
                    return "few"
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            owner = index.class_of_self(index.scope(node), node.value.id)
            set_by = self.infer.attribute_bindings(owner, node.attr) if owner is not None else []
            if len(set_by) == 1 and isinstance(set_by[0][1].value, (ast.Constant, ast.Name)):
                return self._number(set_by[0][0], set_by[0][1].value, depth + 1)
        return None

    def _is_count(self, index: SyntaxIndex, node: ast.expr) -> bool:
        """Whether an expression is a count that the caller chooses, or the length of data."""
        if isinstance(node, ast.Call):
            if "builtins.len" not in self.infer.called_names(index, node) or len(node.args) != 1:
                return False
            # The rank of a tensor is small.
            return not (isinstance(node.args[0], ast.Attribute) and node.args[0].attr == "shape")
        if isinstance(node, ast.BinOp):
            sides = [side for side in (node.left, node.right) if not isinstance(side, ast.Constant)]
            return all(self._is_count(index, side) for side in sides)
        if isinstance(node, ast.Subscript):
            # The batch, or the time: how many channels there are, at the end, is a small number.
            shape = node.value
            if not isinstance(shape, ast.Attribute) or shape.attr != "shape" or not _is(node.slice, 0, 1):
                return False
            if not isinstance(shape.value, ast.Name) or not self._is_given(index, shape.value):
                return False
            passed = self._passed(index, shape.value)
            return not passed or not all(_is_of_object(*argument) for argument in passed)
        if not isinstance(node, ast.Name):
            return False
        scope = index.home(node)
        if not any(b.how == "parameter" for b in scope.bindings.get(node.id, ())):
            return False
        given = self._passed(index, node)
        return not given or any(self._may_be_many(*argument) for argument in given)

    def _passed(self, index: SyntaxIndex, node: ast.Name) -> list[tuple[SyntaxIndex, ast.expr]]:
        """What the callers of a function pass for the parameter that a name reads."""
        scope = index.home(node)
        if not isinstance(scope, FunctionScope):
            return []
        return [
            (use.index, argument)
            for use in self.infer.uses(scope)
            if use.call is not None and (argument := self.infer.argument(use, scope, node.id)) is not None
        ]

    def _may_be_many(self, index: SyntaxIndex, node: ast.expr, depth: int = 0) -> bool:
        """Whether a count that is passed may be large: not small, nor set on the caller's object."""
        if isinstance(node, ast.Subscript):
            return self._may_be_many(index, node.value, depth)
        if _is_of_object(index, node):
            return False
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            return True
        number = self._number(index, node, 0)
        if number is not None or depth > 4:
            return isinstance(number, int) and number >= MANY
        if isinstance(node, ast.BinOp):
            sides = [side for side in (node.left, node.right) if not isinstance(side, ast.Constant)]
            return any(self._may_be_many(index, side, depth + 1) for side in sides)
        given = self._passed(index, node) if isinstance(node, ast.Name) else []
        return not given or any(self._may_be_many(*argument, depth + 1) for argument in given)

    def _goes_over_parts(self, index: SyntaxIndex, loop: ast.For, counted: bool) -> bool:
        """Whether the body takes an element of a list of Python objects in each round: layers, weights.

        No object is made of so many parts as a loop runs that is ``counted``: what it computes with are data.
        """
        names = {n.id for n in ast.walk(loop.target) if isinstance(n, ast.Name)}
        for node in (n for statement in loop.body for n in walk_own(statement)):
            if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
                read = {n.id for n in ast.walk(node.slice) if isinstance(n, ast.Name)}
                if read & names and isinstance(node.slice, (ast.Name, ast.BinOp)):
                    parent = index.parents.get(node)
                    used = isinstance(parent, ast.Attribute) or getattr(parent, "func", None) is node
                    if counted and not used:
                        continue
                    if self._is_given(index, node.value) and _is_recurrence(index.statement(node)):
                        continue
                    kinds = self.infer.kinds(index, node.value)
                    if not kinds <= {Kind.TENSOR, Kind.VARIABLE, Kind.PLAIN, Kind.CIRCULAR} or not (
                        kinds or self._is_used_as_array(index, node.value)
                    ):
                        return True
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
                return True
        for node in ast.walk(loop.iter):
            if isinstance(node, ast.Call) and "builtins.len" in self.infer.called_names(index, node):
                for value in self.infer.elements(index, node.args[0]) if node.args else ():
                    if value.kind not in (Kind.TENSOR, Kind.PLAIN, Kind.CIRCULAR):
                        return True
        return False

    @staticmethod
    def _is_given(index: SyntaxIndex, node: ast.expr) -> bool:
        """Whether a variable is a parameter of the function that mentions it, and nothing else."""
        if not isinstance(node, ast.Name) or index.home(node) is not index.function(node):
            return False
        return [b.how for b in index.home(node).bindings.get(node.id, ())] == ["parameter"]

    def _is_used_as_array(self, index: SyntaxIndex, node: ast.expr) -> bool:
        """Whether a variable of unknown origin is used in its function as only tensors and arrays are."""
        if not isinstance(node, ast.Name):
            return False
        scope = index.home(node)
        for load in index.loads.get(node.id, ()):
            parent = index.parents.get(load)
            if not isinstance(load, ast.Name) or index.home(load) is not scope:
                continue
            if isinstance(parent, ast.Attribute) and parent.attr in ("shape", "dtype", "ndim"):
                return True
            if isinstance(parent, ast.Call) and load in parent.args[:1]:
                if any(name in _OF_ONE_ARRAY for name in self.infer.called_names(index, parent)):
                    return True
        return False

    def _computes(self, index: SyntaxIndex, loop: ast.For) -> bool:
        """Whether the body adds operations to the graph."""
        for node in (n for statement in loop.body for n in walk_own(statement)):
            if isinstance(node, (ast.Call, ast.BinOp)):
                if self.infer.kinds(index, node) & {Kind.TENSOR, Kind.SYMBOLIC}:
                    return True
            if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
                name = node.target
                found = self.infer.lookup(index, name.id, index.scope(name), loop)
                if of_kind(found, Kind.TENSOR) is not None:
                    return True
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                # A value of unknown origin that each round computes from the one before.
                carried = node.targets[0].id
                reads = any(isinstance(n, ast.Name) and n.id == carried for n in ast.walk(node.value))
                if reads and not self.infer.kinds(index, node.value) - {Kind.CIRCULAR}:
                    return True
        return False

    def can_be_graph_loop(self, index: SyntaxIndex, loop: ast.For) -> bool:
        """Whether autograph makes one loop of the graph, with the same result, when ``tf.range`` counts."""
        function = index.function(loop)
        decorator = None if function is None else self.infer.traced_decorator(function)
        if function is None or decorator is None or loop.orelse or not isinstance(loop.target, ast.Name):
            return False
        if isinstance(decorator, ast.Call) and any(k.arg == "autograph" for k in decorator.keywords):
            return False
        for node in (n for statement in loop.body for n in walk_own(statement)):
            if isinstance(node, (ast.Break, ast.Continue, ast.Return, ast.If, ast.Try, ast.With, ast.For)):
                return False
            if isinstance(node, (ast.List, ast.Dict, ast.Set, ast.JoinedStr, *COMPREHENSIONS)):
                return False
            if isinstance(node, ast.Name) and node.id == loop.target.id and isinstance(node.ctx, ast.Load):
                return False
            if isinstance(node, (ast.Attribute, ast.Subscript)) and isinstance(node.ctx, ast.Store):
                return False
            if isinstance(node, ast.Call) and not self._is_operation(index, node):
                return False
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                scope = index.home(node)
                before = [
                    b for b in scope.bindings.get(node.id, ()) if not flow.contains(loop, b.node)
                ]  # fmt: skip
                if not before or any(not self._starts_as_tensor(index, b) for b in before):
                    return False
        return True

    def _starts_as_tensor(self, index: SyntaxIndex, binding: Binding) -> bool:
        return binding.how == "parameter" or Kind.TENSOR in self.infer.kinds(index, binding.value)

    def _is_operation(self, index: SyntaxIndex, call: ast.Call) -> bool:
        names = self.infer.called_names(index, call)
        return bool(names) and all(name.startswith("tf.") for name in names)

    # -- shapes --------------------------------------------------------------------------------------

    def varying_shape(self, index: SyntaxIndex, node: ast.expr, depth: int = 0) -> str | None:
        """Why the shape of an argument differs from round to round, in words; None when it need not."""
        if depth > MAX_DEPTH:
            return None
        if isinstance(node, ast.Call):
            return self._varying_call(index, node, depth)
        if isinstance(node, (ast.List, ast.Tuple)):
            if len(node.elts) == 1:
                return self.varying_shape(index, node.elts[0], depth + 1)
            return None
        if isinstance(node, ast.Subscript):
            parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
            for part in parts:
                if isinstance(part, ast.Slice) and self._has_varying_length(index, part):
                    return f"the slice {ast.unparse(node)!r} has another length"
            named = isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str)
            if named or all(_is(part, None) or _is_full(part) for part in parts):
                return self.varying_shape(index, node.value, depth + 1)
            return None
        if isinstance(node, (ast.Name, ast.Attribute)):
            return self._varying_name(index, node, depth)
        if isinstance(node, ast.ListComp) and _encodes(node):
            differs = self._differs(index, node.generators[0].iter)
            return "each text has another number of parts" if differs else None
        return None

    def _varying_call(self, index: SyntaxIndex, call: ast.Call, depth: int) -> str | None:
        names = self.infer.called_names(index, call)
        if any(name in _CONVERSIONS for name in names) and call.args:
            return self.varying_shape(index, call.args[0], depth + 1)
        if isinstance(call.func, ast.Attribute) and call.func.attr == "split" and len(call.args) <= 1:
            if not names and self._differs(index, call):
                return "each text has another number of words"
        if self._tokenizes(index, call) and any(self._differs(index, a) for a in call.args):
            return "each text has another number of tokens"
        for callee in self.infer.callees(index, call):
            if callee.name == "__init__" or not call.args:
                continue
            if not any(self._differs(index, argument) for argument in call.args):
                continue
            if callee.returns and all(_is_ragged(value) for value in callee.returns):
                return f"{callee.name}() gives as many values as its item has"
        return None

    def _differs(self, index: SyntaxIndex, node: ast.expr, depth: int = 0) -> bool:
        """Whether an expression reads what a loop binds, here or in the functions that lead here."""
        return self._is_of_loop(index, node) or any(
            self._differs(*given, depth + 1)
            for name in ast.walk(node)
            if isinstance(name, ast.Name) and depth < MAX_CALLERS
            for given in self._passed_anew(index, name)
        )

    def _passed_anew(self, index: SyntaxIndex, name: ast.Name) -> list[tuple[SyntaxIndex, ast.expr]]:
        """What callers pass again and again for a parameter that no statement binds anew."""
        if [b.how for b in index.home(name).bindings.get(name.id, ())] != ["parameter"]:
            return []
        return [(i, g) for i, g in self._passed(index, name) if self.repetitions.of(i, g, eager=True)]

    def _tokenizes(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a call gives as many tokens as its text has, without padding to a fixed length."""
        options = (None, "padding", "pad_to_max_length")
        padding = next((k.value for k in call.keywords if k.arg in options), None)
        if padding is not None and not _is(padding, True, False):
            return False
        callees = self.infer.values(index, call.func)
        return any(
            catalog.TOKENIZES.match(f"{v.name}.__call__" if v.kind is Kind.OBJECT else v.name)
            for v in callees
        )

    def _has_varying_length(self, index: SyntaxIndex, part: ast.Slice) -> bool:
        lower = self._changing_names(index, part.lower)
        upper = self._changing_names(index, part.upper)
        if part.lower is None or part.upper is None:
            return bool(lower | upper)
        if bool(lower) == bool(upper) and (not lower or lower & upper):
            return False
        return not self._is_window(index, part.lower, part.upper)

    def _is_window(self, index: SyntaxIndex, lower: ast.expr, upper: ast.expr) -> bool:
        """Whether the ends of a slice move together: one is computed from the other, or both step alike."""
        first, last = self._sources(index, lower, 0), self._sources(index, upper, 0)
        shared = [name for key, name in first.items() if key in last]
        apart = [name for key, name in (*first.items(), *last.items()) if key not in first or key not in last]
        others = [name for name in apart if self._moves(index, name)]
        if any(self._moves(index, name) for name in shared):
            return not others
        steps = [_step(index, name) for name in others]
        if len(steps) > 1 and steps[0] is not None and len(set(steps)) == 1:
            return True
        if not isinstance(lower, ast.Name) or not isinstance(upper, ast.Name):
            return False
        pair = [b for end in (lower, upper) for b in index.home(end).bindings.get(end.id, ())]
        if [len(b.path) if b.how == "iterate" else 0 for b in pair] != [1, 1]:
            return False
        places = (pair[0].path[0], pair[1].path[0])
        return pair[0].value is pair[1].value and self._gives_windows(index, pair[0].value, places, 0)

    def _gives_windows(
        self, index: SyntaxIndex, node: ast.expr | None, places: tuple[int, int], depth: int
    ) -> bool:
        """Whether two places of what a loop goes over are the ends of windows of one length."""
        if depth > MAX_CALLERS:
            return False
        if isinstance(node, (ast.ListComp, ast.GeneratorExp)):
            ends = node.elt.elts if isinstance(node.elt, ast.Tuple) else []
            return max(places) < len(ends) and self._is_window(index, ends[places[0]], ends[places[1]])
        if isinstance(node, ast.Name):
            values = [b.value for b in index.home(node).bindings.get(node.id, ()) if b.how == "value"]
            return len(values) == 1 and self._gives_windows(index, values[0], places, depth + 1)
        if not isinstance(node, ast.Call):
            return False
        if "builtins.zip" in self.infer.called_names(index, node) and max(places) < len(node.args):
            ranges = [node.args[place] for place in places]
            spelled = [
                [ast.unparse(argument) for argument in r.args[2:]]
                for r in ranges
                if isinstance(r, ast.Call) and "builtins.range" in self.infer.called_names(index, r)
            ]
            return len(spelled) == 2 and spelled[0] == spelled[1]
        given = [(f.index, value) for f in self.infer.callees(index, node) for value in f.returns]
        return bool(given) and all(self._gives_windows(*value, places, depth + 1) for value in given)

    def _sources(self, index: SyntaxIndex, node: ast.expr, depth: int) -> dict[tuple[Scope, str], ast.Name]:
        """The variables, or parts of them, that an expression is computed from in its round of a loop."""
        found: dict[tuple[Scope, str], ast.Name] = {}
        for name in ast.walk(node):
            if not isinstance(name, ast.Name):
                continue
            scope = index.home(name)
            bindings = scope.bindings.get(name.id, [])
            last = bindings[-1].value if bindings else None
            computed = all(b.how == "value" and flow.place(b.node) < flow.place(name) for b in bindings)
            whole: ast.expr = name
            while isinstance(parent := index.parents.get(whole), (ast.Attribute, ast.Subscript)):
                if parent.value is not whole:
                    break
                whole = parent
            if computed and last is not None and whole is name and depth < MAX_CALLERS:
                found.update(self._sources(index, last, depth + 1))
            else:
                found.setdefault((scope, ast.unparse(whole)), name)
        return found

    def _moves(self, index: SyntaxIndex, name: ast.Name) -> bool:
        """Whether a variable has another value in each round of the loop around a name."""
        bindings, loops = index.home(name).bindings.get(name.id, ()), flow.enclosing_loops(index, name)
        inside = any(flow.contains(loop, binding.node) for loop in loops for binding in bindings)
        return inside or self.changing(index, name) is not None

    def _changing_names(self, index: SyntaxIndex, node: ast.expr | None) -> set[str]:
        found = set()
        # All batches but the last have one shape, so ``x[: batch.shape[0]]`` makes two traces.
        shapes = (
            [n for n in ast.walk(node) if isinstance(n, ast.Attribute) and n.attr == "shape"] if node else []
        )
        sizes = {inner for shape in shapes for inner in ast.walk(shape)}
        for inner in ast.walk(node) if node is not None else ():
            if (
                isinstance(inner, ast.Name)
                and inner not in sizes
                and (self.changing(index, inner) == "number" or self._is_drawn_in_loop(index, inner))
            ):
                found.add(inner.id)
        return found

    @staticmethod
    def _is_drawn_in_loop(index: SyntaxIndex, name: ast.Name) -> bool:
        """Whether each round of the loops around a name takes its value from a collection.

        That is ``for a, b in spans``, ``for length in lengths`` where the loop is the innermost, and
        ``end = ends.pop()``.
        """
        loops = flow.enclosing_loops(index, name)
        for binding in index.home(name).bindings.get(name.id, ()):
            value = binding.value
            if not any(flow.contains(loop, binding.node) for loop in loops):
                continue
            if binding.how == "iterate":
                if len(binding.path) == 1:
                    return True
                # The length of what is drawn, as in ``x[: len(batch)]``, may well be the same.
                bound = isinstance(index.parents.get(name), (ast.Slice, ast.BinOp, ast.UnaryOp))
                if bound and not binding.path and flow.contains(loops[0], binding.node):
                    return _may_be_long(index, value)
            elif binding.how == "value" and isinstance(value, ast.Call):
                if isinstance(value.func, ast.Attribute) and value.func.attr in ("pop", "popleft"):
                    return True
        return False

    def _varying_name(self, index: SyntaxIndex, node: ast.Name | ast.Attribute, depth: int) -> str | None:
        loops = [loop for loop in flow.enclosing_loops(index, node) if not isinstance(loop, COMPREHENSIONS)]
        text = ast.unparse(node)
        bindings = self._bindings(index, node)
        for loop in loops:
            inside = [b for b in bindings if flow.contains(loop, b.node)]
            joined = [b for b in inside if self._is_joined(index, b, text)]
            if joined and len(joined) == len(inside):
                return f"{text!r} grows"
            if inside:
                break
            if self._grows(index, node, loop, bindings):
                return f"the list {text!r} grows"
        if isinstance(node, ast.Attribute) and not loops:
            return self._growing_attribute(index, node, bindings)
        if isinstance(node, ast.Name):
            seen = flow.reaching(index, bindings, node)
            if len(seen) != 1:
                return None
            if seen[0].how == "value" and seen[0].value is not None:
                if not loops or flow.contains(loops[0], seen[0].node):
                    return self.varying_shape(index, seen[0].value, depth + 1)
            elif not loops:
                whys = (self.varying_shape(*given, depth + 1) for given in self._passed_anew(index, node))
                return next((why for why in whys if why is not None), None)
        return None

    def _growing_attribute(
        self, index: SyntaxIndex, node: ast.Attribute, bindings: list[Binding]
    ) -> str | None:
        """Why an attribute is longer at each call of the method that makes it longer, in words."""
        method, text = index.function(node), ast.unparse(node)
        if method is None:
            return None
        inside = [b for b in bindings if flow.contains(method.node, b.node)]
        makers = [index.function(b.node) for b in bindings if b not in inside]
        if any(maker is None or maker.name != "__init__" for maker in makers):
            return None  # something else starts it anew, or makes it shorter
        if inside:
            return f"{text!r} grows" if all(self._is_joined(index, b, text) for b in inside) else None
        return f"the list {text!r} grows" if self._grows(index, node, method.node, bindings) else None

    def _bindings(self, index: SyntaxIndex, node: ast.Name | ast.Attribute) -> list[Binding]:
        if isinstance(node, ast.Name):
            return list(index.home(node).bindings.get(node.id, ()))
        if isinstance(node.value, ast.Name):
            owner = index.class_of_self(index.scope(node), node.value.id)
            if owner is not None:
                return list(owner.attribute_values.get(node.attr, ()))
        return []

    def _is_joined(self, index: SyntaxIndex, binding: Binding, text: str) -> bool:
        """Whether an assignment makes a variable longer by what it was."""
        value = binding.value
        if binding.how != "value" or not isinstance(value, ast.Call) or not value.args:
            return False
        first = value.args[0]
        parts = first.elts if isinstance(first, (ast.List, ast.Tuple)) else [first]
        if not any(ast.unparse(part) == text for part in parts):
            return False
        return any(name in _JOINS for name in self.infer.called_names(index, value))

    @staticmethod
    def _owner_of(index: SyntaxIndex, node: ast.expr) -> Scope | None:
        """The scope whose variable a name is, or the class whose attribute ``self.name`` is."""
        if isinstance(node, ast.Name):
            return index.home(node)
        root = node.value if isinstance(node, ast.Attribute) else None
        return index.class_of_self(index.scope(root), root.id) if isinstance(root, ast.Name) else None

    def _grows(
        self, index: SyntaxIndex, node: ast.Name | ast.Attribute, loop: ast.AST, bindings: list[Binding]
    ) -> bool:
        """Whether a loop appends to a list that is never shortened."""
        for binding in bindings:
            value = binding.value
            if isinstance(value, ast.Call) and tail_of(value.func) == "deque":
                return False
            if binding.how == "augment" and flow.contains(loop, binding.node):
                return isinstance(value, (ast.List, ast.Tuple))
        text, grown = ast.unparse(node), False
        name = node.id if isinstance(node, ast.Name) else node.attr
        for load in index.loads.get(name, ()):
            parent = index.parents.get(load)
            if ast.unparse(load) != text:
                continue
            if self._owner_of(index, load) is not self._owner_of(index, node):
                continue  # the variable of another function, or the attribute of another class
            if isinstance(parent, ast.Attribute):
                if parent.attr in _SHRINKS:
                    return False
                inside = flow.contains(loop, load) and not self.repetitions.is_guarded(index, load, loop)
                grown = grown or (parent.attr in ("append", "extend") and inside)
            elif isinstance(parent, ast.Subscript) and isinstance(parent.ctx, ast.Del):
                return False
        lists = [v for b in bindings if b.how == "value" for v in self.infer.values(index, b.value)]
        return grown and bool(lists) and all(v.kind is Kind.CONTAINER for v in lists)


def _may_be_long(index: SyntaxIndex, node: ast.expr | None) -> bool:
    """Whether a variable or attribute may hold more than a few elements."""
    if not isinstance(node, ast.Name):
        return isinstance(node, ast.Attribute)
    values = [b.value for b in index.home(node).bindings.get(node.id, ()) if b.how == "value"]
    return all(value is None or _count(value) > SMALL for value in values)


def _step(index: SyntaxIndex, name: ast.Name) -> str | None:
    """By what the loop around a name steps its variable, where nothing else there changes it: ``+= size``."""
    loops = flow.enclosing_loops(index, name)
    bindings = index.home(name).bindings.get(name.id, ())
    inside = [b for b in bindings if any(flow.contains(loop, b.node) for loop in loops)]
    statement = index.parents.get(inside[0].node) if len(inside) == 1 else None
    if not isinstance(statement, ast.AugAssign):
        return None
    return f"{type(statement.op).__name__} {ast.unparse(statement.value)}"


def _is_recurrence(statement: ast.stmt) -> bool:
    """Whether a statement computes a variable from what it was, by arithmetic alone."""
    if not isinstance(statement, ast.Assign) or not isinstance(statement.value, ast.BinOp):
        return False
    names = {n.id for n in ast.walk(statement.value) if isinstance(n, ast.Name)}
    target = statement.targets[0]
    return (
        isinstance(target, ast.Name)
        and target.id in names
        and not any(isinstance(n, ast.Call) for n in ast.walk(statement.value))
    )


def _may_see(index: SyntaxIndex, load: ast.AST, assignment: ast.Assign) -> bool:
    """Whether a variable may still hold, or hold already, what an assignment gave it where it is read."""
    if not isinstance(load, ast.Name):
        return False
    scope = index.home(load)
    if scope is not index.scope(load):
        return True  # in a comprehension or a nested function, whose order is not followed
    seen = flow.reaching(index, list(scope.bindings.get(load.id, ())), load)
    return any(flow.contains(assignment, binding.node) for binding in seen)


def _is_entry(node: ast.expr | None, store: Store) -> bool:
    """Whether an expression is spelled as the entry of a variable that something is stored in."""
    if not isinstance(node, ast.Subscript) or store.key is None:
        return False
    return spell_the_same(node.value, store.holder) and spell_the_same(node.slice, store.key)


def _reads_entry(node: ast.expr | None, store: Store) -> bool:
    """Whether an expression is the entry that something is stored in, or asks for it: ``d.get("key")``."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
        asks = node.func.attr in ("get", "pop") and spell_the_same(node.func.value, store.holder)
        return asks and store.key is not None and spell_the_same(node.args[0], store.key)
    return _is_entry(node, store)


def _is_of_object(index: SyntaxIndex, node: ast.expr) -> bool:
    """Whether an expression is an attribute of the object whose method it stands in: a setting, no data."""
    if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Name):
        return False
    return index.class_of_self(index.scope(node), node.value.id) is not None


def _counts_own_parts(node: ast.expr) -> bool:
    """Whether an expression is ``len(self.parts)``: how many parts an object is made of."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "len"
        and any(isinstance(argument, ast.Attribute) for argument in node.args)
    )


def _hands_on(binding: Binding) -> bool:
    """Whether a variable is given the result of a call that is first given the variable: ``x = layer(x)``."""
    value = binding.value
    if binding.how != "value" or not isinstance(value, ast.Call) or not value.args:
        return False
    first, target = value.args[0], binding.node
    return isinstance(first, ast.Name) and isinstance(target, ast.Name) and first.id == target.id


def replace_value(binding: Binding, value: ast.expr, path: tuple[int, ...]) -> Binding:
    """The binding that a part of what a loop goes over would make."""
    return replace(binding, value=value, path=path)


def _count(node: ast.expr) -> float:
    """How many elements an iterable visibly has at most; infinite when that cannot be told."""
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        return len(node.elts)
    if isinstance(node, ast.Call) and tail_of(node.func) == "range" and node.args:
        numbers = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, int)]
        if len(numbers) == len(node.args):
            return len(range(*numbers))
    return float("inf")


def _is(node: ast.AST, *values: object) -> bool:
    return isinstance(node, ast.Constant) and any(node.value is value for value in values)


def _is_full(part: ast.expr) -> bool:
    return isinstance(part, ast.Slice) and part.lower is None and part.upper is None and part.step is None


def _is_ragged(node: ast.expr) -> bool:
    """Whether an expression is a list with one entry for each part of a text."""
    if isinstance(node, ast.ListComp):
        source = node.generators[0].iter
        return any(
            isinstance(n, ast.Call)
            and isinstance(n.func, ast.Attribute)
            and n.func.attr in ("split", "findall")
            for n in walk_own(source)
        )
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "split"


def _encodes(node: ast.ListComp) -> bool:
    """Whether a list has a number for each part of a text: a word, or a character that is looked up."""
    if _is_ragged(node):
        return True
    part = node.generators[0].target
    name = part.id if isinstance(part, ast.Name) else ""
    made = node.elt
    if isinstance(made, ast.Subscript):
        return isinstance(made.slice, ast.Name) and made.slice.id == name
    return (
        isinstance(made, ast.Call)
        and tail_of(made.func) in ("get", "ord")
        and any(isinstance(argument, ast.Name) and argument.id == name for argument in made.args[:1])
    )


def _enters(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and tail_of(node.func) in _TRACED_CONTEXTS
