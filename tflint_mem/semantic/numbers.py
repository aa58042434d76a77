"""Which integers an expression may be, through names, parameters and files, and how long arrays are."""

from __future__ import annotations

import ast
import itertools
import math
import operator
from pathlib import Path
from typing import TYPE_CHECKING

from tflint_mem.semantic import catalog
from tflint_mem.semantic.environment import declared_defaults
from tflint_mem.semantic.syntax import ClassScope, FunctionScope, SyntaxIndex
from tflint_mem.semantic.values import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tflint_mem.semantic.inference import Inference
    from tflint_mem.semantic.syntax import Binding, Scope
    from tflint_mem.semantic.values import Value

MAX_WAYS = 16
"""So many different numbers are as good as unknown."""
_MAX_POWER = 64
_OPERATORS: dict[type[ast.operator], Callable[[int, int], int]] = {
    ast.Mult: operator.mul,
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.LShift: operator.lshift,
    ast.Pow: operator.pow,
}

SPACED = frozenset({"numpy.linspace", "numpy.logspace", "numpy.geomspace"})
"""Calls that make numbers in a row, by default fifty."""
IN_A_ROW = SPACED | {"numpy.arange"}
_OF_DISPLAY = frozenset({"numpy.array", "numpy.asarray", "tf.constant", "tf.convert_to_tensor"})
_LENGTHS = {
    **dict.fromkeys(SPACED, 2),
    **dict.fromkeys(_OF_DISPLAY, 0),
    **{
        f"numpy.{name}": 0
        for name in (
            "arange", "zeros", "ones", "empty", "full", "eye", "identity",
            "hanning", "hamming", "blackman", "bartlett", "kaiser",
        )
    },
    **{
        f"numpy.random.{name}": place
        for place, names in (
            (0, "rand randn random random_sample standard_normal"),
            (2, "uniform normal randint"),
        )
        for name in names.split()
    },
    **{f"tf.{name}": 0 for name in ("zeros", "ones", "random.normal", "random.uniform")},
}  # fmt: skip
"""Where a call that makes an array is told its length, or its elements."""
_LENGTH_WORDS = ("num", "shape", "size", "N", "M")

Integers = frozenset[int]
UNKNOWN: Integers = frozenset()


class Numbers:
    """Answers which integers expressions may be."""

    def __init__(self, inference: Inference) -> None:
        self.infer = inference

    def integers(self, index: SyntaxIndex, node: ast.expr | None) -> Integers:
        """Every integer that an expression may be; empty as soon as one way to it is not known."""
        if isinstance(node, ast.Constant):
            return frozenset({node.value}) if type(node.value) is int else UNKNOWN
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            return frozenset(-number for number in self.integers(index, node.operand))
        if isinstance(node, ast.BinOp):
            return self._computed(index, node)
        if isinstance(node, ast.IfExp):
            return _all_of(self.integers(index, part) for part in (node.body, node.orelse))
        if isinstance(node, ast.Call):
            return self._converted(index, node)
        if isinstance(node, ast.Name):
            return self._named(index, index.home(node), node.id)
        if isinstance(node, ast.Attribute):
            return self._attribute(index, node)
        return UNKNOWN

    def most(self, index: SyntaxIndex, node: ast.expr | None) -> float:
        """The largest integer that an expression may be where the project says so; infinite otherwise."""
        if isinstance(node, ast.Name):
            scope, name = index.home(node), node.id
            ways = scope.bindings.get(name, [])
            return self.infer.remember(
                ("most", scope, name),
                lambda: max((self._most_of(index, scope, way) for way in ways), default=math.inf),
                math.inf,
            )
        if isinstance(node, ast.Call) and "builtins.min" in self.infer.called_names(index, node):
            return min((self.most(index, argument) for argument in node.args), default=math.inf)
        return max(self.integers(index, node), default=math.inf)

    def _most_of(self, index: SyntaxIndex, scope: Scope, binding: Binding) -> float:
        if binding.how == "value":
            return self.most(index, binding.value)
        if binding.how == "parameter" and isinstance(scope, FunctionScope):
            # Users of a function that the project does not call may leave its default or not.
            given = max((self.most(*way) for way in self._given(index, scope, binding)), default=math.inf)
            return max((given, *self.integers(index, binding.value)))
        return max(self._of_binding(index, scope, binding), default=math.inf)

    def _given(
        self, index: SyntaxIndex, scope: FunctionScope, binding: Binding
    ) -> list[tuple[SyntaxIndex, ast.expr | None]]:
        """What the project's calls hand to a parameter, each with its file; its default where they do not."""
        uses = [use for use in self.infer.calls.uses(scope) if use.call is not None]
        given = ((use.index, self.infer.calls.argument(use, scope, binding.name)) for use in uses)
        return [pair if pair[1] is not None else (index, binding.value) for pair in given]

    def _computed(self, index: SyntaxIndex, node: ast.BinOp) -> Integers:
        compute = _OPERATORS.get(type(node.op))
        left = UNKNOWN if compute is None else self.integers(index, node.left)
        right = self.integers(index, node.right) if left else UNKNOWN
        if compute is None or not right:
            return UNKNOWN
        if isinstance(node.op, (ast.LShift, ast.Pow)) and not all(0 <= n <= _MAX_POWER for n in right):
            return UNKNOWN
        return _all_of(frozenset({compute(*pair)}) for pair in itertools.product(left, right))

    def _converted(self, index: SyntaxIndex, call: ast.Call) -> Integers:
        """``int(1e6)``."""
        value = call.args[0].value if len(call.args) == 1 and isinstance(call.args[0], ast.Constant) else None
        whole = isinstance(value, float) and value.is_integer()
        return (
            frozenset({int(value)})
            if isinstance(value, float) and whole and "builtins.int" in self.infer.called_names(index, call)
            else UNKNOWN
        )

    def _named(self, index: SyntaxIndex, scope: Scope, name: str) -> Integers:
        """What a variable may be; asked once, since every function passes on what its callers pass."""
        bindings = scope.bindings.get(name, [])
        return self.infer.remember(
            ("integers", scope, name),
            lambda: _all_of(self._of_binding(index, scope, binding) for binding in bindings),
            UNKNOWN,
        )

    def _of_binding(self, index: SyntaxIndex, scope: Scope, binding: Binding) -> Integers:
        if binding.how == "value":
            return self.integers(index, binding.value)
        if binding.how == "parameter" and isinstance(scope, FunctionScope):
            ways = self._given(index, scope, binding) or [(index, binding.value)]
            return _all_of(self.integers(*way) for way in ways)
        if binding.how == "import":
            path = self.infer.project.module(index.source.path, binding.import_module, binding.import_level)
            return self._exported(path, binding.import_name)
        return UNKNOWN

    def _exported(self, path: Path | None, name: str) -> Integers:
        """What a module of the project calls by a name."""
        other = None if path is None else self.infer.project.index(path)
        return UNKNOWN if other is None else self._named(other, other.module, name)

    def _attribute(self, index: SyntaxIndex, node: ast.Attribute) -> Integers:
        owner = index.owner_of_attribute(node)
        if owner is None:
            bases = self.infer.values(index, node.value)
            if len(bases) != 1:
                return UNKNOWN
            if bases[0].kind is Kind.MODULE:
                return self._exported(Path(bases[0].name), node.attr)
            owner = bases[0].cls if bases[0].kind is Kind.CLASS else None
        return UNKNOWN if owner is None else self._of_instances(owner, node.attr)

    def _of_instances(self, owner: ClassScope, name: str) -> Integers:
        """What an attribute of a class or of its objects may be."""
        found = self.infer.classes.attribute_bindings(owner, name)
        return self.infer.remember(
            ("integers of objects", owner, name),
            lambda: _all_of(self._of_binding(i, i.scope(b.node), b) for i, b in found),
            UNKNOWN,
        )

    def by_default(self, index: SyntaxIndex, node: ast.expr) -> Integers:
        """The integers that an expression may be unless who runs the program sets something else."""
        known = self.integers(index, node)
        if known or not isinstance(node, ast.Attribute):
            return known
        bases = self.infer.values(index, node.value)
        if len(bases) == 1 and bases[0].kind is Kind.INSTANCE and bases[0].cls is not None:
            return self._of_records(bases[0].cls, node.attr)
        if any(catalog.COMMAND_FLAGS.match(name) for name in self.infer.names(index, node.value)):
            path, words = index.source.path, (node.attr,)
            project = self.infer.project
            others = [*project.reachable_mentioning(path, words), *project.importers_mentioning(path, words)]
            files = [file for file in map(project.index, dict.fromkeys((path, *others))) if file is not None]
            return self._declared(files, node.attr)
        parsed = [(index, node.value)]
        if isinstance(node.value, ast.Name):
            parsed += self.infer.calls.passed(index.home(node.value), node.value.id)
        return self._declared([file for file, name in parsed if self._is_parsed(file, name)], node.attr)

    def _of_records(self, owner: ClassScope, name: str) -> Integers:
        """What an attribute of objects may be whose class only says what it consists of."""
        given = [
            (index, held)
            for index, call in self.infer.classes.instantiations(owner)
            for _, field, held in self.infer.classes.fields(index, call)
            if field == name
        ]
        default = self._of_instances(owner, name)
        return _all_of((default, *(self.integers(*pair) for pair in given)))

    def _is_parsed(self, index: SyntaxIndex, node: ast.expr) -> bool:
        """Whether a variable holds the arguments of the command line."""
        bindings = index.home(node).bindings.get(node.id, ()) if isinstance(node, ast.Name) else ()
        return any(
            isinstance(binding.value, ast.Call)
            and not catalog.PARSES_COMMAND.isdisjoint(self.infer.called_names(index, binding.value))
            for binding in bindings
        )

    def _declared(self, files: list[SyntaxIndex], name: str) -> Integers:
        """The defaults of a flag or argument of the command line that files declare."""
        return _all_of(
            self.integers(file, given) for file in files for given in declared_defaults(file, name)
        )

    def length(self, array: Value) -> int | None:
        """The length of an array along its first axis, at most, as the call that makes it says."""
        index, made = array.index, array.node
        place = _LENGTHS.get(array.name)
        if index is None or not isinstance(made, ast.Call) or place is None:
            return None
        if array.name == "numpy.arange" and made.args:
            bounds = [max(self.integers(index, bound), default=None) for bound in made.args]
            known = [bound for bound in bounds if bound is not None]
            return len(range(*known[:3])) if len(known) == len(bounds) and 0 not in known[2:] else None
        given = next((k.value for k in made.keywords if k.arg in _LENGTH_WORDS), None)
        if given is None and len(made.args) <= place:
            return 50 if array.name in SPACED else None
        given = made.args[place] if given is None else given
        if isinstance(given, (ast.List, ast.Tuple)) and given.elts:
            if array.name in _OF_DISPLAY and given in made.args:
                return None if any(isinstance(e, ast.Starred) for e in given.elts) else len(given.elts)
            given = given.elts[0]
        return max(self.integers(index, given), default=None)


def _all_of(ways: Iterable[Integers]) -> Integers:
    """The union of what several ways give; empty as soon as one of them, or all there is, is unknown."""
    found = UNKNOWN
    for way in ways:
        found |= way
        if not way or len(found) > MAX_WAYS:
            return UNKNOWN
    return found
