"""TFM206: tf.functions are made to run eagerly, and it stays that way."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tflint_mem.api import Applicability, Fix, Impact, Meta, Rule, Suspect
from tflint_mem.semantic.syntax import is_constant

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst


class EagerModeForced(Rule):
    """``tf.function`` is made to run eagerly, and it stays that way.

    ## What it does
    Reports ``tf.config.run_functions_eagerly(True)``, its experimental predecessor, and
    ``compile(run_eagerly=True)``.  Silent in tests, under a condition such as a debug flag, where the same
    function or file switches back to ``False``, and where a ``call`` or ``train_step`` of the program needs
    it: one that makes a ``tf.Variable``, asks a tensor for its value or does what a trace does once.  What a
    library switches when it is imported is reported all the same: the rest of the program may not need it.

    ## Why it matters
    What is written for a graph then runs operation by operation from Python: 9 to 12 times slower per call
    on TensorFlow 2.21, about 3 times on 2.15.  No intermediate result is released before its layer returns,
    so the peak is higher: up to 432 MiB against 83 MiB for a deep functional model on Keras 3.  It is a
    switch for debugging that tends to stay.

    ## Example
    ```python
    model.compile("adam", "mse", run_eagerly=True)
    ```

    Use instead:
    ```python
    model.compile("adam", "mse")
    ```

    ## Fix safety
    The fix is unsafe: it removes the switch, and code that only works eagerly then fails when it is traced.
    It is withheld where the library itself needs it, and where a comment stands above the switch.

    ## Known limits
    A flag that is always true counts as a flag.
    """

    meta = Meta(
        code="TFM206",
        name="eager-mode-forced",
        impact=Impact.OVERHEAD,
        fix=Applicability.UNSAFE,
        markers=(b"run_functions_eagerly", b"run_eagerly"),
    )

    def suspects(self) -> Iterator[Suspect]:
        """Switches that are set to True, unconditionally, outside tests, where nothing needs them."""
        if self.model.is_test():
            return
        switches = list(self._switches())
        needed = bool(switches) and self.model.needs_eager_mode()
        yield from (switch for switch in switches if not needed or self._is_for_whoever_imports(switch))

    def _is_for_whoever_imports(self, switch: Suspect) -> bool:
        """Whether a library switches for all of a program that imports it, which may not need it."""
        index, node = self.model.index, switch.node
        at_import = isinstance(node, ast.Call) and index.function(node) is None
        return at_import and not self.model.entry.is_entry_point(index)

    def _switches(self) -> Iterator[Suspect]:
        for call in self.model.calls:
            if self.model.is_conditional(call):
                continue
            if self.model.switches_eager(call) is True and not self.model.switched_back(call):
                yield Suspect(call)
            for keyword in call.keywords:
                if keyword.arg == "run_eagerly" and self.model.compiles(call):
                    if is_constant(keyword.value, True):
                        yield Suspect(keyword, call, (call,))

    def visit_Call(self, node: cst.Call) -> None:
        """Reports the switch for all functions and offers to remove the statement."""
        import libcst as cst

        statement = self.model.index.statement(self.suspect.node)
        fix = None
        removable = isinstance(statement, ast.Expr) and statement.value is self.suspect.node
        if removable and not self.model.needs_eager_mode():
            small = self.tree.parent(node)
            commented = not isinstance(small, cst.Expr) or self.edit.is_commented(small)
            edits = None if commented or small is None else self.edit.delete(small)
            fix = None if edits is None else Fix("remove the switch", edits, Applicability.UNSAFE)
        self.report(
            node,
            "every tf.function of the program runs eagerly from here on, several times slower and with a"
            " higher peak; remove the switch, or set it from a debug flag",
            fix=fix,
        )

    def visit_Arg(self, node: cst.Arg) -> None:
        """Reports the keyword and offers to remove it."""
        import libcst as cst

        call = self.suspect.facts
        assert isinstance(call, ast.Call)
        around = self.concrete(call, cst.Call)
        edits = None if around is None else self.edit.delete_argument(around, node)
        self.report(
            node,
            "the model trains and predicts eagerly, several times slower and with a higher peak; remove"
            " run_eagerly, or set it from a debug flag",
            fix=None if edits is None else Fix("remove run_eagerly", edits, Applicability.UNSAFE),
        )
