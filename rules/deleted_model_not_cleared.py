"""TFM112: a model is deleted and another one made, but nothing frees what Keras still holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tflint_mem.api import Applicability, Fix, Impact, Meta, Rule, Suspect
from tflint_mem.semantic import flow

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator

    import libcst as cst


@dataclass(frozen=True)
class _Deletion:
    name: str
    build: ast.Call


class DeletedModelNotCleared(Rule):
    """A model is deleted and another one made, but nothing frees what Keras still holds.

    ## What it does
    Reports ``del model`` in straight-line code when the same function then builds or loads another model, and
    neither ``clear_session()`` nor ``gc.collect()`` runs in between.  Not on by default.

    ## Why memory is lost
    A Keras model lies in reference cycles: ``del`` takes the name away, and the model with its functions and
    graphs stays until Python's cyclic collector runs, which may be after the next model is made.  The entries
    of its variables in TensorFlow's kernel cache stay until ``clear_session()``.

    ## Example
    ```python
    encoder.fit(x, x)
    del encoder
    ranker = build_ranker()
    ```

    Use instead:
    ```python
    encoder.fit(x, x)
    del encoder
    keras.backend.clear_session()
    ranker = build_ranker()
    ```

    ## Fix safety
    The fix is unsafe: clearing resets automatic names and dtype policies.  It is withheld on the conditions
    of TFM103: in graph mode, under a strategy scope, graph or session, and where a dtype policy is set.

    ## Known limits
    Models that are deleted in a loop are left to TFM103.
    """

    meta = Meta(
        code="TFM112",
        name="deleted-model-not-cleared",
        impact=Impact.UNTIL_GC,
        fix=Applicability.UNSAFE,
        markers=(b"del ",),
        default=False,
    )

    def suspects(self) -> Iterator[Suspect]:
        """Deletions of models that are followed by another build."""
        for statement, name, build in self.model.deleted_before_build():
            yield Suspect(statement, _Deletion(name, build))

    def visit_Del(self, node: cst.Del) -> None:
        """Reports the deletion and offers to clear Keras' state after it."""
        facts = self.suspect.facts
        assert isinstance(facts, _Deletion)
        name, build = facts.name, facts.build
        line = None if self._takes_older_parts(build) else self.model.clearing.line(build)
        edits = None if line is None else self.edit.insert_after(node, [line])
        self.report(
            node,
            f"{name!r} is deleted, but the model stays until the collector runs, while line {build.lineno}"
            " makes another one; call keras.backend.clear_session() in between",
            fix=None
            if edits is None
            else Fix("clear Keras' state after the deletion", edits, Applicability.UNSAFE),
        )

    def _takes_older_parts(self, build: ast.Call) -> bool:
        """Whether the model that is made next takes in what was made before the deletion."""
        deleted = flow.place(self.suspect.node)
        return self.model.clearing.has_older_parts(build, lambda made: flow.place(made) > deleted)
