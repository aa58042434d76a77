"""Where traced functions are made, what makes them anew, and which calls run them."""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tflint_mem.semantic import catalog, flow
from tflint_mem.semantic.changes import MAX_DEPTH, SMALL
from tflint_mem.semantic.containers import ADDS, count
from tflint_mem.semantic.entry import tries_out
from tflint_mem.semantic.repetition import MAX_REPETITIONS
from tflint_mem.semantic.syntax import (
    COMPREHENSIONS,
    FUNCTIONS,
    Binding,
    ClassScope,
    FunctionScope,
    SyntaxIndex,
    is_constant,
    tail_of,
    walk_own,
)
from tflint_mem.semantic.values import Kind, of_kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tflint_mem.semantic.creation import Creations
    from tflint_mem.semantic.inference import Inference
    from tflint_mem.semantic.repetition import Repetition, Repetitions

_TRACED_CONTEXTS = frozenset({"as_default", "scope", "device"})
"""Context managers that decide what a trace made under them writes to or runs on."""
_KEEPERS = frozenset(
    {
        *ADDS, "save", "from_concrete_functions", "convert_variables_to_constants_v2",
    }
)  # fmt: skip
"""Calls that put a function aside: into a container, or out to a file as a model's signature."""
_CONTAINERS = frozenset(f"builtins.{name}" for name in ("dict", "list", "set", "tuple"))
_KEPT_KINDS = frozenset({Kind.MODEL, Kind.OPTIMIZER, Kind.LAYER})
_PER_OBJECT = frozenset({Kind.MODEL, Kind.OPTIMIZER, Kind.LAYER, Kind.METRIC, Kind.INSTANCE})


@dataclass(frozen=True)
class Traced:
    """A ``tf.function`` at a call site.

    Attributes:
        wrapper: the decorator, or the call that wraps a function.
        index: the file of the wrapper.
        function: the function that is traced, where it is known.
    """

    wrapper: ast.expr
    index: SyntaxIndex
    function: FunctionScope | None

    def keyword(self, *names: str) -> ast.expr | None:
        """The value given for one of the wrapper's options."""
        wrapper: ast.expr = self.wrapper
        # In ``tf.function(**options)(f)`` the options stand in the inner call.
        while isinstance(wrapper, ast.Call):
            for keyword in wrapper.keywords:
                if keyword.arg in names and not is_constant(keyword.value, None, False):
                    return keyword.value
            wrapper = wrapper.func
        return None

    @property
    def has_signature(self) -> bool:
        """Whether a signature fixes what the arguments become."""
        return self.keyword("input_signature") is not None

    @property
    def relaxes_shapes(self) -> bool:
        """Whether a second shape makes the trace fit all shapes."""
        return self.keyword("reduce_retracing", "experimental_relax_shapes") is not None


class Tracing:
    """Answers when a ``tf.function`` is made anew, and which calls run one."""

    def __init__(self, inference: Inference, repetitions: Repetitions, creations: Creations) -> None:
        self.infer = inference
        self.repetitions = repetitions
        self.creation = creations

    def are_known(self, index: SyntaxIndex, decorators: list[ast.expr]) -> bool:
        """Whether decorators come from a library: others may note down each function that they are given."""
        functions = [d.func if isinstance(d, ast.Call) else d for d in decorators]
        named = [self.infer.names(index, function) for function in functions]
        return all(names and all(n.startswith(("tf.", "functools.")) for n in names) for names in named)

    # -- where traced functions are made -------------------------------------------------------------

    def made(self, index: SyntaxIndex) -> Iterator[tuple[ast.expr, FunctionScope | None, ast.stmt | None]]:
        """The decorators and calls of a file that make a ``tf.function``, with what they wrap."""
        decorators = set()
        for function in index.functions():
            decorator = self.infer.traced_decorator(function)
            if decorator is not None:
                decorators.add(decorator)
                assert isinstance(function.node, ast.stmt)
                yield decorator, function, function.node
        for call in index.calls:
            if call in decorators or not call.args:
                continue
            if any(catalog.MAKES_TF_FUNCTION.match(name) for name in self.infer.called_names(index, call)):
                value = of_kind(self.infer.values(index, call), Kind.TF_FUNCTION)
                yield call, None if value is None else value.function, None

    def remade(
        self, index: SyntaxIndex, wrapper: ast.expr, function: FunctionScope | None, node: ast.stmt | None
    ) -> Repetition | None:
        """The repetition that makes a ``tf.function`` anew although one would do."""
        if self.repetitions.execution.debugs_eagerly(index):
            return None
        # A decorator belongs to the definition, which is what stands in the loop.
        for repetition in self.repetitions.of(index, wrapper if node is None else node, eager=True):
            if repetition.how == "handler" and repetition.steps:
                continue
            if self._serves_new_model(index, wrapper, function, repetition):
                continue
            if self._is_given_new_model(wrapper, repetition) or self._is_for_new_object(repetition):
                continue
            if self._serves_new_context(index, wrapper, repetition):
                continue
            if repetition.steps and self.repetitions.is_for_each_entry(repetition):
                continue  # a helper makes another one for each
            made = wrapper if node is None else node
            if not self.is_kept(index, made, repetition) and not self._is_left_alone(index, made, repetition):
                return repetition
        return None

    def _is_left_alone(self, index: SyntaxIndex, made: ast.AST, repetition: Repetition) -> bool:
        """Whether each round only hangs a function on an object, where nothing that the round runs reads it.

        What is not called is not traced.
        """
        holders = self._holders(index, made) if repetition.how in ("loop", "framework") else []
        return bool(holders) and not any(self._is_read_in(one.attr, cls, repetition) for one, cls in holders)

    @staticmethod
    def _holders(index: SyntaxIndex, made: ast.AST) -> list[tuple[ast.Attribute, ClassScope]]:
        """The attributes of its object that a method gives what it has made; empty where it does more."""
        mentions: list[ast.AST] = [made]
        if isinstance(made, (ast.FunctionDef, ast.AsyncFunctionDef)):
            scope = index.scope(made)
            loads = (load for load in index.loads.get(made.name, ()) if isinstance(load, ast.Name))
            mentions = [load for load in loads if index.home(load) is scope]
        found = []
        for mention in mentions:
            statement = index.parents.get(mention)
            for target in statement.targets if isinstance(statement, ast.Assign) else (None,):
                cls = index.owner_of_attribute(target)
                if cls is None or not isinstance(target, ast.Attribute):
                    return []
                found.append((target, cls))
        return found

    def _is_read_in(self, name: str, cls: ClassScope, repetition: Repetition) -> bool:
        """Whether a loop may lead to code that reads an attribute of the objects of a class."""
        project, path, words = self.infer.project, cls.index.source.path, (name,)
        importers = project.importers_mentioning(path, words)
        files = dict.fromkeys((path, *importers, *project.companions_mentioning(path, words)))
        return any(
            isinstance(load, ast.Attribute)
            and self._may_read(file, load, cls)
            and self._may_lead_to(repetition, file, load)
            for file in map(project.index, files)
            if file is not None
            for load in file.loads.get(name, ())
        )

    def _may_read(self, index: SyntaxIndex, node: ast.Attribute, cls: ClassScope) -> bool:
        """Whether an attribute is read of an object of a class or its kin, or called on an unknown object."""
        known = [value.cls for value in self.infer.values(index, node.value) if value.cls is not None]
        if not known:
            parent = index.parents.get(node)
            return isinstance(parent, ast.Call) and parent.func is node
        mro = self.infer.classes.mro
        return any(cls in mro(one) or one in mro(cls) for one in known)

    def _may_lead_to(self, repetition: Repetition, index: SyntaxIndex, node: ast.AST) -> bool:
        around = self.repetitions.of(index, node)
        return len(around) >= MAX_REPETITIONS or any(one.node is repetition.node for one in around)

    def _serves_new_context(self, index: SyntaxIndex, wrapper: ast.expr, repetition: Repetition) -> bool:
        """Whether each round traces for a default writer, a device or a scope of its own."""
        loop = repetition.node
        if repetition.how != "loop" or repetition.steps:
            return False
        for parent in index.ancestors(wrapper):
            if parent is loop:
                return False
            for item in parent.items if isinstance(parent, (ast.With, ast.AsyncWith)) else ():
                if _enters(item.context_expr) and any(
                    isinstance(name, ast.Name)
                    and any(flow.contains(loop, b.node) for b in index.scope(name).bindings.get(name.id, ()))
                    for name in ast.walk(item.context_expr)
                ):
                    return True
        return False

    def _serves_new_model(
        self, index: SyntaxIndex, wrapper: ast.expr, function: FunctionScope | None, repetition: Repetition
    ) -> bool:
        """Whether each round traces for a model or optimizer of its own."""
        around = index.function(wrapper)
        inside = list(ast.walk(function.node)) if function is not None and function.index is index else []
        if isinstance(wrapper, ast.Call):
            inside += [node for argument in wrapper.args for node in ast.walk(argument)]
            if wrapper.args and self._is_drawn(index, wrapper.args[0], repetition):
                return True  # a loop over functions wraps each of them
        for node in inside:
            if not isinstance(node, ast.Name) or not isinstance(node.ctx, ast.Load):
                continue
            scope = index.home(node)
            if scope is not around and (around is not None or scope is not index.module):
                continue
            for binding in scope.bindings.get(node.id, ()):
                if not self._is_new(index, binding, repetition, around):
                    continue
                if binding.how == "parameter" or self.infer.kinds(index, node) & _KEPT_KINDS:
                    if self.infer.kinds(index, node) & _KEPT_KINDS:
                        return True
        return False

    def _is_given_new_model(self, wrapper: ast.expr, repetition: Repetition) -> bool:
        """Whether each round calls what it traces with a model or optimizer of its own."""
        index = repetition.index
        for call in index.calls:
            if not flow.contains(repetition.node, call):
                continue
            traced = self.called(index, call)
            if traced is None or traced.wrapper is not wrapper:
                continue
            if any(
                flow.contains(repetition.node, binding.node)
                for argument in self.arguments(call)
                if isinstance(argument, ast.Name) and self.infer.kinds(index, argument) & _KEPT_KINDS
                for binding in index.home(argument).bindings.get(argument.id, ())
            ):
                return True
        return False

    def _is_for_new_object(self, repetition: Repetition) -> bool:
        """Whether each round makes an object, which traces, for what may be a model of its own."""
        return any(
            self.infer.kinds(step.index, argument) <= _KEPT_KINDS
            for step in repetition.steps
            if isinstance(step.node, ast.Call) and Kind.CLASS in self.infer.kinds(step.index, step.node.func)
            for argument in self.arguments(step.node)
            if isinstance(argument, ast.Name) and isinstance(step.index.home(argument), FunctionScope)
            for binding in step.index.home(argument).bindings.get(argument.id, ())
            if binding.how == "value"
            and isinstance(binding.value, ast.Call)
            and (step is not repetition.steps[0] or flow.contains(repetition.node, binding.node))
        )

    @staticmethod
    def _is_drawn(index: SyntaxIndex, node: ast.expr, repetition: Repetition) -> bool:
        """Whether an expression is what each round of a loop takes from a collection."""
        return (
            isinstance(node, ast.Name)
            and not repetition.steps
            and any(
                binding.how == "iterate" and flow.contains(repetition.node, binding.node)
                for binding in index.home(node).bindings.get(node.id, ())
            )
        )

    def _is_new(
        self, index: SyntaxIndex, binding: Binding, repetition: Repetition, around: FunctionScope | None
    ) -> bool:
        """Whether a variable holds another object in each round."""
        if binding.how == "parameter":
            if around is None or not repetition.steps:
                return False
            step = repetition.steps[-1]
            for use in self.infer.calls.uses(around):
                if use.call is step.node:
                    argument = self.infer.calls.argument(use, around, binding.name)
                    return argument is not None and self._bound_in(use.index, argument, repetition)
            return False
        if repetition.steps or repetition.how != "loop":
            return binding.how == "value" and isinstance(binding.value, ast.Call)
        if isinstance(repetition.node, COMPREHENSIONS):
            return False
        return flow.contains(repetition.node, binding.node)

    @staticmethod
    def _bound_in(index: SyntaxIndex, node: ast.expr, repetition: Repetition) -> bool:
        """Whether an argument is made, or named, by each round of the loop."""
        for inner in ast.walk(node):
            if isinstance(inner, ast.Call):
                return True
            if isinstance(inner, ast.Name):
                scope = index.home(inner)
                if isinstance(scope.node, COMPREHENSIONS):
                    return True
                if len(repetition.steps) == 1 and repetition.index is index:
                    if any(flow.contains(repetition.node, b.node) for b in scope.bindings.get(inner.id, ())):
                        return True
        return False

    def is_kept(self, index: SyntaxIndex, node: ast.AST, repetition: Repetition) -> bool:
        """Whether what each round makes is put aside to be used later, as for the members of an ensemble."""
        steps = list(repetition.steps)
        while True:
            mentions = self._mentions(index, node, repetition, bool(steps))
            if any(self._is_put_aside(index, mention, repetition, bool(steps)) for mention in mentions):
                return True
            function = index.function(node)
            if not steps or function is None or not self._leaves(index, function, mentions):
                return False
            step = steps.pop()
            index, node = step.index, step.node

    def _mentions(
        self, index: SyntaxIndex, node: ast.AST, repetition: Repetition, within: bool
    ) -> list[ast.AST]:
        """A made object, what holds it, and the names in its function that stand for either.

        ``within`` says that all of the function runs in each round.
        """
        function = index.function(node)
        found: dict[ast.AST, None] = {node: None}
        pending = [node]
        while pending:
            mention = pending.pop()
            parent = index.parents.get(mention)
            names = {mention.name} if isinstance(mention, (ast.FunctionDef, ast.AsyncFunctionDef)) else set()
            if isinstance(parent, ast.Assign):
                targets = [t.elts if isinstance(t, (ast.Tuple, ast.List)) else [t] for t in parent.targets]
                names |= {t.id for part in targets for t in part if isinstance(t, ast.Name)}
            loads = [load for name in sorted(names) for load in index.loads.get(name, ())]
            if isinstance(parent, ast.Assign):
                loads = [load for load in loads if _may_see(index, load, parent)]
            container = self._container(index, mention)
            if container is not None and self._is_of_round(index, container, repetition, within):
                scope = index.home(container)
                others = index.loads.get(container.id, ())
                loads += [o for o in others if isinstance(o, ast.Name) and index.home(o) is scope]
            more = [self._in_function(index, load, function) for load in loads if isinstance(load, ast.Name)]
            for next_one in (*more, self._holder(index, mention, repetition)):
                if next_one is not None and next_one not in found:
                    found[next_one] = None
                    pending.append(next_one)
        return list(found)

    @staticmethod
    def _in_function(index: SyntaxIndex, load: ast.AST, function: FunctionScope | None) -> ast.AST | None:
        """A node of a function, or what is defined in the function around it, which holds what it reads."""
        around = index.function(load)
        while around is not function and around is not None:
            load, around = around.node, index.function(around.node)
        return load if around is function else None

    def _holder(self, index: SyntaxIndex, mention: ast.AST, repetition: Repetition) -> ast.AST | None:
        """The expression around a mention whose value holds it."""
        parent = index.parents.get(mention)
        if isinstance(parent, ast.Attribute) and parent.attr == "get_concrete_function":
            # A concrete function keeps what it is a trace of.
            return index.parents.get(parent)
        if isinstance(parent, (ast.List, ast.Tuple, ast.Set, ast.Dict)):
            return parent
        if isinstance(parent, COMPREHENSIONS):
            return parent if parent is not repetition.node and _is_element(mention, parent) else None
        call = index.parents.get(parent) if isinstance(parent, ast.keyword) else parent
        if not isinstance(call, ast.Call) or call.func is mention:
            return None
        if not _CONTAINERS.isdisjoint(self.infer.called_names(index, call)):
            return call
        # Unknown code may keep what it is given in what it hands back.
        return call if self._is_unknown_code(index, call) else None

    @staticmethod
    def _container(index: SyntaxIndex, mention: ast.AST) -> ast.Name | None:
        """The variable whose container is given a mention, as a new entry."""
        parent = index.parents.get(mention)
        holder: ast.expr | None = None
        if isinstance(parent, ast.Call) and isinstance(parent.func, ast.Attribute):
            holder = parent.func.value if parent.func.attr in _KEEPERS else None
        elif isinstance(parent, ast.Assign):
            entries = (target.value for target in parent.targets if isinstance(target, ast.Subscript))
            holder = next(entries, None)
        return holder if isinstance(holder, ast.Name) and holder is not mention else None

    def _is_of_round(
        self, index: SyntaxIndex, container: ast.Name, repetition: Repetition, within: bool
    ) -> bool:
        """Whether each round makes the container anew that a variable of its function holds."""
        scope = index.home(container)
        if not isinstance(scope, FunctionScope):
            return False
        bindings = scope.bindings.get(container.id, ())
        return bool(bindings) and all(
            binding.how == "value" and (within or flow.contains(repetition.node, binding.node))
            for binding in bindings
        )

    def _is_unknown_code(self, index: SyntaxIndex, call: ast.Call) -> bool:
        """Whether nothing is known of what a call runs: an extension, or a library that is not followed."""
        return all(
            value.kind in (Kind.API, Kind.METHOD)
            and not catalog.is_tensorflow(value.name)
            and not value.name.startswith(("builtins.", "numpy."))
            for value in self.infer.values(index, call.func)
        )

    @staticmethod
    def _leaves(index: SyntaxIndex, function: FunctionScope, mentions: list[ast.AST]) -> bool:
        """Whether a function hands one of the mentions to its caller, or keeps it on a new object."""
        for mention in mentions:
            for parent in index.ancestors(mention):
                if isinstance(parent, ast.Return) or parent is function.node:
                    if isinstance(parent, ast.Return):
                        return True
                    break
                if isinstance(parent, ast.Assign) and function.name == "__init__":
                    if any(isinstance(target, ast.Attribute) for target in parent.targets):
                        return True
                if isinstance(parent, ast.Call) and flow.contains(parent.func, mention):
                    break
        return False

    def _is_put_aside(
        self, index: SyntaxIndex, mention: ast.AST, repetition: Repetition, within: bool
    ) -> bool:
        container = self._container(index, mention)
        if container is not None:
            return not self._is_of_round(index, container, repetition, within)
        child = mention
        for parent in index.ancestors(mention):
            if isinstance(parent, ast.Call):
                if child is parent.func:
                    return False
                if tail_of(parent.func) in _KEEPERS or self._is_kept_by(index, parent, child):
                    return True
                given = self.infer.kinds(index, parent)
                if given and given <= {Kind.PLAIN, Kind.TENSOR, Kind.NONE}:
                    return False  # what is kept is a number that was computed with it
            elif isinstance(parent, ast.Assign):
                for target in parent.targets if child is parent.value else ():
                    if isinstance(target, ast.Subscript):
                        return True
                    if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
                        if index.owner_of_attribute(target) is None:
                            return True
                return False
            elif isinstance(parent, COMPREHENSIONS):
                return parent is repetition.node and _is_element(child, parent)
            elif isinstance(parent, (ast.Yield, ast.YieldFrom)):
                return not within
            elif isinstance(parent, (ast.stmt, *FUNCTIONS)):
                return False
            child = parent
        return False

    def _is_kept_by(self, index: SyntaxIndex, call: ast.Call, given: ast.AST) -> bool:
        """Whether what a call runs keeps one of its arguments, as a server does what is bound to it."""
        if isinstance(index.parents.get(call), ast.Expr) and self._is_unknown_code(index, call):
            names = self.infer.called_names(index, call)
            return not any(name.partition(".")[0] in sys.stdlib_module_names for name in names)
        return isinstance(given, ast.expr) and any(
            self._keeps(callee, callee.parameter_for(call, given))
            for callee in self.infer.calls.callees(index, call)
        )

    @staticmethod
    def _keeps(function: FunctionScope, parameter: str | None) -> bool:
        """Whether a function puts a parameter into a container, or parts of what it consists of."""
        names = {parameter} | {
            name
            for name, bindings in function.bindings.items()
            for binding in bindings
            if binding.how == "iterate"
            and binding.value is not None
            and any(isinstance(n, ast.Name) and n.id == parameter for n in ast.walk(binding.value))
        }
        kept = [
            argument
            for call in function.index.own_calls(function.node)
            if tail_of(call.func) in _KEEPERS
            for argument in call.args
        ]
        return any(
            isinstance(node, ast.Name) and node.id in names
            for argument in kept
            if not isinstance(argument, ast.Call)
            for node in ast.walk(argument)
        )

    def trains(self, function: FunctionScope) -> bool:
        """Whether a traced function applies gradients, or has gradient functions of its own."""
        return self.infer.remember(("trains", function), lambda: self._trains(function), False)

    def _trains(self, function: FunctionScope) -> bool:
        for statement in function.index.run_by(function):
            for node in walk_own(statement):
                if isinstance(node, ast.Call):
                    if isinstance(node.func, ast.Attribute) and node.func.attr in catalog.UPDATES_VARIABLES:
                        return True
                    if any(self.trains(callee) for callee in self.infer.calls.callees(function.index, node)):
                        return True
        return False

    # -- what call sites pass ------------------------------------------------------------------------

    def called(self, index: SyntaxIndex, call: ast.Call) -> Traced | None:
        """The ``tf.function`` that a call runs, or None."""
        for value in self.infer.values(index, call.func):
            function = value.function
            if value.kind is Kind.FUNCTION and function is not None:
                decorator = self.infer.traced_decorator(function)
                if decorator is not None:
                    return Traced(decorator, function.index, function)
            elif value.kind is Kind.TF_FUNCTION and value.node is not None and value.index is not None:
                if isinstance(value.node, ast.Call):
                    return Traced(value.node, value.index, function)
            elif value.kind is Kind.INSTANCE and value.cls is not None:
                method = self.infer.classes.find_method(value.cls, "__call__")
                decorator = None if method is None else self.infer.traced_decorator(method)
                if method is not None and decorator is not None:
                    return Traced(decorator, method.index, method)
        return None

    def repeated_calls(self, index: SyntaxIndex) -> list[tuple[ast.Call, Traced, Repetition]]:
        """The calls of traced functions in a file that untraced code makes again and again."""
        return self.infer.remember(("repeated calls", index), lambda: list(self._repeated_calls(index)), [])

    def _repeated_calls(self, index: SyntaxIndex) -> Iterator[tuple[ast.Call, Traced, Repetition]]:
        if self.repetitions.execution.builds_v1_graph(index) or self.repetitions.execution.debugs_eagerly(
            index
        ):
            return
        for call in index.calls:
            if not call.args and not call.keywords:
                continue
            traced = self.called(index, call)
            if traced is None:
                continue
            made = self.makers(index, call, traced)
            for repetition in self.repetitions.of(index, call, eager=True):
                if not made or not all(self._is_made_in(index, one, call, repetition) for one in made):
                    yield call, traced, repetition
                    break

    def makers(self, index: SyntaxIndex, call: ast.Call, traced: Traced) -> list[ast.AST]:
        """What makes the ``tf.function`` that a call runs, or the objects whose method it is, in one file."""
        receiver = call.func.value if isinstance(call.func, ast.Attribute) else call.func
        objects = [v for v in self.infer.values(index, receiver) if v.kind is Kind.INSTANCE]
        factory = self._factory_called(index, call.func, traced)
        found = [v.node for v in objects] if objects else [factory or traced.wrapper]
        return [node for node in found if node is not None] if all(n in index.parents for n in found) else []

    def _factory_called(self, index: SyntaxIndex, node: ast.expr, traced: Traced) -> ast.Call | None:
        """The call of a project function whose result, a ``tf.function`` made in it, a variable holds."""
        if not isinstance(node, ast.Name):
            return None
        bindings = flow.reaching(index, list(index.home(node).bindings.get(node.id, ())), node)
        value = bindings[0].value if len(bindings) == 1 and bindings[0].how == "value" else None
        if not isinstance(value, ast.Call):
            return None
        makers = self.infer.calls.callees(index, value)
        own = [m for m in makers if m.index is traced.index and flow.contains(m.node, traced.wrapper)]
        return value if own and not any(map(self.repetitions.guards.is_cached, own)) else None

    def _is_made_in(self, index: SyntaxIndex, made: ast.AST, call: ast.Call, repetition: Repetition) -> bool:
        """Whether each round of a repetition around a call makes what it runs anew, for itself alone."""
        if repetition.steps:
            around = index.function(call)
            return around is not None and index.function(made) is around
        return flow.contains(repetition.node, made) and not self.repetitions.guards.is_guarded(
            index, made, repetition.node
        )

    @staticmethod
    def arguments(call: ast.Call) -> list[ast.expr]:
        """The expressions that a call passes."""
        given = [argument for argument in call.args if not isinstance(argument, ast.Starred)]
        return given + [keyword.value for keyword in call.keywords if keyword.arg is not None]

    @staticmethod
    def outermost_loop(index: SyntaxIndex, node: ast.AST, repetition: Repetition) -> ast.stmt | None:
        """The outermost loop statement around a node; None when its function is what repeats."""
        if repetition.steps or repetition.how != "loop":
            return None
        loops = flow.enclosing_loops(index, node)
        return index.statement(loops[-1]) if loops else None

    # -- objects -------------------------------------------------------------------------------------

    def object_of_round(
        self, index: SyntaxIndex, node: ast.expr, repetition: Repetition, made: Sequence[ast.AST] = ()
    ) -> str | None:
        """What an argument is, when each round passes another object that a trace is bound to.

        Args:
            index: the file.
            node: the argument.
            repetition: what repeats the call.
            made: what makes the function that is called; rounds that make another one are no rounds of it.
        """
        kinds = [v for v in self.infer.values(index, node) if v.kind is not Kind.CIRCULAR]
        if not kinds or any(v.kind not in _PER_OBJECT for v in kinds):
            return None
        if any(v.cls is not None and self._is_structure(v.cls) for v in kinds):
            return None
        word = kinds[0].kind.value if kinds[0].kind is not Kind.INSTANCE else "object"
        if isinstance(node, ast.Call):
            return word if self._makes_object(index, node) else None
        if isinstance(node, ast.Subscript):
            return word if self._is_chosen_by_loop(index, node.slice) else None
        return (
            word if isinstance(node, ast.Name) and self._is_other(index, node, made, repetition, 0) else None
        )

    @staticmethod
    def _is_chosen_by_loop(index: SyntaxIndex, key: ast.expr) -> bool:
        """Whether a key or number is the variable of a loop that has more than a few rounds."""
        if not isinstance(key, ast.Name):
            return False
        loops = flow.enclosing_loops(index, key)
        return any(
            binding.how == "iterate"
            and any(flow.contains(loop, binding.node) for loop in loops)
            and (binding.value is None or count(binding.value) > SMALL)
            for binding in index.home(key).bindings.get(key.id, ())
        )

    def _makes_object(self, index: SyntaxIndex, call: ast.Call) -> bool:
        return any(self.creation.creators(index, call, kind) for kind in _PER_OBJECT)

    def _is_other(
        self, index: SyntaxIndex, node: ast.Name, made: Sequence[ast.AST], repetition: Repetition, depth: int
    ) -> bool:
        """Whether a variable stands for another object in each round, while what ``made`` made stays."""
        scope = index.home(node)
        loops = [
            loop
            for loop in flow.enclosing_loops(index, node)
            if not any(one in index.parents and flow.contains(loop, one) for one in made)
        ]
        bindings = scope.bindings.get(node.id, [])
        for binding in flow.reaching(index, list(bindings), node) if len(bindings) > 1 else bindings:
            if binding.how == "parameter" and isinstance(scope, FunctionScope) and depth < MAX_DEPTH:
                for use in self.infer.calls.uses(scope):
                    argument = self.infer.calls.argument(use, scope, node.id)
                    if use.call is not None and any(use.call is step.node for step in repetition.steps):
                        if isinstance(argument, ast.Name):
                            if self._is_other(use.index, argument, made, repetition, depth + 1):
                                return True
                        elif isinstance(argument, ast.Call) and self._makes_object(use.index, argument):
                            return True
            within = scope.node in loops or any(flow.contains(loop, binding.node) for loop in loops)
            if not within and not (repetition.steps and isinstance(scope, FunctionScope)):
                continue
            if binding.how == "iterate" and within:
                source = binding.value
                if isinstance(source, (ast.Tuple, ast.List)) and len(source.elts) <= SMALL:
                    continue
                return True
            if binding.how == "value" and isinstance(binding.value, ast.Call):
                if self._makes_object(index, binding.value):
                    return True
            elif binding.how == "value" and depth < MAX_DEPTH:
                # Another name for it, or its place in a row: ``net = row[1]``.
                row = binding.value.value if isinstance(binding.value, ast.Subscript) else binding.value
                if isinstance(row, ast.Name) and self._is_other(index, row, made, repetition, depth + 1):
                    return True
        return False

    def _is_structure(self, cls: ClassScope) -> bool:
        """Whether TensorFlow looks into instances of a class rather than at their identity."""
        return any(
            name.endswith(("NamedTuple", "ExtensionType", "namedtuple", "Mapping", "Dict", ".dict", ".list"))
            for name in self.infer.classes.library_bases(cls)
        )

    def is_called_by(self, repetition: Repetition, method: FunctionScope) -> bool:
        """Whether what repeats the making of objects may lead to a call of their method, which traces it."""
        if method.owner is None or repetition.how not in ("loop", "framework"):
            return True
        special = method.name.startswith("__") and method.name.endswith("__")
        return special or self._is_read_in(method.name, method.owner, repetition)

    def instantiated_by(self, cls: ClassScope) -> Repetition | None:
        """The repetition that makes an object of a class in each round, and lets go of it."""
        if self.infer.classes.instance(cls).kind is not Kind.INSTANCE:
            return None
        apart = tries_out(cls.index.source.path)
        for index, call in self.infer.classes.instantiations(cls):
            if not apart and tries_out(index.source.path):
                continue  # a loop in a test or benchmark says nothing of how a library is used
            if self.creation.creators(index, call, Kind.MODEL):
                continue
            for repetition in self.repetitions.of(index, call, eager=True):
                if self.repetitions.execution.builds_v1_graph(repetition.index) or self.is_kept(
                    index, call, repetition
                ):
                    continue
                new = (self.object_of_round(index, a, repetition) for a in self.arguments(call))
                if not any(word is not None and word != "object" for word in new):
                    return repetition
        return None


def _may_see(index: SyntaxIndex, load: ast.AST, assignment: ast.Assign) -> bool:
    """Whether a variable may still hold, or hold already, what an assignment gave it where it is read."""
    if not isinstance(load, ast.Name):
        return False
    scope = index.home(load)
    if scope is not index.scope(load):
        return True  # in a comprehension or a nested function, whose order is not followed
    seen = flow.reaching(index, list(scope.bindings.get(load.id, ())), load)
    return any(flow.contains(assignment, binding.node) for binding in seen)


def _is_element(node: ast.AST, comprehension: ast.AST) -> bool:
    """Whether an expression is what each round of a comprehension gives."""
    return node in (getattr(comprehension, "elt", None), getattr(comprehension, "value", None))


def _enters(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and tail_of(node.func) in _TRACED_CONTEXTS
