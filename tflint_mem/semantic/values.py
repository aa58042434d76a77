"""Abstract values: what an expression may stand for, and where that came from."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import ast

    from tflint_mem.semantic.syntax import ClassScope, FunctionScope, SyntaxIndex


class Kind(enum.Enum):
    """What a value is, as far as memory is concerned."""

    # One object each: no name has to be hashed to tell them apart.
    __hash__ = object.__hash__

    # Things that are looked up or called.
    API = "api"  # a name of a library, by its canonical dotted name
    MODULE = "module"  # a module of the project
    FUNCTION = "function"  # a function, method or lambda of the project
    CLASS = "class"  # a class of the project
    PARTIAL = "partial"  # functools.partial over a function
    METHOD = "method"  # a library method bound to a known receiver, by canonical name

    # Things that hold memory.
    MODEL = "model"
    LAYER = "layer"
    OPTIMIZER = "optimizer"
    METRIC = "metric"
    CALLBACK = "callback"
    HISTORY = "history"
    SESSION = "session"
    GRAPH = "graph"
    TENSOR = "tensor"
    SYMBOLIC = "symbolic tensor"
    VARIABLE = "variable"
    DATASET = "dataset"
    TAPE = "tape"
    TF_FUNCTION = "tf.function"
    STRATEGY = "strategy"
    WRITER = "writer"
    INTERPRETER = "TFLite interpreter"

    # Everything else that is known.
    INSTANCE = "instance"  # of a class of the project
    OBJECT = "object"  # a library object, by the canonical name of its class
    CONTAINER = "container"
    NONE = "None"
    CIRCULAR = "circular"  # what the expression itself stands for: adds nothing, and is not unknown
    PLAIN = "plain"  # a number, text, bytes or numpy array: certainly no TensorFlow object


GRAPH_VALUES = frozenset({Kind.SYMBOLIC, Kind.TENSOR, Kind.VARIABLE})
"""What operations of a graph take and give."""


class Value(NamedTuple):
    """One thing that an expression may stand for.

    Attributes:
        kind: what it is.
        name: the canonical name for API, METHOD and OBJECT values.
        node: the expression that created it, where there is one.
        index: the file that ``node`` belongs to.
        function: the function of a FUNCTION or PARTIAL value.
        cls: the project class of a CLASS, INSTANCE, MODEL, LAYER or CALLBACK value.
        receiver: what a METHOD or bound FUNCTION was taken from.
    """

    kind: Kind
    name: str = ""
    node: ast.AST | None = None
    index: SyntaxIndex | None = None  # type: ignore[assignment]  # never asked for the index of an item
    function: FunctionScope | None = None
    cls: ClassScope | None = None
    receiver: Value | None = None


Values = tuple[Value, ...]
"""The things an expression may stand for, without repetition; empty when nothing is known."""

CIRCULAR: Values = (Value(Kind.CIRCULAR),)
"""The answer from which expressions that depend on themselves start."""


def merged(*groups: Values) -> Values:
    """The union of several answers, in a stable order."""
    if len(groups) == 1:
        return groups[0]
    return tuple(dict.fromkeys(value for group in groups for value in group))


def of_kind(values: Values, kind: Kind) -> Value | None:
    """The first value of that kind, or None."""
    for value in values:
        if value.kind is kind:
            return value
    return None
