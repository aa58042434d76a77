"""Which code the arguments of a call rule out: ``save(format="checkpoint")`` takes no other branch."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tflint_mem.semantic import flow
from tflint_mem.semantic.syntax import ClassScope, FunctionScope, SyntaxIndex, tail_of, walk_own
from tflint_mem.semantic.values import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tflint_mem.semantic.call_graph import Use
    from tflint_mem.semantic.inference import Inference

MAX_NEEDS = 4
"""How many needs are followed at a time."""

_SIGNATURES = frozenset({"inspect.signature", "inspect.getfullargspec", "inspect.getargspec"})
"""What tells of the parameters of a function."""

_KEEPS_ARGUMENTS = frozenset(
    {"staticmethod", "classmethod", "property", "abstractmethod", "override", "overrides"}
)
"""Decorators that hand on the arguments of a call as they are."""


@dataclass(frozen=True)
class Need:
    """What a parameter has to be for a piece of code to run.

    Attributes:
        name: the parameter.
        values: what it is compared with; None where its truth is asked for.
        wanted: whether the comparison has to hold.
        cls: the class that it has to be an instance of, where a method is called on it.
        counts: whether not the parameter is compared, but how many parameters it takes, being a function.
    """

    name: str
    values: tuple[object, ...] | None
    wanted: bool
    cls: ClassScope | None = None
    counts: bool = False

    def allows(self, value: object) -> bool:
        """Whether the code runs when the parameter is ``value``."""
        return (bool(value) if self.values is None else value in self.values) is self.wanted


def needs_of(infer: Inference, index: SyntaxIndex, node: ast.AST) -> tuple[Need, ...]:
    """What the parameters of the function around a node have to be for the node to run."""
    function = index.function(node)
    if function is None:
        return ()
    found: list[Need] = []
    child = node
    for parent in index.ancestors(node):
        if parent is function.node:
            break
        if isinstance(parent, (ast.If, ast.IfExp)) and child is not parent.test:
            body = parent.body if isinstance(parent, ast.If) else [parent.body]
            found += _asked(function, parent.test, child in body)
            found += _counted(infer, function, parent.test, child in body)
        child = parent
    return tuple(found)


def joined(some: tuple[Need, ...], more: tuple[Need, ...]) -> tuple[Need, ...]:
    """Both, each once; the first few decide, since every set of needs is followed by itself."""
    return tuple(dict.fromkeys((*some, *more)))[:MAX_NEEDS]


def carried(
    infer: Inference, needs: tuple[Need, ...], use: Use, function: FunctionScope
) -> tuple[Need, ...] | None:
    """What a call needs of the parameters around it to meet the needs of what it calls.

    Returns:
        The needs; None when the call rules out the code that has them.
    """
    found = []
    for need in needs:
        given = _given(infer, use, function, need.name)
        if need.cls is not None:
            if given is not None and not may_be(infer, use.index, given, need.cls):
                return None
        elif given is not None and not _may_meet(infer, use.index, given, need):
            return None
        if isinstance(given, ast.Name):
            caller = use.index.function(given)
            own = replace(need, name=given.id)
            if caller is not None and _comes_from(infer, caller, given, own):
                found.append(own)
    return tuple(found)


def _may_meet(infer: Inference, index: SyntaxIndex, given: ast.expr, need: Need) -> bool:
    """Whether an argument may be what a parameter has to be, as far as it is a constant or a function."""
    if isinstance(given, ast.Constant):
        # What is no function has no parameters to count: the code goes another way before.
        return not need.counts and need.allows(given.value)
    if not need.counts and need.values not in (None, (None,)):
        return True
    functions = _functions(infer, index, given)
    if not functions:
        return True
    if not need.counts:
        return need.allows(functions)
    numbers = [_number_of_parameters(function) for function in functions]
    return any(number is None or need.allows(number) for number in numbers)


def _functions(infer: Inference, index: SyntaxIndex, node: ast.expr) -> list[FunctionScope]:
    """The functions that an expression stands for; empty where it may be something else."""
    if not isinstance(node, (ast.Name, ast.Attribute, ast.Lambda)):
        return []
    values = infer.values(index, node)
    found = [value.function for value in values if value.kind is Kind.FUNCTION and value.function is not None]
    return found if len(found) == len(values) else []


def _number_of_parameters(function: FunctionScope) -> int | None:
    """How many parameters a function takes; None for methods and where callers decide."""
    arguments = function.node.args
    if function.owner is not None or function.decorators or arguments.vararg or arguments.kwarg:
        return None
    return None if arguments.kwonlyargs else len(function.parameters)


def need_of_receiver(use: Use, cls: ClassScope | None) -> tuple[Need, ...]:
    """What the call of a method of ``cls`` needs of the parameter that it is called on."""
    receiver = use.node.value if isinstance(use.node, ast.Attribute) else None
    if cls is None or not isinstance(receiver, ast.Name):
        return ()
    caller = use.index.function(receiver)
    if caller is None or not _is_as_given(caller, receiver):
        return ()
    if use.index.class_of_self(use.index.scope(receiver), receiver.id) is not None:
        return ()
    return (Need(receiver.id, None, True, cls),)


def may_be(infer: Inference, index: SyntaxIndex, node: ast.expr, cls: ClassScope) -> bool:
    """Whether an expression may stand for an instance of ``cls``, as far as its classes are known."""
    known = [(value.cls, value.node) for value in infer.values(index, node) if value.cls is not None]
    return not known or any(
        cls in infer.classes.mro(other) or (made is None and infer.classes.fulfils(cls, other))
        for other, made in known
    )


def is_given_at_most(infer: Inference, function: FunctionScope, name: str, limit: int) -> bool:
    """Whether a parameter is a number that no known call of its function lets pass ``limit``."""
    uses = infer.calls.uses(function)
    if not uses or not _is_untouched(function, name):
        return False
    numbers = [_given(infer, use, function, name) if use.call is not None else None for use in uses]
    return all(
        isinstance(number, ast.Constant) and isinstance(number.value, int) and number.value <= limit
        for number in numbers
    )


def makes_up_for_default(infer: Inference, index: SyntaxIndex, node: ast.AST) -> bool:
    """Whether a node only runs where a parameter is None, which every known call gives something else."""
    function = index.function(node)
    uses = infer.calls.uses(function) if function is not None else ()
    if function is None or not uses:
        return False
    for need in needs_of(infer, index, node):
        if need.values == (None,) and need.wanted:
            given = [_given(infer, use, function, need.name) for use in uses]
            if all(each is not None and not _is_none(each) for each in given):
                return True
    return False


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def settled(function: FunctionScope, test: ast.expr, given: Mapping[str, object]) -> bool | None:
    """What a condition comes to in a call that gives parameters these values; None when it is open."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        inner = settled(function, test.operand, given)
        return None if inner is None else not inner
    if isinstance(test, ast.BoolOp):
        decides = isinstance(test.op, ast.Or)
        parts = [settled(function, part, given) for part in test.values]
        if decides in parts:
            return decides
        return None if None in parts else not decides
    for need in _asked(function, test, True):
        if need.name in given:
            return need.allows(given[need.name])
    return None


def constants_of(infer: Inference, use: Use, function: FunctionScope) -> tuple[tuple[str, object], ...]:
    """The parameters that conditions of a function ask for and that a call gives a constant."""
    nothing: tuple[str, ...] = ()
    asked = infer.remember(("asks for", function), lambda: _asked_for(function), nothing)
    pairs = ((name, _given(infer, use, function, name)) for name in asked)
    return tuple((name, given.value) for name, given in pairs if isinstance(given, ast.Constant))


def _asked_for(function: FunctionScope) -> tuple[str, ...]:
    conditions = (node for node in walk_own(function.node) if isinstance(node, (ast.If, ast.IfExp)))
    names = (
        need.name for node in conditions for way in (True, False) for need in _asked(function, node.test, way)
    )
    return tuple(dict.fromkeys(names))


def _asked(function: FunctionScope, test: ast.expr, wanted: bool) -> Iterator[Need]:
    """What a condition asks of the parameters of a function."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        yield from _asked(function, test.operand, not wanted)
    elif isinstance(test, ast.BoolOp):
        if isinstance(test.op, ast.And) is wanted:
            for part in test.values:
                yield from _asked(function, part, wanted)
    elif isinstance(test, ast.Name):
        if _is_as_given(function, test):
            yield Need(test.id, None, wanted)
    elif isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.left, ast.Name):
        operator, values = test.ops[0], _values(test.ops[0], test.comparators[0])
        if values is not None and _is_as_given(function, test.left):
            same = isinstance(operator, (ast.Eq, ast.Is, ast.In))
            yield Need(test.left.id, values, wanted is same)


def _counted(infer: Inference, function: FunctionScope, test: ast.expr, wanted: bool) -> Iterator[Need]:
    """What a condition asks of the number of parameters that a parameter, a function, takes."""
    if not isinstance(test, ast.Compare) or len(test.ops) != 1 or isinstance(test.left, ast.Name):
        return
    operator, values = test.ops[0], _values(test.ops[0], test.comparators[0])
    if not values or not all(isinstance(value, int) for value in values):
        return
    asked = [n.id for n in ast.walk(test.left) if isinstance(n, ast.Name) and _is_as_given(function, n)]
    if len(asked) == 1 and _asks_for_signature(infer, function.index, test.left):
        same = isinstance(operator, (ast.Eq, ast.Is, ast.In))
        yield Need(asked[0], values, wanted is same, counts=True)


def _asks_for_signature(infer: Inference, index: SyntaxIndex, node: ast.expr) -> bool:
    """Whether an expression counts the parameters of a function, itself or by a function of the project."""
    if any(_is_signature(infer, index, part) for part in ast.walk(node)):
        return True
    if not isinstance(node, ast.Call) or len(node.args) != 1 or node.keywords:
        return False
    callees = infer.calls.callees(index, node)
    return bool(callees) and all(
        any(_is_signature(infer, callee.index, part) for part in walk_own(callee.node)) for callee in callees
    )


def _is_signature(infer: Inference, index: SyntaxIndex, node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        return not _SIGNATURES.isdisjoint(infer.called_names(index, node))
    return isinstance(node, ast.Attribute) and node.attr == "co_argcount"


def _values(operator: ast.cmpop, right: ast.expr) -> tuple[object, ...] | None:
    """The constants that something is compared with, or None."""
    if isinstance(operator, (ast.Eq, ast.NotEq, ast.Is, ast.IsNot)):
        return (right.value,) if isinstance(right, ast.Constant) else None
    if isinstance(operator, (ast.In, ast.NotIn)) and isinstance(right, (ast.Tuple, ast.List, ast.Set)):
        values = [element.value for element in right.elts if isinstance(element, ast.Constant)]
        return tuple(values) if len(values) == len(right.elts) else None
    return None


def _is_untouched(function: FunctionScope, name: str) -> bool:
    """Whether a name is a parameter that nothing binds again."""
    bindings = function.bindings.get(name, ())
    return bool(bindings) and all(binding.how == "parameter" for binding in bindings)


def _is_as_given(function: FunctionScope, node: ast.Name) -> bool:
    """Whether a name stands for what the caller gave, here at least: it may be bound again further down."""
    bindings = function.bindings.get(node.id, ())
    reaching = flow.reaching(function.index, list(bindings), node)
    return bool(reaching) and all(binding.how == "parameter" for binding in reaching)


def _comes_from(infer: Inference, function: FunctionScope, node: ast.Name, need: Need) -> bool:
    """Whether a name meets a need only where the parameter of that name met it: ``if x: x = read(x)``."""
    reaching = flow.reaching(function.index, list(function.bindings.get(node.id, ())), node)
    return bool(reaching) and all(
        binding.how == "parameter" or need in needs_of(infer, function.index, binding.node)
        for binding in reaching
    )


def _given(infer: Inference, use: Use, function: FunctionScope, name: str) -> ast.expr | None:
    """What a parameter is in a call, also by default; None when that cannot be told."""
    if any(tail_of(decorator) not in _KEEPS_ARGUMENTS for decorator in function.decorators):
        return None
    given = infer.calls.argument(use, function, name)
    if given is not None or use.call is None:
        return given
    call = use.call
    if any(isinstance(argument, ast.Starred) for argument in call.args):
        return None
    if any(keyword.arg is None for keyword in call.keywords):
        return None
    if any(value.kind is Kind.PARTIAL for value in infer.values(use.index, call.func)):
        return None
    return _default(function, name)


def _default(function: FunctionScope, name: str) -> ast.expr | None:
    arguments = function.node.args
    places = [argument.arg for argument in function.parameters]
    if name in places:
        from_end = places.index(name) - len(places)
        defaults = arguments.defaults
        return defaults[from_end] if -from_end <= len(defaults) else None
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        if argument.arg == name:
            return default
    return None
