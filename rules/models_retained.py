"""TFM107: models, histories or callbacks are kept although only their numbers are used."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tflint_mem.api import Applicability, Fix, Impact, Kind, Meta, Rule, Suspect
from tflint_mem.semantic.reads import Field, place_in
from tflint_mem.semantic.syntax import tail_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst

    from tflint_mem.semantic.reads import Path, Read
    from tflint_mem.semantic.repetition import Repetition
    from tflint_mem.semantic.stores import Store


@dataclass(frozen=True)
class _Kept:
    kind: Kind
    value: ast.expr
    holder: ast.expr
    reads: tuple[Read, ...]
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
    Containers that go to code outside the project are silent, and so are those that a function returns which
    nothing in the project calls: their users may ask for the models.
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
        for store in self.model.stores.of(self.model.index):
            if store.how == "join":
                continue
            for value, path in self._parts(store):
                kind = self._kind(value)
                if kind is not None and (facts := self._judged(store, kind, value, path)) is not None:
                    here = (read.node for read in facts.reads if read.index is self.model.index)
                    yield Suspect(store.node, facts, tuple(here))
                    break

    def _parts(self, store: Store) -> Iterator[tuple[ast.expr, Path]]:
        """What a store puts aside, and where in the new element it stands."""
        value, infer = store.value, self.model.infer
        fields = infer.classes.fields(self.model.index, value) if isinstance(value, ast.Call) else []
        is_row = store.how == "item" or (isinstance(store.node, ast.Call) and tail_of(store.node) != "extend")
        if isinstance(value, (ast.List, ast.Tuple)) and not is_row:
            yield from ((part, ()) for part in value.elts)
        elif isinstance(value, (ast.List, ast.Tuple, ast.Dict)):
            parts = value.values if isinstance(value, ast.Dict) else value.elts
            yield from ((part, path) for part in parts if (path := place_in(value, part)))
        elif fields:
            yield from ((held, (Field(cls, name),)) for cls, name, held in fields)
        else:
            yield value, ()

    def _judged(self, store: Store, kind: Kind, value: ast.expr, path: Path) -> _Kept | None:
        """What is known of an object that is kept for its numbers; None when it is used, or may be."""
        index, reads = self.model.index, self.model.reads.after_store(self.model.index, store, path)
        if reads is None or not self.model.reads.are_numbers(reads, kind):
            return None
        if not reads and not self.model.reads.is_of_function(index, store.holder):
            return None  # other code may ask for what it holds
        repetition = self.model.retention.growth(index, store)
        return None if repetition is None else _Kept(kind, value, store.holder, tuple(reads), repetition)

    def _kind(self, value: ast.expr) -> Kind | None:
        return next(
            (k for k in (Kind.HISTORY, Kind.CALLBACK, Kind.MODEL) if self.model.value_of(value, k)), None
        )

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
        names = " and ".join(dict.fromkeys(f".{read.node.attr}" for read in facts.reads))
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
        home = self.model.function_of(facts.holder)
        if facts.kind is not Kind.HISTORY or not plain or not local:
            return None
        if any(read.node.attr != "history" for read in facts.reads):
            return None
        if self.model.stores_into(facts.holder) != 1:
            return None
        if any(read.index is not self.model.index for read in facts.reads):
            return None
        if any(self.model.function_of(read.node) is not home for read in facts.reads):
            return None  # another function, which may be given other lists
        value = self.concrete(facts.value, cst.BaseExpression)  # type: ignore[type-abstract]
        if value is None:
            return None
        kept = self.edit.replace(value, f"{self.tree.code(value)}.history")
        edits = [*(kept or ())]
        for read in facts.reads:
            attribute = self.concrete(read.node, cst.Attribute)
            made = None
            if attribute is not None:
                made = self.edit.replace(attribute, self.tree.code(attribute.value))
            if made is None:
                return None
            edits += made
        return Fix("keep the numbers only", tuple(edits), Applicability.UNSAFE) if kept else None
