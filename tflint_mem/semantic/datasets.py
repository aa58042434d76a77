"""What a model is given: one batch, or a whole dataset."""

from __future__ import annotations

import ast
import re
from functools import partial
from typing import TYPE_CHECKING

from tflint_mem.semantic import flow
from tflint_mem.semantic.numbers import Numbers
from tflint_mem.semantic.syntax import Scope, SyntaxIndex, is_constant, tail_of
from tflint_mem.semantic.values import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tflint_mem.semantic.inference import Inference
    from tflint_mem.semantic.repetition import Repetition
    from tflint_mem.semantic.syntax import Binding

_READS_TABLE = re.compile(
    r"numpy\.(load|genfromtxt|loadtxt|fromfile|memmap|array_split)$|pandas\.(read_\w+|concat)$|h5py\.File"
    r"|keras\.utils\.image_dataset_from_directory$|keras\.datasets\."
    r"|numpy\.lib\.stride_tricks\.\w+|librosa\.util\.frame|tf\.signal\.frame|tf\.image\.extract_patches"
)
"""Calls that give many rows at once."""

_SEQUENCES = re.compile(r"keras\.utils\.(Sequence|PyDataset|data_utils\.Sequence)$")
_GENERATOR_METHODS = frozenset(
    {
        "flow",
        "flow_from_directory",
        "flow_from_dataframe",
        "timeseries_dataset_from_array",
        "batch",
        "cache",
        "map",
        "prefetch",
    }
)
_ARRAYS = frozenset(
    {
        *("numpy.array", "numpy.asarray", "numpy.stack", "numpy.vstack", "tf.constant", "tf.stack"),
        *("keras.preprocessing.sequence.pad_sequences", "keras.utils.pad_sequences"),
    }
)
"""Calls that make an array with a row for each element of a list."""

_OTHER_COLUMNS = frozenset(
    {
        "tf.concat",
        "tf.roll",
        *(f"numpy.{name}" for name in ("append", "concatenate", "delete", "insert", "roll")),
    }
)
"""Calls that change an array along the axis that they are given."""
_FILLED = frozenset(
    {"tf.ones", "tf.zeros", *(f"numpy.{name}" for name in ("empty", "full", "ones", "zeros"))}
)
"""Calls that make an array of the shape that they are given."""
_KEEP_ALL_ROWS = frozenset({"copy", "astype", "to_numpy", "transpose"})
_SPLITS = frozenset({"split", "array_split", "groupby", "train_test_split"})
MAX_DEPTH = 5
BATCH = 32
"""So many rows ``predict`` takes at a time where nothing else is said."""


def _has_its_targets(call: ast.Call) -> bool:
    """Whether a call passes no targets, so that they come with the data: from a dataset or generator."""
    named = {keyword.arg for keyword in call.keywords}
    starred = any(isinstance(argument, ast.Starred) for argument in call.args)
    return len(call.args) == 1 and not starred and not named & {None, "y"}


def _takes_all_rows(node: ast.Subscript) -> bool:
    """Whether an element of an array is taken of each of its rows, as in ``x[:, 1:]``."""
    first = node.slice.elts[0] if isinstance(node.slice, ast.Tuple) and node.slice.elts else node.slice
    return isinstance(first, ast.Slice) and first.lower is first.upper is first.step is None


def is_one_long(part: ast.Slice) -> bool:
    """Whether a slice visibly takes one element, as ``[:1]`` and ``[i : i + 1]``."""
    if part.step is not None or part.upper is None:
        return False
    start = "0" if part.lower is None else ast.unparse(part.lower)
    if start.isdecimal():
        return ast.unparse(part.upper) == str(int(start) + 1)
    return ast.unparse(part.upper) in (f"{start} + 1", f"1 + {start}")


class Datasets:
    """Answers how much data a call of a model gets."""

    def __init__(self, inference: Inference) -> None:
        self.infer = inference

    def is_whole(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether ``predict``, ``evaluate`` or ``fit`` is visibly given a whole dataset, not a batch."""
        if self.is_one_item(index, call):
            return False
        if tail_of(call) == "evaluate" and _has_its_targets(call):
            return True
        for keyword in call.keywords:
            if keyword.arg in ("batch_size", "steps", "steps_per_epoch"):
                small = isinstance(keyword.value, ast.Constant) and keyword.value.value in (1, None)
                if not small:
                    return True
            if keyword.arg in ("x", "generator") and self._is_many(index, keyword.value, 0):
                return True
        return bool(call.args) and (
            self._is_many(index, call.args[0], 0) or self._counts_rows(index, call, call.args[0])
        )

    @staticmethod
    def _counts_rows(index: SyntaxIndex, call: ast.Call, given: ast.expr) -> bool:
        """Whether a function asks once how many rows its model is given: all that there are."""
        if not isinstance(given, ast.Name) or flow.enclosing_loops(index, call):
            return False
        for load in index.loads.get(given.id, ()):
            parent = index.parents.get(load)
            if not isinstance(load, ast.Name) or index.home(load) is not index.home(given):
                continue
            rows = index.parents.get(parent) if parent is not None else None
            if (
                isinstance(parent, ast.Attribute)
                and parent.attr == "shape"
                and isinstance(rows, ast.Subscript)
            ):
                if is_constant(rows.slice, 0) and isinstance(index.parents.get(rows), ast.Assign):
                    return True
            if (
                isinstance(parent, ast.Call)
                and tail_of(parent.func) == "len"
                and isinstance(rows, ast.Assign)
            ):
                return True
        return False

    def is_one_batch(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether ``predict`` is visibly given an array of no more rows than it takes at a time."""
        given = call.args[:1] or [keyword.value for keyword in call.keywords if keyword.arg == "x"]
        return bool(given) and self.has_few_rows(index, given[0], BATCH)

    def is_one_item(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether ``predict`` or ``evaluate`` is visibly given a batch of one."""
        return bool(call.args) and self._has_one_row(index, call.args[0])

    def has_few_rows(self, index: SyntaxIndex, node: ast.expr, most: int | None = None) -> bool:
        """Whether an array visibly has one row, or as many as are written down in the program.

        Args:
            index: the file of the array.
            node: the array.
            most: how many rows there may be; None where any number that is written down is few.
        """
        if self._has_one_row(index, node):
            return True
        lengths = [Numbers(self.infer).length(array) for array in self.infer.values(index, node)]
        if lengths and all(length is not None and length <= BATCH for length in lengths):
            return True
        if isinstance(node, ast.Subscript):
            return self._takes_few_rows(index, node, most)
        if isinstance(node, (ast.Name, ast.Attribute)):
            return self._stands_for_few_rows(index, node, most)
        if not isinstance(node, ast.Call) or not node.args:
            return False
        returned = [(c.index, value) for c in self.infer.calls.callees(index, node) for value in c.returns]
        if returned:
            return self._have_few_rows(returned, most)
        if isinstance(node.func, ast.Attribute) and node.func.attr == "astype":
            return self.has_few_rows(index, node.func.value, most)
        rows = node.args[0]
        return (
            bool(_ARRAYS & set(self.infer.called_names(index, node)))
            and isinstance(rows, (ast.List, ast.Tuple))
            and not any(isinstance(row, ast.Starred) for row in rows.elts)
            and (most is None or len(rows.elts) <= most)
        )

    def _have_few_rows(self, arrays: Iterable[tuple[SyntaxIndex, ast.expr]], most: int | None) -> bool:
        return all(
            self.infer.remember(
                ("few rows", array, most), partial(self.has_few_rows, file, array, most), False
            )
            for file, array in arrays
        )

    def _takes_few_rows(self, index: SyntaxIndex, node: ast.Subscript, most: int | None) -> bool:
        """Whether a slice of an array has bounds that are known, as ``[:8]`` and ``[-8:]`` have."""
        rows = node.slice.elts[0] if isinstance(node.slice, ast.Tuple) and node.slice.elts else node.slice
        if not isinstance(rows, ast.Slice) or rows.step is not None:
            return False
        lower, upper = (Numbers(self.infer).integers(index, bound) for bound in (rows.lower, rows.upper))
        if (rows.lower is not None and not lower) or (rows.upper is not None and not upper):
            return False
        start, end = min(lower, default=0), max(upper, default=0)
        return (start < 0) == (end <= 0) and (most is None or 0 < end - start <= most)

    def _stands_for_few_rows(
        self, index: SyntaxIndex, node: ast.Name | ast.Attribute, most: int | None
    ) -> bool:
        """Whether all that a variable, parameter or attribute may stand for has few rows."""
        if isinstance(node, ast.Name):
            home = index.home(node)
            bound = [(index, home, binding) for binding in self._seen(index, home, node)]
        else:
            owner = index.owner_of_attribute(node)
            found = [] if owner is None else self.infer.classes.attribute_bindings(owner, node.attr)
            bound = [(file, file.scope(binding.node), binding) for file, binding in found]
        given: list[tuple[SyntaxIndex, ast.expr]] = []
        for file, scope, binding in bound:
            if binding.how == "parameter":
                passed = self.infer.calls.passed(scope, binding.name)
            else:
                passed = (
                    [(file, binding.value)] if binding.how == "value" and binding.value is not None else []
                )
            if not passed:
                return False
            given += passed
        return bool(given) and self._have_few_rows(given, most)

    def has_rows_of_before(self, index: SyntaxIndex, node: ast.expr, repetition: Repetition) -> bool:
        """Whether an array has as many rows as before a loop, which sets values or adds columns only.

        The array may then be a whole dataset, of which one column is shuffled or the next one foretold.
        """
        if repetition.how != "loop" or repetition.steps or self._has_one_row(index, node):
            return False
        while isinstance(node, ast.Subscript) and _takes_all_rows(node):
            node = node.value
        if not isinstance(node, ast.Name):
            return False
        bindings = self._seen(index, index.home(node), node)
        inside = [binding for binding in bindings if flow.contains(repetition.node, binding.node)]
        before = [binding for binding in bindings if binding not in inside]
        if any(b.value is not None and self._has_one_row(index, b.value) for b in before):
            return False
        return bool(before) and all(
            binding.how == "augment"
            or (binding.how == "value" and self._keeps_rows(index, binding.value, node.id))
            for binding in inside
        )

    def _keeps_rows(self, index: SyntaxIndex, node: ast.expr | None, name: str) -> bool:
        """Whether an array is made of the one called ``name`` and has its rows: with other columns."""
        if isinstance(node, ast.Subscript):
            return _takes_all_rows(node) and self._keeps_rows(index, node.value, name)
        if isinstance(node, ast.Call) and node.args:
            if _OTHER_COLUMNS.isdisjoint(self.infer.called_names(index, node)):
                return False
            axes = [k.value for k in node.keywords if k.arg == "axis"] or node.args[-1:]
            along_rows = ast.unparse(axes[0]) not in ("1", "2", "3", "-1", "-2")
            joined = node.args[0]
            parts = joined.elts if isinstance(joined, (ast.List, ast.Tuple)) else [joined]
            return not along_rows and any(self._keeps_rows(index, part, name) for part in parts)
        return isinstance(node, ast.Name) and node.id == name

    def _has_one_row(self, index: SyntaxIndex, node: ast.expr) -> bool:
        if isinstance(node, ast.Subscript):
            parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
            first = parts[0] if parts else node.slice
            if isinstance(first, ast.Slice):
                return is_one_long(first)
            new_axis = {"numpy.newaxis", "tf.newaxis"} & set(self.infer.names(index, first))
            return bool(new_axis) or (isinstance(first, ast.Constant) and first.value is None)
        if isinstance(node, ast.Name):
            value = self._only_value(index, node)
            return value is not None and self._has_one_row(index, value)
        if not isinstance(node, ast.Call):
            return False
        if isinstance(node.func, ast.Attribute) and node.func.attr == "reshape":
            apart = {"numpy.reshape", "tf.reshape"} & set(self.infer.names(index, node.func))
            sizes = node.args[1:] if apart else node.args
            if sizes and isinstance(sizes[0], (ast.Tuple, ast.List)):
                sizes = sizes[0].elts
            return len(sizes) > 1 and isinstance(sizes[0], ast.Constant) and sizes[0].value == 1
        names = set(self.infer.called_names(index, node))
        if names & _FILLED and node.args and isinstance(node.args[0], (ast.Tuple, ast.List)):
            sizes = node.args[0].elts
            return bool(sizes) and isinstance(sizes[0], ast.Constant) and sizes[0].value == 1
        if {"numpy.expand_dims", "tf.expand_dims"} & names:
            axis = [k.value for k in node.keywords if k.arg == "axis"] or node.args[1:2]
            return bool(axis) and isinstance(axis[0], ast.Constant) and axis[0].value == 0
        return False

    def _is_many(self, index: SyntaxIndex, node: ast.expr, depth: int) -> bool:
        for value in self.infer.values(index, node):
            if value.kind is Kind.DATASET:
                return True
            if value.kind is Kind.CONTAINER and value.name == "generator":
                return True
            if value.kind is Kind.INSTANCE and value.cls is not None:
                if any(_SEQUENCES.match(base) for base in self.infer.classes.library_bases(value.cls)):
                    return True
        if isinstance(node, ast.Call):
            if any(_READS_TABLE.match(name) for name in self.infer.called_names(index, node)):
                return True
            if isinstance(node.func, ast.Attribute) and node.func.attr in _GENERATOR_METHODS:
                return True
            if isinstance(node.func, ast.Attribute) and node.func.attr in _KEEP_ALL_ROWS:
                return self._is_many(index, node.func.value, depth + 1)
            return any(self._is_many(index, argument, depth + 1) for argument in node.args[:1])
        if isinstance(node, ast.Subscript):
            whole_rows = isinstance(node.slice, (ast.Name, ast.Attribute))
            if whole_rows and self._comes_from_split(index, node.slice):
                return True
            first = node.slice.elts[0] if isinstance(node.slice, ast.List) and node.slice.elts else node.slice
            columns = isinstance(first, ast.Constant) and isinstance(first.value, str)
            return columns and self._is_many(index, node.value, depth + 1)
        if isinstance(node, (ast.BinOp, ast.Attribute)):
            parts = [node.left, node.right] if isinstance(node, ast.BinOp) else [node.value]
            return any(self._is_many(index, part, depth + 1) for part in parts)
        return isinstance(node, ast.Name) and depth < MAX_DEPTH and self._name_is_many(index, node, depth)

    def _name_is_many(self, index: SyntaxIndex, node: ast.Name, depth: int) -> bool:
        scope: Scope | None = index.scope(node)
        while scope is not None and node.id not in scope.bindings:
            scope = scope.parent
        if scope is None or self._comes_from_split(index, node):
            return scope is not None
        return any(
            binding.value is not None
            and binding.how in ("value", "unpack", "enter")
            and self._is_many(index, binding.value, depth + 1)
            for binding in self._seen(index, scope, node)
        )

    def _only_value(self, index: SyntaxIndex, node: ast.Name) -> ast.expr | None:
        """What a name certainly stands for: an expression before it, so that names lead in no circle."""
        seen = self._seen(index, index.home(node), node)
        value = seen[0].value if len(seen) == 1 and seen[0].how == "value" else None
        return value if value is not None and flow.end_place(value) < flow.place(node) else None

    @staticmethod
    def _seen(index: SyntaxIndex, scope: Scope, node: ast.Name) -> list[Binding]:
        bindings = scope.bindings.get(node.id, [])
        same = flow.same_frame(index, scope, node)
        reaching = flow.reaching(index, bindings, node) if same else bindings
        # What is changed in place has as many rows as before.
        return bindings if any(binding.how == "augment" for binding in reaching) else reaching

    def _comes_from_split(self, index: SyntaxIndex, node: ast.expr) -> bool:
        """Whether a name runs over the parts that something was split into."""
        if not isinstance(node, ast.Name):
            return False
        scope: Scope | None = index.scope(node)
        while scope is not None and node.id not in scope.bindings:
            scope = scope.parent
        for binding in scope.bindings.get(node.id, ()) if scope is not None else ():
            if binding.how == "iterate" and any(
                isinstance(inner, ast.Call)
                and (
                    (
                        isinstance(inner.func, ast.Attribute)
                        and inner.func.attr in _SPLITS
                        and bool(inner.args)
                    )
                    or (isinstance(inner.func, ast.Name) and inner.func.id in _SPLITS)
                )
                for inner in ast.walk(binding.value or node)
            ):
                return True
        return False
