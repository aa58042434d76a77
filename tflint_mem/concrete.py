"""The LibCST side of a file: parsed only where a suspect stands, with offsets that agree with ``ast``.

LibCST costs ten times what ``ast.parse`` does, and its metadata providers twice that again.  So only
the top-level statements that someone asks about are parsed, each on its own, and one replay of their
tokens against the file's text gives places and parents together.  The replay also proves that
LibCST's tree stands for exactly this text: where it does not, no edit is built on it.
"""

from __future__ import annotations

import ast
import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, TypeVar, overload

import libcst as cst
from libcst._nodes.internal import CodegenState

from tflint_mem.timings import stage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import TracebackType

    from tflint_mem.source import Source

NodeT = TypeVar("NodeT", bound=cst.CSTNode)
Span = tuple[int, int]
Statement = cst.SimpleStatementLine | cst.BaseCompoundStatement

DEFAULT_INDENTATION = "    "

DEEPEST = 250
"""So many expressions within each other LibCST is given: its parser takes seconds for ten times as many, its
nodes more calls than Python has, and the native stack ends somewhere too.  Brackets nest less in Python."""

MOST_BRANCHES = 50
"""After so many ``elif`` LibCST is given another ``if``: it nests them as well."""

# Asked by exact type: LibCST's classes are abstract base classes, whose instance checks are slow.
_WHITESPACE = frozenset(
    {cst.SimpleWhitespace, cst.ParenthesizedWhitespace, cst.TrailingWhitespace, cst.Newline}
)
_LINE_TAIL = re.compile(r"[ \t\f;]*(?:\\(?:\r\n|\r|\n)[ \t\f;]*)*(?=(#|\r|\n|\Z)?)")
_MARGIN = re.compile(r"^[ \t]+", re.MULTILINE)
_DROPPED = re.compile(r"(?:[ \t\f]|\\\n)+")
_IN_A_ROW: dict[type[ast.AST], str] = {
    ast.BoolOp: "values",
    ast.JoinedStr: "values",
    ast.ListComp: "generators",
    ast.SetComp: "generators",
    ast.DictComp: "generators",
    ast.GeneratorExp: "generators",
}
"""What LibCST nests where ``ast`` has a list."""
_IRREGULAR = re.compile(r"\r\n?|(?<![^\r\n])[ \t\f]*\f")


class ConcreteError(Exception):
    """LibCST cannot parse the text, or its tree does not reproduce it."""


def line_start(text: str, offset: int) -> int:
    """The offset at which the line of ``offset`` begins."""
    begin = text.rfind("\n", 0, offset) + 1
    return max(begin, text.rfind("\r", begin, offset) + 1)


def line_end(text: str, offset: int) -> int:
    """The offset of the newline that ends the line of ``offset``, or the end of the text."""
    end = text.find("\n", offset)
    end = len(text) if end < 0 else end
    carriage_return = text.find("\r", offset, end)  # not to the end of the text, at every line of it
    return end if carriage_return < 0 else carriage_return


def next_line(text: str, offset: int) -> int:
    """The offset at which the line after that of ``offset`` begins, or the end of the text."""
    end = line_end(text, offset)
    return end + 2 if text.startswith("\r\n", end) else min(end + 1, len(text))


def logical_end(text: str, end: int) -> int | None:
    """Where the line on which a statement ends comes to its newline, past semicolon and comment.

    Args:
        text: the file.
        end: the end of the statement.

    Returns:
        The offset, or None when another statement follows on the same logical line.
    """
    tail = _LINE_TAIL.match(text, end)
    if tail is None or tail[1] is None:
        return None
    return line_end(text, tail.end())


def first_offset(statement: ast.stmt, source: Source) -> int:
    """Where a statement of the abstract syntax tree, or the first decorator's expression, begins."""
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    first = decorators[0] if decorators else statement
    return source.ast_offset(first.lineno, first.col_offset)


class ConcreteTree:
    """LibCST nodes of one file, found by place.

    Nodes keep their identity for the life of the tree.  All offsets count characters of the whole text.
    """

    def __init__(self, text: str, module: ast.Module, source: Source) -> None:
        """Prepares the file; nothing is parsed yet.

        Args:
            text: the decoded file, without a byte order mark.
            module: its abstract syntax tree.
            source: the same file; translates the places of ``module``.
        """
        self.text = text
        self.module = module
        self._source = source
        self._regions = list(_regions(text, module, source))
        self._starts = [region.start for region in self._regions]
        self._whole: _Region | None = None
        # By identity, as LibCST compares nodes, but without its hash method; the regions keep them alive.
        self._spans: dict[int, Span] = {}
        self._parents: dict[int, cst.CSTNode] = {}

    @classmethod
    def for_places(
        cls, text: str, module: ast.Module, source: Source, places: Iterable[Span]
    ) -> ConcreteTree:
        """The tree with the statements around ``places`` parsed; others follow when they are asked for.

        Raises:
            ConcreteError: LibCST fails on one of them, alone and within the whole file.
        """
        tree = cls(text, module, source)
        for start, end in places:
            tree._regions_in(start, end)
        return tree

    @cached_property
    def indentation(self) -> str:
        """One step of indentation, as the file's first block has it; four spaces when it has none."""
        for statement in self.module.body:
            for inner in getattr(statement, "body", ())[:1]:
                begin = self._source.ast_offset(inner.lineno, inner.col_offset)
                margin = self.text[line_start(self.text, begin) : begin].rpartition("\f")[2]
                if margin and not margin.strip(" \t"):
                    return margin
        return DEFAULT_INDENTATION

    @overload
    def node_at(self, start: int, end: int, kind: type[NodeT]) -> NodeT | None: ...

    @overload
    def node_at(self, start: int, end: int, kind: tuple[type[cst.CSTNode], ...]) -> cst.CSTNode | None: ...

    def node_at(
        self, start: int, end: int, kind: type[cst.CSTNode] | tuple[type[cst.CSTNode], ...]
    ) -> cst.CSTNode | None:
        """The outermost node of a kind that spans exactly these offsets.

        Args:
            start: where the ``ast`` node begins.
            end: where it ends.
            kind: the LibCST class, or classes, wanted.

        Raises:
            ConcreteError: LibCST fails on the statement there.
        """
        ends = [end]
        if self.text.endswith(";", start, end):
            # For ``ast``, the semicolon after a block's last statement is of the block, for LibCST not.
            ends.append(start + len(self.text[start:end].rstrip("; \t\f\\\r\n")))
        for region in self._regions_in(start, end):
            for node in chain.from_iterable(region.index.get((start, last), ()) for last in ends):
                if isinstance(node, kind):
                    return node
        return None

    def span(self, node: cst.CSTNode) -> Span:
        """Where a node begins and ends, as ``ast`` counts: parentheses around an expression are left out
        (those of a tuple or generator are its own), decorators, leading lines and the newline of a
        statement too.

        Raises:
            ConcreteError: the node is not of this tree.
        """
        try:
            return self._spans[id(node)]
        except KeyError:
            raise ConcreteError(f"a {type(node).__name__} node of another tree") from None

    def code(self, node: cst.CSTNode) -> str:
        """The text that a node spans, exactly as in the file."""
        start, end = self.span(node)
        return self.text[start:end]

    def parent(self, node: cst.CSTNode) -> cst.CSTNode | None:
        """The node around ``node``; None for a module."""
        return self._parents.get(id(node))

    def ancestors(self, node: cst.CSTNode) -> Iterator[cst.CSTNode]:
        """The nodes around ``node``, innermost first, up to the module."""
        around = self._parents.get(id(node))
        while around is not None:
            yield around
            around = self._parents.get(id(around))

    def statement(self, node: cst.CSTNode) -> Statement:
        """The innermost statement that holds ``node``, or is it.

        Within the suite of a one-line compound (``if ready: run()``) that is the compound statement.

        Raises:
            ConcreteError: the node stands in no statement, as a module does.
        """
        found: cst.CSTNode | None = node
        while found is not None:
            if isinstance(found, (cst.SimpleStatementLine, cst.BaseCompoundStatement)):
                return found
            found = self._parents.get(id(found))
        raise ConcreteError(f"a {type(node).__name__} node stands in no statement")

    @overload
    def within(self, start: int, end: int, kind: type[NodeT]) -> Iterator[NodeT]: ...

    @overload
    def within(self, start: int, end: int, kind: tuple[type[cst.CSTNode], ...]) -> Iterator[cst.CSTNode]: ...

    def within(
        self, start: int, end: int, kind: type[cst.CSTNode] | tuple[type[cst.CSTNode], ...]
    ) -> Iterator[cst.CSTNode]:
        """All nodes of a kind, or of several, that lie between two offsets, in the order of the file.

        Raises:
            ConcreteError: LibCST fails on one of the statements there.
        """
        for region in self._regions_in(start, end):
            for node in region.nodes:
                if isinstance(node, kind):
                    node_start, node_end = self._spans[id(node)]
                    if start <= node_start and node_end <= end:
                        yield node

    def _regions_in(self, start: int, end: int) -> list[_Region]:
        """The regions that touch the offsets, parsed."""
        first = max(bisect_right(self._starts, start) - 1, 0)
        last = max(bisect_right(self._starts, end), first + 1)
        found: list[_Region] = []
        for place in range(first, min(last, len(self._regions))):
            region = self._regions[place]
            if region.end >= start:
                if not region.nodes:
                    region = self._regions[place] = self._parsed(region)
                if region not in found:
                    found.append(region)
        return found

    def _parsed(self, region: _Region) -> _Region:
        if self._whole is not None:
            return self._whole
        try:
            self._parse(region)
        except ConcreteError:
            # A backslash above the statement may indent it, for one; such a statement needs its file.
            self._whole = _Region(0, len(self.text), self.module.body)
            self._parse(self._whole)
            return self._whole
        return region

    def _parse(self, region: _Region) -> None:
        with stage("libcst"):
            self._fill(region)

    def _fill(self, region: _Region) -> None:
        text = self.text[region.start : region.end]
        code, removed = _regular(_shallow(text, region.start, region.statements, self._source))
        try:
            code, module = _parsed_by_libcst(code)
            replay = _Replay(code, module)
            replay.run()
        except (cst.ParserSyntaxError, RecursionError, ValueError) as error:
            raise ConcreteError(str(error).partition("\n")[0]) from error
        base = region.start
        spans = {
            node: (base + removed.shift(start), base + removed.shift(end))
            for node, (start, end) in replay.spans.items()
        }
        self._spans.update(spans)
        self._parents.update(replay.parents)
        region.fill(replay.nodes, spans)


@dataclass(eq=False)
class _Region:
    """Whole lines that hold one top-level statement, or several that share a logical line."""

    start: int
    end: int
    statements: list[ast.stmt]
    nodes: list[cst.CSTNode] = field(default_factory=list)
    index: dict[Span, list[cst.CSTNode]] = field(default_factory=dict)

    def fill(self, nodes: list[cst.CSTNode], spans: dict[int, Span]) -> None:
        self.nodes = nodes
        for node in nodes:
            if type(node) in _WHITESPACE:
                continue
            self.index.setdefault(spans[id(node)], []).append(node)
            if type(node) is cst.Call and len(node.args) == 1:
                self._index_bare_generator(node, spans)

    def _index_bare_generator(self, call: cst.Call, spans: dict[int, Span]) -> None:
        """``ast`` counts the brackets of a call to a generator that is its only argument."""
        generator = call.args[0].value
        if isinstance(generator, cst.GeneratorExp) and not generator.lpar:
            opening = spans[id(call.whitespace_before_args)][0] - 1
            self.index.setdefault((opening, spans[id(call)][1]), []).append(generator)


def _regions(text: str, module: ast.Module, source: Source) -> Iterator[_Region]:
    region: _Region | None = None
    end = 0
    for statement in module.body:
        start = first_offset(statement, source)
        if region is None:
            region = _Region(line_start(text, start), 0, [])
        elif logical_end(text, end) is not None:
            region.end = next_line(text, logical_end(text, end) or end)
            yield region
            region = _Region(line_start(text, start), 0, [])
        region.statements.append(statement)
        end = source.ast_offset(statement.end_lineno or 0, statement.end_col_offset or 0)
    if region is not None:
        region.end = next_line(text, logical_end(text, end) or end)
        yield region


def _parsed_by_libcst(code: str) -> tuple[str, cst.Module]:
    """The tree, and the code as LibCST takes it.

    Margins that mix tabs and blanks agree for Python if they do with tabs of one column; LibCST asks more.
    """
    try:
        return code, cst.parse_module(code)
    except cst.ParserSyntaxError:
        blank = _MARGIN.sub(lambda margin: " " * len(margin[0]), code) if "\t" in code else code
        if blank == code:
            raise
        return blank, cst.parse_module(blank)


def _shallow(text: str, base: int, statements: Iterable[ast.AST], source: Source) -> str:
    """The text with names in place of what nests too deeply, each as long as what it stands for.

    Of branches, one in so many begins a statement of its own, so that all of them stay.

    Args:
        text: whole statements.
        base: where they begin in the file.
        statements: their syntax trees.
        source: the file; translates their places.
    """
    pending = [(statement, 0, 0) for statement in statements]
    while pending:
        node, depth, branches = pending.pop()
        if isinstance(node, ast.If):
            branches += len(node.orelse) == 1 and isinstance(node.orelse[0], ast.If)
            start = source.ast_offset(node.lineno, node.col_offset) - base
            if branches > MOST_BRANCHES and text.startswith("elif", start):
                text, branches = f"{text[:start]}if  {text[start + 4 :]}", 0
        depth += _levels(node)
        is_text = isinstance(node, (ast.Constant, ast.JoinedStr))
        if not is_text and depth <= DEEPEST:
            pending += [(child, depth, branches) for child in ast.iter_child_nodes(node)]
            continue
        assert isinstance(node, ast.expr)
        if (
            is_text
            and node.lineno == node.end_lineno
            and (node.end_col_offset or 0) < node.col_offset + DEEPEST
        ):
            continue
        start = source.ast_offset(node.lineno, node.col_offset) - base
        end = source.ast_offset(node.end_lineno or 0, node.end_col_offset or 0) - base
        # Strings in a row are one for ``ast``; what formatted ones hold has no certain places.
        parts = (text.count("'", start, end) + text.count('"', start, end)) // 2 if is_text else 0
        if max(depth + _height(node), parts) > DEEPEST:
            text = text[:start] + _stand_in(text[start:end]) + text[end:]
    return text


def _levels(node: ast.AST) -> int:
    """How many of LibCST's expressions a node puts around those in it."""
    if not isinstance(node, ast.expr):
        return 0
    # LibCST nests what stands side by side for ``ast``.
    return max(1, len(getattr(node, _IN_A_ROW.get(type(node), ""), ())))


def _height(node: ast.AST) -> int:
    """How many levels of expressions a formatted string holds."""
    if not isinstance(node, ast.JoinedStr):
        return 0
    deepest = 0
    pending: list[tuple[ast.AST, int]] = [(node, 0)]
    while pending:
        inner, depth = pending.pop()
        deepest = max(deepest, depth)
        pending += [(child, depth + _levels(child)) for child in ast.iter_child_nodes(inner)]
    return deepest


def _stand_in(text: str) -> str:
    """What LibCST reads instead of an expression."""
    return f"({'_' * (len(text) - 2)})" if len(text) > 2 else text


@dataclass
class _Removed:
    """How far the offsets of regular code lie behind those of the text it was made from."""

    after: list[int] = field(default_factory=list)
    shifts: list[int] = field(default_factory=lambda: [0])

    def add(self, after: int, characters: int) -> None:
        self.after.append(after)
        self.shifts.append(self.shifts[-1] + characters)

    def shift(self, offset: int) -> int:
        if not self.after:
            return offset
        return offset + self.shifts[bisect_left(self.after, offset)]


def _regular(text: str) -> tuple[str, _Removed]:
    """The text as LibCST reproduces it: newlines are ``\\n``, the last one is there, and no line begins
    with form feeds, which reset the column for Python but are repeated by LibCST as indentation.
    """
    removed = _Removed()
    if not text.endswith(("\n", "\r")):
        text += "\n"
    if "\r" not in text and "\f" not in text:
        return text, removed
    pieces: list[str] = []
    length = done = 0
    for match in _IRREGULAR.finditer(text):
        length += match.start() - done
        pieces.append(text[done : match.start()])
        done = match.end()
        if match[0].startswith("\r"):
            if match[0] == "\r\n":
                removed.add(length, 1)
            pieces.append("\n")
            length += 1
        else:
            removed.add(length - 1, len(match[0]))
    pieces.append(text[done:])
    return "".join(pieces), removed


class _Replay(CodegenState):
    """Generates a module's code again, only to count: where nodes begin, end, and what is around them.

    The state is LibCST's own interface between nodes and its position providers; it is not public, but
    has had this form since LibCST 0.3.
    """

    def __init__(self, code: str, module: cst.Module) -> None:
        super().__init__(default_indent=module.default_indent, default_newline=module.default_newline)
        self.nodes: list[cst.CSTNode] = [module]
        self.spans: dict[int, Span] = {}
        self.parents: dict[int, cst.CSTNode] = {}
        self.offset = 0
        self._code = code
        self._gaps: dict[int, int] = {}
        self._module = module
        self._around: list[cst.CSTNode] = [module]
        self._begun: list[int] = []

    def run(self) -> None:
        """Replays the whole module.

        Raises:
            ConcreteError: the tree does not reproduce the code.
        """
        module = self._module
        for node in (*module.header, *module.body, *module.footer):
            node._codegen(self)
        if self.offset != len(self._code):
            raise ConcreteError(f"LibCST leaves out the text at offset {self.offset}")
        self.spans[id(module)] = (0, self.offset)
        if self._gaps:
            for found, (start, end) in self.spans.items():
                if start < end:
                    self.spans[found] = (self._gaps.get(start, start), end)

    def add_token(self, value: str) -> None:
        if not self._code.startswith(value, self.offset):
            self._skip_gap(value)
        self.offset += len(value)

    def _skip_gap(self, value: str) -> None:
        """Passes over whitespace that LibCST has lost: before a clause's colon (``except E :``), for one."""
        gap = _DROPPED.match(self._code, self.offset)
        if gap is None or not self._code.startswith(value, gap.end()):
            raise ConcreteError(f"LibCST does not reproduce the text at offset {self.offset}")
        self._gaps[self.offset] = gap.end()
        self.offset = gap.end()

    def add_indent_tokens(self) -> None:
        for token in self.indent_tokens:
            self.add_token(token)

    def before_codegen(self, node: cst.CSTNode) -> None:
        self.nodes.append(node)
        self.parents[id(node)] = self._around[-1]
        self._around.append(node)
        self._begun.append(self.offset)

    def after_codegen(self, node: cst.CSTNode) -> None:
        self._around.pop()
        begun = self._begun.pop()
        if id(node) not in self.spans:
            self.spans[id(node)] = (begun, self.offset)
        elif (type(node) is cst.Tuple or type(node) is cst.GeneratorExp) and node.lpar:
            self.spans[id(node)] = (self.spans[id(node.lpar[-1])][0], self.spans[id(node.rpar[0])][1])

    # The base class says contextmanager; a plain object does the same at a fraction of the cost.
    def record_syntactic_position(  # type: ignore[override]
        self,
        node: cst.CSTNode,
        *,
        start_node: cst.CSTNode | None = None,
        end_node: cst.CSTNode | None = None,
    ) -> _Recording:
        return _Recording(self, node, start_node, end_node)


class _Recording:
    """Notes the offsets at which the tokens of one node, without its surroundings, begin and end."""

    __slots__ = ("_begun", "_end_node", "_node", "_replay", "_start_node")

    def __init__(
        self,
        replay: _Replay,
        node: cst.CSTNode,
        start_node: cst.CSTNode | None,
        end_node: cst.CSTNode | None,
    ) -> None:
        self._replay = replay
        self._node = node
        self._start_node = start_node
        self._end_node = end_node
        self._begun = replay.offset

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            return
        replay = self._replay
        start = self._begun if self._start_node is None else replay.spans[id(self._start_node)][0]
        end = replay.offset if self._end_node is None else replay.spans[id(self._end_node)][1]
        replay.spans[id(self._node)] = (start, end)
