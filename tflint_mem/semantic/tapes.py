"""Gradient tapes: what they record, who asks them for gradients, and who keeps them."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tflint_mem.semantic import flow
from tflint_mem.semantic.gathering import takes_few
from tflint_mem.semantic.syntax import (
    COMPREHENSIONS,
    LOOPS,
    SyntaxIndex,
    is_switched_on,
    spell_the_same,
    walk_own,
)
from tflint_mem.semantic.values import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tflint_mem.semantic.inference import Inference
    from tflint_mem.semantic.repetition import Repetition, Repetitions
    from tflint_mem.semantic.retention import Retention

_GRADIENTS = frozenset({"gradient", "jacobian", "batch_jacobian"})
_HARMLESS = frozenset({"watch", "stop_recording", "reset", "watched_variables"})


@dataclass(frozen=True)
class Tape:
    """A tape that a ``with`` statement opens.

    Attributes:
        call: the constructor.
        block: the statement.
        name: the variable that holds the tape.
        uses: the places that read the variable, up to where it is bound anew.
    """

    call: ast.Call
    block: ast.With | ast.AsyncWith
    name: str
    uses: tuple[ast.Name, ...]

    @property
    def persistent(self) -> bool:
        """Whether the tape may be asked more than once."""
        return Tapes.is_persistent(self.call)


class Tapes:
    """Answers how long tapes record, and how often they are asked."""

    def __init__(self, inference: Inference, repetitions: Repetitions, retention: Retention) -> None:
        self.infer = inference
        self.repetitions = repetitions
        self.retention = retention

    @staticmethod
    def is_persistent(call: ast.Call) -> bool:
        """Whether a constructor makes a tape that may be asked more than once."""
        return is_switched_on(call, "persistent")

    def opened(self, index: SyntaxIndex) -> Iterator[Tape]:
        """The tapes that ``with`` statements of a file open under a name, or make and open by it next."""
        for call in index.calls:
            parent = index.parents.get(call)
            if not isinstance(parent, (ast.withitem, ast.Assign)):
                continue
            if "tf.GradientTape" not in self.infer.called_names(index, call):
                continue
            block = index.parents.get(parent) if isinstance(parent, ast.withitem) else _next(index, parent)
            if not isinstance(block, (ast.With, ast.AsyncWith)):
                continue
            if isinstance(parent, ast.withitem):
                name = parent.optional_vars
            else:
                opened = block.items[0].context_expr
                named = len(parent.targets) == len(block.items) == 1 and spell_the_same(
                    parent.targets[0], opened
                )
                name = opened if named else None
            if isinstance(name, ast.Name):
                yield Tape(call, block, name.id, self._uses(index, name))

    @staticmethod
    def _uses(index: SyntaxIndex, target: ast.Name) -> tuple[ast.Name, ...]:
        scope = index.scope(target)
        later = [
            flow.place(b.node)
            for b in scope.bindings.get(target.id, ())
            if flow.place(b.node) > flow.place(target) and b.how != "opaque"
        ]
        end = min(later, default=(1 << 30, 0))
        return tuple(
            load
            for load in index.loads.get(target.id, ())
            if isinstance(load, ast.Name) and flow.place(target) < flow.place(load) < end
            and (index.scope(load) is scope or index.function(load) is index.function(target))
        )  # fmt: skip

    def gradients(self, index: SyntaxIndex, tape: Tape) -> list[ast.Call]:
        """The calls that ask a tape for gradients, in order."""
        found = []
        for use in tape.uses:
            parent = index.parents.get(use)
            if isinstance(parent, ast.Attribute) and parent.attr in _GRADIENTS:
                call = index.parents.get(parent)
                if isinstance(call, ast.Call) and call.func is parent:
                    found.append(call)
        return found

    # -- kept or wide --------------------------------------------------------------------------------

    def is_needlessly_persistent(self, index: SyntaxIndex, tape: Tape) -> bool:
        """Whether a persistent tape is asked for one gradient only."""
        gradients = self.gradients(index, tape)
        if not tape.persistent or len(gradients) != 1 or flow.contains(tape.block, gradients[0]):
            return False
        for use in tape.uses:
            parent = index.parents.get(use)
            if not isinstance(parent, ast.Attribute) or parent.attr not in _HARMLESS | {"gradient"}:
                return False
            asked = index.parents.get(parent)
            if not isinstance(asked, ast.Call) or asked.func is not parent:
                return False
        if self._is_used_below(index, tape):
            return False
        own = flow.enclosing_loops(index, tape.block)
        if flow.enclosing_loops(index, gradients[0]) != own:
            return False
        scope = index.scope(tape.block)
        return not any(tape.name in s.nonlocal_names for s in index.scopes.values() if s.parent is scope)

    @staticmethod
    def _is_used_below(index: SyntaxIndex, tape: Tape) -> bool:
        """Whether a function within the one that opens a tape names it, which may run any number of times."""
        function = index.function(tape.block)
        return any(
            index.function(load) is not function and (function is None or flow.contains(function.node, load))
            for load in index.loads.get(tape.name, ())
        )

    def kept(self, index: SyntaxIndex) -> Iterator[tuple[ast.Call, str, Repetition]]:
        """The tapes that each round of a loop puts aside: constructor, holder and loop."""
        for store in self.retention.stores.of(index):
            for part in self.retention.stores.parts(index, store.value):
                for value in self.infer.values(index, part):
                    if value.kind is Kind.TAPE and value.index is index and isinstance(value.node, ast.Call):
                        repetition = self.retention.growth(index, store)
                        if repetition is not None:
                            yield value.node, ast.unparse(store.holder), repetition

    def recorded_loop(self, index: SyntaxIndex, tape: Tape) -> ast.stmt | None:
        """The training loop that a tape records as a whole, or None."""
        function = index.function(tape.block)
        if function is not None and self.repetitions.execution.is_traced(function):
            return None
        asked = self.gradients(index, tape)
        once = not self.repetitions.of(index, tape.block)
        recorded: set[str] = set()
        asking: list[ast.AST] = []
        for statement in tape.block.body:
            for node in walk_own(statement):
                if not isinstance(node, LOOPS) or any(flow.contains(loop, node) for loop in asking):
                    continue
                inside = [call for call in asked if flow.contains(node, call)]
                if inside:
                    settled = all(self._asks_of(call, recorded, node) for call in inside)
                    if not settled and not self._goes_over(node, recorded):
                        return node
                    asking.append(node)
                    continue
                if self._goes_over_data(index, node) or (once and self._holds_loop(node)):
                    return node
            recorded |= self._assigned(statement)
        return None

    @staticmethod
    def _goes_over(loop: ast.AST, recorded: set[str]) -> bool:
        """Whether a loop goes over what its tape recorded before, as for the gradients of each output."""
        if isinstance(loop, (ast.For, ast.AsyncFor)):
            over = [loop.iter]
        else:
            over = [part.iter for part in getattr(loop, "generators", ())]
        return any(
            isinstance(node, ast.Name) and node.id in recorded for part in over for node in ast.walk(part)
        )

    def _asks_of(self, call: ast.Call, recorded: set[str], loop: ast.stmt) -> bool:
        """Whether a gradient in a loop is asked of what the tape recorded before: ``outputs[i]``."""
        if not call.args:
            return False
        made = {name for statement in loop.body for name in self._assigned(statement)}  # type: ignore[attr-defined]
        read = {node.id for node in ast.walk(call.args[0]) if isinstance(node, ast.Name)}
        return bool(read & recorded) and not read & made

    def _goes_over_data(self, index: SyntaxIndex, loop: ast.AST) -> bool:
        if not isinstance(loop, (ast.For, ast.AsyncFor)):
            return False
        over = self.infer.containers.drawn_from(index, loop.iter)
        return Kind.DATASET in self.infer.kinds(index, over) and not takes_few(over)

    @staticmethod
    def _holds_loop(loop: ast.AST) -> bool:
        return any(isinstance(node, LOOPS) and node is not loop for node in walk_own(loop))

    # -- asked while it records ----------------------------------------------------------------------

    def asked_inside(self, index: SyntaxIndex, tape: Tape) -> ast.Call | None:
        """The first gradient that is asked for while its tape still records, for no higher order."""
        inside = [c for c in self.gradients(index, tape) if flow.contains(tape.block, c)]
        if not inside or self._is_paused(index, inside[0], tape):
            return None
        if any(
            flow.enclosing_loops(index, call) != flow.enclosing_loops(index, tape.block) for call in inside
        ):
            return None  # the tape records a loop as a whole, which is another matter
        if self.repetitions.execution.is_under_tape(index, tape.block):
            return None
        beside = [other for other in self.opened(index) if other.block is tape.block]
        if len(beside) != len(tape.block.items):
            return None
        fed = any(self._feeds_gradient(index, other, inside[0]) for other in beside)
        return None if fed else inside[0]

    @staticmethod
    def _is_paused(index: SyntaxIndex, call: ast.Call, tape: Tape) -> bool:
        for parent in index.ancestors(call):
            if parent is tape.block:
                return False
            if isinstance(parent, ast.With):
                for item in parent.items:
                    function = item.context_expr.func if isinstance(item.context_expr, ast.Call) else None
                    if isinstance(function, ast.Attribute) and function.attr == "stop_recording":
                        return True
        return False

    def _feeds_gradient(self, index: SyntaxIndex, tape: Tape, first: ast.Call) -> bool:
        """Whether a later question to the tape is about what the first answer was used for."""
        names = self._assigned(index.statement(first))
        for statement in tape.block.body:
            if flow.place(statement) > flow.place(first):
                reads = {n.id for n in ast.walk(statement) if isinstance(n, ast.Name)}
                if reads & names:
                    names |= self._assigned(statement)
        for call in self.gradients(index, tape):
            if call is not first and call.args:
                read = {n.id for n in ast.walk(call.args[0]) if isinstance(n, ast.Name)}
                if read & names or any(self._goes_over(loop, names) for loop in self._loops(index, call)):
                    return True
        return False

    @staticmethod
    def _loops(index: SyntaxIndex, call: ast.Call) -> list[ast.AST]:
        return [parent for parent in index.ancestors(call) if isinstance(parent, (*LOOPS, *COMPREHENSIONS))]

    @staticmethod
    def _assigned(statement: ast.stmt) -> set[str]:
        return {
            node.id
            for node in ast.walk(statement)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        }

    def tail(self, index: SyntaxIndex, tape: Tape, call: ast.Call) -> tuple[ast.stmt, ast.stmt] | None:
        """The first and last statement that may leave a tape's block, from the one that asks for a gradient.

        None when the question does not stand directly in the block, or comes first in it, when it computes
        what it asks about, which the tape has to record, or when a persistent tape has to record what
        follows.
        """
        statement = index.statement(call)
        slot = index.slots.get(statement)
        if slot is None or slot.parent is not tape.block or slot.position == 0:
            return None
        rest = slot.block()[slot.position :]
        made = {name for later in rest for name in self._assigned(later)}
        recorded = slot.block()[: slot.position]
        if not _names_target(call, recorded):
            return None
        for other in self.gradients(index, tape):
            if not _names_target(other, recorded) and any(flow.contains(later, other) for later in rest):
                return None
            if other is not call and other.args:
                if any(isinstance(n, ast.Name) and n.id in made for n in ast.walk(other.args[0])):
                    return None
        return statement, rest[-1]


def _next(index: SyntaxIndex, statement: ast.stmt) -> ast.stmt | None:
    """The statement right after another one."""
    slot = index.slots[statement]
    return next(iter(slot.block()[slot.position + 1 :]), None)


def _names_target(call: ast.Call, recorded: Sequence[ast.stmt]) -> bool:
    """Whether a gradient is asked of what has been computed before: of variables and of what was stored.

    An attribute may compute what it gives when it is read, as the losses of a model do, unless one of the
    recorded statements has set it.
    """
    given = {keyword.arg: keyword.value for keyword in call.keywords}
    target = call.args[0] if call.args else given.get("target")
    return target is not None and all(_is_computed(part, recorded) for part in _parts(target))


def _parts(target: ast.expr) -> list[ast.expr]:
    if isinstance(target, (ast.Tuple, ast.List)):
        return [part for element in target.elts for part in _parts(element)]
    return [target]


def _is_computed(part: ast.expr, recorded: Sequence[ast.stmt]) -> bool:
    if not isinstance(part, ast.Attribute):
        return isinstance(part, ast.Name)
    name = ast.unparse(part)
    return any(
        isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and ast.unparse(node) == name
        for statement in recorded
        for node in ast.walk(statement)
    )
