"""Which graph of TensorFlow 1 code runs in."""

from __future__ import annotations

import ast
import re
import sys
from typing import TYPE_CHECKING

from tflint_mem.semantic import catalog, flow
from tflint_mem.semantic.entry import imported_names
from tflint_mem.semantic.releases import KERAS_OF_TENSORFLOW, SECOND
from tflint_mem.semantic.syntax import FUNCTIONS, FunctionScope, SyntaxIndex, body_of, calls_method, walk_own
from tflint_mem.semantic.values import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_mem.semantic.inference import Inference
    from tflint_mem.semantic.repetition import Repetition, Repetitions

_OLD_NAMES = ("Session", "placeholder", "global_variables_initializer")
_OLD_SESSION = re.compile(rf"\btf\.({'|'.join(_OLD_NAMES)})\(".encode())
_SWITCHES = tuple(sorted(name.rpartition(".")[2] for name in catalog.GRAPH_SWITCHES | catalog.EAGER_PROGRAM))
_MAKES_GRAPH = frozenset({"tf.Graph"})

_OLD_KERAS_WORDS = (
    *("normalization", "topology", "tensorflow_backend", "theano_backend", "objectives", "visualize_util"),
    *("nb_epoch", "samples_per_epoch", "border_mode", "nb_filter", "W_regularizer", "inner_activation"),
)
"""Identifiers that a file in the manner of Keras before 2.4 may tell others by."""

_GRAPH_WORDS = ("Session", "Graph", "placeholder", "as_default", "get_default_graph", "estimator", "Saver")
"""Identifiers after which a file, and what imports it or is imported by it, may use the default graph."""

_BUILDS_IN_SIGHT = sys.stdlib_module_names | {
    *(
        "tf",
        "keras",
        "builtins",
        "numpy",
        "scipy",
        "pandas",
        "sklearn",
        "matplotlib",
        "tqdm",
        "absl",
        "pytest",
    )
}
"""Heads of the names of library functions that build no graph of TensorFlow, or do so by their names."""


class GraphContexts:
    """Answers which graph an operation is added to, as far as ``with`` statements and callers tell."""

    def __init__(self, inference: Inference, repetitions: Repetitions) -> None:
        self.infer = inference
        self.repetitions = repetitions

    def is_in_graph_of(self, index: SyntaxIndex, node: ast.AST, function: FunctionScope) -> bool:
        """Whether a node stands under a graph that ``function`` makes."""
        return any(
            graph is not None and self._is_made_here(index, graph, function)
            for graph in self.around(index, node, None)
        )

    def is_in_unknown_graph(self, index: SyntaxIndex, node: ast.AST) -> bool:
        """Whether a node stands under ``as_default()`` of something unknown, which may be new each time."""
        for parent in index.ancestors(node):
            if isinstance(parent, FUNCTIONS):
                return False
            if isinstance(parent, (ast.With, ast.AsyncWith)) and any(
                isinstance(item.context_expr, ast.Call)
                and isinstance(item.context_expr.func, ast.Attribute)
                and item.context_expr.func.attr == "as_default"
                and not self.infer.values(index, item.context_expr.func.value)
                for item in parent.items
            ):
                return True
        return False

    def is_under_graph(self, index: SyntaxIndex, node: ast.AST) -> bool:
        """Whether a node stands under a ``with`` over a session or a graph."""
        return any(True for _ in self.around(index, node, None))

    def around(self, index: SyntaxIndex, node: ast.AST, region: ast.AST | None) -> Iterator[ast.expr | None]:
        """The graph that each ``with`` around a node makes the default one; None where it is not named."""
        for parent in index.ancestors(node):
            if parent is region or isinstance(parent, FUNCTIONS):
                return
            if isinstance(parent, (ast.With, ast.AsyncWith)):
                for item in parent.items:
                    expression = item.context_expr
                    if flow.contains(expression, node):
                        break
                    if calls_method(expression, "as_default"):
                        assert isinstance(expression, ast.Call) and isinstance(expression.func, ast.Attribute)
                        kinds = self.infer.kinds(index, expression.func.value)
                        if Kind.GRAPH in kinds:
                            yield expression.func.value
                        elif Kind.SESSION in kinds:
                            yield self._session_graph(index, expression.func.value)
                    elif (given := self._given_graph(index, expression)) is not None:
                        yield given
                    elif Kind.SESSION in self.infer.kinds(index, expression):
                        yield self._session_graph(index, expression)

    def _given_graph(self, index: SyntaxIndex, node: ast.expr) -> ast.expr | None:
        """The graph that a call is given by keyword, as ``Session(graph=g)`` and wrappers of it are."""
        for keyword in node.keywords if isinstance(node, ast.Call) else ():
            if keyword.arg == "graph" and Kind.GRAPH in self.infer.kinds(index, keyword.value):
                return keyword.value
        return None

    def _session_graph(self, index: SyntaxIndex, session: ast.expr) -> ast.expr | None:
        for value in self.infer.values(index, session):
            if value.kind is Kind.SESSION and value.index is index and isinstance(value.node, ast.Call):
                return self._given_graph(index, value.node)
        return None

    def has_own_graph(self, repetition: Repetition, index: SyntaxIndex, node: ast.AST) -> bool:
        """Whether each round of a repetition evaluates ``node`` in a graph of its own."""
        frames: list[tuple[SyntaxIndex, ast.AST]] = [(s.index, s.node) for s in repetition.steps]
        frames.append((index, node))
        for file, place in frames:
            region = repetition.node if file is repetition.index else None
            for graph in self.around(file, place, region):
                if graph is not None and self._is_made_in(repetition, file, graph):
                    return True
            if self.is_wrapped_in_new_graph(file, place, region):
                return True
        return False

    def is_wrapped_in_new_graph(self, index: SyntaxIndex, node: ast.AST, region: ast.AST | None) -> bool:
        """Whether a context manager or decorator of the project runs a node in a graph that it makes."""
        for parent in index.ancestors(node):
            if parent is region:
                return False
            if isinstance(parent, (ast.With, ast.AsyncWith)):
                for item in parent.items:
                    if isinstance(item.context_expr, ast.Call) and not flow.contains(item, node):
                        if self._enters_new_graph(index, item.context_expr):
                            return True
            elif isinstance(parent, FUNCTIONS):
                function = index.function(node)
                return function is not None and self.is_given_new_graph(function)
        return False

    def is_given_new_graph(self, function: FunctionScope) -> bool:
        """Whether a decorator of the project runs a function in a graph that it makes."""
        return bool(function.decorators) and any(
            self._runs_in_new_graph(wrapper, self._calls_of_wrapped(wrapper))
            for wrapper in self.infer.calls.wrappers(function)
        )

    def _enters_new_graph(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a ``with`` statement is given a context manager of the project that makes its own graph."""
        for callee in self.infer.calls.callees(index, call):
            if callee.is_generator and self._runs_in_new_graph(callee, _yields(callee)):
                return True
        for value in self.infer.values(index, call):
            if value.cls is None:
                continue
            enter, init = (
                self.infer.classes.find_method(value.cls, name) for name in ("__enter__", "__init__")
            )
            if enter is not None and any(
                calls_method(inner, "as_default") for part in body_of(enter.node) for inner in walk_own(part)
            ):
                makers = [method for method in (enter, init) if method is not None]
                if any(self.infer.calls.does(method, _MAKES_GRAPH) for method in makers):
                    return True
        return False

    def _runs_in_new_graph(self, function: FunctionScope, places: list[ast.AST]) -> bool:
        """Whether places of a function all stand under a graph that each call of it makes."""
        return bool(places) and all(
            any(
                graph is not None and self._is_made_here(function.index, graph, function)
                for graph in self.around(function.index, place, function.node)
            )
            for place in places
        )

    @staticmethod
    def _calls_of_wrapped(wrapper: FunctionScope) -> list[ast.AST]:
        """The calls of what a decorator was given, in the function that it puts in its place."""
        around = wrapper.parent.bindings if wrapper.parent is not None else {}
        given = [name for name, bound in around.items() if any(b.how == "parameter" for b in bound)]
        return [
            call
            for part in body_of(wrapper.node)
            for call in wrapper.index.own_calls(part)
            if isinstance(call.func, ast.Name) and call.func.id in given
        ]

    def _is_made_in(self, repetition: Repetition, index: SyntaxIndex, graph: ast.expr) -> bool:
        for value in self.infer.values(index, graph):
            if value.kind is not Kind.GRAPH or value.node is None or value.index is None:
                continue
            if value.name in catalog.HANDS_OUT:
                continue
            if any(r.node is repetition.node for r in self.repetitions.of(value.index, value.node)):
                return True
        return False

    def is_in_graph(self, index: SyntaxIndex, node: ast.AST) -> bool:
        """Whether a node certainly runs in graph mode, for its file or for a ``with`` around it."""
        return self.is_under_graph(index, node) or self.is_graph_program(index)

    def rules_over(self, index: SyntaxIndex, node: ast.AST, repetition: Repetition) -> bool:
        """Whether graph mode is the default where a repetition runs a node, as in TensorFlow 1 programs.

        Keras before 2.4 runs its models so whatever the release of TensorFlow, or by Theano.
        """
        files = dict.fromkeys((index, *(step.index for step in repetition.steps), repetition.index))
        return (
            self.is_under_graph(index, node)
            or any(map(self.is_graph_program, files))
            or self.is_of_old_program(index)
            or any(map(self.is_of_old_keras, files))
        )

    def is_of_old_program(self, index: SyntaxIndex) -> bool:
        """Whether a file belongs to a program of TensorFlow 1 that makes nothing eager: graph mode rules."""
        return self.needs_first_release(index) and not self._may_be_eager(index)

    def needs_first_release(self, index: SyntaxIndex) -> bool:
        """Whether a file's project, the file itself, or programs that import it need TensorFlow 1."""
        releases = self.infer.releases(index)
        if releases.all_from(SECOND):
            return False
        if releases.all_before(SECOND) or self._has_old_names(index):
            return True
        project = self.infer.project
        others = project.importers_mentioning(index.source.path, _OLD_NAMES)
        contents = (project.content(other) for other in others)
        return any(_OLD_SESSION.search(content) and b"compat" not in content for content in contents)

    def _has_old_names(self, index: SyntaxIndex) -> bool:
        """Whether a file has names that later releases keep under ``compat.v1`` alone."""
        text = index.source.text
        return "compat" not in text and "eager" not in text and self._mentions(index, catalog.TF1_SPELLINGS)

    def _may_be_eager(self, index: SyntaxIndex) -> bool:
        """Whether a file, or one around it, mentions what makes a program of TensorFlow 1 eager."""
        project, path = self.infer.project, index.source.path
        words = [name.rpartition(".")[2] for name in catalog.EAGER_PROGRAM]
        return bool(project.reachable_mentioning(path, words) or project.importers_mentioning(path, words))

    def is_of_old_keras(self, index: SyntaxIndex) -> bool:
        """Whether a file has its models from Keras before 2.4, which it or a file around it needs."""
        return self.infer.remember(("old keras", index), lambda: self._is_of_old_keras(index), False)

    def _is_of_old_keras(self, index: SyntaxIndex) -> bool:
        if _uses_keras_of_tensorflow(index):
            return False
        if self.infer.releases_of_keras(index).all_before(KERAS_OF_TENSORFLOW):
            return True
        project, path = self.infer.project, index.source.path
        around = (
            *project.reachable_mentioning(path, _OLD_KERAS_WORDS),
            *project.importers_mentioning(path, _OLD_KERAS_WORDS),
        )
        files = (index, *(project.index(other) for other in around if other != path))
        return any(file is not None and self._needs_old_keras(file) for file in files)

    def _needs_old_keras(self, index: SyntaxIndex) -> bool:
        """Whether a file imports what only Keras before 2.4 had, whatever happens, or calls it so."""
        imported = any(
            catalog.OLD_KERAS_MODULES.match(name)
            for statement in index.tree.body
            if isinstance(statement, (ast.Import, ast.ImportFrom))
            for name in imported_names(statement)
        )
        return (imported and not _uses_keras_of_tensorflow(index)) or any(
            not names.isdisjoint(keyword.arg for keyword in call.keywords)
            and any(map(function.match, self.infer.called_names(index, call)))
            for function, names in catalog.OLD_KERAS_KEYWORDS
            for call in index.calls
            if call.keywords
        )

    def has_eager_backend(self, index: SyntaxIndex) -> bool:
        """Whether the backend of Keras computes at once in a file: it is TensorFlow's, without graph mode."""
        return (
            _uses_keras_of_tensorflow(index)
            and not self.is_graph_program(index)
            and not self.is_of_old_program(index)
            and not self.infer.releases(index).all_before(SECOND)
        )

    def is_graph_program(self, index: SyntaxIndex) -> bool:
        """Whether graph mode is the default where a file's code runs."""
        return self.infer.remember(("graph program", index), lambda: self._is_graph_program(index), False)

    def _is_graph_program(self, index: SyntaxIndex) -> bool:
        execution = self.repetitions.execution
        for load in self._mentioned(index, catalog.TF1_ONLY):
            starts = "tf.app.run" in self.infer.names(index, load) and ".compat.v1." in ast.unparse(load)
            if not starts and not execution.is_apart(index, load):
                return True
        if self._has_old_names(index):
            return True
        project, path = self.infer.project, index.source.path
        imported = project.reachable_mentioning(path, _SWITCHES)
        others = dict.fromkeys((*imported, *project.importers_mentioning(path, _SWITCHES)))
        files = [project.index(other) for other in others if other != path]
        # Where one program that uses the file switches eager mode off and another on, nothing is certain.
        return any(file is not None and self._mentions(file, catalog.GRAPH_SWITCHES) for file in files) and (
            not any(file is not None and self._mentions(file, catalog.EAGER_PROGRAM) for file in files)
        )

    def is_eager_throughout(self, index: SyntaxIndex, node: ast.AST) -> bool:
        """Whether neither a file, nor what imports it or is imported by it, may use the default graph.

        Nor may what the function around a node calls in libraries.
        """
        function = index.function(node)
        calls = index.own_calls(index.tree if function is None else function.node)
        if any(not self._is_known(index, call) for call in calls):
            return False
        if any(word in index.loads for word in _GRAPH_WORDS) or self.is_graph_program(index):
            return False
        if self.infer.releases(index).all_before(SECOND):
            return False
        path, project = index.source.path, self.infer.project
        around = (
            *project.reachable_mentioning(path, _GRAPH_WORDS),
            *project.importers_mentioning(path, _GRAPH_WORDS),
        )
        return all(other == path for other in around)

    def _is_known(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a call, if it runs a function of a library, runs one that builds no graph out of sight."""
        return all(n.partition(".")[0] in _BUILDS_IN_SIGHT for n in self.infer.called_names(index, call))

    def _mentions(self, index: SyntaxIndex, names: frozenset[str]) -> bool:
        return any(True for _ in self._mentioned(index, names))

    def _mentioned(self, index: SyntaxIndex, names: frozenset[str]) -> Iterator[ast.expr]:
        """Where a file mentions something by one of some canonical names."""
        for full in sorted(names):
            for load in index.loads.get(full.rpartition(".")[2], ()):
                if full in self.infer.names(index, load):
                    yield load

    def _is_made_here(self, index: SyntaxIndex, graph: ast.expr, function: FunctionScope) -> bool:
        """Whether a graph is made by the function that uses it, or for the object whose method this is."""
        for value in self.infer.values(index, graph):
            if value.kind is Kind.GRAPH and value.node is not None and value.name not in catalog.HANDS_OUT:
                if value.index is index and index.function(value.node) is function:
                    return True
        return False


def _uses_keras_of_tensorflow(index: SyntaxIndex) -> bool:
    """Whether a file names the Keras that is a part of TensorFlow."""
    imported = (name.split(".") for statement in index.imports for name in imported_names(statement))
    return any(name[0] == "tensorflow" and "keras" in name for name in imported) or any(
        isinstance(load, ast.Attribute) for load in index.loads.get("keras", ())
    )


def _yields(generator: FunctionScope) -> list[ast.AST]:
    return [n for part in body_of(generator.node) for n in walk_own(part) if isinstance(n, ast.Yield)]
