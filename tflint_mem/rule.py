"""What a rule is, and what it says: everything that a rule may import.

A rule is a LibCST visitor with an oracle.  The engine first asks the rule for its *suspects*: places
that the semantic model, which works on the abstract syntax tree, holds against it.  Only a file with
suspects is parsed with LibCST; there the rule's ``visit_<Node>`` methods are called on the suspect
nodes, and report them with a message and, where one is right, a fix.
"""

from __future__ import annotations

import enum
import inspect
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar, TypeVar

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterable

    import libcst as cst

    from tflint_mem.concrete import ConcreteTree
    from tflint_mem.edits import Editor
    from tflint_mem.semantic.model import SemanticModel

Node = TypeVar("Node", bound="cst.CSTNode")

FIX_COLUMNS = 110
"""Columns up to which fixes put code on one line.

How long lines may be is for a formatter to say, whose settings are not read: limits from 79 to 120 are
common.  A longer line is broken at its arguments, or what it would join is left apart.
"""


class Impact(str, enum.Enum):
    """What was measured when the flagged shape ran under TensorFlow."""

    LEAK = "leak"
    """Memory grows without bound."""
    UNTIL_GC = "until-gc"
    """Memory grows until Python's cyclic collector runs."""
    RETAINED = "retained"
    """The program itself keeps a reference."""
    PEAK = "peak"
    """The high-water mark rises."""
    DEVICE = "device"
    """GPU memory is concerned."""
    OVERHEAD = "overhead"
    """Time is lost, not memory."""
    ERROR = "error"
    """The program raises at run time."""
    NONE = "none"
    """No memory is concerned, in this place."""
    TOOL = "tool"
    """The diagnostic concerns the lint run itself."""


class Applicability(str, enum.Enum):
    """How far a fix may be trusted."""

    SAFE = "safe"
    """Applied by ``--fix``: the program computes the same."""
    UNSAFE = "unsafe"
    """Applied by ``--fix --unsafe-fixes``: right in most programs, to be reviewed."""
    DISPLAY = "display"
    """Shown, never applied."""


@dataclass(frozen=True, order=True)
class Position:
    """A place in a file; row and column count from 1, columns in characters."""

    row: int
    column: int


@dataclass(frozen=True, order=True)
class Edit:
    """Replaces the characters ``start:end`` (offsets from 0 into the decoded text) by ``content``."""

    start: int
    end: int
    content: str


@dataclass(frozen=True)
class Extracted:
    """The code around statements that become a function.

    Attributes:
        header: the lines above them, with decorators.
        footer: the line below them, or nothing.
        call: the statement in their place.
    """

    header: tuple[str, ...]
    footer: str
    call: str


@dataclass(frozen=True)
class Fix:
    """Edits on one version of a file that belong together: all are made, or none."""

    message: str
    edits: tuple[Edit, ...]
    applicability: Applicability


@dataclass(frozen=True)
class Related:
    """Another place that explains a finding, such as the loop around a call."""

    filename: str
    position: Position
    message: str
    cell: int | None = None


@dataclass(frozen=True)
class Finding:
    """One diagnostic, as every front end shows it."""

    code: str
    name: str
    message: str
    impact: Impact
    filename: str
    start: Position
    end: Position
    fix: Fix | None = None
    related: tuple[Related, ...] = ()
    cell: int | None = None
    noqa_row: int = 0
    """The last row of the finding's logical line, whose ``noqa`` comment silences the finding too."""

    @property
    def sort_key(self) -> tuple[str, int, Position, str]:
        """Orders findings by file, cell and place."""
        return (self.filename, self.cell or 0, self.start, self.code)

    def without_fix(self) -> Finding:
        """The same finding with no repair offered."""
        return replace(self, fix=None)


@dataclass(frozen=True)
class Meta:
    """A rule's identity and its promises.

    Attributes:
        code: ``TFM`` and three digits; never reused.
        name: the rule's name in kebab case.
        impact: what the measured effect of the bad shape is.
        fix: the best applicability that its fixes reach, or None when it offers none.
        markers: byte strings; a file that contains none of them cannot have a finding of this rule.
        default: whether the rule is on without being selected.
    """

    code: str
    name: str
    impact: Impact
    markers: tuple[bytes, ...]
    fix: Applicability | None = None
    default: bool = True


@dataclass(frozen=True)
class Suspect:
    """A node that the semantic model holds against a rule, with what is known about it."""

    node: ast.AST
    facts: object = None
    also: tuple[ast.AST, ...] = ()
    """Other nodes of the file that the fix needs as LibCST nodes."""


@dataclass
class Report:
    """What a rule said while it visited one file."""

    node: cst.CSTNode
    message: str
    fix: Fix | None
    related: tuple[Related, ...] = ()
    impact: Impact | None = None
    suspect: Suspect | None = None


@dataclass
class Rule:
    """Base class of every rule; one instance lives as long as one file is examined.

    Attributes:
        model: answers questions about the meaning of the file.
        tree: the LibCST side of the file; only there while ``visit_`` methods run.
        edit: builds text edits from LibCST nodes; only there while ``visit_`` methods run.
        suspect: the suspect whose node is being visited.
    """

    meta: ClassVar[Meta]
    model: SemanticModel
    tree: ConcreteTree = field(init=False)
    edit: Editor = field(init=False)
    suspect: Suspect = field(init=False)
    reports: list[Report] = field(init=False, default_factory=list)

    def suspects(self) -> Iterable[Suspect]:
        """The places of this file that the rule has reason to visit, in any order."""
        raise NotImplementedError

    def report(
        self,
        node: cst.CSTNode,
        message: str,
        *,
        fix: Fix | None = None,
        related: tuple[Related, ...] = (),
        impact: Impact | None = None,
    ) -> None:
        """Says that ``node`` is at fault.

        Args:
            node: the LibCST node where the diagnostic starts.
            message: lower case, without a final period; names the object, the loop and the remedy.
            fix: the repair, or None where none is right in this place.
            related: other places that explain the finding, outermost first.
            impact: the effect in this place, when it differs from the rule's usual one.
        """
        self.reports.append(Report(node, message, fix, related, impact, self.suspect))

    def concrete(self, node: ast.AST, kind: type[Node]) -> Node | None:
        """The LibCST node for a suspect's node, or for one of those it names in ``also``."""
        start, end = self.model.span(node)
        found = self.tree.node_at(start, end, kind)
        return found if isinstance(found, kind) else None

    def statement(self, node: ast.stmt | ast.AST) -> cst.BaseStatement | None:
        """The LibCST statement, with its decorators, for a statement of the abstract tree."""
        import libcst as cst

        decorators = getattr(node, "decorator_list", None)
        start, end = self.model.span(node)
        found = self.tree.node_at(start, end, (cst.SimpleStatementLine, cst.BaseCompoundStatement))
        if found is None and not decorators:
            small = self.tree.node_at(start, end, cst.BaseSmallStatement)  # type: ignore[type-abstract]
            found = None if small is None else self.tree.statement(small)
        return found if isinstance(found, cst.BaseStatement) else None

    @classmethod
    def documentation(cls) -> str:
        """The rule's page in Markdown, from its docstring."""
        return inspect.cleandoc(cls.__doc__ or "")

    @classmethod
    def summary(cls) -> str:
        """The first line of the rule's documentation."""
        return cls.documentation().partition("\n")[0]
