"""One file in, its findings out: the pure function that every front end calls."""

from __future__ import annotations

import ast
import re
import traceback
from functools import lru_cache
from typing import TYPE_CHECKING

from tflint_mem import registry
from tflint_mem.rule import Finding, Impact, Position, Report, Rule, Suspect
from tflint_mem.semantic.flow import is_dead
from tflint_mem.semantic.model import SemanticModel
from tflint_mem.semantic.project import Project, collector_paused
from tflint_mem.timings import stage

if TYPE_CHECKING:
    from collections.abc import Iterable

    import libcst as cst

    from tflint_mem.concrete import ConcreteTree
    from tflint_mem.config import Settings
    from tflint_mem.source import Source

__all__ = ["Project", "check", "enabled_rules"]

SYNTAX_ERROR = "TFM900"
RULE_FAILED = "TFM901"
UNUSED_SUPPRESSION = "TFM902"

_ALWAYS_TOLD = (SYNTAX_ERROR, RULE_FAILED)
_MAY_NAME_CODES = ("noqa", "NOQA", "NoQA", "tflint-mem:")
_NAMES_CODES = re.compile(r"(?:noqa|NOQA|NoQA)\s?:|tflint-mem:")
"""What stands in every file with a comment that names rules; other spellings of ``noqa`` are not judged."""

_VISITED = {
    ast.BinOp: ("BinaryOperation", "visit_BinaryOperation"),
    ast.UnaryOp: ("UnaryOperation", "visit_UnaryOperation"),
    ast.Subscript: ("Subscript", "visit_Subscript"),
    ast.Call: ("Call", "visit_Call"),
    ast.Import: ("Import", "visit_Import"),
    ast.ImportFrom: ("ImportFrom", "visit_ImportFrom"),
    ast.FunctionDef: ("FunctionDef", "visit_FunctionDef"),
    ast.AsyncFunctionDef: ("FunctionDef", "visit_FunctionDef"),
    ast.For: ("For", "visit_For"),
    ast.AsyncFor: ("For", "visit_For"),
    ast.While: ("While", "visit_While"),
    ast.With: ("With", "visit_With"),
    ast.Delete: ("Del", "visit_Del"),
    ast.keyword: ("Arg", "visit_Arg"),
}
"""How the nodes of the two trees correspond: abstract node, LibCST node, visitor method."""

_ANY_EXPRESSION = ("BaseExpression", "visit_expression")
"""The same for the expressions that are not named above."""


def enabled_rules(settings: Settings) -> tuple[type[Rule], ...]:
    """The rules that the settings switch on, sorted by code."""
    return _enabled(registry.rules(), settings)


@lru_cache(maxsize=64)
def _enabled(rules: tuple[type[Rule], ...], settings: Settings) -> tuple[type[Rule], ...]:
    return tuple(rule for rule in rules if settings.rule_selected(rule.meta.code, default=rule.meta.default))


@collector_paused()
def check(source: Source, settings: Settings, project: Project, *, suppress: bool = True) -> list[Finding]:
    """The findings of one file, sorted by place.

    Args:
        source: the file.
        settings: which rules are on, and for which files.
        project: the files around it; one instance serves a whole run.
        suppress: leave out findings that a ``noqa`` comment of the file silences.  Comments of
            tflint-mem's own always count.

    Returns:
        All findings; a file that is no Python gives one ``TFM900``, a rule that fails one ``TFM901``,
        a comment that silences nothing one ``TFM902``.
    """
    project.show(source)
    selected = [
        rule for rule in enabled_rules(settings) if not settings.per_file_ignored(source.path, rule.meta.code)
    ]
    with stage("gate"):
        rules = with_marker(selected, source, project)
    try:
        findings = _found(rules, source, project) if rules else _syntax_findings(source)
    except SyntaxError as error:
        return [syntax_finding(source, error)]
    judged = wants_comments(source, settings) and not any(
        f.code in (SYNTAX_ERROR, RULE_FAILED) for f in findings
    )
    if findings or judged:
        with stage("suppression"):
            from tflint_mem.suppression import Suppressions

            suppressions = Suppressions(source, noqa=suppress)
            findings = [f for f in findings if f.code in _ALWAYS_TOLD or not suppressions.suppresses(f)]
            if judged:
                from tflint_mem.unused import unused

                findings += unused(source, suppressions, frozenset(rule.meta.code for rule in selected))
    return sorted(findings, key=lambda finding: finding.sort_key)


def wants_comments(source: Source, settings: Settings) -> bool:
    """Whether comments that silence nothing are to be found, and there may be some."""
    return (
        any(words in source.text for words in _MAY_NAME_CODES)  # far faster than the expression
        and _NAMES_CODES.search(source.text) is not None
        and settings.rule_selected(UNUSED_SUPPRESSION, default=True)
        and not settings.per_file_ignored(source.path, UNUSED_SUPPRESSION)
    )


def _found(rules: Iterable[type[Rule]], source: Source, project: Project) -> list[Finding]:
    """What rules find in a file, silenced or not.

    Raises:
        SyntaxError: the file is not Python.
    """
    index = project.index_of(source)
    model = SemanticModel(project, index)
    findings: list[Finding] = []
    running: list[tuple[Rule, list[Suspect]]] = []
    for rule_class in rules:
        rule = rule_class(model)
        try:
            with stage(rule_class.meta.code):
                suspects = [found for found in rule.suspects() if not is_dead(index, found.node)]
        except Exception as error:  # a rule's defect costs that rule on that file, nothing else
            findings.append(failure_finding(source, rule_class, error))
            continue
        if suspects:
            running.append((rule, suspects))
    return findings + (_visit(source, model, running) if running else [])


def with_marker(rules: list[type[Rule]], source: Source, project: Project) -> list[type[Rule]]:
    """Those of ``rules`` that may find something in a file at all.

    One of the rule's markers stands in it, or in a file of the project that importing it imports.
    """
    markers = tuple(dict.fromkeys(marker for rule in rules for marker in rule.meta.markers))
    reached = project.reached(source.path, markers)
    return [rule for rule in rules if not reached.isdisjoint(rule.meta.markers)]


def _syntax_findings(source: Source) -> list[Finding]:
    """A file that no rule examines is parsed all the same: people expect to hear that it is broken."""
    from tflint_mem.semantic.project import parse

    try:
        parse(source.text)
    except SyntaxError as error:
        return [syntax_finding(source, error)]
    return []


def _visit(
    source: Source, model: SemanticModel, running: Iterable[tuple[Rule, list[Suspect]]]
) -> list[Finding]:
    """Parses the statements that hold suspects with LibCST and lets each rule visit its own."""
    with stage("libcst"):
        import libcst as cst

        from tflint_mem.concrete import ConcreteError, ConcreteTree
        from tflint_mem.edits import Editor

    running = list(running)
    places = [
        model.span(node)
        for _, suspects in running
        for suspect in suspects
        for node in (suspect.node, *suspect.also)
    ]
    try:
        tree = ConcreteTree.for_places(source.text, model.index.tree, source, places)
    except ConcreteError as error:
        return [failure_finding(source, type(rule), error) for rule, _ in running]
    editor = Editor(tree, source)
    findings: list[Finding] = []
    for rule, suspects in running:
        rule.tree, rule.edit = tree, editor
        try:
            with stage(rule.meta.code):
                for suspect in suspects:
                    _visit_one(cst, rule, tree, model, suspect)
                findings += [_finding(source, model, rule, report) for report in rule.reports]
        except Exception as error:  # as above
            findings.append(failure_finding(source, type(rule), error))
    return findings


def _visit_one(
    library: object, rule: Rule, tree: ConcreteTree, model: SemanticModel, suspect: Suspect
) -> None:
    name, method = _VISITED.get(type(suspect.node), _ANY_EXPRESSION)
    if not hasattr(rule, method):
        name, method = _ANY_EXPRESSION
    kind: type[cst.CSTNode] = getattr(library, name)
    node = tree.node_at(*model.span(suspect.node), kind)
    if node is None:
        raise LookupError(f"LibCST has no {name} at line {getattr(suspect.node, 'lineno', 0)}")
    rule.suspect = suspect
    getattr(rule, method)(node)


def _finding(source: Source, model: SemanticModel, rule: Rule, report: Report) -> Finding:
    assert report.suspect is not None
    start, end = model.position(report.suspect.node)
    start = model.method_position(report.suspect.node) or start
    last = model.position(model.index.statement(report.suspect.node))[1]
    compound = hasattr(model.index.statement(report.suspect.node), "body")
    return Finding(
        code=rule.meta.code,
        name=rule.meta.name,
        message=report.message,
        impact=report.impact or rule.meta.impact,
        filename=source.name,
        start=start,
        end=end,
        fix=report.fix,
        related=report.related,
        noqa_row=end.row if compound else last.row,
    )


def syntax_finding(source: Source, error: SyntaxError) -> Finding:
    """The diagnostic for a file that Python cannot parse."""
    row = min(max(error.lineno or 1, 1), source.rows)
    column = max(error.offset or 1, 1)
    place = Position(row, min(column, len(source.line(row)) + 1))
    reason = (error.msg or "invalid syntax").partition("\n")[0]
    return Finding(
        code=SYNTAX_ERROR,
        name=registry.TOOL_CODES[SYNTAX_ERROR],
        message=f"cannot be parsed: {reason[:1].lower() + reason[1:]}",
        impact=Impact.TOOL,
        filename=source.name,
        start=place,
        end=place,
        noqa_row=row,
    )


def failure_finding(source: Source, rule: type[Rule], error: Exception) -> Finding:
    """The diagnostic for a rule that failed on a file."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" at {frames[-1].name}:{frames[-1].lineno}" if frames else ""
    text = " ".join(str(error).split())
    return Finding(
        code=RULE_FAILED,
        name=registry.TOOL_CODES[RULE_FAILED],
        message=f"{rule.meta.code} failed on this file ({type(error).__name__}{where}: {text})",
        impact=Impact.TOOL,
        filename=source.name,
        start=Position(1, 1),
        end=Position(1, 1),
        noqa_row=1,
    )
