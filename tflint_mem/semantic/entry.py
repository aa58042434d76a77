"""Entry points: which files are run as programs, and what they and their imports do to devices."""

from __future__ import annotations

import ast
import builtins
import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tflint_mem.semantic import catalog, repeaters
from tflint_mem.semantic.environment import sets_other_backend, sets_variable
from tflint_mem.semantic.releases import DRIVES_GPUS, declared
from tflint_mem.semantic.syntax import FUNCTIONS, FunctionScope, Scope, SyntaxIndex, calls_method, tail_of
from tflint_mem.semantic.values import Kind

if TYPE_CHECKING:
    from tflint_mem.semantic.execution import Execution
    from tflint_mem.semantic.inference import Inference

_CELL = re.compile(r"^# ?(%%|<codecell>|In\[)", re.MULTILINE)
_TEST_FILE = re.compile(r"(^test_.*|.*_tests?|conftest|setup|noxfile)\.py$")
_CPU_WHEEL = re.compile(r"\btensorflow[-_](cpu|intel|macos)\b")
_GPU_WHEEL = re.compile(r"\btensorflow[-_]gpu\b")
_FULL_WHEEL = re.compile(r"(?<![\w-])tensorflow(\[and-cuda\]|[-_]gpu)?\s*([\"'<>=~!;\[,]|$)", re.MULTILINE)
_KEYWORDS = re.compile(r"(?m)^[ \t]*keywords\s*=\s*(?:\[[^\]]*\]|.*(?:\n[ \t]+[^=\n]*$)*)")
"""What a project's metadata says that it is about, not what it needs."""
_BOUNDS_FOR_USERS = frozenset(name.rpartition(".")[2] for name in catalog.BOUNDS_GPU_FOR_USERS)
_TPU_SETUP = ("TPUStrategy", "TPUClusterResolver")
_TEST_CASES = re.compile(r"(unittest(\.case)?|tf\.test|absl\.testing\.(absltest|parameterized))\.TestCase$")
_TEST_RUNNERS = frozenset({"tf.test.main", "unittest.main", "pytest.main", "absl.testing.absltest.main"})

_FINDS_BY_NAME = frozenset({"globals", "locals", "vars", "eval", "exec", "Fire", "modules"})
"""What may run a function that nothing names."""


_BOUND_ELSEWHERE = frozenset(dir(builtins)) | {
    *("__file__", "__path__", "__annotations__", "__module__", "__qualname__", "get_ipython", "display"),
    *(
        "basestring",
        "execfile",
        "file",
        "long",
        "raw_input",
        "reduce",
        "reload",
        "unichr",
        "unicode",
        "xrange",
    ),
}
"""Names that a program need not bind: of Python 3, of modules, of IPython, and of Python 2."""


class EntryPoints:
    """Answers questions about programs as a whole."""

    def __init__(self, inference: Inference, execution: Execution) -> None:
        self.infer = inference
        self.execution = execution
        self.project = inference.project

    def is_entry_point(self, index: SyntaxIndex) -> bool:
        """Whether a file is a program: it has a main guard, cells or top-level work, or a console script."""
        return self.infer.remember(("entry point", index), lambda: self._is_entry_point(index), False)

    def _is_entry_point(self, index: SyntaxIndex) -> bool:
        path = index.source.path
        if self.is_test(index):
            return False
        if any(_runs_as_program(statement) for statement in index.tree.body):
            return True
        if self._console_scripts(path):
            return True
        if path.name == "__init__.py":
            return False
        if _CELL.search(index.source.text) or path.suffix == ".ipynb":
            return True
        return self._works_at_top_level(index) and not self.project.importers(path) and not _is_excerpt(index)

    def start_of_module(self, index: SyntaxIndex) -> ast.stmt | None:
        """Where a file runs as a program that is a module as well, in a package or imported by other code.

        The function of its console script, or its main guard.
        """
        path = index.source.path
        called = self._console_scripts(path)
        if called:
            return next(
                (s for s in index.tree.body if isinstance(s, ast.FunctionDef) and s.name in called), None
            )
        guard = next((statement for statement in index.tree.body if is_main_guard(statement)), None)
        if guard is None:
            return None
        if self.project.index(path.with_name("__init__.py")) is not None:
            return guard
        return None if all(is_test(importer) for importer in self.project.importers(path)) else guard

    def is_started_by_script(self, index: SyntaxIndex) -> bool:
        """Whether a console script of the project calls something of a file, which others may import."""
        return bool(self._console_scripts(index.source.path))

    def is_test(self, index: SyntaxIndex) -> bool:
        """Whether a file holds tests, by its name, its folder or what it runs."""
        return is_test(index.source.path) or self._runs_tests(index)

    def _runs_tests(self, index: SyntaxIndex) -> bool:
        return any(
            name in _TEST_RUNNERS
            for load in index.loads.get("main", ())
            for name in self.infer.names(index, load)
        ) or any(
            _TEST_CASES.match(base)
            for cls in index.derived_classes.get("TestCase", ())
            for base in self.infer.classes.library_bases(cls)
        )

    def _works_at_top_level(self, index: SyntaxIndex) -> bool:
        """Whether importing a file trains a model or runs one, itself or through its functions."""
        return self.infer.calls.runs_such("runs model", index, index.tree, self._runs_model) or any(
            self._hands_on_model_function(index, call) for call in index.own_calls(index.tree)
        )

    def _hands_on_model_function(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a call is given a function that runs a model, and runs it.

        That is a search, a table or their like, or a user interface that the file launches.
        """
        names = self.infer.called_names(index, call)
        launches = any(index.function(load) is None for load in index.loads.get("launch", ()))
        if not any(
            name in repeaters.REPEATING_CALLS
            or name in repeaters.REPEATING_METHODS
            or (launches and name.startswith("gradio.") and name in repeaters.HANDLER_ARGUMENTS)
            for name in names
        ):
            return False
        given = [*call.args, *(keyword.value for keyword in call.keywords)]
        return any(
            value.function is not None and self._function_runs_model(value.function)
            for argument in given
            for value in self.infer.values(index, argument)
        )

    def _function_runs_model(self, function: FunctionScope) -> bool:
        return self.infer.calls.function_runs_such("runs model", function, self._runs_model)

    def _runs_model(self, index: SyntaxIndex, call: ast.Call) -> bool:
        callees = self.infer.values(index, call.func)
        return any(
            value.kind in (Kind.MODEL, Kind.TF_FUNCTION)
            or (value.name and catalog.RUNS_MODEL.match(value.name))
            or (value.kind is Kind.API and catalog.creates(value.name) is Kind.SESSION)
            for value in callees
        )

    def _is_device_work(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a call computes on a device, but for pipelines of data and the type of a tensor."""
        if not any(catalog.DEVICE_WORK.match(name) for name in self.infer.called_names(index, call)):
            return False
        function = index.function(call)
        if function is not None and self.execution.runs_in_pipeline(function):
            return False
        around = index.parents.get(call)
        # ``type(tf.constant(0))`` stands in what writes records, as TensorFlow's own guide has it.
        return not isinstance(around, ast.Call) or "builtins.type" not in self.infer.called_names(
            index, around
        )

    def _console_scripts(self, path: Path) -> frozenset[str]:
        """The functions of a file that the project's console scripts call."""
        root = self.project.root(path)
        nothing: frozenset[tuple[str, str]] = frozenset()
        targets = self.infer.remember(
            ("scripts", root), lambda: _console_scripts(self.project.metadata(root)), nothing
        )
        return frozenset(name for module, name in targets if self._names_file(root, module, path))

    @staticmethod
    def _names_file(root: Path, module: str, path: Path) -> bool:
        relative = Path(*module.split("."))
        for base in (root, root / "src", root / "lib"):
            if path in (base / relative.with_suffix(".py"), base / relative / "__init__.py"):
                return True
        return False

    # -- imports -------------------------------------------------------------------------------------

    def first_tensorflow_import(self, index: SyntaxIndex) -> ast.stmt | None:
        """The first import of a file that leads to TensorFlow, directly or through the project."""
        statements = sorted(index.imports, key=lambda node: node.lineno)
        for statement in statements:
            if any(leads_to_tensorflow(name) for name in imported_names(statement)):
                return statement
        for statement in statements:
            for path in self.project_targets(index, statement):
                if any(_mentions_tensorflow(self.project.content(p)) for p in self.project.reachable(path)):
                    return statement
        return None

    def project_targets(self, index: SyntaxIndex, statement: ast.Import | ast.ImportFrom) -> list[Path]:
        """The project files that an import statement names."""
        path = index.source.path
        found = []
        for alias in statement.names:
            if isinstance(statement, ast.Import):
                candidates = [(alias.name, 0)]
            else:
                module = statement.module or ""
                candidates = [
                    (f"{module}.{alias.name}".strip("."), statement.level),
                    (module, statement.level),
                ]
            for name, level in candidates:
                target = self.project.module(path, name, level)
                if target is not None and target != path:
                    found.append(target)
                    break
        return found

    # -- devices -------------------------------------------------------------------------------------

    def program_files(self, index: SyntaxIndex) -> list[SyntaxIndex]:
        """The files of a program: the entry point and the project modules that it imports."""
        found = []
        for path in self.project.reachable(index.source.path):
            content = self.project.content(path)
            if path == index.source.path or _mentions_tensorflow(content) or b"environ" in content:
                other = self.project.index(path)
                if other is not None:
                    found.append(other)
        return found

    def works_on_devices(self, index: SyntaxIndex) -> bool:
        """Whether a program builds, loads or runs something on a device, itself or in what it calls."""
        # Objects that other programs hand to what this one calls are of files that it never imports.
        imported = frozenset(self.project.reachable(index.source.path))
        seen: set[FunctionScope] = set()
        pending: list[tuple[SyntaxIndex, list[ast.Call]]] = [(index, self._calls_of_program(index))]
        while pending:
            file, calls = pending.pop()
            for call in calls:
                # What a function is given is, for other programs, another function or object.
                given = _is_parameter(file, call.func)
                if self._is_device_work(file, call) and (file is index or not _is_of_given(file, call.func)):
                    return True
                for callee in () if given else self.infer.calls.callees(file, call):
                    elsewhere = callee.index is not index and callee.index.source.path in imported
                    if elsewhere and callee not in seen:
                        seen.add(callee)
                        inner = [node for node in ast.walk(callee.node) if isinstance(node, ast.Call)]
                        pending.append((callee.index, inner))
        return False

    def _calls_of_program(self, index: SyntaxIndex) -> list[ast.Call]:
        """The calls of a program's file, but for those in definitions that nothing it runs names.

        Nor do those count that only build a graph, which no session runs.
        """
        if not any(map(is_main_guard, index.tree.body)) or not _FINDS_BY_NAME.isdisjoint(index.loads):
            return index.calls
        if self._console_scripts(index.source.path):
            return index.calls
        reached: dict[ast.AST, None] = {}
        pending: list[ast.AST] = [node for node in index.tree.body if not _waits_to_be_named(node)]
        while pending:
            node = pending.pop()
            if node in reached or self._only_builds_graph(index, node):
                continue
            reached[node] = None
            pending += ast.iter_child_nodes(node)
            for name in _names_in(node):
                definitions = index.module.bindings.get(name, ())
                pending += [d.node for d in definitions if d.how in ("function", "class")]
        return [call for call in index.calls if call in reached]

    def _only_builds_graph(self, index: SyntaxIndex, node: ast.AST) -> bool:
        """Whether a node is a block under a graph of its own, in which nothing visibly runs that graph."""
        if not isinstance(node, ast.With) or not any(
            calls_method(item.context_expr, "as_default")
            and Kind.GRAPH in self.infer.kinds(index, item.context_expr.func.value)  # type: ignore[attr-defined]
            for item in node.items
        ):
            return False
        return not any(
            catalog.OPENS_SESSIONS.match(name)
            for call in index.own_calls(node)
            for name in self.infer.called_names(index, call)
        )

    def opens_v1_sessions(self, program: list[SyntaxIndex]) -> bool:
        """Whether a program opens TensorFlow 1 sessions, whose own options govern GPU memory."""
        if any("Estimator" in index.loads for index in program):
            return True
        openers = catalog.SESSIONS.union(self.project.settings.session_wrappers)
        spellings = {name.rpartition(".")[2] for name in openers}
        return any(
            name in openers
            for index in program
            for call in index.calls_through(spellings)
            if not self.infer.calls.callees(index, call)
            for name in self.infer.called_names(index, call)
        )

    def makes_session_options(self, program: list[SyntaxIndex]) -> bool:
        """Whether a program makes options of TensorFlow 1, with which sessions look at no others."""
        return any(
            "tf.ConfigProto" in self.infer.called_names(index, call)
            for index in program
            for call in index.calls_through({"ConfigProto"})
        )

    def may_load_what_configures(self, index: SyntaxIndex) -> bool:
        """Whether a program loads modules by name, and modules of the project bound GPU memory."""
        path = index.source.path
        if not self.project.mentions(path, (*catalog.GPU_BOUNDS, "set_memory_growth")):
            return False
        loaders = map(self.project.index, self.project.reachable_mentioning(path, ("import_module",)))
        return any(
            bool(call.args) and not isinstance(call.args[0], ast.Constant)
            for loader in loaders
            if loader is not None
            for call in loader.calls_through({"import_module"})
        )

    def configures_gpu_memory(self, program: list[SyntaxIndex]) -> bool:
        """Whether a program bounds what TensorFlow takes of a GPU, hides the GPUs, or runs on TPUs."""
        return any(
            self.infer.remember(("configures", i), partial(self._configures, i), False) for i in program
        )

    def _configures(self, index: SyntaxIndex) -> bool:
        text = index.source.text
        for name in catalog.GPU_BOUNDS:
            if re.search(rf"\b{name}\s*=(?!=)", text):
                return True
        return self.configures_devices(index)

    def configures_devices(self, index: SyntaxIndex) -> bool:
        """Whether a file bounds GPU memory by other means than the options of a session."""
        text = index.source.text
        for full in catalog.CONFIGURES_GPU:
            if full.rpartition(".")[2] in index.loads:
                return True
        if self._runs_on_tpus(index):
            return True
        for call in index.calls:
            tail = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            if tail == "set_visible_devices" and _hides_all(call):
                return True
            if tail in _BOUNDS_FOR_USERS and not catalog.BOUNDS_GPU_FOR_USERS.isdisjoint(
                self.infer.called_names(index, call)
            ):
                return True
        if "TF_FORCE_GPU_ALLOW_GROWTH" in text and sets_variable(index, "TF_FORCE_GPU_ALLOW_GROWTH", None):
            return True
        return "CUDA_VISIBLE_DEVICES" in text and sets_variable(index, "CUDA_VISIBLE_DEVICES", ("", "-1"))

    def _runs_on_tpus(self, index: SyntaxIndex) -> bool:
        """Whether a file sets up TPUs whatever its flags say: a strategy of several may take the GPUs."""
        return any(name in index.loads for name in _TPU_SETUP) and any(
            tail_of(call.func) in _TPU_SETUP and not self._is_one_choice(index, call) for call in index.calls
        )

    def _is_one_choice(self, index: SyntaxIndex, call: ast.AST) -> bool:
        """Whether a call runs under a condition only: here, or at each known call of its function."""
        return self.infer.remember(("choice", call), partial(self._find_choice, index, call), True)

    def _find_choice(self, index: SyntaxIndex, call: ast.AST) -> bool:
        for node in index.ancestors(call):
            if isinstance(node, ast.IfExp) or (isinstance(node, ast.If) and not is_main_guard(node)):
                return True
            if isinstance(node, FUNCTIONS):
                break
        function = index.function(call)
        if function is None:
            return False
        calls = [use for use in self.infer.calls.uses(function) if use.call is not None]
        return bool(calls) and all(self._is_one_choice(use.index, use.node) for use in calls)

    def is_cpu_only(self, path: Path) -> bool:
        """Whether the project declares the CPU build of TensorFlow and no other."""
        root = self.project.root(path)
        return self.infer.remember(
            ("cpu", root), lambda: _declares_cpu_wheel(self.project.metadata(root)), False
        )

    def uses_other_backend(self, program: list[SyntaxIndex]) -> bool:
        """Whether a program sets another Keras backend than TensorFlow."""
        return any(sets_other_backend(index) for index in program)


def is_test(path: Path) -> bool:
    """Whether a file is a test, by its name and the folders above it."""
    return bool(_TEST_FILE.match(path.name)) or any(
        part in ("tests", "test", "testing") for part in path.parts[-3:-1]
    )


def tries_out(path: Path) -> bool:
    """Whether a file tests or measures a library, by its name and the folders above it."""
    return is_test(path) or any(part in ("benchmark", "benchmarks") for part in path.parts[-4:-1])


def _is_parameter(index: SyntaxIndex, node: ast.expr) -> bool:
    """Whether a name is a parameter of a function around it."""
    scope: Scope | None = index.scope(node) if isinstance(node, ast.Name) else None
    while scope is not None:
        bindings = scope.bindings.get(node.id)  # type: ignore[attr-defined]
        if bindings:
            return any(binding.how == "parameter" for binding in bindings)
        scope = scope.parent
    return False


def _is_of_given(index: SyntaxIndex, method: ast.expr) -> bool:
    """Whether a method is called on a parameter other than ``self``."""
    return (
        isinstance(method, ast.Attribute)
        and isinstance(method.value, ast.Name)
        and _is_parameter(index, method.value)
        and index.class_of_self(index.scope(method.value), method.value.id) is None
    )


def _is_excerpt(index: SyntaxIndex) -> bool:
    """Whether the top of a file reads a name that nothing binds: it is a part of a notebook or text."""
    return not index.star_imports and any(
        isinstance(load, ast.Name)
        and index.function(load) is None
        and index.home(load) is index.module
        and name not in index.module.bindings
        for name, loads in index.loads.items()
        if name not in _BOUND_ELSEWHERE
        for load in loads
    )


def is_main_guard(statement: ast.stmt) -> bool:
    """Whether a statement is ``if __name__ == "__main__":``."""
    if not isinstance(statement, ast.If) or not isinstance(statement.test, ast.Compare):
        return False
    sides = [statement.test.left, *statement.test.comparators]
    return any(isinstance(s, ast.Name) and s.id == "__name__" for s in sides) and any(
        isinstance(s, ast.Constant) and s.value == "__main__" for s in sides
    )


def asks_for_other_name(index: SyntaxIndex, test: ast.expr) -> bool:
    """Whether a condition asks if a file is of a name that it never has: ``__name__ == "__test__"``."""
    if not isinstance(test, ast.Compare) or not isinstance(test.left, ast.Name) or test.left.id != "__name__":
        return False
    asked = [part.value for part in test.comparators if isinstance(part, ast.Constant)]
    path = index.source.path
    names = {"__main__", path.parent.name if path.name == "__init__.py" else path.stem}
    return (
        isinstance(test.ops[0], ast.Eq)
        and len(asked) == 1
        and isinstance(asked[0], str)
        and asked[0].rpartition(".")[2] not in names
    )


def _runs_as_program(statement: ast.stmt) -> bool:
    """Whether a statement is a main guard with work in it; some files carry an empty one by habit."""
    return is_main_guard(statement) and not all(
        isinstance(inner, ast.Pass) for inner in getattr(statement, "body", ())
    )


def imported_names(statement: ast.Import | ast.ImportFrom) -> list[str]:
    """The dotted names that an import statement names, as written."""
    if isinstance(statement, ast.Import):
        return [alias.name for alias in statement.names]
    if statement.level:
        return []
    return [f"{statement.module}.{alias.name}" for alias in statement.names]


def is_tensorflow_itself(name: str) -> bool:
    """Whether a dotted name is of TensorFlow or Keras, not of a library that loads them."""
    return name.partition(".")[0] in ("tensorflow", "keras", "tf_keras")


def leads_to_tensorflow(name: str) -> bool:
    """Whether importing a library module of that dotted name loads TensorFlow."""
    head = name.partition(".")[0]
    return is_tensorflow_itself(name) or head in ("tensorflow_hub", "tensorflow_probability", "tf_agents")


def _mentions_tensorflow(content: bytes) -> bool:
    return b"tensorflow" in content or b"keras" in content


def _waits_to_be_named(node: ast.stmt) -> bool:
    """Whether a statement defines a function or class that runs only when something names it."""
    return (
        isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
        and not node.decorator_list
        and node.name != "main"
    )


def _names_in(node: ast.AST) -> tuple[str, ...]:
    """The identifiers that a node names, as a variable, an attribute or a text."""
    if isinstance(node, ast.Name):
        return (node.id,)
    if isinstance(node, ast.Attribute):
        return (node.attr,)
    return (node.value,) if isinstance(node, ast.Constant) and isinstance(node.value, str) else ()


def _hides_all(call: ast.Call) -> bool:
    first = call.args[0] if call.args else next((k.value for k in call.keywords if k.arg == "devices"), None)
    return isinstance(first, (ast.List, ast.Tuple)) and not first.elts


def _console_scripts(metadata: list[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    """The modules and functions that a project's metadata names as console scripts."""
    found: set[tuple[str, str]] = set()
    for name, text in metadata:
        if name == "pyproject.toml":
            text = "\n".join(re.findall(r"(?ms)^\[[^\]]*scripts[^\]]*\](.*?)(?=^\[|\Z)", text))
        elif name not in ("setup.cfg", "setup.py"):
            continue
        found |= set(re.findall(r"=\s*[\"']?([A-Za-z_][\w.]*):([A-Za-z_]\w*)", text))
    return frozenset(found)


def _declares_cpu_wheel(metadata: list[tuple[str, str]]) -> bool:
    text = "\n".join(_KEYWORDS.sub("", text) for _, text in metadata)
    if _GPU_WHEEL.search(text):
        return False
    named = bool(_CPU_WHEEL.search(text)) and not _FULL_WHEEL.search(text)
    return named or declared(metadata).all_before(DRIVES_GPUS)
