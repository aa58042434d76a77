"""What device configuration calls are given: lists of GPUs, parts of them, session options."""

from __future__ import annotations

import ast
import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tflint_mem.semantic import catalog
from tflint_mem.semantic.syntax import FunctionScope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_mem.semantic.inference import Inference
    from tflint_mem.semantic.syntax import Binding, Scope, SyntaxIndex

_DEPTH = 6
_BOUNDS = ("allow_growth", "per_process_gpu_memory_fraction")


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


class Devices:
    """Answers questions about lists of devices and session options."""

    def __init__(self, inference: Inference) -> None:
        self._infer = inference

    def part_of_gpus(self, index: SyntaxIndex, node: ast.expr) -> str | None:
        """Says in words which part of a list of physical devices an expression picks, or None."""
        for meaning in self._meanings(index, node):
            picked = meaning.node
            if not isinstance(picked, ast.Subscript):
                continue
            if isinstance(picked.slice, ast.Slice) != meaning.part or self._covers_all(meaning.index, picked):
                continue
            if self._lists_devices(meaning.index, picked.value):
                return ast.unparse(picked)
        return None

    def _covers_all(self, index: SyntaxIndex, picked: ast.Subscript) -> bool:
        """Whether ``gpus[:]`` or ``gpus[i]`` with a running ``i`` names every device in turn."""
        if isinstance(picked.slice, ast.Slice):
            return picked.slice.lower is None and picked.slice.upper is None
        return isinstance(picked.slice, ast.Name) and any(
            binding.how in ("iterate", "unpack", "augment") for binding in _bindings(index, picked.slice)[1]
        )

    def _lists_devices(self, index: SyntaxIndex, node: ast.expr) -> bool:
        if isinstance(node, ast.Attribute):
            owners = [value.cls for value in self._infer.values(index, node.value) if value.cls is not None]
            bound = [pair for owner in owners for pair in self._infer.attribute_bindings(owner, node.attr)]
            return any(
                isinstance(binding.value, ast.Call) and self._lists_devices(file, binding.value)
                for file, binding in bound
            )
        return any(
            isinstance(meaning.node, ast.Call)
            and not meaning.part
            and any(
                name in catalog.LISTS_DEVICES
                for name in self._infer.called_names(meaning.index, meaning.node)
            )
            for meaning in self._meanings(index, node)
        )

    def session_options(self, index: SyntaxIndex, call: ast.Call) -> SessionOptions:
        """What the options of a session that ``call`` opens say about GPU memory."""
        keywords = {keyword.arg: keyword.value for keyword in call.keywords}
        if (
            None in keywords
            or "session_creator" in keywords
            or any(isinstance(a, ast.Starred) for a in call.args)
        ):
            return SessionOptions(Growth.UNKNOWN)
        config = keywords.get("config") or (call.args[2] if len(call.args) > 2 else None)
        if config is None or (isinstance(config, ast.Constant) and config.value is None):
            return SessionOptions(Growth.UNBOUNDED)
        meanings = list(self._meanings(index, config))
        found = [self._options_growth(meaning) for meaning in meanings]
        if not found or Growth.UNKNOWN in found:
            return SessionOptions(Growth.UNKNOWN)
        if Growth.BOUNDED in found or self._is_bounded_later(index, config):
            return SessionOptions(Growth.BOUNDED)
        first = meanings[0]
        made = first.node if first.index is index and isinstance(first.node, ast.Call) else None
        return SessionOptions(Growth.UNBOUNDED, made)

    def _options_growth(self, meaning: _Meaning) -> Growth:
        index, node = meaning.index, meaning.node
        if not isinstance(node, ast.Call) or meaning.part:
            return Growth.UNKNOWN
        if "tf.ConfigProto" not in self._infer.called_names(index, node):
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
                name == "tf.GPUOptions" for name in self._infer.called_names(meaning.index, options)
            ):
                return Growth.UNKNOWN
            if any(keyword.arg is None or keyword.arg in _BOUNDS for keyword in options.keywords):
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
                return bool(self._infer.callees(index, parent))
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
        elif depth and isinstance(node, ast.Call) and (callees := self._infer.callees(index, node)):
            for callee in callees:
                for returned in callee.returns:
                    yield from self._meanings(callee.index, returned, depth - 1, part)
        else:
            yield _Meaning(index, node, part)

    def _bound(
        self, index: SyntaxIndex, scope: Scope | None, binding: Binding, depth: int, part: bool
    ) -> Iterator[_Meaning]:
        if binding.how in ("value", "iterate") and binding.value is not None:
            yield from self._meanings(index, binding.value, depth, part or binding.how == "iterate")
        elif binding.how == "parameter" and isinstance(scope, FunctionScope):
            for use in self._infer.uses(scope):
                argument = self._infer.argument(use, scope, binding.name)
                if argument is not None:
                    yield from self._meanings(use.index, argument, depth, part)


def _bindings(index: SyntaxIndex, name: ast.Name) -> tuple[Scope | None, list[Binding]]:
    """The scope that binds a name, and the places where it does."""
    scope: Scope | None = index.scope(name)
    while scope is not None:
        if name.id in scope.bindings and name.id not in scope.global_names:
            return scope, scope.bindings[name.id]
        scope = scope.parent
    return None, []


def _sets_bound(index: SyntaxIndex, node: ast.AST) -> bool:
    """Whether an attribute chain ends in an assignment to one of the options that bound memory."""
    current: ast.AST | None = node
    while isinstance(current, ast.Attribute):
        if current.attr in _BOUNDS and isinstance(current.ctx, ast.Store):
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
