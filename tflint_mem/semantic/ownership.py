"""Who is responsible for a resource that a call opens, and whether it is released on every path."""

from __future__ import annotations

import ast
import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tflint_mem.semantic import catalog, conditions, flow
from tflint_mem.semantic.containers import GROWS
from tflint_mem.semantic.default_sessions import DefaultSessions
from tflint_mem.semantic.syntax import (
    LOOPS,
    Binding,
    ClassScope,
    FunctionScope,
    Scope,
    SyntaxIndex,
    spell_the_same,
    tail_of,
    walk_own,
)
from tflint_mem.semantic.values import Kind
from tflint_mem.semantic.ways_out import WaysOut

if TYPE_CHECKING:
    from tflint_mem.semantic.inference import Inference


class Fate(enum.Enum):
    """What becomes of an opened resource."""

    MANAGED = "released by a with statement, an exit stack or an owner"
    HANDED_OUT = "returned or yielded to the caller"
    RELEASED = "closed on every path"
    PROCESS = "lives as long as the process"
    UNKNOWN = "unknown"
    LOCAL = "a local variable that is not closed on every path"
    TEMPORARY = "has no name, so nothing can close it"
    ATTRIBUTE = "kept in an attribute that no method closes"
    KEPT = "kept in a container that nothing closes"


_SESSION_USERS = frozenset({"restore", "save", "eval", "run", "load"})
"""Methods that use the session given to them while they run."""

_METHODS = frozenset({"run", "partial_run", "make_callable", "write", "add_summary", "as_default"})
"""Methods of sessions and writers that code may be given in the place of the object."""

_PACKS = (ast.List, ast.Tuple, ast.Dict, ast.ListComp, ast.DictComp)
_CLOSERS = frozenset({"close", "__exit__", "enter_context", "callback", "set_as_default"})

LEAKS = frozenset({Fate.LOCAL, Fate.TEMPORARY, Fate.ATTRIBUTE, Fate.KEPT})


@dataclass(frozen=True)
class Opening:
    """A call that opens a resource, and what becomes of it.

    Attributes:
        call: the opening call.
        fate: who releases it.
        name: the variable or attribute that holds it, if any.
        creators: the canonical names of what opens it.
        exit: the statement that leaves without releasing it, where one stands out.
        escapes: whether something else may still refer to the resource after the block it lives in.
    """

    call: ast.Call
    fate: Fate
    name: str = ""
    creators: tuple[str, ...] = ()
    exit: ast.stmt | None = None
    escapes: bool = False


_DEFAULT_SESSION = frozenset({"tf.get_default_session"})

_OWN_PARTS = frozenset({"graph", "graph_def", "sess_str", "name", "mode"})
"""Attributes of sessions, writers and files that are of use after those were closed."""
_PUTS = GROWS | {"update"}
"""Methods that put something into a container, on its own or in another one."""
_NAMES = (
    ast.Assign, ast.AnnAssign, ast.NamedExpr, ast.Tuple, ast.List, ast.Set, ast.Dict, ast.IfExp, ast.BoolOp,
    ast.Starred,
)  # fmt: skip
"""What gives the value of an expression to something else."""


class Ownership:
    """Follows an opened resource from its call to its release."""

    def __init__(self, inference: Inference) -> None:
        self.infer = inference
        self.defaults = DefaultSessions(inference)

    def opening(self, index: SyntaxIndex, call: ast.Call, creators: tuple[str, ...]) -> Opening:
        """What becomes of the resource that ``call`` opens."""
        if conditions.makes_up_for_default(self.infer, index, call):
            return Opening(call, Fate.UNKNOWN, creators=creators)  # all callers have one
        found = self._followed(index, call, creators)
        if found.fate not in LEAKS or not self.defaults.comes_first(index, call):
            return found
        if self.defaults.is_made_around(index):
            return Opening(call, Fate.UNKNOWN, found.name, creators)
        if catalog.INTERACTIVE_SESSIONS.issuperset(creators) and not found.escapes:
            # It becomes the default one, which whoever asks next gets: there is one, as long as the process.
            return Opening(call, Fate.PROCESS, found.name, creators)
        return found

    def _followed(self, index: SyntaxIndex, call: ast.Call, creators: tuple[str, ...]) -> Opening:
        child: ast.AST = call
        parent = index.parents.get(call)
        while isinstance(parent, (ast.Await, ast.IfExp, ast.BoolOp, ast.Starred)):
            child, parent = parent, index.parents.get(parent)

        def fate(kind: Fate) -> Opening:
            return Opening(call, kind, creators=creators)

        if isinstance(parent, ast.withitem):
            return fate(Fate.MANAGED)
        if isinstance(parent, (ast.Return, ast.Yield, ast.YieldFrom)) or (
            isinstance(parent, ast.Lambda) and parent.body is child
        ):
            return fate(Fate.HANDED_OUT)
        if isinstance(parent, ast.Attribute):
            kept = parent.attr in ("__enter__", "close", "set_as_default")
            return fate(Fate.UNKNOWN if kept else Fate.TEMPORARY)
        if isinstance(parent, (ast.Call, ast.keyword)):
            return fate(self._given_directly(index, child, parent))
        if isinstance(parent, ast.Expr):
            if index.function(call) is None or self._becomes_default(index, call):
                return fate(Fate.PROCESS)
            return fate(Fate.TEMPORARY)
        if isinstance(parent, (ast.Assign, ast.AnnAssign, ast.NamedExpr)):
            targets: list[ast.expr] = parent.targets if isinstance(parent, ast.Assign) else [parent.target]
            return self._stored(index, call, creators, targets)
        if isinstance(parent, _PACKS):
            return self._packed(index, call, creators, child, parent)
        return fate(Fate.UNKNOWN)

    def _becomes_default(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a function of the project enters what it opens, so that others find it as the default."""
        return any(
            isinstance(inner.func, ast.Attribute) and inner.func.attr == "__enter__"
            for callee in self.infer.calls.callees(index, call)
            for inner in callee.index.own_calls(callee.node)
        )

    def _packed(
        self, index: SyntaxIndex, call: ast.Call, creators: tuple[str, ...], child: ast.AST, pack: ast.AST
    ) -> Opening:
        """A resource is an element of a display or comprehension."""
        statement = index.parents.get(pack)
        unknown = Opening(call, Fate.UNKNOWN, creators=creators)
        if not isinstance(statement, (ast.Assign, ast.AnnAssign)):
            return unknown
        target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
        if isinstance(target, (ast.Tuple, ast.List)):
            if not isinstance(pack, (ast.Tuple, ast.List)) or len(pack.elts) != len(target.elts):
                return unknown
            places = [place for place, element in enumerate(pack.elts) if element is child]
            if not places or any(isinstance(n, ast.Starred) for n in (*pack.elts, *target.elts)):
                return unknown
            return self._stored(index, call, creators, [target.elts[places[0]]])
        if isinstance(target, ast.Name):
            return self._in_container(index, call, creators, target)
        if isinstance(target, ast.Attribute):
            owner = index.owner_of_attribute(target)
            if owner is not None and self._is_only_used(index, owner, target.attr):
                return Opening(call, Fate.KEPT, f"self.{target.attr}", creators, escapes=True)
        return unknown

    def _is_only_used(self, index: SyntaxIndex, owner: ClassScope, name: str) -> bool:
        """Whether all code that mentions a container in an attribute uses its elements and closes none."""
        return all(
            self._uses_element(other, load) and not self._closes_something(other, load)
            for other in self._files_about(index, owner, name)
            for load in other.loads.get(name, ())
            if isinstance(load, ast.Attribute) and self._may_be(other, load.value, owner)
        )

    @staticmethod
    def _uses_element(index: SyntaxIndex, holder: ast.expr) -> bool:
        """Whether a container is only looked into where it is mentioned: nothing gets hold of an element."""
        parent = index.parents.get(holder)
        if isinstance(parent, ast.Subscript):
            return isinstance(index.parents.get(parent), ast.Attribute)
        return Ownership._is_looped_over(index, holder)

    @staticmethod
    def _is_looped_over(index: SyntaxIndex, holder: ast.expr) -> bool:
        """Whether a container is what a loop goes over that gives no element away."""
        loop, element = _drawn_from(index, holder)
        if loop is None:
            return False
        names = {n.id for n in ast.walk(element) if isinstance(n, ast.Name)} if element is not None else set()
        return bool(names) and not any(
            isinstance(argument, ast.Name) and argument.id in names
            for statement in loop.body
            for inner in index.own_calls(statement)
            for argument in (*inner.args, *(keyword.value for keyword in inner.keywords))
        )

    @staticmethod
    def _closes_something(index: SyntaxIndex, load: ast.expr) -> bool:
        function = index.function(load)
        body = index.tree if function is None else function.node
        return any(isinstance(node, ast.Attribute) and node.attr in _CLOSERS for node in ast.walk(body))

    def _given_directly(self, index: SyntaxIndex, child: ast.AST, parent: ast.Call | ast.keyword) -> Fate:
        outer = parent if isinstance(parent, ast.Call) else index.parents.get(parent)
        if not isinstance(outer, ast.Call):
            return Fate.UNKNOWN
        if self._takes_over(index, outer):
            return Fate.MANAGED
        return Fate.UNKNOWN

    def _takes_over(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a call becomes responsible for the resource given to it."""
        if isinstance(call.func, ast.Attribute) and call.func.attr in (
            "enter_context",
            "push",
            "enter_async_context",
            "callback",
            "addCleanup",
            "addfinalizer",
            "register",
            "enterContext",
            "set_session",
            "finalize",
        ):
            return True
        return any(name in catalog.TAKES_OVER for name in self.infer.called_names(index, call))

    def _stored(
        self, index: SyntaxIndex, call: ast.Call, creators: tuple[str, ...], targets: list[ast.expr]
    ) -> Opening:
        openings = []
        in_row = Kind.CONTAINER in self.infer.kinds(index, call)
        for target in targets:
            if in_row and not isinstance(target, (ast.Tuple, ast.List)):
                # The variable holds a row with the resource in it, which others may take out and close.
                openings.append(Opening(call, Fate.UNKNOWN, creators=creators))
            elif isinstance(target, ast.Name):
                openings.append(self._in_variable(index, call, creators, target.id))
            elif isinstance(target, ast.Attribute):
                openings.append(self._in_attribute(index, call, creators, target))
            else:
                name = self._unpacked_name(index, target)
                if name is None:
                    openings.append(Opening(call, Fate.UNKNOWN, creators=creators))
                else:
                    openings.append(self._in_variable(index, call, creators, name))
        for opening in openings:
            if opening.fate not in LEAKS:
                return opening
        return openings[0]

    def _unpacked_name(self, index: SyntaxIndex, target: ast.expr) -> str | None:
        """The variable that receives the session when a call's tuple is unpacked."""
        if isinstance(target, (ast.Tuple, ast.List)):
            for element in target.elts:
                if isinstance(element, ast.Name):
                    for binding in index.scope(element).bindings.get(element.id, ()):
                        if binding.node is element:
                            values = self.infer.bound(index, binding, index.scope(element))
                            if any(value.kind is Kind.SESSION for value in values):
                                return element.id
        return None

    def may_outlive(self, index: SyntaxIndex, opening: Opening) -> bool:
        """Whether something other than its variable may use a resource after the variable's last mention.

        True when a nested function mentions the variable, when another name or a container gets it or one of
        its methods, or when it is given to code that is unknown or that puts it into a closure or an object.
        """
        function = index.function(opening.call)
        for load in index.loads.get(opening.name, ()):
            if not isinstance(load, ast.Name):
                continue
            if index.function(load) is not function:
                if function is None or function.node in set(index.ancestors(load)):
                    return True
                continue
            if any(isinstance(parent, ast.GeneratorExp) for parent in index.ancestors(load)):
                return True
            parent = index.parents.get(load)
            if self._gets_another_name(index, load):
                return True
            outer = index.parents.get(parent) if isinstance(parent, ast.keyword) else parent
            if isinstance(outer, ast.Call) and load is not outer.func:
                if not self._only_borrows(index, outer, load, 0):
                    return True
        return False

    @staticmethod
    def _gets_another_name(index: SyntaxIndex, load: ast.Name) -> bool:
        """Whether a mention of a resource hands it, or a method of it, to another name or a container."""
        parent = index.parents.get(load)
        if isinstance(parent, ast.Attribute):
            call = index.parents.get(parent)
            called = isinstance(call, ast.Call) and call.func is parent
            return isinstance(parent.ctx, ast.Load) and not called and parent.attr not in _OWN_PARTS
        return isinstance(parent, _NAMES) and getattr(parent, "test", None) is not load

    def _only_borrows(self, index: SyntaxIndex, call: ast.Call, argument: ast.expr, depth: int) -> bool:
        """Whether a call is done with the resource it is given when it returns."""
        names = self.infer.called_names(index, call)
        if names and all(catalog.is_tensorflow(name) for name in names):
            # An object that is made of it, such as a hook for the summaries, goes on using it.
            return not any(name in catalog.KEEPS_SESSION or _is_class(name) for name in names)
        if isinstance(call.func, ast.Attribute) and call.func.attr in _SESSION_USERS:
            return True
        callees = self.infer.calls.callees(index, call)
        if not callees or depth > 3:
            return False
        return all(self._function_only_borrows(callee, call, argument, depth) for callee in callees)

    def _function_only_borrows(
        self, callee: FunctionScope, call: ast.Call, argument: ast.expr, depth: int
    ) -> bool:
        name = callee.parameter_for(call, argument)
        if name is None or callee.is_generator or self._keeps_parameter(callee, call, argument):
            return False
        index = callee.index
        for load in index.loads.get(name, ()):
            if not isinstance(load, ast.Name) or callee.node not in set(index.ancestors(load)):
                continue
            if index.function(load) is not callee:
                return False
            parent = index.parents.get(load)
            outer = index.parents.get(parent) if isinstance(parent, ast.keyword) else parent
            if isinstance(outer, ast.Call) and load is not outer.func:
                if not self._only_borrows(index, outer, load, depth + 1):
                    return False
        return True

    # -- attributes ----------------------------------------------------------------------------------

    def _in_attribute(
        self, index: SyntaxIndex, call: ast.Call, creators: tuple[str, ...], target: ast.Attribute
    ) -> Opening:
        name, owner = target.attr, index.owner_of_attribute(target)
        if owner is None:
            return Opening(call, Fate.UNKNOWN, name, creators)
        if self._is_released_attribute(index, owner, name) or any(
            catalog.WRITING_CALLBACKS.match(base) for base in self.infer.classes.library_bases(owner)
        ):
            return Opening(call, Fate.RELEASED, f"self.{name}", creators)
        return Opening(call, Fate.ATTRIBUTE, f"self.{name}", creators, escapes=True)

    def _is_released_attribute(self, index: SyntaxIndex, owner: ClassScope, name: str) -> bool:
        names = [name, *self._handed_out_by(owner, name)]
        return any(
            self._releases_attribute(other, owner, each)
            for each in names
            for other in self._files_about(index, owner, each)
        )

    def _handed_out_by(self, owner: ClassScope, name: str) -> list[str]:
        """The properties and methods of a class, or its bases, that give an attribute of its instances."""
        return [
            method.name
            for cls in self.infer.classes.mro(owner)
            for method in cls.methods()
            if any(isinstance(value, ast.Attribute) and value.attr == name for value in method.returns)
        ]

    def _files_about(self, index: SyntaxIndex, owner: ClassScope, name: str) -> list[SyntaxIndex]:
        """The files of a class, and those that import them and may close what an attribute holds."""
        project = self.infer.project
        files = {c.index.source.path: c.index for c in self.infer.classes.mro(owner)}
        files[index.source.path] = index
        for path in project.importers(index.source.path):
            content = project.content(path)
            if name.encode() in content and (b"close" in content or b"with " in content):
                other = project.index(path)
                if other is not None:
                    files[path] = other
        return list(files.values())

    def _releases_attribute(self, index: SyntaxIndex, owner: ClassScope, name: str) -> bool:
        """Whether a file closes, manages or hands over the attribute of an instance of ``owner``."""
        for load in index.loads.get(name, ()):
            if not isinstance(load, ast.Attribute) or not self._may_be(index, load.value, owner):
                continue
            given: ast.expr = load
            parent = index.parents.get(load)
            if isinstance(parent, ast.Call) and parent.func is load:  # a method that hands it out
                given, parent = parent, index.parents.get(parent)
            if isinstance(parent, ast.keyword):
                parent = index.parents.get(parent)
            if isinstance(parent, ast.Attribute) and parent.attr in ("close", "__exit__"):
                return True
            if isinstance(parent, ast.withitem) or (
                isinstance(parent, ast.Call) and parent.func is not given and self._takes_over(index, parent)
            ):
                return True
            for use in index.loads.get(_alias(index, given), ()):
                outer = index.parents.get(use)
                if not isinstance(use, ast.Name) or index.home(use) is not index.scope(load):
                    continue
                if isinstance(outer, ast.withitem) or (
                    isinstance(outer, ast.Attribute) and outer.attr == "close"
                ):
                    return True
            if isinstance(parent, ast.Call) and parent.func is not given:
                if self._makes_owner(index, parent) or any(
                    self._closes_parameter(callee, parent, given)
                    for callee in self.infer.calls.callees(index, parent)
                ):
                    return True
        return False

    def _may_be(self, index: SyntaxIndex, receiver: ast.expr, owner: ClassScope) -> bool:
        """Whether an expression may stand for an instance of ``owner``, as far as known."""
        classes = [value.cls for value in self.infer.values(index, receiver) if value.cls is not None]
        return not classes or any(
            owner in self.infer.classes.mro(cls) or cls in self.infer.classes.mro(owner) for cls in classes
        )

    def _makes_owner(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a call makes an object, other than TensorFlow's own, that may close what it is given."""
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        callees = self.infer.values(index, call.func)
        library = any(catalog.is_tensorflow(callee.name) for callee in callees)
        if any(callee.kind is Kind.FUNCTION for callee in callees):
            return False
        classes = [callee.cls for callee in callees if callee.cls is not None]
        if classes and not any(map(self._may_close, classes)):
            return False
        return name.lstrip("_")[:1].isupper() and not library

    def _may_close(self, cls: ClassScope) -> bool:
        """Whether a class of the project closes something, or has a base that is not known to the project."""
        return bool(set(self.infer.classes.library_bases(cls)) - {"builtins.object"}) or any(
            isinstance(node, ast.withitem) or (isinstance(node, ast.Attribute) and node.attr in _CLOSERS)
            for base in self.infer.classes.mro(cls)
            for node in ast.walk(base.node)
        )

    # -- variables -----------------------------------------------------------------------------------

    def _in_variable(
        self, index: SyntaxIndex, call: ast.Call, creators: tuple[str, ...], name: str
    ) -> Opening:
        function = index.function(call)
        scope = index.scope(call)
        in_loop = bool(flow.enclosing_loops(index, call))
        if function is None and not in_loop:
            return Opening(call, Fate.PROCESS, name, creators)
        if name in scope.global_names:
            return Opening(call, Fate.PROCESS, name, creators)
        if name in scope.nonlocal_names:
            return Opening(call, Fate.UNKNOWN, name, creators)
        aliases = {name}
        for load in index.loads.get(name, ()):
            if not isinstance(load, ast.Name) or not self._same_variable(index, load, scope_node=scope.node):
                continue
            found = self._use_of_variable(index, call, creators, load, function)
            if isinstance(found, Opening):
                return found
            if isinstance(found, str):
                aliases.add(found)
        statement = index.statement(call)
        leak = WaysOut(self.closes, index, aliases, statement).leak_after(statement)
        if leak is None:
            return Opening(call, Fate.RELEASED, name, creators)
        region = index.tree if function is None else function.node
        early = isinstance(leak, flow.EXITS) and self.closes(index, region, aliases)
        telling = leak if isinstance(leak, LOOPS) or early else None
        return Opening(call, Fate.LOCAL, name, creators, telling if isinstance(telling, ast.stmt) else None)

    @staticmethod
    def _same_variable(index: SyntaxIndex, load: ast.Name, scope_node: ast.AST) -> bool:
        scope = index.scope(load)
        while scope is not None and scope.node is not scope_node:
            if load.id in scope.bindings:
                return False
            if scope.parent is None:
                return False
            scope = scope.parent
        return scope is not None

    def _use_of_variable(
        self,
        index: SyntaxIndex,
        call: ast.Call,
        creators: tuple[str, ...],
        load: ast.Name,
        function: FunctionScope | None,
    ) -> Opening | str | None:
        """What one mention of the variable means: a fate, an alias's name, or nothing special."""
        child: ast.AST = load
        parent = index.parents.get(load)
        while isinstance(parent, (ast.Tuple, ast.List, ast.Dict, ast.Set, ast.IfExp, ast.Starred, ast.Await)):
            child, parent = parent, index.parents.get(parent)
        packed = child is not load
        own = index.function(load)
        if own is not function and self._outlives(index, own, function):
            return Opening(call, Fate.UNKNOWN, load.id, creators)
        if isinstance(parent, (ast.Return, ast.Yield, ast.YieldFrom)):
            return Opening(call, Fate.HANDED_OUT, load.id, creators)
        if isinstance(parent, ast.Attribute) and parent.attr in ("close", "__exit__"):
            outer = index.parents.get(parent)
            if not (isinstance(outer, ast.Call) and outer.func is parent):
                return Opening(call, Fate.MANAGED, load.id, creators)
            return None
        if isinstance(parent, ast.Attribute) and parent.attr == "set_as_default":
            return Opening(call, Fate.PROCESS, load.id, creators)
        if isinstance(parent, ast.Attribute) and self._is_found_by_new_object(index, parent):
            return Opening(call, Fate.UNKNOWN, load.id, creators)
        if isinstance(parent, ast.Attribute) and parent.attr == "init":
            started = index.parents.get(parent)
            if isinstance(started, ast.Call) and not isinstance(index.parents.get(started), ast.Expr):
                # In a graph a writer is operations, which live and close with the session that runs them.
                return Opening(call, Fate.UNKNOWN, load.id, creators)
        if isinstance(parent, ast.Attribute) and parent.attr in _METHODS:
            outer = index.parents.get(parent)
            if not isinstance(outer, ast.Call) or outer.func is not parent or parent.attr == "make_callable":
                # A bound method, or a callable of the session, keeps it open for whoever holds that.
                return Opening(call, Fate.UNKNOWN, load.id, creators)
        if isinstance(parent, ast.keyword):
            child, parent = parent, index.parents.get(parent)
        if isinstance(parent, ast.Call) and child is not parent.func:
            return self._given(index, call, creators, load, parent)
        if isinstance(parent, (ast.Assign, ast.AnnAssign)):
            target = parent.targets[0] if isinstance(parent, ast.Assign) else parent.target
            if isinstance(target, ast.Name) and not packed:
                if target.id in index.scope(target).global_names:
                    return Opening(call, Fate.PROCESS, load.id, creators)
                return target.id
            if isinstance(target, ast.Attribute) and not packed:
                return self._in_attribute(index, call, creators, target)
            if isinstance(target, ast.Name) and packed:
                return self._in_container(index, call, creators, target)
            return Opening(call, Fate.UNKNOWN, load.id, creators)
        return None

    def _is_found_by_new_object(self, index: SyntaxIndex, entered: ast.Attribute) -> bool:
        """Whether an object is made and returned under ``as_default()``, which may keep that session."""
        item = index.parents.get(index.parents.get(entered, entered))
        block = index.parents.get(item) if isinstance(item, ast.withitem) else None
        if entered.attr != "as_default" or block is None:
            return False
        return any(
            isinstance(node, ast.Return)
            and isinstance(node.value, ast.Call)
            and self._may_keep_default(index, node.value)
            for node in walk_own(block)
        )

    def _may_keep_default(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether a call makes an object of an unknown class, or of one that asks for the default session."""
        if any(catalog.is_tensorflow(name) for name in self.infer.called_names(index, call)):
            return False
        callees = self.infer.calls.callees(index, call)
        if callees:
            makers = (*callees, *self._constructors_of_given_class(index, call.func))
            return any(self.infer.calls.does(maker, _DEFAULT_SESSION) for maker in makers)
        name = tail_of(call.func)
        made = isinstance(call.func, ast.Name) or name.lstrip("_")[:1].isupper()
        known = (Kind.API, Kind.CLASS, Kind.MODEL, Kind.LAYER, Kind.TF_FUNCTION)
        return made and self.infer.kinds(index, call.func).isdisjoint(known)

    def _constructors_of_given_class(self, index: SyntaxIndex, node: ast.expr) -> list[FunctionScope]:
        """The constructors of the classes that derive from the one which a parameter is declared to be."""
        bindings = index.home(node).bindings.get(node.id, []) if isinstance(node, ast.Name) else []
        if not any(binding.how == "parameter" for binding in bindings):
            return []
        return [
            method
            for value in self.infer.values(index, node)
            if value.kind is Kind.CLASS and value.cls is not None
            for derived in self.infer.classes.subclasses(value.cls)
            for method in derived.methods()
            if method.name == "__init__"
        ]

    def _outlives(
        self, index: SyntaxIndex, inner: FunctionScope | None, function: FunctionScope | None
    ) -> bool:
        """Whether a nested function that mentions the variable is more than called where it is defined."""
        while inner is not None and inner is not function:
            for use in self.infer.calls.uses(inner):
                if use.call is None:
                    return True
            if isinstance(inner.node, ast.Lambda) or inner.decorators:
                return True
            inner = index.function(inner.node)
        return False

    def _given(
        self, index: SyntaxIndex, call: ast.Call, creators: tuple[str, ...], load: ast.Name, outer: ast.Call
    ) -> Opening | None:
        if self._takes_over(index, outer):
            return Opening(call, Fate.MANAGED, load.id, creators)
        if isinstance(outer.func, ast.Attribute) and outer.func.attr in _PUTS:
            if isinstance(outer.func.value, (ast.Name, ast.Attribute)):
                return self._in_container(index, call, creators, outer.func.value)
            return Opening(call, Fate.UNKNOWN, load.id, creators)
        callees = self.infer.calls.callees(index, outer)
        for callee in callees:
            if self._keeps_parameter(callee, outer, load):
                return Opening(call, Fate.UNKNOWN, load.id, creators)
        if not callees and self._makes_owner(index, outer):
            return Opening(call, Fate.UNKNOWN, load.id, creators)
        return None

    def _in_container(
        self, index: SyntaxIndex, call: ast.Call, creators: tuple[str, ...], holder: ast.expr
    ) -> Opening:
        """A resource is put into a list or dictionary: is there code that closes its elements?"""
        name = holder.id if isinstance(holder, ast.Name) else getattr(holder, "attr", "")
        function = index.function(holder)
        local = isinstance(holder, ast.Name) and function is not None and name in function.bindings
        if not local or any(binding.how == "parameter" for binding in function.bindings[name]):  # type: ignore[union-attr]
            return Opening(call, Fate.UNKNOWN, name, creators)
        for load in index.loads.get(name, ()):
            if index.function(load) is not function:
                continue
            parent = index.parents.get(load)
            if isinstance(parent, ast.Compare) or (
                isinstance(parent, ast.Attribute) and parent.attr in _PUTS
            ):
                continue
            if isinstance(parent, ast.Call) and isinstance(parent.func, ast.Name) and parent.func.id == "len":
                continue
            element = index.parents.get(parent) if isinstance(parent, ast.Subscript) else None
            if isinstance(element, ast.Attribute) and element.attr not in _CLOSERS:
                continue
            if self._is_looped_over(index, load) and not any(
                isinstance(n, ast.Attribute) and n.attr in _CLOSERS for n in ast.walk(index.statement(load))
            ):
                continue
            return Opening(call, Fate.UNKNOWN, name, creators)
        return Opening(call, Fate.KEPT, name, creators, escapes=True)

    def _keeps_parameter(self, callee: FunctionScope, call: ast.Call, argument: ast.expr) -> bool:
        """Whether a project function stores the resource it is given, or hands it on to the unknown."""
        name = callee.parameter_for(call, argument)
        if name is None:
            return True
        index = callee.index
        for load in index.loads.get(name, ()):
            if index.function(load) is not callee:
                around = index.function(load)
                while around is not None and around is not callee:
                    around = index.function(around.node)
                if around is callee and name not in (index.function(load) or callee).bindings:
                    return False  # a closure borrows it
                continue
            parent = index.parents.get(_choice(index, load))
            if isinstance(parent, (ast.Assign, ast.AnnAssign)):
                return True
            if isinstance(parent, (ast.Return, ast.Yield)):
                return True
        return False

    def _closes_parameter(self, callee: FunctionScope, call: ast.Call, argument: ast.expr) -> bool:
        """Whether a project function closes the resource it is given, or enters it."""
        name = callee.parameter_for(call, argument)
        if name is None:
            return False
        index = callee.index
        own = [load for load in index.loads.get(name, ()) if index.function(load) is callee]
        for load in list(own):
            # ``session = given or make()`` is another name for it.
            other = _alias(index, _choice(index, load))
            own += [n for n in index.loads.get(other, ()) if index.function(n) is callee]
        for load in own:
            parent = index.parents.get(load)
            if isinstance(parent, ast.withitem):
                return True
            if isinstance(parent, ast.Attribute) and parent.attr in ("close", "__exit__"):
                return True
        return False

    def is_always_flushed(self, index: SyntaxIndex, opening: Opening) -> bool:
        """Whether each use of an event writer is flushed, as ``with writer.as_default()`` does by itself."""
        name = opening.name.removeprefix("self.")
        if name == opening.name:
            scope = index.scope(opening.call)
            opened = [b for b in scope.bindings.get(name, ()) if b.value is opening.call]
            return all(
                self._flushes(index, load, 0)
                for load in index.loads.get(name, ())
                if isinstance(load, ast.Name)
                and self._same_variable(index, load, scope_node=scope.node)
                and not (opened and self._is_another(index, scope, load, opened))
            )
        owners = {
            index.owner_of_attribute(target)
            for target in ast.walk(index.statement(opening.call))
            if isinstance(target, ast.Attribute) and target.attr == name
        }
        return all(
            self._flushes(other, load, 0)
            for owner in owners
            if owner is not None
            for other in self._files_about(index, owner, name)
            for load in other.loads.get(name, ())
            if isinstance(load, ast.Attribute) and self._may_be(other, load.value, owner)
        )

    @staticmethod
    def _is_another(index: SyntaxIndex, scope: Scope, load: ast.Name, opened: list[Binding]) -> bool:
        """Whether a variable never holds what was opened where it is read."""
        if not flow.same_frame(index, scope, load):
            return False
        seen = flow.reaching(index, scope.bindings[load.id], load)
        return not any(binding in seen for binding in opened)

    def _flushes(self, index: SyntaxIndex, load: ast.expr, depth: int) -> bool:
        """Whether all that is written where an event writer is mentioned is on the disk afterwards."""
        parent = index.parents.get(load)
        if isinstance(parent, ast.Attribute):
            call = index.parents.get(parent)
            entered = isinstance(call, ast.Call) and isinstance(index.parents.get(call), ast.withitem)
            flushed = parent.attr in ("flush", "close") or (parent.attr == "as_default" and entered)
            return flushed or self._is_flushed_after(index, load)
        if isinstance(parent, (ast.Tuple, ast.List)):
            uses = [
                use
                for use in index.loads.get(_alias(index, load), ())
                if isinstance(use, ast.Name) and index.home(use) is index.scope(load)
            ]
            return bool(uses) and depth <= 3 and all(self._flushes(index, use, depth + 1) for use in uses)
        call = index.parents.get(parent) if isinstance(parent, ast.keyword) else parent
        if isinstance(parent, (ast.If, ast.IfExp, ast.Compare)) or (
            isinstance(parent, ast.UnaryOp) and isinstance(parent.op, ast.Not)
        ):
            return getattr(parent, "test", load) is load  # asks whether there is one
        if not isinstance(call, ast.Call) or load is call.func or depth > 3:
            return False
        callees = self.infer.calls.callees(index, call)
        return bool(callees) and all(
            self._flushes(callee.index, use, depth + 1)
            for callee in callees
            for use in callee.index.loads.get(callee.parameter_for(call, load) or "", ())
            if isinstance(use, ast.Name) and callee.index.function(use) is callee
        )

    @staticmethod
    def _is_flushed_after(index: SyntaxIndex, load: ast.expr) -> bool:
        """Whether a writer is flushed further down, in the same round of the same loops."""
        loops = flow.enclosing_loops(index, load)
        return any(
            isinstance(flush, ast.Attribute)
            and index.function(flush) is index.function(load)
            and spell_the_same(flush.value, load)
            and flow.enclosing_loops(index, flush) == loops
            and flow.place(flush) > flow.place(load)
            for flush in index.loads.get("flush", ())
        )

    def closes(self, index: SyntaxIndex, node: ast.AST, names: set[str]) -> bool:
        """Whether running ``node`` closes the resource that one of the variables ``names`` holds."""
        for inner in walk_own(node):
            if not isinstance(inner, ast.Call):
                continue
            callee = inner.func
            if (
                isinstance(callee, ast.Attribute)
                and callee.attr in ("close", "__exit__")
                and isinstance(callee.value, ast.Name)
                and callee.value.id in names
            ):
                return True
            for argument in (*inner.args, *(keyword.value for keyword in inner.keywords)):
                if isinstance(argument, ast.Name) and argument.id in names:
                    if any(
                        self._closes_parameter(f, inner, argument)
                        for f in self.infer.calls.callees(index, inner)
                    ):
                        return True
        for function in self._local_calls(index, node):
            body = function.node.body
            if any(self.closes(index, part, names) for part in (body if isinstance(body, list) else [body])):
                return True
        return False

    def _local_calls(self, index: SyntaxIndex, node: ast.AST) -> list[FunctionScope]:
        """The nested functions of the same function that ``node`` calls."""
        found = []
        own = index.function(node)
        for inner in walk_own(node):
            if isinstance(inner, ast.Call) and isinstance(inner.func, ast.Name):
                for callee in self.infer.calls.callees(index, inner):
                    if callee.index is index and own is not None and index.function(callee.node) is own:
                        found.append(callee)
        return found


def _drawn_from(
    index: SyntaxIndex, holder: ast.expr
) -> tuple[ast.For | ast.AsyncFor | None, ast.expr | None]:
    """The loop that goes over a container, also by ``items()`` or ``zip()``, and what it draws from it."""
    source: ast.AST = holder
    place: int | None = None
    parent = index.parents.get(holder)
    if isinstance(parent, ast.Attribute) and parent.attr in ("items", "values"):
        call = index.parents.get(parent)
        if isinstance(call, ast.Call) and call.func is parent:
            source, place = call, 1 if parent.attr == "items" else None
    elif isinstance(parent, ast.Call) and getattr(parent.func, "id", "") in ("zip", "enumerate"):
        source, place = parent, 1 if getattr(parent.func, "id", "") == "enumerate" else None
        if place is None and holder in parent.args:
            place = parent.args.index(holder)
    loop = index.parents.get(source)
    if not isinstance(loop, (ast.For, ast.AsyncFor)) or loop.iter is not source:
        return None, None
    target = loop.target
    if place is None:
        return loop, target
    elements = target.elts if isinstance(target, (ast.Tuple, ast.List)) else []
    return loop, elements[place] if place < len(elements) else None


def _choice(index: SyntaxIndex, node: ast.expr) -> ast.expr:
    """The choice, as in ``given or made``, that an expression is one of; else the expression."""
    parent = index.parents.get(node)
    return parent if isinstance(parent, (ast.BoolOp, ast.IfExp)) else node


def _alias(index: SyntaxIndex, node: ast.expr) -> str:
    """The variable that an assignment, or a loop over a display, gives the value of ``node``; else empty."""
    child: ast.AST = node
    parent = index.parents.get(node)
    place = None
    if isinstance(parent, (ast.Tuple, ast.List)):
        place, child, parent = parent.elts.index(node), parent, index.parents.get(parent)
    target: ast.expr | None = None
    rows = index.parents.get(parent) if isinstance(parent, (ast.Tuple, ast.List)) else None
    if isinstance(rows, ast.For) and rows.iter is parent:
        target = rows.target  # a loop over rows, each of which has its place for it
    elif isinstance(parent, ast.For) and place is not None and parent.iter is child:
        target, place = parent.target, None
    elif isinstance(parent, ast.Assign):
        target = parent.targets[0]
    elif isinstance(parent, ast.NamedExpr):
        target = parent.target
    if place is not None and isinstance(target, (ast.Tuple, ast.List)) and place < len(target.elts):
        target = target.elts[place]
    return target.id if isinstance(target, ast.Name) else ""


def _is_class(name: str) -> bool:
    """Whether a canonical name of a library is one of a class."""
    return name.rpartition(".")[2][:1].isupper()
