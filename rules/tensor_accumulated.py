"""TFM501: a tensor is put aside at every iteration, and its device memory with it."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tflint_mem.api import Applicability, Fix, Impact, Meta, Rule, Suspect
from tflint_mem.semantic.gathering import ONLY_OF_TENSORS
from tflint_mem.semantic.reads import place_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst

    from tflint_mem.rule import Edit
    from tflint_mem.semantic.repetition import Repetition
    from tflint_mem.semantic.stores import Store


@dataclass(frozen=True)
class _Kept:
    store: Store
    repetition: Repetition
    parts: tuple[ast.expr, ...]
    """The tensors, where they stand in the store; none in a row or dictionary that is filled elsewhere."""
    view: bool = False


class TensorAccumulated(Rule):
    """A tensor is put aside at every iteration.

    ## What it does
    Reports eager tensors that a loop appends to a list, puts into a dictionary under a new key, or joins to
    a tensor that grows (``scores = tf.concat([scores, new], 0)``), also in methods and helpers that a loop
    calls.  A numpy view of a part of a tensor (``tensor.numpy()[0]``) is reported as well.

    ## Why memory is lost
    The program itself keeps the tensors, on the device that made them: 0.7 KiB for each scalar, whole
    activations for predictions.  A growing ``tf.concat`` also copies everything at each iteration.  A view
    keeps the whole tensor alive: 1 MiB at each iteration for one row of a tensor of that size.

    ## Example
    ```python
    for features, targets in batches:
        losses.append(train_step(features, targets))
    ```

    Use instead:
    ```python
    for features, targets in batches:
        losses.append(float(train_step(features, targets)))
    ```

    ## Fix safety
    A tensor that certainly is a single number becomes ``float(...)``, or ``int(...)`` or ``bool(...)`` where
    its type is seen: safe where all later uses of the list accept numbers, such as ``np.mean``, ``len``,
    ``print`` and plots; unsafe elsewhere.  Other tensors become ``.numpy()`` and views get a ``.copy()``:
    unsafe, since later code may want tensors.  Nothing is offered for tensors that grow by ``tf.concat``, nor
    where the function returns what TensorFlow computes from the
    list, as a loss function does, since no gradient would flow through numbers, nor where it returns a list
    of tensors that are more than numbers, nor where an element is read by what only tensors have, such as
    ``.numpy()``, nor where rows, dictionaries or ``**kwargs`` with tensors in them are filled elsewhere, nor
    for what ``keras.ops`` computes, which may be PyTorch's or JAX's.

    ## Known limits
    Running sums are not reported, and neither are lists that a comprehension makes.  Lists that are made
    anew within a loop, or that are joined into one tensor after a loop over time steps, layers or models, are
    taken for bounded, and so are those that a function hands back as tensors after a loop that only computes
    with what it is given: that runs no model, takes no step and reads no value.  What Keras callbacks and
    metrics keep is left to TFM506, text that grows while a model writes it to TFM303.  Tests are silent, and
    so are up to four rounds that are written down, unless a loop further out repeats them.
    """

    meta = Meta(
        code="TFM501",
        name="tensor-accumulated",
        impact=Impact.RETAINED,
        fix=Applicability.SAFE,
        markers=(b".append(", b".extend(", b".add(", b".insert(", b"concat", b"tensorflow", b"keras"),
    )

    def suspects(self) -> Iterator[Suspect]:
        """Stores of eager tensors that outlive the iteration."""
        model, index = self.model, self.model.index
        for store in model.stores.of(index):
            parts = tuple(model.tensors.among(index, store.value))
            view = not parts and model.tensors.view(index, store.value) is not None
            if not parts and not view and not model.tensors.holds_tensors(index, store.value):
                continue
            if model.uses_v1_graphs() or model.is_traced(store.node):
                continue
            if model.is_test() or model.graphs.contexts.is_of_old_program(index):
                continue
            if model.hooks.owner_of(index, store.node) is not None:
                continue
            if model.gathering.is_bounded(index, store):
                continue
            if store.how == "join" and model.gathering.feeds_model(index, store):
                continue
            if model.gathering.may_be_symbolic(index, store, parts):
                continue
            repetition = model.retention.growth(index, store)
            if repetition is not None:
                parts = (store.value,) if view else parts
                yield Suspect(store.node, _Kept(store, repetition, parts, view), parts)

    def visit_expression(self, node: cst.BaseExpression) -> None:
        """Reports the store and offers to keep numbers instead."""
        kept = self.suspect.facts
        assert isinstance(kept, _Kept)
        self.report(
            node, self._message(kept), fix=self._numbers(kept), related=self.model.way(kept.repetition)
        )

    def _message(self, kept: _Kept) -> str:
        holder = ast.unparse(kept.store.holder)
        where = self.model.describe(kept.repetition)
        if kept.view:
            return (
                f"{holder!r} keeps a view at every round of {where}, and with it the whole tensor;"
                " keep a copy: .copy()"
            )
        if kept.store.how == "join":
            return (
                f"{holder!r} grows by a tensor at every round of {where} and is copied each time;"
                " collect numpy arrays and join them once"
            )
        index, tensors = self.model.index, self.model.tensors
        scalar = all(tensors.is_scalar(index, part) for part in kept.parts)
        foreign = any(tensors.may_be_of_other_library(index, part) for part in kept.parts)
        values = "keras.ops.convert_to_numpy(...)" if foreign else ".numpy()"
        remedy = "keep the number: float(...)" if scalar else f"keep the values: {values}"
        if not kept.parts:
            remedy = "fill it with numbers, float(...), or with values, .numpy()"
        return f"{holder!r} keeps a tensor on its device at every round of {where}; {remedy}"

    def _numbers(self, kept: _Kept) -> Fix | None:
        index, tensors, gathering = self.model.index, self.model.tensors, self.model.gathering
        if not kept.parts or kept.store.how == "join" or gathering.is_returned_as_tensor(index, kept.store):
            return None
        scalars = all(tensors.is_scalar(index, part) for part in kept.parts)
        if not kept.view and not scalars and gathering.is_returned(index, kept.store):
            return None  # whoever gets them may go on computing with tensors
        if any(tensors.is_one_of_arguments(index, part) for part in kept.parts):
            return None
        if any(tensors.may_be_list(index, part) for part in kept.parts):
            return None
        if not kept.view and gathering.is_reduced_to_tensor(index, kept.store):
            return None
        if not kept.view and gathering.are_read_as_tensors(index, kept.parts):
            return None
        if not kept.view and any(self._is_asked_as_tensor(kept.store, part) for part in kept.parts):
            return None
        edits: list[Edit] = []
        safe = gathering.takes_numbers(index, kept.store)
        for part in kept.parts:
            code = self.model.index.source.text[slice(*self.model.span(part))]
            scalar = not kept.view and tensors.is_scalar(index, part)
            if not scalar and tensors.may_be_of_other_library(index, part):
                return None  # which need not have numpy()
            safe = safe and scalar
            simple = isinstance(part, (ast.Name, ast.Attribute, ast.Call, ast.Subscript))
            wrapped = code if simple else f"({code})"
            number = tensors.number_type(index, part)
            text = (
                f"{number}({code})" if scalar else f"{wrapped}.copy()" if kept.view else f"{wrapped}.numpy()"
            )
            found = self._replace(part, text)
            if found is None:
                return None
            edits += found
        applicability = Applicability.SAFE if safe else Applicability.UNSAFE
        return Fix("keep numbers in the place of tensors", tuple(edits), applicability)

    def _is_asked_as_tensor(self, store: Store, part: ast.expr) -> bool:
        """Whether a part of what is kept is asked for an attribute that the number in its place has not."""
        scalar = self.model.tensors.is_scalar(self.model.index, part)
        reads = self.model.reads.seen_of(self.model.index, store, place_in(store.value, part))
        return any(scalar or read.node.attr in ONLY_OF_TENSORS for read in reads)

    def _replace(self, part: ast.expr, text: str) -> tuple[Edit, ...] | None:
        import libcst as cst

        node = self.concrete(part, cst.BaseExpression)  # type: ignore[type-abstract]
        return None if node is None else self.edit.replace(node, text)
