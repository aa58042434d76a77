"""What the semantic model believes of a file, for people who write a rule or report a wrong finding."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

from tflint_mem.config import ConfigError
from tflint_mem.lookup import Configurations
from tflint_mem.messages import Messages
from tflint_mem.semantic import flow
from tflint_mem.semantic.model import SemanticModel
from tflint_mem.semantic.project import Project
from tflint_mem.semantic.syntax import LOOPS, FunctionScope
from tflint_mem.semantic.values import Kind
from tflint_mem.source import SourceError, read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tflint_mem.semantic.repetition import Repetition
    from tflint_mem.semantic.syntax import Scope
    from tflint_mem.semantic.values import Value, Values
    from tflint_mem.source import Source

_TOLD = (ast.Name, ast.Attribute, ast.Call, ast.Subscript, ast.BinOp, ast.List, ast.Tuple, ast.Dict)
_WIDTH = 60


class Inspection:
    """Tells what is believed of one file.

    Args:
        source: the file.
        project: the files around it.

    Raises:
        SyntaxError: the file is not Python.
    """

    def __init__(self, source: Source, project: Project) -> None:
        self.index = project.index_of(source)
        self.model = SemanticModel(project, self.index)

    def file(self) -> Iterator[str]:
        """The module's names, its functions and its loops."""
        yield from self._names(self.index.module, "")
        for function in sorted(self.index.functions(), key=lambda scope: flow.place(scope.node)):
            yield from self._function(function)
        for node in sorted((n for n in self.index.parents if isinstance(n, LOOPS)), key=flow.place):
            yield f"{node.lineno}: {self._loop(node)}"

    def line(self, row: int) -> Iterator[str]:
        """Every expression that starts on a line, and what makes the line run again and again.

        Args:
            row: the line, from 1.
        """
        nodes = [n for n in self.index.parents if getattr(n, "lineno", None) == row]
        expressions = [n for n in nodes if isinstance(n, _TOLD) and isinstance(n, ast.expr)]
        if not nodes:
            yield f"{row}: nothing starts on this line"
            return
        first = min(nodes, key=lambda n: n.col_offset)  # type: ignore[attr-defined]
        function = self.index.function(first)
        place = "the module" if function is None else f"{function.qualified_name}()"
        yield f"{row}: in {place}, {self._mode(function)}"
        for repetition in self.model.repetitions(first):
            yield f"  repeated by {self._way(repetition)}"
        for node in sorted(expressions, key=lambda n: (n.col_offset, -(n.end_col_offset or 0))):
            if isinstance(getattr(node, "ctx", None), (ast.Store, ast.Del)):
                continue
            yield f"  {_short(node)}: {self._told(self.model.values(node))}"

    # -- parts ---------------------------------------------------------------------------------------

    def _names(self, scope: Scope, indent: str) -> Iterator[str]:
        bindings = [b for same_name in scope.bindings.values() for b in same_name if b.how != "declare"]
        for binding in sorted(bindings, key=lambda b: flow.place(b.node)):
            if binding.how != "function":
                values = self.model.infer.bound(self.index, binding, scope)
                row = getattr(binding.node, "lineno", 1)
                yield f"{indent}{row}: {binding.name} ({binding.how}): {self._told(values)}"

    def _function(self, function: FunctionScope) -> Iterator[str]:
        row = function.node.lineno
        yield f"{row}: def {function.qualified_name}(), {self._mode(function)}"
        for use in self.model.infer.calls.uses(function):
            how = "called" if use.call is not None else "handed on" if use.argument_of else "mentioned"
            yield f"  {how} at {use.index.source.name}:{use.node.lineno}"
        yield from self._names(function, "  ")
        if function.returns:
            yield f"  returns {self._told(self.model.infer.returned(function))}"

    def _mode(self, function: FunctionScope | None) -> str:
        if function is not None:
            reason = self.model.repetition.execution.why_traced(function)
            if reason is not None:
                return f"traced ({reason})"
        return "builds TensorFlow 1 graphs" if self.model.uses_v1_graphs() else "eager"

    def _loop(self, node: ast.For | ast.AsyncFor | ast.While) -> str:
        inside = self.model.repetitions(node.body[0])
        if not any(repetition.node is node for repetition in inside):
            return "loop that repeats nothing, as far as known"
        return "; ".join(self._way(repetition) for repetition in inside)

    def _way(self, repetition: Repetition) -> str:
        steps = [f"{step.index.source.name}:{step.node.lineno}" for step in repetition.steps]
        return " -> ".join((self.model.describe(repetition), *steps))

    def _told(self, values: Values) -> str:
        return ", ".join(dict.fromkeys(self._value(value) for value in values)) or "unknown"

    def _value(self, value: Value) -> str:
        words = [value.kind.value]
        if value.kind is Kind.MODULE or value.name:
            words.append(value.name)
        elif value.function is not None:
            words.append(f"{value.function.qualified_name}()")
        elif value.cls is not None:
            words.append(value.cls.qualified_name)
        if value.node is not None and value.index is not None and value.kind is not Kind.MODULE:
            row = getattr(value.node, "lineno", None)
            words.append(f"from {value.index.source.name}:{row}" if row else "")
        return " ".join(word for word in words if word)


def _short(node: ast.AST) -> str:
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= _WIDTH else text[: _WIDTH - 3] + "..."


def run(place: str, *, config: Path | None, isolated: bool, write: Callable[[str], object]) -> int:
    """The command ``tflint-mem inspect``.

    Args:
        place: a file, or ``FILE:LINE``.
        config: the configuration file to read, whatever lies near the file.
        isolated: read no configuration.
        write: takes each line of the answer.

    Returns:
        The exit status: 0, or 2 when the file or the configuration cannot be used.
    """
    messages = Messages()
    name, _, row = place.rpartition(":")
    if not (name and row.isdigit()):
        name, row = place, ""
    path = Path(name)
    try:
        settings = Configurations(config, isolated=isolated).of(path.parent)
        source = read(path)
        inspection = Inspection(source, Project(settings))
    except ConfigError as error:
        messages.error(str(error))
        return 2
    except SourceError as error:
        where = f"{name}:{error.position.row}" if error.position else name
        messages.error(f"{where}: {error.message}")
        return 2
    except SyntaxError as error:
        messages.error(f"{name}:{error.lineno or 1}: cannot be parsed: {error.msg}")
        return 2
    for line in inspection.line(int(row)) if row else inspection.file():
        write(line)
    return 0
