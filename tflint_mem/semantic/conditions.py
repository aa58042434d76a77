"""Which code the arguments of a call rule out: ``save(format="checkpoint")`` takes no other branch."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tflint_mem.semantic import catalog, flow
from tflint_mem.semantic.syntax import Binding, ClassScope, FunctionScope, SyntaxIndex, tail_of, walk_own
from tflint_mem.semantic.values import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tflint_mem.semantic.call_graph import Use
    from tflint_mem.semantic.inference import Inference

MAX_NEEDS = 4
"""How many needs are followed at a time."""

_SIGNATURES = frozenset({"inspect.signature", "inspect.getfullargspec", "inspect.getargspec"})
"""What tells of the parameters of a function."""

_HELD_BY_TENSORFLOW = frozenset({Kind.TENSOR, Kind.VARIABLE})
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
        is_model: whether ``isinstance()`` asks if the parameter is a Keras model.
    """

    name: str
    values: tuple[object, ...] | None
    wanted: bool
    cls: ClassScope | None = None
    counts: bool = False
    is_model: bool = False

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
        if isinstance(child, ast.stmt):
            for test in left_before(index, child):
                found += _asked(function, test, False)
                found += _told_apart(infer, function, test, False)
        if parent is function.node:
            break
        if isinstance(parent, (ast.If, ast.IfExp)) and child is not parent.test:
            body = parent.body if isinstance(parent, ast.If) else [parent.body]
            found += _asked(function, parent.test, child in body)
            found += _counted(infer, function, parent.test, child in body)
            found += _told_apart(infer, function, parent.test, child in body)
        if isinstance(parent, ast.BoolOp) and isinstance(child, ast.expr):
            for earlier in parent.values[: parent.values.index(child)]:
                found += _asked(function, earlier, isinstance(parent.op, ast.And))
        child = parent
    return tuple(found)


def left_before(
    index: SyntaxIndex, statement: ast.stmt, ways: tuple[type[ast.stmt], ...] = (ast.Return,)
) -> Iterator[ast.expr]:
    """The conditions under which a function has returned before it comes to a statement of a block.

    Args:
        index: the file.
        statement: any statement of it.
        ways: how the block is left.
    """
    slot = index.slots.get(statement)
    for earlier in slot.block()[: slot.position] if slot is not None else ():
        if isinstance(earlier, ast.If) and flow.block_leaves(earlier.body, ways):
            yield earlier.test


def needs_of_models(infer: Inference, index: SyntaxIndex, node: ast.AST) -> tuple[Need, ...]:
    """Which parameters around a node have to be Keras models, or something else, for the node to run."""
    return tuple(need for need in needs_of(infer, index, node) if need.is_model)


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
        own = _of_caller(infer, use.index, given, need)
        if need.is_model:
            if own is None and not _meets(need, infer.kinds(use.index, given)):
                return None
        elif need.cls is not None:
            if given is not None and not may_be(infer, use.index, given, need.cls):
                return None
        elif given is not None and not _may_meet(infer, use.index, given, need):
            return None
        if own is not None:
            found.append(own)
    return tuple(found)


def _of_caller(infer: Inference, index: SyntaxIndex, given: ast.expr | None, need: Need) -> Need | None:
    """The need of the parameter of the caller that an argument is, or None."""
    caller = index.function(given) if isinstance(given, ast.Name) else None
    if caller is None or not isinstance(given, ast.Name):
        return None
    own = replace(need, name=given.id)
    return own if _comes_from(infer, caller, given, own) else None


def _may_meet(infer: Inference, index: SyntaxIndex, given: ast.expr, need: Need) -> bool:
    """Whether an argument may be what a parameter has to be, as far as it is a constant or a function."""
    if isinstance(given, ast.Constant):
        # What is no function has no parameters to count: the code goes another way before.
        return not need.counts and need.allows(given.value)
    if not need.counts and need.values not in (None, (None,)):
        return True
    if need.values == (None,) and need.wanted and _is_made(infer, index, given):
        return False
    functions = _functions(infer, index, given)
    if not functions:
        return True
    if not need.counts:
        return need.allows(functions)
    numbers = [_number_of_parameters(function) for function in functions]
    return any(number is None or need.allows(number) for number in numbers)


def are_met(infer: Inference, needs: tuple[Need, ...], use: Use, function: FunctionScope) -> bool:
    """Whether a call is known to hand models, or something else, to parameters that have to be that."""
    passed = carried(infer, needs, use, function)
    caller = use.index.function(use.node)
    return passed is not None and (caller is None or are_known_to_be_met(infer, caller, passed))


def are_known_to_be_met(infer: Inference, function: FunctionScope, needs: tuple[Need, ...]) -> bool:
    """Whether callers of a function are known to hand it models, or something else, where that is needed."""
    return all(
        _meets(need, {value.kind for value in infer.bound(function.index, binding, function)})
        for need in needs
        if need.is_model
        for binding in function.bindings[need.name]
        if binding.how == "parameter"
    )


def _meets(need: Need, kinds: set[Kind]) -> bool:
    """Whether something of these kinds may be a Keras model, or something else, as it has to be."""
    return Kind.MODEL in kinds if need.wanted else bool(kinds - {Kind.MODEL, Kind.CIRCULAR})


def _is_made(infer: Inference, index: SyntaxIndex, node: ast.expr) -> bool:
    """Whether a variable certainly holds what calls before it have made, and so is not None."""
    if not isinstance(node, ast.Name):
        return False
    bindings = flow.reaching(index, index.home(node).bindings.get(node.id, []), node)
    return bool(bindings) and all(
        binding.how == "value"
        and isinstance(binding.value, ast.Call)
        and bool(values := infer.values(index, binding.value))
        and not any(value.kind in (Kind.NONE, Kind.PLAIN, Kind.CIRCULAR) for value in values)
        for binding in bindings
    )


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
    """Whether a node only runs where a parameter is not given, which every known call gives."""
    function = index.function(node)
    return function is not None and any(
        need.values in (None, (None,))
        and need.allows(None)
        and _is_given_by_all(infer, function, need, frozenset())
        for need in needs_of(infer, index, node)
    )


def _is_given_by_all(
    infer: Inference, function: FunctionScope, need: Need, seen: frozenset[FunctionScope]
) -> bool:
    """Whether every known call gives a parameter, where a need is that it is not given."""
    uses = infer.calls.uses(function) if function not in seen else []
    return bool(uses) and all(_is_given(infer, use, function, need, seen | {function}) for use in uses)


def _is_given(
    infer: Inference, use: Use, function: FunctionScope, need: Need, seen: frozenset[FunctionScope]
) -> bool:
    given = _given(infer, use, function, need.name)
    if given is None or isinstance(given, ast.Constant):
        return given is not None and not need.allows(given.value)
    own, caller = _of_caller(infer, use.index, given, need), use.index.function(use.node)
    if own is not None and caller is not None:
        default = _default(caller, own.name)
        if isinstance(default, ast.Constant) and need.allows(default.value):
            return _is_given_by_all(infer, caller, own, seen)
    kinds = infer.kinds(use.index, given)
    # What is not known may well be given, but nothing says that it is true.
    return Kind.NONE not in kinds and (need.values is not None or bool(kinds - {Kind.PLAIN}))


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


def parts_of_test(test: ast.expr, wanted: bool) -> Iterator[tuple[ast.expr, bool]]:
    """The parts of a condition that have to be true, or false, for the whole to be as ``wanted``."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        yield from parts_of_test(test.operand, not wanted)
    elif isinstance(test, ast.BoolOp):
        if isinstance(test.op, ast.And) is wanted:
            for part in test.values:
                yield from parts_of_test(part, wanted)
        else:
            yield test, wanted
    else:
        yield test, wanted


def _asked(function: FunctionScope, test: ast.expr, wanted: bool) -> Iterator[Need]:
    """What a condition asks of the parameters of a function."""
    for part, way in parts_of_test(test, wanted):
        if isinstance(part, ast.Name):
            if _is_as_given(function, part):
                yield Need(part.id, None, way)
        elif isinstance(part, ast.BoolOp):
            yield from _one_of(function, part.values) if way else ()
        elif isinstance(part, ast.Compare) and len(part.ops) == 1 and isinstance(part.left, ast.Name):
            operator, values = part.ops[0], _values(part.ops[0], part.comparators[0])
            if values is not None and _is_as_given(function, part.left):
                same = isinstance(operator, (ast.Eq, ast.Is, ast.In))
                yield Need(part.left.id, values, way is same)


def _one_of(function: FunctionScope, choices: list[ast.expr]) -> Iterator[Need]:
    """What ``how == "graph" or how == "frozen"`` asks of one parameter."""
    needs = [need for choice in choices for need in _asked(function, choice, True)]
    values = [value for need in needs if need.wanted for value in need.values or ()]
    if len(needs) == len(values) == len(choices) and len({need.name for need in needs}) == 1:
        yield replace(needs[0], values=tuple(values))


def _told_apart(infer: Inference, function: FunctionScope, test: ast.expr, wanted: bool) -> Iterator[Need]:
    """Which parameters ``isinstance()`` asks to be a Keras model, or something else, in a condition."""
    index = function.index
    for part, way in parts_of_test(test, wanted):
        if not isinstance(part, ast.Call) or len(part.args) != 2 or not isinstance(part.args[0], ast.Name):
            continue
        if "builtins.isinstance" not in infer.called_names(index, part):
            continue
        classes = part.args[1].elts if isinstance(part.args[1], ast.Tuple) else [part.args[1]]
        if way:
            tells = all(_is_model_class(infer, index, cls) for cls in classes)
        else:  # what is no model of one class may well be one of another
            tells = any("keras.Model" in infer.names(index, cls) for cls in classes)
        need = Need(part.args[0].id, None, way, is_model=True)
        asked = _in_question(infer, function, part.args[0], need) if tells else []
        if asked and all(binding.how == "parameter" for binding in asked):
            yield need


def _is_model_class(infer: Inference, index: SyntaxIndex, node: ast.expr) -> bool:
    values = infer.values(index, node)
    return bool(values) and all(
        (value.kind is Kind.API and catalog.base_kind(value.name) is Kind.MODEL)
        or (value.cls is not None and infer.classes.instance(value.cls).kind is Kind.MODEL)
        for value in values
    )


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
    reaching = _in_question(infer, function, node, need)
    return bool(reaching) and all(
        binding.how == "parameter" or need in needs_of(infer, function.index, binding.node)
        for binding in reaching
    )


def _in_question(infer: Inference, function: FunctionScope, node: ast.Name, need: Need) -> list[Binding]:
    """The bindings of a name under which it may meet a need."""
    reaching = flow.reaching(function.index, list(function.bindings.get(node.id, ())), node)
    return [b for b in reaching if not _is_out_of_question(infer, function, b, need)]


def _is_out_of_question(infer: Inference, function: FunctionScope, binding: Binding, need: Need) -> bool:
    """Whether a binding certainly makes a name no Keras model, or one, where the other is needed."""
    known = infer.kinds(function.index, binding.value) if need.is_model and binding.how == "value" else set()
    known = known - {Kind.CIRCULAR}
    return bool(known) and not _meets(need, known)


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
    packed = [keyword.value for keyword in call.keywords if keyword.arg is None]
    if any(_may_hold(infer, use.index, table, name, frozenset()) for table in packed):
        return None
    if any(value.kind is Kind.PARTIAL for value in infer.values(use.index, call.func)):
        return None
    return _default(function, name)


def _may_hold(
    infer: Inference, index: SyntaxIndex, table: ast.expr, name: str, seen: frozenset[FunctionScope]
) -> bool:
    """Whether what ``**table`` hands on may have a key: no call of the project gives it to ``**kwargs``."""
    caller = index.function(table)
    if not isinstance(table, ast.Name) or caller is None or caller in seen or caller.decorators:
        return True
    packed = caller.node.args.kwarg
    if packed is None or [binding.node for binding in caller.bindings.get(table.id, ())] != [packed]:
        return True
    parents = [index.parents.get(load) for load in index.loads.get(table.id, ())]
    if any(_adds_to(parent) and index.function(parent) is caller for parent in parents if parent is not None):
        return True
    uses = infer.calls.uses(caller)
    return not uses or any(
        use.call is None
        or any(
            keyword.arg == name
            or (keyword.arg is None and _may_hold(infer, use.index, keyword.value, name, seen | {caller}))
            for keyword in use.call.keywords
        )
        for use in uses
    )


def _adds_to(parent: ast.AST) -> bool:
    """Whether what stands around a dictionary gives it a key."""
    if isinstance(parent, ast.Subscript):
        return isinstance(parent.ctx, ast.Store)
    return isinstance(parent, ast.Attribute) and parent.attr in ("update", "setdefault")


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


def asks_for_tensor(infer: Inference, index: SyntaxIndex, test: ast.AST) -> bool:
    """Whether a condition asks, also by a function of the project, if something is a part of a graph."""
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.Or):
        return all(asks_for_tensor(infer, index, part) for part in test.values)
    if not isinstance(test, ast.Call):
        return False
    names = infer.called_names(index, test)
    if "builtins.isinstance" in names and len(test.args) == 2:
        wanted = test.args[1].elts if isinstance(test.args[1], ast.Tuple) else [test.args[1]]
        return all(
            any(
                name == "tf.Operation" or catalog.annotated_kind(name) in _HELD_BY_TENSORFLOW
                for name in infer.names(index, part)
            )
            for part in wanted
        )
    callees = infer.calls.callees(index, test)
    return "tf.is_tensor" in names or (
        bool(callees) and all(_answers_for_tensors(infer, callee) for callee in callees)
    )


def _answers_for_tensors(infer: Inference, function: FunctionScope) -> bool:
    """Whether all that a function returns is the answer whether something is a tensor."""
    return infer.remember(
        ("answers for tensors", function),
        lambda: (
            bool(function.returns)
            and all(asks_for_tensor(infer, function.index, value) for value in function.returns)
        ),
        False,
    )
