"""Repairs that several rules offer."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tflint_mem.api import Applicability, Fix, Rule

if TYPE_CHECKING:
    from tflint_mem.semantic.repetition import Repetition


def clear_each_round(rule: Rule, call: ast.Call, repetition: Repetition) -> Fix | None:
    """Clears Keras' state at the top of each round in which ``call`` makes a model.

    None where clearing may break something, and where the round is not a block of the same file.
    """
    import libcst as cst

    body = repetition.node
    if repetition.index is not rule.model.index or repetition.steps:
        return None
    if not isinstance(body, (ast.For, ast.AsyncFor, ast.While, ast.FunctionDef)):
        return None
    line = rule.model.clearing.line(call)
    if line is None or rule.model.clearing.has_older_parts(call, body):
        return None
    compound = rule.concrete(body, cst.BaseCompoundStatement)  # type: ignore[type-abstract]
    edits = None if compound is None else rule.edit.insert_at_body_start(compound, [line])
    if edits is None:
        return None
    return Fix("clear Keras' state at the top of each round", edits, Applicability.UNSAFE)


def hoist_statement(rule: Rule, call: ast.Call, message: str) -> Fix | None:
    """Moves the statement that is a call, or assigns its result, before the loops that never change it."""
    statement = rule.model.index.statement(call)
    if getattr(statement, "value", None) is not call:
        return None
    loop = rule.model.hoist_loop(statement, trusted=call)
    if loop is None:
        return None
    moved, before = rule.statement(statement), rule.statement(loop)
    edits = None if moved is None or before is None else rule.edit.hoist(moved, before)
    return None if edits is None else Fix(message, edits, Applicability.UNSAFE)


def hoist_call(rule: Rule, call: ast.Call, stem: str, message: str) -> Fix | None:
    """Makes a call once before the loops in which it never changes, and reads a new name in its place."""
    import libcst as cst

    loop = rule.model.expression_loop(call)
    if loop is None:
        return None
    expression, before = rule.concrete(call, cst.Call), rule.statement(loop)
    if expression is None or before is None:
        return None
    edits = rule.edit.hoist_expression(expression, before, rule.model.free_name(stem))
    return None if edits is None else Fix(message, edits, Applicability.UNSAFE)
