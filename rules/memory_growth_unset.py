"""TFM401: a program uses GPUs and nothing bounds what TensorFlow takes of their memory."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tflint_mem.api import Applicability, Fix, Impact, Meta, Rule, Suspect
from tflint_mem.semantic import flow
from tflint_mem.semantic.environment import settings
from tflint_mem.semantic.frameworks import imports_tensorflow_itself

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst

_LEAVE_OUT_GPUS = ("CUDA_VISIBLE_DEVICES", "CUDA_DEVICE_ORDER", "HIP_VISIBLE_DEVICES", "ROCR_VISIBLE_DEVICES")
"""Variables that the driver reads once, when it is first asked for GPUs."""


class MemoryGrowthUnset(Rule):
    """A program uses GPUs and nothing bounds what TensorFlow takes of their memory.

    ## What it does
    Reports the first TensorFlow import of an entry point (a script with a main guard or top-level work, a
    notebook, a console script) that works on devices while neither it nor the project modules that it
    imports configure GPU memory.

    ## Why memory is lost
    At its first use of a GPU, TensorFlow reserves nearly all memory of every visible GPU for the life of
    the process, needed or not.  A second process on the machine then fails with out-of-memory errors.

    ## Example
    ```python
    import tensorflow as tf

    model = tf.keras.models.load_model("digits.keras")
    ```

    Use instead:
    ```python
    import tensorflow as tf

    for gpu in tf.config.list_physical_devices("GPU"):
        tf.config.experimental.set_memory_growth(gpu, True)

    model = tf.keras.models.load_model("digits.keras")
    ```

    ## Fix safety
    The fix is safe: it runs before anything else of TensorFlow and does nothing on a machine without a
    GPU.  It is unsafe where another module of the project is imported first, since that module may touch
    a device while it is imported, after which the configuration raises ``RuntimeError``.  In a module that
    others import as well, the fix is unsafe too and puts the lines under the main guard, or at the start of
    the function that the project's console script calls.  It is withheld where the program makes a
    ``ConfigProto``: a session that is given options looks at no others, so growth has to be set in those
    (``gpu_options.allow_growth``), and where it only runs on TensorFlow 1.  Listing the GPUs makes the
    driver read ``CUDA_VISIBLE_DEVICES``: the lines stand below an assignment to it among the imports, and are
    withheld where one comes later.

    ## Known limits
    Libraries, tests, data conversion and TFLite scripts, TPU programs and projects that depend on the CPU
    build are silent, and so are programs that import PyTorch, or take parts of the project that do, and reach
    TensorFlow only through the project.  Of a file with a main guard, functions count that the code it runs
    names, by name or in a text.  Programs that open TensorFlow 1 sessions are left to TFM405.  A notebook
    with a cell that is no Python is silent: what that cell configures is not known.  So is a script that
    reads, at its top, a name that nothing binds: it is an excerpt, such as what a notebook loads.
    """

    meta = Meta(
        code="TFM401",
        name="memory-growth-unset",
        impact=Impact.DEVICE,
        fix=Applicability.SAFE,
        markers=(b"__main__", b"%%", b"tensorflow", b"keras", b"import"),
    )

    def suspects(self) -> Iterator[Suspect]:
        """The import that leads to TensorFlow, in an entry point that configures nothing."""
        index, entry = self.model.index, self.model.entry
        if not index.imports or not entry.is_entry_point(index):
            return
        if any(index.source.problems()):
            return  # a cell that cannot be read may configure memory, or open the session that decides
        first = entry.first_tensorflow_import(index)
        if first is None:
            return
        if not imports_tensorflow_itself((first,)) and (
            self.model.frameworks.is_torch_program(index) or entry.may_load_what_configures(index)
        ):
            return
        program = entry.program_files(index)
        if entry.configures_gpu_memory(program) or entry.opens_v1_sessions(program):
            return
        if entry.uses_other_backend(program) or not entry.works_on_devices(index):
            return
        if entry.is_cpu_only(index.source.path):
            return
        start = entry.start_of_module(index)
        block = self._block_of_imports(first)
        yield Suspect(first, start, tuple(block if start is None else [*block, start]))

    def visit_Import(self, node: cst.Import) -> None:
        """Reports ``import tensorflow``."""
        self._report(node)

    def visit_ImportFrom(self, node: cst.ImportFrom) -> None:
        """Reports ``from tensorflow import ...``."""
        self._report(node)

    def _report(self, node: cst.Import | cst.ImportFrom) -> None:
        if self._makes_session_options():
            remedy = "set gpu_options.allow_growth in its ConfigProto"
        else:
            remedy = "set memory growth before the first use of a device"
        self.report(
            node,
            f"this program lets TensorFlow take nearly all memory of every visible GPU; {remedy}",
            fix=self._grow_on_demand(),
        )

    def _makes_session_options(self) -> bool:
        """Whether the program makes the options of its sessions, which then look at no others."""
        return self.model.entry.makes_session_options(self.model.entry.program_files(self.model.index))

    def _is_of_old_release(self) -> bool:
        """Whether the file only runs on TensorFlow 1, which cannot be told so."""
        index, contexts = self.model.index, self.model.graphs.contexts
        old = contexts.is_graph_program(index) or contexts.is_of_old_keras(index)
        return old and "compat" not in index.source.text

    def _block_of_imports(self, first: ast.stmt) -> list[ast.stmt]:
        """The imports that stand together with ``first``, and what they leave GPUs out with, in its block."""
        slot = self.model.index.slots[first]
        chosen = {node for node, _ in settings(self.model.index, *_LEAVE_OUT_GPUS)}
        block: list[ast.stmt] = []
        for statement in slot.block()[slot.position :]:
            value = statement.value if isinstance(statement, ast.Expr) else statement
            if not isinstance(statement, (ast.Import, ast.ImportFrom)) and value not in chosen:
                break
            block.append(statement)
        return block

    def _leaves_out_gpus_later(self, place: ast.AST) -> bool:
        """Whether a program leaves out GPUs behind a place: who asks for them before that gets them all."""
        index = self.model.index
        return any(
            file.function(node) is not None or (file is index and flow.place(node) > flow.place(place))
            for file in self.model.entry.program_files(index)
            if "_DEVICE" in file.source.text
            for node, _ in settings(file, *_LEAVE_OUT_GPUS)
        )

    def _grow_on_demand(self) -> Fix | None:
        if self._makes_session_options() or self._is_of_old_release():
            return None
        if self.suspect.facts is not None:
            return self._grow_at_start(self.suspect.facts)
        if self.model.entry.is_started_by_script(self.model.index):
            return None  # it starts in no function that is defined here
        block = self.suspect.also
        assert isinstance(block[-1], ast.stmt)
        statement = self.statement(block[-1])
        if (
            statement is None
            or not imports_tensorflow_itself(block)
            or self._leaves_out_gpus_later(block[-1])
        ):
            return None
        name = self._tensorflow_name(block)
        lines = [] if name else ["import tensorflow as tf"]
        if name is None and not self.model.is_free("tf"):
            return None
        unit = self.edit.indentation(statement)
        edits = self.edit.insert_after(statement, [*lines, "", *self._growth(name or "tf", unit, block[-1])])
        if edits is None:
            return None
        return Fix("let TensorFlow's GPU memory grow on demand", edits, self._applicability(block))

    def _grow_at_start(self, start: object) -> Fix | None:
        """Sets memory growth where the file runs as a program, not where others import it."""
        import libcst as cst

        assert isinstance(start, (ast.If, ast.FunctionDef))
        block = self.concrete(start, cst.If) or self.concrete(start, cst.FunctionDef)
        tensorflow = self.model.module_name_for("tf")
        if block is None or tensorflow is None or self._leaves_out_gpus_later(start):
            return None
        own = self.model.index.scopes.get(start)
        if own is not None and tensorflow[0] in own.bindings:
            return None
        lines = self._growth(tensorflow[0], self.edit.indentation(block), start)
        edits = self.edit.insert_at_body_start(block, lines)
        title = "let TensorFlow's GPU memory grow on demand where the file is run"
        return None if edits is None else Fix(title, edits, Applicability.UNSAFE)

    def _growth(self, tensorflow: str, unit: str, place: ast.AST) -> list[str]:
        """The lines that set memory growth at a place, by the file's name for TensorFlow."""
        name = self.model.free_name("gpu", place)
        return [
            f'for {name} in {tensorflow}.config.list_physical_devices("GPU"):',
            f"{unit}{tensorflow}.config.experimental.set_memory_growth({name}, True)",
        ]

    @staticmethod
    def _tensorflow_name(block: tuple[ast.AST, ...]) -> str | None:
        for statement in block:
            if isinstance(statement, ast.Import):
                for alias in statement.names:
                    if alias.name == "tensorflow":
                        return alias.asname or alias.name
        return None

    def _applicability(self, block: tuple[ast.AST, ...]) -> Applicability:
        """Unsafe when a module of the project that reaches TensorFlow is imported before the new lines."""
        index = self.model.index
        last_row = max(getattr(statement, "lineno", 0) for statement in block)
        for statement in index.imports:
            if statement.lineno <= last_row and self.model.entry.project_targets(index, statement):
                return Applicability.UNSAFE
        return Applicability.SAFE
