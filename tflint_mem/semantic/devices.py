"""What device configuration calls are given: lists of GPUs, parts of them, session options."""

from __future__ import annotations

import ast
import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tflint_mem.semantic import catalog, flow
from tflint_mem.semantic.values import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tflint_mem.semantic.inference import Inference
    from tflint_mem.semantic.syntax import Binding, Scope, SyntaxIndex

_DEPTH = 6
_COUNTS = range(1, 9)
"""How many devices a program may find, where parts of their list are compared."""


class Growth(enum.Enum):
    """Whether a session's options bound what it takes of a GPU."""

    BOUNDED = "bounded"
    UNBOUNDED = "unbounded"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class SessionOptions:
    """The options that a session is opened with.

    Attributes:
        growth: what they say about GPU memory.
        made: the ``ConfigProto`` call that made them, in the session's own file; None without any.
    """

    growth: Growth
    made: ast.Call | None = None


@dataclass(frozen=True)
class _Meaning:
    """An expression that a name may stand for, or be an element of (``part``)."""

    index: SyntaxIndex
    node: ast.expr
    part: bool = False


@dataclass(frozen=True)
class _Pick:
    """A step from a list of devices to a part of it.

    Attributes:
        at: the numbers of the part, of those of the list; None where the step raises.
        gives_list: whether the part is a list, too.
        sure: whether the part is known, not just any.
    """

    at: Callable[[range], range | None]
    gives_list: bool = False
    sure: bool = True


@dataclass(frozen=True)
class _Part:
    """What an expression that configures devices picks from the list of all.

    Attributes:
        text: the part as the program names it.
        numbers: the devices that it stands for, for each of `_COUNTS`; None where the program raises.
        sure: whether they are all meant, not just some.
    """

    text: str
    numbers: tuple[range | None, ...]
    sure: bool

    def is_partial(self) -> bool:
        """Whether some devices are left out for some number of them."""
        return not self.sure or any(
            found is not None and len(found) < count
            for count, found in zip(_COUNTS, self.numbers, strict=True)
        )

    def is_apart(self, other: _Part) -> bool:
        """Whether no device belongs to both parts."""
        return not any(
            set(one or ()) & set(another or ())
            for one, another in zip(self.numbers, other.numbers, strict=True)
        )


class Devices:
    """Answers questions about lists of devices and session options."""

    def __init__(self, inference: Inference) -> None:
        self.infer = inference

    def part_of_gpus(self, index: SyntaxIndex, node: ast.expr) -> str | None:
        """Says in words which part of a list of physical devices an expression picks, or None."""
        return next((part.text for part in self._parts(index, node) if part.is_partial()), None)

    def is_all_gpus(self, index: SyntaxIndex, node: ast.expr) -> bool:
        """Whether a loop over an expression goes over all elements of the program's list of devices."""
        parts = list(self._parts(index, node, picks=(_EACH,)))
        return bool(parts) and not any(part.is_partial() for part in parts)

    def are_apart(self, one: tuple[SyntaxIndex, ast.expr], other: tuple[SyntaxIndex, ast.expr]) -> bool:
        """Whether two expressions name different devices of the list, however many there are."""
        first, second = list(self._parts(*one)), list(self._parts(*other))
        if first and second:
            return all(part.is_apart(beside) for part in first for beside in second)
        numbers = [
            _constant(node.slice) if isinstance(node, ast.Subscript) else None for _, node in (one, other)
        ]
        return None not in numbers and numbers[0] != numbers[1]

    def _parts(
        self,
        index: SyntaxIndex,
        node: ast.expr | None,
        depth: int = _DEPTH,
        picks: tuple[_Pick, ...] = (),
        text: str = "",
    ) -> Iterator[_Part]:
        """The elements of the program's list of devices that an expression, with ``picks``, may be."""
        if isinstance(node, ast.Subscript):
            pick = _picked(index, node)
            yield from self._parts(index, node.value, depth, (pick, *picks), text or ast.unparse(node))
        elif depth and isinstance(node, ast.Name):
            scope, bindings = _bindings(index, node)
            for binding in bindings:
                if binding.how == "parameter":
                    for file, argument in self.infer.calls.passed(scope, binding.name):
                        yield from self._parts(file, argument, depth - 1, picks, text)
                    continue
                value, more = self._drawn(index, binding)
                name = text or (node.id if binding.how in ("unpack", "opaque") else "")
                yield from self._parts(index, value, depth - 1, (*more, *picks), name)
        elif depth and isinstance(node, ast.Attribute):
            for owner in [value.cls for value in self.infer.values(index, node.value)]:
                for file, binding in self.infer.classes.attribute_bindings(owner, node.attr) if owner else ():
                    if binding.how == "value":
                        yield from self._parts(file, binding.value, depth - 1, picks, text)
        elif depth and isinstance(node, ast.Call):
            if not catalog.LISTS_DEVICES.isdisjoint(self.infer.called_names(index, node)):
                yield from _part(picks, text)
            for callee in self.infer.calls.callees(index, node):
                for returned in callee.returns:
                    yield from self._parts(callee.index, returned, depth - 1, picks, text)

    def _drawn(self, index: SyntaxIndex, binding: Binding) -> tuple[ast.expr | None, tuple[_Pick, ...]]:
        """The expression that a name is drawn from, and the step to it."""
        value = binding.value
        if binding.how == "value":
            return value, ()
        if binding.how == "iterate" and not binding.path:
            return value, (_EACH,)
        if binding.how == "iterate" and binding.path == (1,) and isinstance(value, ast.Call) and value.args:
            # The second of ``for number, gpu in enumerate(gpus)``.
            if "builtins.enumerate" in self.infer.called_names(index, value):
                return value.args[0], (_EACH,)
        if binding.how in ("unpack", "opaque"):
            return _unpacked(index, binding.node)
        return None, ()

    def session_options(self, index: SyntaxIndex, call: ast.Call) -> SessionOptions:
        """What the options of a session that ``call`` opens say about GPU memory."""
        keywords = {keyword.arg: keyword.value for keyword in call.keywords}
        if (
            None in keywords
            or "session_creator" in keywords
            or any(isinstance(a, ast.Starred) for a in call.args)
            or self._may_be_remote(index, call, keywords)
        ):
            return SessionOptions(Growth.UNKNOWN)
        config = keywords.get("config") or (call.args[2] if len(call.args) > 2 else None)
        if config is None or (isinstance(config, ast.Constant) and config.value is None):
            # An interactive session without options lets memory grow by itself.
            grows = set(self.infer.called_names(index, call)) <= catalog.INTERACTIVE_SESSIONS
            return SessionOptions(Growth.BOUNDED if grows else Growth.UNBOUNDED)
        meanings = list(self._meanings(index, config))
        found = [self._options_growth(meaning) for meaning in meanings]
        if not found or Growth.UNKNOWN in found:
            return SessionOptions(Growth.UNKNOWN)
        if Growth.BOUNDED in found or self._is_bounded_later(index, config):
            return SessionOptions(Growth.BOUNDED)
        first = meanings[0]
        made = first.node if first.index is index and isinstance(first.node, ast.Call) else None
        return SessionOptions(Growth.UNBOUNDED, made)

    def has_bounded_choice(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a condition decides between a session and one with bounded memory."""
        child: ast.AST = call
        for parent in index.ancestors(call):
            if isinstance(parent, ast.If) and child is not parent.test:
                other = parent.orelse if child in parent.body else parent.body
                calls = [node for part in other for node in ast.walk(part) if isinstance(node, ast.Call)]
                if any(
                    Kind.SESSION in self.infer.kinds(index, node)
                    and self.session_options(index, node).growth is Growth.BOUNDED
                    for node in calls
                ):
                    return True
            child = parent
        return False

    @staticmethod
    def may_be_absent(index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a handler around a call may be what the program does where it has no GPU."""
        return any(
            isinstance(parent, ast.Try)
            and any(flow.contains(statement, call) for statement in parent.body)
            and not all(map(_catches_configuration_only, parent.handlers))
            for parent in index.ancestors(call)
        )

    @staticmethod
    def is_counted_one(index: SyntaxIndex, node: ast.AST) -> bool:
        """Whether a node only runs when something has exactly one element: ``if len(gpus) == 1:``."""
        return any(
            isinstance(parent, ast.If)
            and isinstance(parent.test, ast.Compare)
            and isinstance(parent.test.ops[0], ast.Eq)
            and isinstance(parent.test.comparators[0], ast.Constant)
            and parent.test.comparators[0].value == 1
            for parent in index.ancestors(node)
        )

    def _may_be_remote(
        self, index: SyntaxIndex, call: ast.Call, keywords: dict[str | None, ast.expr]
    ) -> bool:
        """Whether a session is told a server, which has devices and options of its own."""
        target = keywords.get("target") or keywords.get("master") or (call.args[0] if call.args else None)
        if target is None:
            return False
        told = [meaning.node for meaning in self._meanings(index, target)]
        if isinstance(target, ast.Name):
            parameters = (b for b in _bindings(index, target)[1] if b.how == "parameter")
            told += [parameter.value for parameter in parameters if parameter.value is not None]
        return not told or not all(isinstance(node, ast.Constant) and not node.value for node in told)

    def _options_growth(self, meaning: _Meaning) -> Growth:
        index, node = meaning.index, meaning.node
        if not isinstance(node, ast.Call) or meaning.part:
            return Growth.UNKNOWN
        if "tf.ConfigProto" not in self.infer.called_names(index, node):
            return Growth.UNKNOWN
        if any(keyword.arg is None for keyword in node.keywords):
            return Growth.UNKNOWN
        for keyword in node.keywords:
            if keyword.arg == "device_count" and _hides_gpus(keyword.value):
                return Growth.BOUNDED
            if keyword.arg == "gpu_options":
                return self._gpu_options(index, keyword.value)
        parent = index.parents.get(node)
        target = parent.targets[0] if isinstance(parent, ast.Assign) else None
        if isinstance(target, ast.Name) and self._is_bounded_later(index, target):
            return Growth.BOUNDED
        return Growth.UNBOUNDED

    def _gpu_options(self, index: SyntaxIndex, node: ast.expr) -> Growth:
        for meaning in self._meanings(index, node):
            options = meaning.node
            if not isinstance(options, ast.Call) or not any(
                name == "tf.GPUOptions" for name in self.infer.called_names(meaning.index, options)
            ):
                return Growth.UNKNOWN
            if any(keyword.arg is None or keyword.arg in catalog.GPU_BOUNDS for keyword in options.keywords):
                return Growth.BOUNDED
            parent = meaning.index.parents.get(options)
            if isinstance(parent, ast.Assign) and isinstance(parent.targets[0], ast.Name):
                if self._is_bounded_later(meaning.index, parent.targets[0]):
                    return Growth.BOUNDED
        return Growth.UNBOUNDED

    def _is_bounded_later(self, index: SyntaxIndex, node: ast.expr) -> bool:
        """Whether the options that a name holds are bounded through it, or given to a function."""
        if not isinstance(node, ast.Name):
            return False
        scope = _bindings(index, node)[0]
        loads = (load for load in index.loads.get(node.id, ()) if isinstance(load, ast.Name))
        for load in loads:
            if _bindings(index, load)[0] is not scope:
                continue
            parent = index.parents.get(load)
            if isinstance(parent, ast.Attribute) and _sets_bound(index, parent):
                return True
            if isinstance(parent, ast.Call) and load in parent.args:
                return bool(self.infer.calls.callees(index, parent))
        return False

    # -- following names -------------------------------------------------------------------------------

    def _meanings(
        self, index: SyntaxIndex, node: ast.expr, depth: int = _DEPTH, part: bool = False
    ) -> Iterator[_Meaning]:
        """The expressions that an expression may stand for, through names, parameters and functions."""
        if depth and isinstance(node, ast.Name):
            scope, bindings = _bindings(index, node)
            for binding in bindings:
                yield from self._bound(index, scope, binding, depth - 1, part)
        elif depth and isinstance(node, ast.Call) and (callees := self.infer.calls.callees(index, node)):
            for callee in callees:
                for returned in callee.returns:
                    yield from self._meanings(callee.index, returned, depth - 1, part)
        else:
            yield _Meaning(index, node, part)

    def _bound(
        self, index: SyntaxIndex, scope: Scope, binding: Binding, depth: int, part: bool
    ) -> Iterator[_Meaning]:
        if binding.how in ("value", "iterate") and binding.value is not None:
            yield from self._meanings(index, binding.value, depth, part or binding.how == "iterate")
        elif binding.how == "parameter":
            for file, argument in self.infer.calls.passed(scope, binding.name):
                yield from self._meanings(file, argument, depth, part)


def _bindings(index: SyntaxIndex, name: ast.Name) -> tuple[Scope, list[Binding]]:
    """The scope that binds a name, and the places there that it may have its value from."""
    scope = index.home(name)
    bindings = scope.bindings.get(name.id, [])
    return scope, flow.reaching(index, list(bindings), name) if scope is index.scope(name) else bindings


def _part(picks: tuple[_Pick, ...], text: str) -> Iterator[_Part]:
    """What steps from the list of all devices arrive at, if that is a device."""
    if not picks or picks[-1].gives_list or not all(pick.gives_list for pick in picks[:-1]):
        return
    numbers: list[range | None] = []
    for count in _COUNTS:
        found: range | None = range(count)
        for pick in picks:
            found = None if found is None else pick.at(found)
        numbers.append(found)
    yield _Part(text, tuple(numbers), all(pick.sure for pick in picks))


def _unpacked(index: SyntaxIndex, name: ast.AST) -> tuple[ast.expr | None, tuple[_Pick, ...]]:
    """The value that an assignment takes apart, and which part of it a name gets: ``first, *rest = gpus``."""
    element: ast.AST | None = name
    pattern = index.parents.get(name)
    if isinstance(pattern, ast.Starred):
        element, pattern = pattern, index.parents.get(pattern)
    assignment = index.parents.get(pattern) if isinstance(pattern, (ast.Tuple, ast.List)) else None
    if not isinstance(pattern, (ast.Tuple, ast.List)) or not isinstance(assignment, ast.Assign):
        return None, ()
    starred = [isinstance(other, ast.Starred) for other in pattern.elts]
    before = next(place for place, other in enumerate(pattern.elts) if other is element)
    after = len(starred) - before - 1

    def at(numbers: range) -> range | None:
        if len(numbers) < len(starred) - 1 or (len(numbers) != len(starred) and not any(starred)):
            return None
        if starred[before]:
            return numbers[before : len(numbers) - after]
        place = len(numbers) - after - 1 if any(starred[:before]) else before
        return numbers[place : place + 1]

    return assignment.value, (_Pick(at, gives_list=starred[before]),)


def _picked(index: SyntaxIndex, node: ast.Subscript) -> _Pick:
    """Which part of a list a subscript picks."""
    if isinstance(node.slice, ast.Slice):
        bounds = [node.slice.lower, node.slice.upper, node.slice.step]
        known = [_constant(bound) for bound in bounds]
        sure = all((bound is None) == (number is None) for bound, number in zip(bounds, known, strict=True))
        step = slice(*known) if sure and known[2] != 0 else slice(None)
        return _Pick(lambda numbers: numbers[step], gives_list=True, sure=sure)
    place = _constant(node.slice)
    if place is not None:
        return _Pick(lambda n: n[place:][:1] if -len(n) <= place < len(n) else None)
    # A running number names every device in turn.
    running = isinstance(node.slice, ast.Name) and any(
        binding.how in ("iterate", "unpack", "augment") for binding in _bindings(index, node.slice)[1]
    )
    return _EACH if running else _Pick(_EACH.at, sure=False)


def _constant(node: ast.expr | None) -> int | None:
    """The number that an expression is, as written."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        number = _constant(node.operand)
        return None if number is None else -number
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, int) else None


_EACH = _Pick(lambda numbers: numbers)
"""What a loop makes of a list: all of it, one by one."""


def _sets_bound(index: SyntaxIndex, node: ast.AST) -> bool:
    """Whether an attribute chain ends in an assignment to one of the options that bound memory."""
    current: ast.AST | None = node
    while isinstance(current, ast.Attribute):
        if current.attr in catalog.GPU_BOUNDS and isinstance(current.ctx, ast.Store):
            return True
        if current.attr in ("CopyFrom", "MergeFrom", "ParseFromString", "update"):
            return True
        current = index.parents.get(current)
    return False


def _hides_gpus(node: ast.expr) -> bool:
    return isinstance(node, ast.Dict) and any(
        isinstance(key, ast.Constant)
        and key.value == "GPU"
        and isinstance(value, ast.Constant)
        and value.value == 0
        for key, value in zip(node.keys, node.values, strict=True)
    )


def _catches_configuration_only(handler: ast.ExceptHandler) -> bool:
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return all(isinstance(kind, ast.Name) and kind.id in ("RuntimeError", "ValueError") for kind in kinds)
