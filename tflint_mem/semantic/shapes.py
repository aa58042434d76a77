"""Why the shape of an argument differs from round to round of a loop."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from tflint_mem.semantic import catalog, flow
from tflint_mem.semantic.changes import DRAWS, MAX_CALLERS, MAX_DEPTH, SMALL, draws_many
from tflint_mem.semantic.containers import count
from tflint_mem.semantic.syntax import (
    COMPREHENSIONS,
    Binding,
    FunctionScope,
    Scope,
    SyntaxIndex,
    is_constant,
    tail_of,
    walk_own,
)
from tflint_mem.semantic.values import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tflint_mem.semantic.changes import Changes
    from tflint_mem.semantic.inference import Inference
    from tflint_mem.semantic.repetition import Repetitions

_CONVERSIONS = frozenset(
    {
        "tf.constant", "tf.convert_to_tensor", "tf.stack", "tf.cast", "tf.expand_dims", "tf.reshape",
        "numpy.array", "numpy.asarray", "numpy.stack", "numpy.expand_dims", "builtins.list",
    }
)  # fmt: skip
_KEEPS_LENGTH = frozenset(
    {
        "to_numpy", "numpy", "astype", "copy", "tolist", "ravel", "flatten", "transpose", "reshape", "fillna",
    }
)  # fmt: skip
"""Methods of arrays and tables that give as many elements as there are."""
_SHAPED = re.compile(
    r"(tf|numpy)\.(zeros|ones|fill|full|empty|eye|identity)$"
    r"|tf\.random\.(stateless_)?(normal|uniform|truncated_normal)$"
    r"|numpy\.random\.(random|random_sample|standard_normal)$"
)
"""Calls that are told the shape of what they make, first."""
_SHAPED_BY_ALL = re.compile(r"numpy\.random\.(rand|randn)$")
_SHAPED_LAST = re.compile(r"numpy\.random\.(normal|uniform|randint)$")
"""The same, where each argument is a length, and where the third is the shape."""
_ELEMENTWISE = re.compile(
    r"numpy\.(log\w*|exp\w*|sqrt|square|abs|sign|tanh|clip|nan_to_num|diff|cumsum|sort|flip|float32|float64)$"
    r"|tf\.(math\.)?(log\w*|exp|sqrt|square|abs|sign|tanh|cumsum|clip_by_value|identity)$|tf\.sort$"
)
"""Functions that give an element for each element, or for each pair of neighbours."""
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


class Shapes:
    """Answers whether each round passes a tensor or array of another shape."""

    def __init__(self, inference: Inference, repetitions: Repetitions, changes: Changes) -> None:
        self.infer = inference
        self.repetitions = repetitions
        self.changes = changes

    def reads_static_shape(self, function: FunctionScope) -> bool:
        """Whether a function asks tensors for sizes that a trace for all shapes does not know."""
        return self.infer.remember(("static shape", function), lambda: self._asks_for_size(function), False)

    def _asks_for_size(self, function: FunctionScope) -> bool:
        index = function.index
        body = function.node.body
        for node in (n for part in (body if isinstance(body, list) else [body]) for n in walk_own(part)):
            parent = index.parents.get(node)
            if isinstance(node, ast.Attribute) and node.attr in ("shape", "get_shape"):
                counts = isinstance(parent, ast.Attribute) and parent.attr in ("rank", "ndims")
                if not counts and Kind.API not in self.infer.kinds(index, node.value):
                    return True
            elif isinstance(node, ast.Call) and any(
                self.reads_static_shape(callee) for callee in self.infer.calls.callees(index, node)
            ):
                return True
        return False

    def varying(self, index: SyntaxIndex, node: ast.expr, depth: int = 0) -> str | None:
        """Why the shape of an argument differs from round to round, in words; None when it need not."""
        if depth > MAX_DEPTH:
            return None
        if isinstance(node, ast.Call):
            return self._varying_call(index, node, depth)
        if isinstance(node, (ast.List, ast.Tuple)):
            if len(node.elts) == 1:
                return self.varying(index, node.elts[0], depth + 1)
            return None
        if isinstance(node, ast.Subscript):
            parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
            for part in parts:
                if isinstance(part, ast.Slice) and self._has_varying_length(index, part):
                    return f"the slice {ast.unparse(node)!r} has another length"
            named = isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str)
            if named or all(is_constant(part, None) or _is_full(part) for part in parts):
                return self.varying(index, node.value, depth + 1)
            return None
        if isinstance(node, ast.BinOp):
            # What arithmetic joins with it is as long, or one number; a list that is added may fill it up.
            sides = [(node.left, node.right), (node.right, node.left)]
            known = {Kind.PLAIN, Kind.TENSOR}
            whys = (
                self.varying(index, side, depth + 1)
                for side, other in sides
                if not isinstance(node.op, ast.Add) or self.infer.kinds(index, other) & known
            )
            return next((why for why in whys if why is not None), None)
        if isinstance(node, ast.Attribute) and node.attr in ("values", "T", "iloc"):
            return self.varying(index, node.value, depth + 1)
        if isinstance(node, (ast.Name, ast.Attribute)):
            return self._varying_name(index, node, depth)
        if isinstance(node, ast.ListComp) and _encodes(node):
            differs = self._differs(index, node.generators[0].iter)
            return "each text has another number of parts" if differs else None
        return None

    def _varying_call(self, index: SyntaxIndex, call: ast.Call, depth: int) -> str | None:
        names = self.infer.called_names(index, call)
        if any(self._varies_in_size(index, length) for length in _lengths(call, names)):
            return f"{ast.unparse(call)!r} has another size"
        if any(name in _CONVERSIONS or _ELEMENTWISE.match(name) for name in names) and call.args:
            return self.varying(index, call.args[0], depth + 1)
        if isinstance(call.func, ast.Attribute) and call.func.attr in _KEEPS_LENGTH:
            return self.varying(index, call.func.value, depth + 1)
        if isinstance(call.func, ast.Attribute) and call.func.attr == "split" and len(call.args) <= 1:
            if not names and self._differs(index, call):
                return "each text has another number of words"
        if self._tokenizes(index, call) and any(self._differs(index, a) for a in call.args):
            return "each text has another number of tokens"
        for callee in self.infer.calls.callees(index, call):
            if self._gives_drawn_size(callee, ()):
                return f"{callee.name}() gives as many values as it draws at random"
            if callee.name == "__init__" or not call.args:
                continue
            if not any(self._differs(index, argument) for argument in call.args):
                continue
            if callee.returns and all(_is_ragged(value) for value in callee.returns):
                return f"{callee.name}() gives as many values as its item has"
        return None

    def _varies_in_size(self, index: SyntaxIndex, length: ast.expr) -> bool:
        """Whether a length that a call is told changes from round to round."""
        return bool(self._changing_names(index, length)) or self._is_drawn(index, length)

    def _is_drawn(self, index: SyntaxIndex, node: ast.expr, depth: int = 0) -> bool:
        """Whether a number is drawn at random, from more than a few, each time that it is asked for."""
        if depth > MAX_CALLERS:
            return False
        if isinstance(node, ast.BinOp):
            return any(self._is_drawn(index, side, depth + 1) for side in (node.left, node.right))
        if isinstance(node, ast.Call):
            names = self.infer.called_names(index, node)
            if DRAWS & set(names):
                return draws_many(node)
            return "builtins.int" in names and any(self._is_drawn(index, a, depth + 1) for a in node.args)
        if not isinstance(node, ast.Name):
            return False
        drawn = self._value_of(index, node)
        loops = flow.enclosing_loops(index, node)
        if drawn is None or (not loops and index.home(node) is index.module):
            return False
        anew = not loops or any(flow.contains(loop, drawn) for loop in loops)
        return anew and self._is_drawn(index, drawn, depth + 1)

    def _gives_drawn_size(self, callee: FunctionScope, path: tuple[int, ...]) -> bool:
        """Whether a function gives a value, or one in a tuple, of a size that it draws at random."""
        given = list(callee.returns)
        for place in path:
            given = [v.elts[place] for v in given if isinstance(v, ast.Tuple) and place < len(v.elts)]
        return bool(given) and all(self._is_of_drawn_size(callee.index, value) for value in given)

    def _is_of_drawn_size(self, index: SyntaxIndex, node: ast.expr, depth: int = 0) -> bool:
        """Whether a function gives a value of a size that it draws at random."""
        if depth > MAX_DEPTH:
            return False
        if isinstance(node, ast.Name):
            value = self._value_of(index, node)
            return value is not None and self._is_of_drawn_size(index, value, depth + 1)
        if not isinstance(node, ast.Call):
            return False
        names = self.infer.called_names(index, node)
        if any(self._is_drawn(index, length) for length in _lengths(node, names)):
            return True
        if any(name in _CONVERSIONS or _ELEMENTWISE.match(name) for name in names) and node.args:
            return self._is_of_drawn_size(index, node.args[0], depth + 1)
        keeps = isinstance(node.func, ast.Attribute) and node.func.attr in _KEEPS_LENGTH
        return keeps and self._is_of_drawn_size(index, node.func.value, depth + 1)  # type: ignore[attr-defined]

    def _value_of(self, index: SyntaxIndex, name: ast.Name) -> ast.expr | None:
        """The one value that a name visibly has."""
        seen = flow.reaching(index, self._bindings(index, name), name)
        return seen[0].value if len(seen) == 1 and seen[0].how == "value" else None

    def _differs(self, index: SyntaxIndex, node: ast.expr, depth: int = 0) -> bool:
        """Whether an expression reads what a loop binds, here or in the functions that lead here."""
        return self.changes.is_of_loop(index, node) or any(
            self._differs(*given, depth + 1)
            for name in ast.walk(node)
            if isinstance(name, ast.Name) and depth < MAX_CALLERS
            for given in self._passed_anew(index, name)
        )

    def _passed_anew(self, index: SyntaxIndex, name: ast.Name) -> list[tuple[SyntaxIndex, ast.expr]]:
        """What callers pass again and again for a parameter that no statement binds anew."""
        if [b.how for b in index.home(name).bindings.get(name.id, ())] != ["parameter"]:
            return []
        return [
            (i, g)
            for i, g in self.infer.calls.passed(index.home(name), name.id)
            if self.repetitions.of(i, g, eager=True)
        ]

    def _tokenizes(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a call gives as many tokens as its text has, without padding to a fixed length."""
        options = (None, "padding", "pad_to_max_length")
        padding = next((k.value for k in call.keywords if k.arg in options), None)
        if padding is not None and not is_constant(padding, True, False):
            return False
        callees = self.infer.values(index, call.func)
        return any(
            catalog.TOKENIZES.match(f"{v.name}.__call__" if v.kind is Kind.OBJECT else v.name)
            for v in callees
        )

    def _has_varying_length(self, index: SyntaxIndex, part: ast.Slice) -> bool:
        if self._changing_names(index, part.step):
            return True
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
        given = [(f.index, value) for f in self.infer.calls.callees(index, node) for value in f.returns]
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
        return inside or self.changes.changing(index, name) is not None

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
                and (self.changes.changing(index, inner) == "number" or self._is_drawn_in_loop(index, inner))
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
            if self.repetitions.guards.is_guarded(index, node, loop):
                continue  # what is read in one round has one length
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
            if seen[0].how == "unpack" and isinstance(seen[0].value, ast.Call):
                for callee in self.infer.calls.callees(index, seen[0].value):
                    if flow.contains(
                        loops[0] if loops else callee.node, seen[0].node
                    ) and self._gives_drawn_size(callee, seen[0].path):
                        return f"{callee.name}() gives as many values as it draws at random"
            elif seen[0].how == "value" and seen[0].value is not None:
                if not loops or flow.contains(loops[0], seen[0].node):
                    return self.varying(index, seen[0].value, depth + 1)
            elif not loops:
                whys = (self.varying(*given, depth + 1) for given in self._passed_anew(index, node))
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
        owner = index.owner_of_attribute(node)
        return [] if owner is None else list(owner.attribute_values.get(node.attr, ()))

    def _is_joined(self, index: SyntaxIndex, binding: Binding, text: str) -> bool:
        """Whether an assignment makes a variable longer by what it was, or begins it."""
        value = binding.value
        if isinstance(value, ast.IfExp) and ast.unparse(value.test) == f"{text} is None":
            value = value.orelse
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
        return index.home(node) if isinstance(node, ast.Name) else index.owner_of_attribute(node)

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
                if parent.attr in ("append", "extend") and not grown:
                    grown = self._is_run_with(index, load, node, loop)
            elif isinstance(parent, ast.Subscript) and isinstance(parent.ctx, ast.Del):
                return False
        lists = [v for b in bindings if b.how == "value" for v in self.infer.values(index, b.value)]
        return grown and bool(lists) and all(v.kind is Kind.CONTAINER for v in lists)

    def _is_run_with(self, index: SyntaxIndex, load: ast.expr, node: ast.expr, loop: ast.AST) -> bool:
        """Whether a loop or method, or a method that the same loop calls, runs ``load`` beside ``node``."""
        if flow.contains(loop, load):
            return not self.repetitions.guards.is_guarded(index, load, loop)
        if not isinstance(node, ast.Attribute):
            return False
        rounds = {loop, *(r.node for r in self.repetitions.of(index, node, eager=True))}
        return any(r.node in rounds for r in self.repetitions.of(index, load, eager=True))


def _lengths(call: ast.Call, names: Iterable[str]) -> list[ast.expr]:
    """The lengths that a call is told of what it makes."""
    shape = next((k.value for k in call.keywords if k.arg in ("shape", "size", "dims", "N")), None)
    if any(_SHAPED_BY_ALL.match(name) for name in names):
        return call.args
    if any(_SHAPED.match(name) for name in names):
        shape = shape or next(iter(call.args), None)
    elif any(_SHAPED_LAST.match(name) for name in names):
        shape = shape or next(iter(call.args[2:]), None)
    else:
        return []
    if shape is None:
        return []
    return shape.elts if isinstance(shape, (ast.Tuple, ast.List)) else [shape]


def _may_be_long(index: SyntaxIndex, node: ast.expr | None) -> bool:
    """Whether a variable or attribute may hold more than a few elements."""
    if not isinstance(node, ast.Name):
        return isinstance(node, ast.Attribute)
    values = [b.value for b in index.home(node).bindings.get(node.id, ()) if b.how == "value"]
    return all(value is None or count(value) > SMALL for value in values)


def _step(index: SyntaxIndex, name: ast.Name) -> str | None:
    """By what the loop around a name steps its variable, where nothing else there changes it: ``+= size``."""
    loops = flow.enclosing_loops(index, name)
    bindings = index.home(name).bindings.get(name.id, ())
    inside = [b for b in bindings if any(flow.contains(loop, b.node) for loop in loops)]
    statement = index.parents.get(inside[0].node) if len(inside) == 1 else None
    if not isinstance(statement, ast.AugAssign):
        return None
    return f"{type(statement.op).__name__} {ast.unparse(statement.value)}"


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
