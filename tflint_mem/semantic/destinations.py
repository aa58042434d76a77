"""Where a new object goes: back to the caller, into a container that outlives the round, into a model."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tflint_mem.semantic import catalog, flow
from tflint_mem.semantic.containers import GROWS
from tflint_mem.semantic.reads import place_in
from tflint_mem.semantic.syntax import (
    COMPREHENSIONS,
    FUNCTIONS,
    LOOPS,
    FunctionScope,
    SyntaxIndex,
    spell_the_same,
)
from tflint_mem.semantic.values import Kind, of_kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_mem.semantic.creation import Creations
    from tflint_mem.semantic.reads import Path
    from tflint_mem.semantic.repetition import Repetition, Step

_ORDERS = frozenset({"sort", "reverse"})
_LOOKS = frozenset(
    {
        *(f"builtins.{name}" for name in ("len", "print", "enumerate", "zip", "max", "min")),
        "random.choice",
    }
)
"""Functions that go over a container, or pick one of what it holds."""

_COMPOSES = frozenset({"keras.Model", "keras.Sequential", "keras.Functional"})


class Destinations:
    """Answers what becomes of what a call has made."""

    def __init__(self, creation: Creations) -> None:
        self.infer = creation.infer
        self.creation = creation
        self.reads = creation.reads

    def is_returned(self, index: SyntaxIndex, call: ast.expr, kind: Kind) -> bool:
        """Whether the function around a creating call hands the new object to its own caller."""
        function = index.function(call)
        if function is None:
            return False
        if any(call is value or self._flows(index, call, value) for value in function.returns):
            return True
        if function.name == "__init__" and function.owner is not None and kind is Kind.MODEL:
            return any(
                binding.value is not None and self._flows(index, call, binding.value)
                for bindings in function.owner.attribute_values.values()
                for binding in bindings
                if index.function(binding.node) is function
            )
        return any(self._flows(index, call, value) for value in function.yields)

    def _flows(self, index: SyntaxIndex, call: ast.expr, node: ast.expr, depth: int = 0) -> bool:
        """Whether ``node`` may stand for, or hold, what ``call`` made, by names of the same function."""
        if node is call:
            return True
        if depth > 6:
            return False
        if isinstance(node, (ast.Name, ast.Attribute)):
            return any(
                binding.value is not None and self._flows(index, call, binding.value, depth + 1)
                for binding in self.creation.local_bindings(index, node)
            )
        if isinstance(node, (ast.Tuple, ast.List, ast.Set)):
            return any(self._flows(index, call, element, depth + 1) for element in node.elts)
        if isinstance(node, ast.Dict):
            return any(self._flows(index, call, element, depth + 1) for element in node.values)
        if isinstance(node, ast.Call):
            given = [*node.args, *(keyword.value for keyword in node.keywords)]
            if self._wraps(index, node):
                return any(self._flows(index, call, argument, depth + 1) for argument in given) or any(
                    keyword.arg is None and self._is_filled_with(index, call, keyword.value, depth)
                    for keyword in node.keywords
                )
            if isinstance(node.func, ast.Attribute) and Kind.DATASET in self.infer.kinds(index, node):
                if Kind.DATASET in self.infer.kinds(index, node.func.value):  # one more stage
                    return self._flows(index, call, node.func.value, depth + 1)
            if isinstance(node.func, ast.Attribute) and self._returns_itself(index, node):
                return self._flows(index, call, node.func.value, depth + 1)
            return any(
                self._flows(index, call, argument, depth + 1)
                for argument in node.args
                if self._hands_back(index, node, argument)
            )
        children = [node.body, node.orelse] if isinstance(node, ast.IfExp) else []
        children += node.values if isinstance(node, ast.BoolOp) else []
        children += [node.value] if isinstance(node, (ast.Await, ast.NamedExpr, ast.Starred)) else []
        return any(self._flows(index, call, child, depth + 1) for child in children)

    def _is_filled_with(self, index: SyntaxIndex, call: ast.expr, table: ast.expr, depth: int) -> bool:
        """Whether a variable's dictionary is given what ``call`` made, which ``**table`` then hands on."""
        loads = index.loads.get(table.id, ()) if isinstance(table, ast.Name) else ()
        for load in (one for one in loads if index.scope(one) is index.scope(table)):
            parent = index.parents.get(load)
            whole = None if parent is None else index.parents.get(parent)
            given: list[ast.expr] = []
            if isinstance(parent, ast.Subscript) and isinstance(whole, ast.Assign):
                given = [whole.value]
            elif (
                isinstance(parent, ast.Attribute) and parent.attr == "update" and isinstance(whole, ast.Call)
            ):
                given = [*whole.args, *(keyword.value for keyword in whole.keywords)]
            if any(self._flows(index, call, one, depth + 1) for one in given):
                return True
        return False

    def _returns_itself(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a call of a method gives the object that it is called on, as ``Net().fit(x)`` may."""
        callees = self.infer.calls.callees(index, call)
        return bool(callees) and all(
            callee.owner is not None
            and bool(callee.parameters)
            and not callee.is_static()
            and any(
                isinstance(value, ast.Name) and value.id == callee.parameters[0].arg
                for value in callee.returns
            )
            for callee in callees
        )

    def _after_own_methods(self, index: SyntaxIndex, call: ast.expr) -> ast.expr:
        """The expression that still stands for what a call made after methods that return their object."""
        while isinstance(method := index.parents.get(call), ast.Attribute):
            outer = index.parents.get(method)
            if (
                not isinstance(outer, ast.Call)
                or outer.func is not method
                or not self._returns_itself(index, outer)
            ):
                break
            call = outer
        return call

    def _hands_back(self, index: SyntaxIndex, call: ast.Call, argument: ast.expr) -> bool:
        position = call.args.index(argument)
        for callee in self.infer.calls.callees(index, call):
            names = [a.arg for a in callee.parameters]
            position += 1 if callee.owner and not callee.is_static() else 0
            if position < len(names) and any(
                isinstance(v, ast.Name) and v.id == names[position] for v in callee.returns
            ):
                return True
        return False

    def is_kept_by_object(self, index: SyntaxIndex, call: ast.expr, function: FunctionScope) -> bool:
        """Whether a function puts what it makes into a container of its object or module, for later."""
        return any(
            (self._is_of_object(index, holder, function) or self._is_of_module(index, holder))
            and self._used_later(index, holder, function.node)
            and not self.reads.asks_numbers(index, holder, path, Kind.MODEL)
            for holder, path in self._holders(index, call, function.node)
        )

    @staticmethod
    def _is_of_object(index: SyntaxIndex, holder: ast.expr, method: FunctionScope) -> bool:
        owner = index.owner_of_attribute(holder) if isinstance(holder, ast.Attribute) else None
        return owner is not None and owner is method.owner

    @staticmethod
    def _is_of_module(index: SyntaxIndex, holder: ast.expr) -> bool:
        return isinstance(holder, ast.Name) and index.home(holder) is index.module

    def collected_anew(
        self, index: SyntaxIndex, call: ast.Call, repetitions: list[Repetition]
    ) -> Repetition | None:
        """The loop, around the one that gathers objects, that begins another container in each round."""
        inner, outer = repetitions[0], repetitions[1] if len(repetitions) > 1 else None
        if outer is None or outer.how != "loop" or outer.steps or not isinstance(outer.node, LOOPS):
            return None
        if self._is_searched_for(index, call, inner.node):
            return None
        scope = index.function(call) or index.module
        for holder, _ in self._holders(index, call, inner.node):
            names, anew = [getattr(holder, "id", "")], False
            if isinstance(holder, COMPREHENSIONS):
                anew = self._takes_the_place(index, holder, outer.node)
                whole = next((p for p in index.ancestors(holder) if isinstance(p, ast.stmt)), holder)
                names = self._names_of(
                    index, whole.value if isinstance(whole, ast.Assign) and anew else holder
                )
            bindings = scope.bindings.get(names[0], ()) if len(names) == 1 else ()
            if not bindings or not (anew or all(flow.contains(outer.node, b.node) for b in bindings)):
                return None
            loads = [n for n in index.loads.get(names[0], ()) if index.function(n) is index.function(call)]
            if not all(
                self._only_looks(index, load)
                or self._takes_the_place(index, load, outer.node)
                or (anew and (_is_one_element(index, load) or not flow.contains(outer.node, load)))
                for load in loads
            ):
                return None
        return outer

    def _takes_the_place(self, index: SyntaxIndex, container: ast.expr, loop: ast.AST) -> bool:
        """Whether a list becomes one that each round puts in the place of the last, as a next generation.

        ``all = all + new`` keeps what was made before; of ``best = all[:10]; all = best + new`` most is lost.
        """
        whole: ast.AST = container
        parent = index.parents.get(whole)
        while (isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Add)) or (
            isinstance(parent, ast.Subscript) and isinstance(parent.slice, ast.Slice) and whole is container
        ):
            whole, parent = parent, index.parents.get(parent)
        if not isinstance(parent, ast.Assign) or not flow.contains(loop, parent):
            return False
        targets = [target for target in parent.targets if isinstance(target, ast.Name)]
        if len(targets) != len(parent.targets) or not isinstance(whole, ast.expr):
            return False
        lists = {target.id for target in targets}
        return all(
            part is container or self._is_selection(index, part, lists, loop) for part in _summands(whole)
        )

    def _is_selection(self, index: SyntaxIndex, node: ast.expr, lists: set[str], loop: ast.AST) -> bool:
        """Whether an expression is a few items, or a slice with an end, of what there is."""
        if isinstance(node, ast.List):
            return not any(isinstance(element, ast.Starred) for element in node.elts)
        if isinstance(node, ast.Subscript):
            return isinstance(node.slice, ast.Slice) and node.slice.upper is not None
        if not isinstance(node, ast.Name) or node.id in lists:
            return False
        bindings = [b for b in index.home(node).bindings.get(node.id, ()) if flow.contains(loop, b.node)]
        return bool(bindings) and all(
            b.how == "value" and b.value is not None and self._is_selection(index, b.value, lists, loop)
            for b in bindings
        )

    def _only_looks(self, index: SyntaxIndex, container: ast.expr) -> bool:
        """Whether a mention of a container adds to it, goes over it or picks one, and hands it to nobody."""
        parent = index.parents.get(container)
        if isinstance(parent, ast.Attribute):
            return parent.attr in GROWS | _ORDERS
        if isinstance(parent, ast.Call):
            return not _LOOKS.isdisjoint(self.infer.called_names(index, parent))
        return isinstance(parent, (ast.comprehension, ast.For)) and parent.iter is container

    def is_kept_by(self, repetition: Repetition, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether what a call makes is handed up to the loop that repeats it, and gathered there.

        Or an object on the way, which is not made anew for each round, keeps it, or is gathered itself.
        """
        made: ast.expr = call
        for step in reversed(repetition.steps):
            method = index.function(made)
            if step is repetition.steps[0] and method is not None and repetition.how == "loop":
                if any(
                    self.is_collected(step.index, owner, repetition.node)
                    for owner in self._owners_made(index, made, method, step)
                ):
                    return True
            if method is not None and self.is_kept_by_object(index, made, method):
                anew = self.creation.repetitions.on_new_objects(method)
                return not any(other.node is repetition.node for other in anew)
            if not self.is_returned(index, made, Kind.MODEL):
                return False
            index, made = step.index, step.node
        return repetition.how == "loop" and self.is_collected(index, made, repetition.node)

    def is_collected(self, index: SyntaxIndex, call: ast.expr, loop: ast.AST) -> bool:
        """Whether the objects that a call in ``loop`` makes are meant to be used after the loop.

        They are gathered in a container, or a search makes the one that is wanted.
        """
        if self._is_searched_for(index, call, loop) or self._is_given_to_elements(index, call, loop):
            return True
        return any(
            self._used_later(index, holder, loop)
            and not self.reads.asks_numbers(index, holder, path, Kind.MODEL)
            for holder, path in self._holders(index, call, loop)
        )

    def _owners_made(
        self, index: SyntaxIndex, call: ast.expr, method: FunctionScope, step: Step
    ) -> list[ast.expr]:
        """What makes the object that a step calls a method on, which keeps what ``call`` makes for itself."""
        targets = getattr(index.parents.get(call), "targets", ())
        keeps = any(
            isinstance(target, ast.Attribute) and self._is_of_object(index, target, method)
            for target in targets
        )
        callee = step.node.func if isinstance(step.node, ast.Call) else None
        receiver = callee.value if isinstance(callee, ast.Attribute) else None
        if not keeps or not isinstance(receiver, ast.Name):
            return []
        bindings = self.creation.local_bindings(step.index, receiver)
        return [b.value for b in bindings if b.how == "value" and isinstance(b.value, ast.Call)]

    def _is_given_to_elements(self, index: SyntaxIndex, call: ast.expr, loop: ast.AST) -> bool:
        """Whether each object becomes an attribute of the element that the loop comes to."""
        if not isinstance(loop, (ast.For, ast.AsyncFor)):
            return False
        drawn = {name.id for name in ast.walk(loop.target) if isinstance(name, ast.Name)}
        for node in self._appearances(index, call):
            for target in getattr(index.parents.get(node), "targets", ()):
                root = target
                while isinstance(root, ast.Attribute):
                    root = root.value
                if root is not target and isinstance(root, ast.Name) and root.id in drawn:
                    return True
        return False

    def _is_searched_for(self, index: SyntaxIndex, call: ast.expr, loop: ast.AST) -> bool:
        """Whether a branch of the loop makes the object, and the code after the loop uses it."""
        branches = (ast.If, ast.Match)
        around = (parent for parent in index.ancestors(call) if isinstance(parent, branches))
        if not any(flow.contains(loop, parent) for parent in around):
            return False
        function = index.function(call)
        return any(
            isinstance(load, ast.Name)
            and index.function(load) is function
            and flow.place(load) > flow.end_place(loop)
            and self._flows(index, call, load)
            for name in self._names_of(index, call)
            for load in index.loads.get(name, ())
        )

    def _holders(self, index: SyntaxIndex, call: ast.expr, loop: ast.AST) -> list[tuple[ast.expr, Path]]:
        """The containers, named outside the loop, that a new object is put into, and where in an element."""
        found: list[tuple[ast.expr, Path]] = []
        if isinstance(loop, COMPREHENSIONS):
            return [(loop, ())] if self._is_element(index, call, loop) else []
        for node in self._appearances(index, call):
            child: ast.AST = node
            parent = index.parents.get(node)
            path: Path = ()
            while isinstance(parent, (ast.Tuple, ast.List, ast.Dict, ast.keyword, ast.Starred)) or (
                isinstance(parent, ast.Call)
                and child in (*parent.args, *parent.keywords)
                and not self._stores(parent)
                and self._wraps(index, parent)
            ):
                path = (*place_in(parent, child), *path)
                child, parent = parent, index.parents.get(parent)
            if isinstance(parent, ast.Call) and self._stores(parent) and child is not parent.func:
                assert isinstance(parent.func, ast.Attribute)
                found.append((parent.func.value, path))
            elif (grown := _grown_by(index, child)) is not None:
                found.append((grown, path[1:]))
            elif isinstance(parent, ast.Assign):
                for target in parent.targets:
                    if isinstance(target, ast.Subscript):
                        found.append((target.value, path))
            elif isinstance(parent, (ast.Yield, ast.YieldFrom)) or (
                isinstance(parent, ast.Call)
                and isinstance(parent.func, ast.Name)
                and parent.func.id == "setattr"
            ):
                found.append((parent, ()))
        return found

    @staticmethod
    def _stores(call: ast.Call) -> bool:
        return isinstance(call.func, ast.Attribute) and call.func.attr in GROWS

    def _wraps(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a call makes a record of its arguments: a class of the project or a named tuple."""
        known = of_kind(self.infer.values(index, call.func), Kind.CLASS) is not None
        return known or self.infer.classes.fills_named_tuple(index, call)

    def _is_element(self, index: SyntaxIndex, call: ast.expr, loop: ast.AST) -> bool:
        elements = [loop.value] if isinstance(loop, ast.DictComp) else [getattr(loop, "elt", None)]
        return any(element is not None and self._flows(index, call, element) for element in elements)

    def _appearances(self, index: SyntaxIndex, call: ast.expr) -> list[ast.expr]:
        """The call itself, and the names in its function that stand for what it made."""
        call = self._after_own_methods(index, call)
        found: list[ast.expr] = [call]
        function = index.function(call)
        names = list(dict.fromkeys(self._names_of(index, call)))
        for name in names:  # which grow by those that are given what others stand for
            for load in index.loads.get(name, ()):
                if index.function(load) is function and self._flows(index, call, load):
                    found.append(load)
                    names += [other for other in self._names_of(index, load) if other not in names]
        return found

    @staticmethod
    def _names_of(index: SyntaxIndex, call: ast.AST) -> list[str]:
        parent = index.parents.get(call)
        while isinstance(parent, (ast.IfExp, ast.BoolOp, ast.Await, ast.Tuple, ast.List, ast.Dict)):
            parent = index.parents.get(parent)
        targets: list[ast.expr] = []
        if isinstance(parent, ast.Assign):
            targets = parent.targets
        elif isinstance(parent, (ast.AnnAssign, ast.NamedExpr)):
            targets = [parent.target]
        names = []
        for target in targets:
            for node in ast.walk(target):
                if isinstance(node, ast.Name):
                    names.append(node.id)
                elif isinstance(node, ast.Attribute):
                    names.append(node.attr)
        return names

    def _used_later(self, index: SyntaxIndex, holder: ast.expr, loop: ast.AST) -> bool:
        """Whether a container that is filled in ``loop`` is read outside it."""
        if isinstance(holder, ast.Yield):
            function = index.function(holder)
            return function is None or not self._is_taken_one_by_one(function)
        if isinstance(holder, (ast.YieldFrom, ast.Call)):
            return True
        if isinstance(holder, COMPREHENSIONS):
            return not isinstance(index.parents.get(holder), ast.Expr)
        if of_kind(self.infer.values(index, holder), Kind.MODEL) is not None:
            return True
        name = holder.id if isinstance(holder, ast.Name) else getattr(holder, "attr", None)
        function = index.function(loop)
        if name is None or (
            isinstance(holder, ast.Attribute) and function is not None and function.name == "__init__"
        ):
            return True  # an object that is made with its parts keeps them on purpose
        if isinstance(holder, ast.Attribute) and self._is_part_of_what_follows(index, holder.value, loop):
            return True
        for load in index.loads.get(name, ()):
            if isinstance(holder, ast.Name) and isinstance(load, ast.Name):
                if index.home(load) is not index.home(holder):
                    continue  # another function's variable of that name
            if not flow.contains(loop, load) and flow.place(load) != flow.place(holder):
                parent = index.parents.get(load)
                if (
                    isinstance(parent, ast.Call)
                    and isinstance(parent.func, ast.Name)
                    and parent.func.id in ("len", "print")
                ):
                    continue
                if isinstance(holder, ast.Name) and flow.place(load) < flow.place(loop):
                    if index.function(load) is function or not isinstance(loop, FUNCTIONS):
                        continue
                return True
        return False

    def _is_part_of_what_follows(self, index: SyntaxIndex, owner: ast.expr, loop: ast.AST) -> bool:
        """Whether an object other than the method's own is used after the loop that fills a part of it."""
        if not isinstance(owner, ast.Name) or index.class_of_self(index.scope(owner), owner.id) is not None:
            return False
        return any(
            isinstance(load, ast.Name)
            and index.home(load) is index.home(owner)
            and flow.place(load) > flow.end_place(loop)
            for load in index.loads.get(owner.id, ())
        )

    def _is_taken_one_by_one(self, generator: FunctionScope) -> bool:
        """Whether loops over what a generator yields use each object in its round, and put none aside."""
        calls = [use for use in self.infer.calls.uses(generator) if use.call is not None]
        return bool(calls) and all(self._is_used_up(use.index, use.call) for use in calls)

    def _is_used_up(self, index: SyntaxIndex, iterable: ast.AST | None) -> bool:
        loop = index.parents.get(iterable) if iterable is not None else None
        if isinstance(loop, ast.comprehension):
            target, body = loop.target, index.parents.get(loop)
        elif isinstance(loop, (ast.For, ast.AsyncFor)) and loop.iter is iterable:
            target, body = loop.target, loop
        else:
            return False
        parts = target.elts if isinstance(target, ast.Tuple) else [target]
        names = {part.id: None for part in parts if isinstance(part, ast.Name)}
        if len(names) != len(parts) or body is None:
            return False
        loads = [load for name in names for load in index.loads.get(name, ()) if flow.contains(body, load)]
        if isinstance(target, ast.Tuple):
            # The object comes with a name or number, which may go where it likes.
            loads = [load for load in loads if Kind.MODEL in self.infer.kinds(index, load)]
        # Whatever else is done with the object might keep it.
        return bool(loads) and all(isinstance(index.parents.get(load), ast.Attribute) for load in loads)

    def is_part_of_model(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a new model becomes a block of another: given or added to it, or applied symbolically."""
        of_model = self._is_in_constructor(index, call)
        for node in self._appearances(index, call):
            parent = index.parents.get(node)
            if isinstance(parent, ast.Call) and parent.func is node:
                # What the constructor of a model calls is a block of it, whatever is known of the tensors.
                if of_model or Kind.SYMBOLIC in self.infer.kinds(index, parent):
                    return True
                if self._goes_into_new_part(index, parent):
                    return True
                continue
            if isinstance(parent, ast.Call) and isinstance(parent.func, ast.Attribute):
                if parent.func.attr == "add" and Kind.MODEL in self.infer.kinds(index, parent.func.value):
                    return True
            if self._is_given_to_model(index, node) or self._is_put_among_layers(index, node):
                return True
            if any(
                self._is_given_to_new_part(index, load)
                or ((applied := _applied_element(index, load)) and self._is_symbolic(index, applied))
                for load in self._lists_around(index, node)
            ):
                return True
        return False

    def is_applied_out_of_list(self, index: SyntaxIndex, call: ast.expr) -> bool:
        """Whether what a call makes is put into a list of which an element is called."""
        return any(
            _applied_element(index, load) is not None
            for node in self._appearances(index, call)
            for load in self._lists_around(index, node)
        )

    def _is_symbolic(self, index: SyntaxIndex, node: ast.expr) -> bool:
        return Kind.SYMBOLIC in self.infer.kinds(index, node)

    def _lists_around(self, index: SyntaxIndex, node: ast.AST) -> list[ast.Name | ast.Attribute]:
        """The reads, in its function, of the list that an object is appended to, or takes a place of."""
        parent = index.parents.get(node)
        holder = _appended_to(parent) if isinstance(parent, ast.Call) else None
        if isinstance(parent, ast.Assign) and isinstance(parent.targets[0], ast.Subscript):
            holder = getattr(parent.targets[0].value, "id", None)
        elif parent is not None and (grown := _grown_by(index, parent)) is not None:
            holder = getattr(grown, "id", None)
        loads = index.loads.get(holder, ()) if holder is not None else ()
        return [load for load in loads if index.function(load) is index.function(node)]

    def _is_put_among_layers(self, index: SyntaxIndex, node: ast.AST) -> bool:
        """Whether a model is appended to a list to which the same function appends layers: a block."""
        call = index.parents.get(node)
        holder = _appended_to(call) if isinstance(call, ast.Call) else None
        return holder is not None and any(
            _appended_to(other) == holder
            and index.function(other) is index.function(node)
            and self.infer.kinds(index, other.args[0]) == {Kind.LAYER}
            for other in index.calls
            if other is not call
        )

    def _goes_into_new_part(self, index: SyntaxIndex, applied: ast.Call) -> bool:
        """Whether what a model gives goes, also through a list, into a layer or model made on the spot."""
        uses = self._appearances(index, applied)
        for use in tuple(uses):
            uses += self._lists_around(index, use)
        return any(self._is_given_to_new_part(index, use) for use in uses)

    def _is_in_constructor(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether the constructor of a model or layer makes a call."""
        maker = index.function(call)
        owner = maker.owner if maker is not None and maker.name == "__init__" else None
        return owner is not None and self.infer.classes.instance(owner).kind in (Kind.MODEL, Kind.LAYER)

    def is_built_upon(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a network is being built of what a call gives.

        It goes into a layer or model made on the spot, or the constructor of a model makes the call.
        """
        return self._is_in_constructor(index, call) or any(
            self._is_given_to_new_part(index, node) for node in self._appearances(index, call)
        )

    def _is_given_to_new_part(self, index: SyntaxIndex, node: ast.expr) -> bool:
        for parent in index.ancestors(node):
            if isinstance(parent, (ast.stmt, *FUNCTIONS)):
                return False
            if isinstance(parent, ast.Call) and not flow.contains(parent.func, node):
                made = isinstance(parent.func, ast.Call) and self.creation.creators(
                    index, parent.func, Kind.LAYER
                )
                names = self.infer.called_names(index, parent)
                if made or any(name in catalog.MERGES or name in _COMPOSES for name in names):
                    return True
        return False

    def _is_given_to_model(self, index: SyntaxIndex, node: ast.AST) -> bool:
        """Whether a mention of a model stands among the arguments of a call that builds another one."""
        child = node
        for parent in index.ancestors(node):
            if isinstance(parent, ast.Call):
                if child is parent.func:
                    return False
                names = self.creation.creators(index, parent, Kind.MODEL)
                return bool(self.creation.creators(index, parent, Kind.LAYER)) or any(
                    name in _COMPOSES or name.startswith("class ") for name in names
                )
            if isinstance(parent, (ast.stmt, *FUNCTIONS)):
                return False
            child = parent
        return False


def _grown_by(index: SyntaxIndex, display: ast.AST) -> ast.expr | None:
    """The container that a display is joined to, as ``made += [x]`` or ``made = [*made, x]`` do."""
    if not isinstance(display, (ast.List, ast.Tuple, ast.Dict)):
        return None
    whole: ast.expr = display
    parent = index.parents.get(display)
    if isinstance(parent, ast.Call) and isinstance(parent.func, ast.Attribute):
        return parent.func.value if parent.func.attr == "update" and display in parent.args else None
    while isinstance(parent, ast.BinOp) and isinstance(parent.op, (ast.Add, ast.BitOr)):
        whole, parent = parent, index.parents.get(parent)
    if isinstance(parent, ast.AugAssign) and isinstance(parent.op, (ast.Add, ast.BitOr)):
        return parent.target
    if not isinstance(parent, ast.Assign):
        return None
    if isinstance(display, ast.Dict):
        unpacked = [value for key, value in zip(display.keys, display.values, strict=True) if key is None]
    else:
        unpacked = [element.value for element in display.elts if isinstance(element, ast.Starred)]
    before = [*_summands(whole), *unpacked]
    return next((t for t in parent.targets if any(spell_the_same(t, part) for part in before)), None)


def _summands(node: ast.expr) -> Iterator[ast.expr]:
    """The lists that a sum joins."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.BitOr)):
        yield from _summands(node.left)
        yield from _summands(node.right)
    else:
        yield node


def _is_one_element(index: SyntaxIndex, container: ast.AST) -> bool:
    """Whether a mention of a container reads one of its elements."""
    part = index.parents.get(container)
    return (
        isinstance(part, ast.Subscript) and not isinstance(part.slice, ast.Slice) and part.value is container
    )


def _applied_element(index: SyntaxIndex, container: ast.expr) -> ast.Call | None:
    """The call of one element of a container, as ``models[-1](x)`` is."""
    chosen = index.parents.get(container)
    applied = index.parents.get(chosen) if isinstance(chosen, ast.Subscript) else None
    return applied if isinstance(applied, ast.Call) and applied.func is chosen else None


def _appended_to(call: ast.Call) -> str | None:
    """The variable of the list that ``rows.append(x)`` is called on."""
    function = call.func
    if not isinstance(function, ast.Attribute) or function.attr != "append" or len(call.args) != 1:
        return None
    return function.value.id if isinstance(function.value, ast.Name) else None
