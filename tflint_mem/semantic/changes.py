"""How the Python values that a call passes change from round to round of a loop."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from tflint_mem.semantic import catalog, flow
from tflint_mem.semantic.classes import is_property
from tflint_mem.semantic.containers import count
from tflint_mem.semantic.numbers import IN_A_ROW, Numbers
from tflint_mem.semantic.syntax import COMPREHENSIONS, Binding, FunctionScope, SyntaxIndex, tail_of
from tflint_mem.semantic.values import Kind

if TYPE_CHECKING:
    from tflint_mem.semantic.inference import Inference
    from tflint_mem.semantic.repetition import Repetitions
    from tflint_mem.semantic.tracing import Traced
    from tflint_mem.semantic.values import Value

SMALL = 10
"""So many traces of one function are no reason to complain."""
MAX_DEPTH = 14
MAX_CALLERS = 4
"""How many callers back an argument is followed to the loop that it changes with."""
_NUMBER_CALLS = frozenset(
    f"builtins.{name}" for name in ("float", "int", "round", "len", "abs", "max", "min", "sum", "pow")
)
_TEXT_CALLS = frozenset({"builtins.str", "builtins.repr", "builtins.format"})
DRAWS = frozenset(
    {"random.randint", "random.randrange", "numpy.random.randint", "numpy.random.random_integers"}
)
"""Calls that give a whole number drawn at random."""
_CLOCKS = frozenset(
    {
        "time.time", "time.perf_counter", "time.monotonic", "time.process_time", "time.time_ns",
        "random.random", "random.uniform", "random.gauss", "random.randint", "random.randrange",
        "random.normalvariate", "random.triangular", "random.expovariate",
    }
)  # fmt: skip
_WHOLE_NUMBERS = DRAWS | {"time.time_ns"}
_DRAWS_ONE = {
    **{f"numpy.random.{name}": 0 for name in ("rand", "randn", "random", "random_sample", "standard_normal")},
    **{f"numpy.random.{name}": 2 for name in ("uniform", "normal", "randint")},
}
"""Calls that give a Python number, and the most arguments with which they do: one more is a size."""
_FRESH_TEXTS = frozenset({"uuid.uuid1", "uuid.uuid4", "time.ctime", "time.asctime", "time.strftime"})
_MOMENTS = frozenset(
    {
        "datetime.datetime.now", "datetime.datetime.utcnow", "datetime.datetime.today",
        "uuid.uuid1", "uuid.uuid4",
    }
)  # fmt: skip
_FORMATS = frozenset({"isoformat", "strftime", "timestamp"})
"""Methods of a moment that tell it as a text or number."""

_OTHER_TYPES = frozenset({"float64", "float16", "bfloat16", "double", "half"})
"""Types of numbers that do not mix with the float32 of a tensor made of a Python number."""


class Changes:
    """Answers which Python values are others in each round, and what they are."""

    def __init__(self, inference: Inference, repetitions: Repetitions) -> None:
        self.infer = inference
        self.repetitions = repetitions
        self.numbers = Numbers(inference)

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
        if self._is_one_of_few(index, node, depth):
            return None
        if isinstance(node, ast.JoinedStr):
            parts = [part.value for part in node.values if isinstance(part, ast.FormattedValue)]
            drawn = any(self.is_of_loop(index, part) or self._is_fresh(index, part) for part in parts)
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

    def _is_one_of_few(self, index: SyntaxIndex, node: ast.expr, depth: int) -> bool:
        """Whether an expression picks one of a few constants, as written: ``1 if i % 2 else 2``."""
        if depth > MAX_DEPTH:
            return False
        if isinstance(node, ast.Constant):
            return True
        if isinstance(node, ast.IfExp):
            return all(self._is_one_of_few(index, part, depth + 1) for part in (node.body, node.orelse))
        if isinstance(node, ast.Subscript) and isinstance(node.value, (ast.Tuple, ast.List)):
            return all(self._is_one_of_few(index, part, depth + 1) for part in node.value.elts)
        if isinstance(node, ast.Call) and DRAWS & set(self.infer.called_names(index, node)):
            return not draws_many(node)
        if isinstance(node, ast.Call) and _NUMBER_CALLS & set(self.infer.called_names(index, node)):
            return bool(node.args) and all(self._is_one_of_few(index, a, depth + 1) for a in node.args)
        if isinstance(node, ast.Name):
            bindings = index.home(node).bindings.get(node.id, ())
            return bool(bindings) and all(
                b.how == "value" and b.value is not None and self._is_one_of_few(index, b.value, depth + 1)
                for b in bindings
            )
        return False

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
        if not isinstance(node, ast.Call):
            return False
        named = not (_FRESH_TEXTS | _MOMENTS).isdisjoint(self.infer.called_names(index, node))
        return named or self._gives_fresh_number(index, node)

    def _gives_fresh_number(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a call reads a clock or draws a single random number."""
        names = self.infer.called_names(index, call)
        sized = any(isinstance(a, ast.Starred) for a in call.args) or any(
            keyword.arg in ("size", None) for keyword in call.keywords
        )
        return not _CLOCKS.isdisjoint(names) or (
            not sized and any(len(call.args) <= _DRAWS_ONE.get(name, -1) for name in names)
        )

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
        if self._gives_fresh_number(index, call):
            return "number"
        names = self.infer.called_names(index, call)
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
                if (numeric and self.is_of_loop(index, argument)) or self.changing(
                    index, argument, depth + 1
                ):
                    return "number"
            return None
        if any(name in _TEXT_CALLS for name in names):
            drawn = any(self.is_of_loop(index, part) or self._is_fresh(index, part) for part in call.args)
            return "text" if drawn else None
        if any(name.startswith("math.") for name in names):
            return "number" if any(self.changing(index, a, depth + 1) for a in call.args) else None
        if isinstance(call.func, ast.Attribute) and call.func.attr == "item" and not call.args:
            return "number" if self.is_of_loop(index, call.func.value) else None
        for callee in self.infer.calls.callees(index, call):
            if callee.name == "__init__" or callee.is_generator or self.infer.traced_decorator(callee):
                return None
            if (kind := self._returned(callee, depth)) is not None:
                return kind
        return None

    def _returned(self, function: FunctionScope, depth: int) -> str | None:
        """How what a function returns changes from call to call."""
        kinds = [self.changing(function.index, value, depth + 1) for value in function.returns]
        plain = all(
            v.kind in (Kind.PLAIN, Kind.CIRCULAR)
            for value in function.returns
            for v in self.infer.values(function.index, value)
        )
        return next((kind for kind in kinds if kind), None) if plain else None

    def is_of_loop(self, index: SyntaxIndex, node: ast.expr) -> bool:
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
            method = self.infer.classes.find_method(base.cls, node.attr)
            if method is not None and is_property(method):
                if not self.repetitions.guards.is_cached(method):
                    found = found or self._returned(method, depth)
                continue
            bindings = self.infer.classes.attribute_bindings(base.cls, node.attr)
            number = any(
                _is_number_by_default(b.value)
                or any(
                    v.kind is Kind.PLAIN and not v.name.startswith("numpy.")
                    for v in self.infer.values(i, b.value)
                )
                for i, b in bindings
                if b.how == "value"
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
        if any(map(self._is_converted, self.infer.values(index, node))):
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

    def _is_converted(self, value: Value) -> bool:
        """Whether a value is a tensor, or one of numpy's, which becomes one at the call."""
        call = value.node if isinstance(value.node, ast.Call) else None
        if call is not None and value.index is not None and self._gives_fresh_number(value.index, call):
            return False
        return value.kind in (Kind.TENSOR, Kind.VARIABLE) or value.name.startswith("numpy.")

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
        if not values and _is_number_by_default(node):
            return True
        return bool(values) and all(
            v.kind is Kind.CIRCULAR or (v.kind is Kind.PLAIN and not v.name.startswith("numpy."))
            for v in values
        )

    def _is_tensor(self, index: SyntaxIndex, node: ast.expr | None) -> bool:
        return bool(self.infer.kinds(index, node) & {Kind.TENSOR, Kind.VARIABLE})

    def _given(self, function: FunctionScope, name: str, depth: int) -> str | None:
        """How an argument changes from call to call."""
        for use in self.infer.calls.uses(function):
            argument = self.infer.calls.argument(use, function, name)
            if argument is not None and self.repetitions.of(use.index, argument, eager=True):
                found = self.changing(use.index, argument, depth + 1)
                if found is not None:
                    return found
        return None

    def _iterated(self, index: SyntaxIndex, binding: Binding, depth: int) -> str | None:
        """How the loop variable of a Python loop changes."""
        if binding.value is None:
            return None
        value, path = self.infer.containers.drawn_from(index, binding.value), binding.path
        if isinstance(value, (ast.ListComp, ast.GeneratorExp)) and not path:
            source = value.generators[0].iter
            return None if count(source) <= SMALL else self.changing(index, value.elt, depth + 1)
        if not isinstance(value, ast.Call):
            return self._drawn(index, value) if not path else None
        names = self.infer.called_names(index, value)
        for generator in self.infer.calls.callees(index, value):
            return self._yielded(generator, path, depth)
        if isinstance(value.func, ast.Attribute) and value.func.attr == "tolist" and not path:
            return self._listed(index, value.func.value)
        if not catalog.ROW_BY_ROW.isdisjoint(names) and path and path[0] < len(value.args):
            return self._iterated(index, replace_value(binding, value.args[path[0]], path[1:]), depth + 1)
        if "builtins.enumerate" in names:
            if path == (0,):
                few = value.args and count(value.args[0]) <= SMALL
                return None if few else "number"
            if path[:1] == (1,) and value.args:
                return self._iterated(index, replace_value(binding, value.args[0], path[1:]), depth + 1)
            return None
        if any(catalog.COUNTS_UP.match(name) for name in names) and not path:
            return None if count(value) <= SMALL else "number"
        if "builtins.map" in names and not path and len(value.args) == 2:
            mapped = [v.name for v in self.infer.values(index, value.args[0])]
            numeric = any(name.startswith("math.") or name in _NUMBER_CALLS for name in mapped)
            return "number" if numeric and count(value.args[1]) > SMALL else None
        if "itertools.count" in names and not path:
            return "number"
        return None

    def _yielded(self, generator: FunctionScope, path: tuple[int, ...], depth: int) -> str | None:
        """How what a generator of the project yields changes, or a part of it."""
        for given in generator.yields:
            part: ast.expr | None = given
            for place in path:
                parts = part.elts if isinstance(part, (ast.Tuple, ast.List)) else []
                part = parts[place] if place < len(parts) else None
            if part is not None and flow.enclosing_loops(generator.index, given):
                found = self.changing(generator.index, part, depth + 1)
                if found is not None:
                    return found
        return None

    def _listed(self, index: SyntaxIndex, array: ast.expr) -> str | None:
        """Python numbers that ``tolist()`` makes of an array with more than a few in a row."""
        made = self.infer.values(index, array)
        lengths = [self.numbers.length(value) for value in made if value.name in IN_A_ROW]
        many = [length is None or length > SMALL for length in lengths]
        return "number" if many and len(many) == len(made) and all(many) else None

    def _drawn(self, index: SyntaxIndex, iterable: ast.expr | None) -> str | None:
        """Numbers and texts drawn from a container that is annotated to hold them."""
        for value in self.infer.values(index, iterable):
            if value.kind is Kind.CONTAINER and value.name == "annotation":
                for element in self.infer.containers.element_values(value):
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
        use = self.infer.calls.use_of(index, call.func)
        names = [a.arg for a in (*function.parameters, *function.node.args.kwonlyargs)]
        name = next((n for n in names if self.infer.calls.argument(use, function, n) is argument), None)
        if name is None:
            return False
        around = index.function(call)
        typed = any(map(_names_other_type, (function.node, index.tree if around is None else around.node)))
        real = self._is_real(index, argument) and not typed
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
                real = _CLOCKS | {"builtins.float", "math.sqrt", "math.exp", "math.cos"}
                if names and set(names) <= real - _WHOLE_NUMBERS:
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


def _names_other_type(code: ast.AST) -> bool:
    """Whether code mentions a type of numbers that a tensor made of a Python number does not have."""
    return any(
        (isinstance(node, ast.Attribute) and node.attr in _OTHER_TYPES)
        or (isinstance(node, ast.Constant) and node.value in _OTHER_TYPES)
        for node in ast.walk(code)
    )


def replace_value(binding: Binding, value: ast.expr, path: tuple[int, ...]) -> Binding:
    """The binding that a part of what a loop goes over would make."""
    return replace(binding, value=value, path=path)


def draws_many(draw: ast.Call) -> bool:
    """Whether a number is drawn from more than a few, or from bounds that are not written down."""
    bounds = [n.value for n in draw.args if isinstance(n, ast.Constant) and isinstance(n.value, int)]
    if draw.keywords or len(bounds) != len(draw.args):
        return True
    return max(bounds, default=0) - (min(bounds) if len(bounds) > 1 else 0) > SMALL


def _is_number_by_default(node: ast.expr | None) -> bool:
    """Whether a setting is read that is a number where nobody sets it: ``config.get("rate", 0.1)``."""
    if not isinstance(node, ast.Call) or node.keywords:
        return False
    named = tail_of(node.func)
    if not (
        (named in ("get", "pop") and len(node.args) == 2) or (named == "getattr" and len(node.args) == 3)
    ):
        return False
    default = node.args[-1]
    return isinstance(default, ast.Constant) and type(default.value) in (int, float)
