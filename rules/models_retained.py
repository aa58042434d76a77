"""TFM107: models, histories or callbacks are kept although only their numbers are used."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tflint_mem.api import Applicability, Fix, Impact, Kind, Meta, Rule, Suspect

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst

    from tflint_mem.semantic.repetition import Repetition

_NUMBERS = {
    Kind.HISTORY: frozenset({"history", "epoch", "params"}),
    Kind.MODEL: frozenset({"name", "count_params", "metrics_names", "stop_training"}),
}
"""What may be read of each kind without using the model that it holds."""


@dataclass(frozen=True)
class _Kept:
    kind: Kind
    value: ast.expr
    holder: ast.expr
    reads: tuple[ast.Attribute, ...]
    repetition: Repetition


class ModelsRetained(Rule):
    """Models, histories or callbacks are kept although only their numbers are used.

    ## What it does
    Reports the place where each round of a loop puts a model, a ``History`` or a callback into a list or
    dictionary, of which only numbers are read later: ``run.history["loss"]``, ``stopper.stopped_epoch``, or
    nothing at all.  Silent where the models themselves are used, and where the container goes to other code.

    ## Why memory is lost
    A ``History`` is a callback, and every callback holds the model that it was given to.  While the list
    lives, so do all models of the loop with their weights, their optimizers' state and their graphs.  That is
    no leak of TensorFlow's: the program itself keeps them.

    ## Example
    ```python
    for width in widths:
        runs.append(build(width).fit(x, y))
    losses = [run.history["loss"][-1] for run in runs]
    ```

    Use instead:
    ```python
    for width in widths:
        runs.append(build(width).fit(x, y).history)
    losses = [run["loss"][-1] for run in runs]
    ```

    ## Fix safety
    The fix is unsafe: it keeps the ``.history`` dictionary in the place of the ``History``, and changes every
    place that reads it.  It is offered for a local variable of which nothing but ``.history`` is read.

    ## Known limits
    Containers that are returned or handed on are silent: what their users read is not followed.
    """

    meta = Meta(
        code="TFM107",
        name="models-retained",
        impact=Impact.RETAINED,
        fix=Applicability.UNSAFE,
        markers=(b".fit", b"allbacks", b"odel", b"equential"),
    )

    def suspects(self) -> Iterator[Suspect]:
        """Places that keep an object for its numbers."""
        for store in self.model.retention.stores(self.model.index):
            kind = self._kind(store.value)
            if kind is None or store.how == "join":
                continue
            reads = self.model.reads.after_store(self.model.index, store)
            if reads is None or not self._only_numbers(kind, reads):
                continue
            if not reads and not self.model.reads.is_of_function(self.model.index, store.holder):
                continue  # other code may ask for what it holds
            repetition = self.model.retention.growth(self.model.index, store)
            if repetition is not None:
                facts = _Kept(kind, store.value, store.holder, tuple(reads), repetition)
                yield Suspect(store.node, facts, tuple(reads))

    def _kind(self, value: ast.expr) -> Kind | None:
        if isinstance(value, ast.List) and len(value.elts) == 1:
            value = value.elts[0]
        return next(
            (k for k in (Kind.HISTORY, Kind.CALLBACK, Kind.MODEL) if self.model.value_of(value, k)), None
        )

    def _only_numbers(self, kind: Kind, reads: list[ast.Attribute]) -> bool:
        if kind in _NUMBERS:
            return all(read.attr in _NUMBERS[kind] for read in reads)
        # A callback's methods may need its model; its other attributes are what it noted down.
        return not any(read.attr == "model" or self.model.is_called(read) for read in reads)

    def visit_Call(self, node: cst.Call) -> None:
        """Reports a store by a method of the container."""
        self._report(node)

    def visit_Subscript(self, node: cst.Subscript) -> None:
        """Reports a store under a key."""
        self._report(node)

    def visit_expression(self, node: cst.BaseExpression) -> None:
        """Reports a store by an augmented assignment."""
        self._report(node)

    def _report(self, node: cst.BaseExpression) -> None:
        facts = self.suspect.facts
        assert isinstance(facts, _Kept)
        where = self.model.describe(facts.repetition)
        held = "models" if facts.kind is Kind.MODEL else f"{facts.kind.value} objects, and so their models,"
        names = " and ".join(dict.fromkeys(f".{read.attr}" for read in facts.reads))
        if not names:
            self.report(
                node,
                f"the {held} of all rounds of {where} stay in {ast.unparse(facts.holder)!r}, which nothing"
                " reads later; drop it",
                related=self.model.way(facts.repetition),
            )
            return
        self.report(
            node,
            f"the {held} of all rounds of {where} stay in {ast.unparse(facts.holder)!r}, but only {names} is"
            f" read; keep {names} alone",
            fix=self._keep_history(facts),
            related=self.model.way(facts.repetition),
        )

    def _keep_history(self, facts: _Kept) -> Fix | None:
        import libcst as cst

        plain = isinstance(facts.value, (ast.Name, ast.Call, ast.Attribute))
        local = isinstance(facts.holder, ast.Name)
        if facts.kind is not Kind.HISTORY or not plain or not local:
            return None
        if any(read.attr != "history" for read in facts.reads) or self.model.stores_into(facts.holder) != 1:
            return None
        value = self.concrete(facts.value, cst.BaseExpression)  # type: ignore[type-abstract]
        if value is None:
            return None
        kept = self.edit.replace(value, f"{self.tree.code(value)}.history")
        edits = [*(kept or ())]
        for read in facts.reads:
            attribute = self.concrete(read, cst.Attribute)
            made = None
            if attribute is not None:
                made = self.edit.replace(attribute, self.tree.code(attribute.value))
            if made is None:
                return None
            edits += made
        return Fix("keep the numbers only", tuple(edits), Applicability.UNSAFE) if kept else None
