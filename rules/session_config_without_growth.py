"""TFM405: the first session of a TensorFlow 1 program takes all memory of every GPU."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tflint_mem.api import FIX_COLUMNS, Applicability, Fix, Impact, Meta, Rule, Suspect
from tflint_mem.semantic import catalog
from tflint_mem.semantic.devices import Growth
from tflint_mem.semantic.startup import Clash

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst


class SessionConfigWithoutGrowth(Rule):
    """The first session of a TensorFlow 1 program takes nearly all memory of every visible GPU.

    ## What it does
    Reports the first session that an entry point opens, or the ``ConfigProto`` that it is given, when
    its options set neither ``allow_growth`` nor ``per_process_gpu_memory_fraction`` and nothing else in
    the program bounds GPU memory.

    ## Why memory is lost
    The options of the first session decide for the whole process.  Without a bound, TensorFlow reserves
    nearly all memory of every visible GPU, and later sessions with ``allow_growth`` change nothing.

    ## Example
    ```python
    with tf.Session() as sess:
        sess.run(train)
    ```

    Use instead:
    ```python
    with tf.Session(config=tf.ConfigProto(gpu_options=tf.GPUOptions(allow_growth=True))) as sess:
        sess.run(train)
    ```

    ## Fix safety
    The fix adds ``gpu_options`` with ``allow_growth=True``.  It is unsafe, as memory that grows may
    fragment where the whole device was meant to be taken.  It is withheld where the options have
    ``gpu_options`` already, or the session's class is imported by its bare name.

    ## Known limits
    An interactive session without options lets memory grow by itself and is silent.  Options of unknown
    origin are silent, and so are libraries, tests and Estimators, and a session that a condition gives in the
    place of a bounded one.
    """

    meta = Meta(
        code="TFM405",
        name="session-config-without-growth",
        impact=Impact.DEVICE,
        fix=Applicability.UNSAFE,
        markers=(b"Session",),
    )

    def suspects(self) -> Iterator[Suspect]:
        """The first session of a program that this file belongs to, when it is unbounded."""
        index, entry = self.model.index, self.model.entry
        if not self.model.calls_named(*catalog.SESSIONS):
            return
        meetings = list(self.model.meetings(Clash.SESSION))
        if not meetings or entry.is_cpu_only(index.source.path):
            return
        if any(entry.configures_devices(file) for file in entry.program_files(index)):
            return
        found: dict[ast.Call, Suspect] = {}
        for meeting in meetings:
            call = meeting.at.node
            assert isinstance(call, ast.Call)
            options = self.model.session_options(call)
            if options.growth is Growth.UNBOUNDED and not self.model.devices.has_bounded_choice(index, call):
                # Two sessions, of which one is opened, may have the same options.
                found.setdefault(options.made or call, Suspect(options.made or call, None, (call,)))
        yield from found.values()

    def visit_Call(self, node: cst.Call) -> None:
        """Reports the session or its options."""
        self.report(
            node,
            "the first session of this program decides for the process, and its options let TensorFlow take"
            " nearly all memory of every visible GPU; set gpu_options.allow_growth",
            fix=self._allow_growth(node),
        )

    def _allow_growth(self, node: cst.Call) -> Fix | None:
        import libcst as cst

        call, session = self.suspect.node, self.suspect.also[0]
        assert isinstance(call, ast.Call)
        if not isinstance(call.func, ast.Attribute):
            return None
        if any(keyword.arg in ("gpu_options", "config", None) for keyword in call.keywords):
            return None
        prefix = self._module_of(call.func)
        if prefix is None:
            return None
        value = f"gpu_options={prefix}.GPUOptions(allow_growth=True)"
        if call is session:
            value = f"config={prefix}.ConfigProto({value})"
        code = self.tree.code(node)
        if not code.endswith(")") or "\n" in code:
            return None
        rest = code[:-1].rstrip().rstrip(",")
        separator = "" if rest.endswith("(") and not node.args else ", "
        edits = self.edit.replace(node, self._fitted(call, f"{rest}{separator}{value})"))
        if edits is None or not isinstance(node, cst.Call):
            return None
        return Fix("let the session's GPU memory grow on demand", edits, Applicability.UNSAFE)

    def _fitted(self, call: ast.Call, code: str) -> str:
        """The call with its arguments on a line of their own, where the line would become too long."""
        index = self.model.index
        row = index.source.line(call.lineno)
        rest = row[call.end_col_offset :].partition("#")[0].rstrip()
        if call.end_lineno != call.lineno or call.col_offset + len(code) + len(rest) <= FIX_COLUMNS:
            return code
        unit = " " * 4 if self.tree.indentation.startswith(" ") else self.tree.indentation
        step = 1 if isinstance(index.statement(call), (ast.Assign, ast.Expr, ast.Return)) else 2
        margin = row[: len(row) - len(row.lstrip())] + unit * step
        name, _, arguments = code.partition("(")
        return f"{name}(\n{margin}{arguments}"

    @staticmethod
    def _module_of(function: ast.Attribute) -> str | None:
        """The spelling of the module that holds ``ConfigProto`` and ``GPUOptions`` beside ``Session``."""
        if function.attr not in ("Session", "InteractiveSession", "ConfigProto"):
            return None
        return ast.unparse(function.value)
