"""Text edits from LibCST nodes: what a fix does to a file, said in statements and blocks.

Every method returns the edits, or None when the place does not allow them: a statement that shares its
line, the suite of a one-line compound, a comment that would be lost.  Edits that indent only insert, so
that the content of multi-line strings and everything else on the lines stays byte for byte.
"""

from __future__ import annotations

import ast
import re
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import libcst as cst

from tflint_mem.concrete import first_offset, line_end, line_start, logical_end, next_line
from tflint_mem.rule import Edit, Extracted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tflint_mem.concrete import ConcreteTree
    from tflint_mem.source import Source

Edits = tuple[Edit, ...]

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
# Template strings are of Python 3.14 and LibCST 1.9; concatenated ones are made of these.
_STRINGS: tuple[type[cst.CSTNode], ...] = tuple(
    getattr(cst, name)
    for name in ("SimpleString", "FormattedString", "TemplatedString")
    if hasattr(cst, name)
)
_MARGIN = re.compile(r"[ \t\f]*")
_SEMICOLON = re.compile(r"[ \t\f]*;")
_CELL = re.compile(r"# ?%%")
_LONE_NEWLINE = re.compile(r"(?<!\r)\n")


@dataclass(frozen=True)
class _Place:
    """The lines that belong to one statement alone.

    Attributes:
        line: where its first line begins.
        indent: the whitespace that indents it.
        begin: where the statement, or its first decorator, begins.
        end: where the statement ends.
        close: where its last line ends, before the newline.
        after: where the next line begins.
    """

    line: int
    indent: str
    begin: int
    end: int
    close: int
    after: int


class Editor:
    """Builds edits on one file."""

    def __init__(self, tree: ConcreteTree, source: Source) -> None:
        self._tree = tree
        self._source = source
        self._text = source.text

    def replace(self, node: cst.CSTNode, text: str) -> Edits | None:
        """Puts ``text`` in the place of a node; refused when a comment would be lost.

        The node's own parentheses stay, as they are not part of its span.
        """
        start, end = self._tree.span(node)
        if any(comment not in text for comment in self._comments(start, end)):
            return None
        return (Edit(start, end, self._native(text)),)

    def delete_argument(self, call: cst.Call, argument: cst.Arg) -> Edits | None:
        """Takes an argument out of a call, with the comma that it leaves over."""
        row = next((row for row, item in enumerate(call.args) if item is argument), None)
        if row is None:
            return None
        start, end = self._tree.span(argument)
        if row + 1 < len(call.args):
            end = self._tree.span(call.args[row + 1])[0]
        elif row > 0:
            start = self._tree.span(call.args[row - 1])[1]
        return None if self._comments(start, end) else (Edit(start, end, ""),)

    def insert_before(self, statement: cst.CSTNode, lines: Sequence[str]) -> Edits | None:
        """Puts lines of their own, indented like the statement, above it and the comments right above it.

        Args:
            statement: a statement, compound or simple, that shares its line with no other.
            lines: code without the statement's indentation and without newlines.
        """
        place = self._place(statement)
        return None if place is None else self._above_comments(place, lines)

    def insert_after(self, statement: cst.CSTNode, lines: Sequence[str]) -> Edits | None:
        """Puts lines of their own, indented like the statement, below it.

        Comments that belong to the end of a compound statement's block, or to the end of the paragraph that
        the statement ends, stay above the lines.
        """
        place = self._place(statement)
        if place is None:
            return None
        return self._below(place, self._paragraph_end(self._block_end(statement, place), place.indent), lines)

    def insert_at_body_start(self, compound: cst.CSTNode, lines: Sequence[str]) -> Edits | None:
        """Puts lines at the start of a block, below the docstring of a function or class.

        Args:
            compound: a node with a block as its ``body``: a compound statement, ``else``, ``except`` ...
            lines: code without indentation and without newlines.
        """
        block = getattr(compound, "body", None)
        if not isinstance(block, cst.IndentedBlock) or not block.body:
            return None
        first = block.body[0]
        place = self._place(first, whole_line=True)
        if place is None:
            return None
        if isinstance(compound, (cst.FunctionDef, cst.ClassDef)) and _is_docstring(first):
            return self._below(place, place.after, lines)
        return self._above_comments(place, lines)

    def delete(self, statement: cst.CSTNode) -> Edits | None:
        """Takes a statement out; comments stay, and ``pass`` takes its place when it was alone in its block.

        Args:
            statement: a compound statement, or a simple one (then ``;`` and one-line suites are fine too).
        """
        if isinstance(statement, cst.SimpleStatementLine):
            if len(statement.body) > 1:
                return None
            statement = statement.body[0]
        around = self._tree.parent(statement)
        if isinstance(around, (cst.SimpleStatementLine, cst.SimpleStatementSuite)):
            if len(around.body) > 1:
                return self._delete_from_line(statement, around.body)
            if isinstance(around, cst.SimpleStatementSuite):
                return self.replace(statement, "pass")
            around = self._tree.parent(around)
        place = self._place(statement)
        if place is None:
            return None
        separator = self._source.newline + place.indent
        if isinstance(around, cst.IndentedBlock) and len(around.body) == 1:
            lines = [*self._comments(place.begin, place.end), "pass"]
            return (Edit(place.begin, place.end, separator.join(lines)),)
        comments = self._comments(place.begin, place.close)
        if comments:
            return (Edit(place.begin, place.close, separator.join(comments)),)
        return (Edit(place.line, place.after, ""),)

    def is_commented(self, statement: cst.CSTNode) -> bool:
        """Whether comments stand right above a statement, which without it would speak of what follows."""
        place = self._place(self._line_of(statement))
        return place is not None and self._comments_above(place) < place.line

    def delete_with_gap(self, statement: cst.CSTNode) -> Edits | None:
        """Takes a simple statement out with the blank lines below it; refused where it has a comment."""
        place = self._place(statement)
        if place is None or self._comments(place.begin, place.close):
            return None
        return (Edit(place.line, self._blank_end(place.after), ""),)

    def wrap_in_with(
        self, header: str, first: cst.CSTNode, last: cst.CSTNode, *, drop_first: bool
    ) -> Edits | None:
        """Puts the statements after ``first``, up to ``last``, under ``with {header}:``.

        A comment that trails ``first`` stays where it is: behind the header line when that takes its place.
        Blank lines between the header and what it holds are taken out.

        Args:
            header: the items of the ``with`` statement: ``tf.Session(graph=g) as sess``.
            first: the simple statement that opens the resource.
            last: the last statement of the same block to be put under the header; ``first`` when there is
                none.
            drop_first: whether the header takes the place of ``first``, or follows it on a line of its own.
        """
        opening = self._place(first)
        region = self._region(first, last)
        if opening is None or region is None:
            return None
        head = f"with {self._native(header)}:"
        unit = self._unit(first, opening)
        if drop_first:
            edits = self._header_for(first, opening, head)
            if edits is None:
                return None
        else:
            edits = self._below(opening, opening.after, [head])
        if region[1] <= opening.after:
            return _merged((*edits, *self._below(opening, opening.after, [f"{unit}pass"])))
        after = self._blank_end(opening.after)
        gap = (Edit(opening.after, after, ""),) if after > opening.after else ()
        return _merged((*edits, *gap, *self._indented(after, region[1], opening.indent, unit)))

    def indent_under(self, header: str, first: cst.CSTNode, last: cst.CSTNode) -> Edits | None:
        """Puts the statements from ``first`` to ``last`` of one block under a line such as ``try:``.

        Args:
            header: the whole header, with its colon and without indentation.
            first: the first statement to be put under it.
            last: the last one.
        """
        place = self._place(first, whole_line=True)
        region = self._region(first, last)
        if place is None or region is None:
            return None
        unit = self._unit(first, place)
        above = self._above(place, [header])
        return _merged((*above, *self._indented(place.line, region[1], place.indent, unit)))

    def hoist(self, statement: cst.CSTNode, loop: cst.CSTNode) -> Edits | None:
        """Moves a statement of a loop's block, with the comments right above it, to stand before the loop.

        Args:
            statement: a statement that shares its line with no other and is not alone in its block.
            loop: the loop statement around it.
        """
        place, target = self._place(statement), self._place(loop)
        block = self._tree.parent(self._line_of(statement))
        if place is None or target is None or not isinstance(block, cst.IndentedBlock):
            return None
        if len(block.body) == 1 or not place.indent.startswith(target.indent):
            return None
        start = self._comments_above(place)
        end = self._block_end(statement, place)
        if end == len(self._text) and not self._text.endswith(("\n", "\r")):
            return None
        moved = self._dedented(start, end, place.indent, target.indent)
        left = Edit(*self._with_blank_lines(start, end), "")
        at = self._comments_above(target)
        if not isinstance(statement, (cst.FunctionDef, cst.ClassDef)):
            return (Edit(at, at, moved), left)
        head, gap = self._gaps(at, target)
        return (Edit(at, at, head + moved + gap), left)

    def _gaps(self, at: int, target: _Place) -> tuple[str, str]:
        """The empty lines that style guides want above and below a definition put at an offset.

        That is two lines around a function of a module, and one within another function.
        """
        newline = self._source.newline
        lines = 1 if target.indent else 2
        before = self._text[:at].rstrip(" \t\f\r\n")
        if not before or before.endswith(":"):
            return "", newline * lines
        blank = self._text[len(before) : at].count(newline) - 1
        return newline * max(lines - blank, 0), newline * lines

    def _with_blank_lines(self, start: int, end: int) -> tuple[int, int]:
        """The lines from ``start`` to ``end``, with the empty ones below that would stand at a block's start.

        Where the block starts above them with empty lines, those go too; of empty lines above and below
        elsewhere, those above stay.
        """
        before = self._text[:start].rstrip(" \t\f\r\n")
        opens = before.endswith(":")
        if not opens and self._text[len(before) : start].count("\n") < 2:
            return start, end
        while end < len(self._text) and not self._text[end : line_end(self._text, end)].strip():
            following = next_line(self._text, end)
            if following == end:
                break
            end = following
        return (next_line(self._text, len(before)) if opens else start), end

    def move_out(self, compound: cst.CSTNode, first: cst.CSTNode, last: cst.CSTNode) -> Edits | None:
        """Takes the last statements of a block out of it, to stand below the compound statement.

        Args:
            compound: the statement whose block it is.
            first: the first statement to leave, not the first of the block.
            last: the last statement of the block.
        """
        place, target, region = self._place(first), self._place(compound), self._region(first, last)
        if place is None or target is None or region is None or not place.indent.startswith(target.indent):
            return None
        start = self._comments_above(place)
        return (Edit(start, region[1], self._dedented(start, region[1], place.indent, target.indent)),)

    def extract(
        self, first: cst.CSTNode, last: cst.CSTNode, loop: cst.CSTNode, around: Extracted
    ) -> Edits | None:
        """Moves the statements from ``first`` to ``last`` of a block into a function before a loop.

        Args:
            first: the first statement of the function's body.
            last: the last one, a simple statement.
            loop: the loop around them, above which the function goes, above its comments too.
            around: the lines that make a function of them, and the one that takes their place.
        """
        place, target, region = self._place(first), self._place(loop), self._region(first, last)
        if place is None or target is None or region is None or not place.indent.startswith(target.indent):
            return None
        start, end = place.line, region[1]
        if end == len(self._text) and not self._text.endswith(("\n", "\r")):
            return None
        newline = self._source.newline
        inner = target.indent + self._unit(loop, target)
        at = self._comments_above(target)
        head, gap = self._gaps(at, target)
        lines = [target.indent + line for line in around.header]
        footer = [inner + around.footer] if around.footer else []
        body = self._dedented(start, end, place.indent, inner)
        text = "".join(self._native(line) + newline for line in lines) + body
        text += "".join(self._native(line) + newline for line in footer) + gap
        call = place.indent + self._native(around.call) + newline
        return (Edit(at, at, head + text), Edit(start, end, call))

    def move_before(self, statements: Sequence[cst.CSTNode], target: cst.CSTNode) -> Edits | None:
        """Moves statements, with the comments right above them, before an earlier one of their block.

        Args:
            statements: statements that share their lines with no other, in order.
            target: the statement before which they shall stand.
        """
        goal = self._place(target)
        if goal is None:
            return None
        moved, edits = "", []
        for statement in statements:
            place = self._place(statement)
            if place is None or place.indent != goal.indent:
                return None
            start, end = self._comments_above(place), self._block_end(statement, place)
            if end == len(self._text) and not self._text.endswith(("\n", "\r")):
                return None
            moved += self._text[start:end]
            edits.append(Edit(self._gap_above(start, end), end, ""))
        at = self._comments_above(goal)
        return (Edit(at, at, moved), *edits)

    def hoist_expression(self, expression: cst.CSTNode, loop: cst.CSTNode, name: str) -> Edits | None:
        """Evaluates an expression into ``name`` before a loop, and reads the name in its place.

        Args:
            expression: the expression; refused when it spans lines, or holds a comment.
            loop: the loop statement around it.
            name: a name that is free in the file.
        """
        start, end = self._tree.span(expression)
        code = self._text[start:end]
        if "\n" in code or "\r" in code:
            return None
        above = self.insert_before(loop, [f"{name} = {code}"])
        return None if above is None else (*above, Edit(start, end, name))

    def indentation(self, statement: cst.CSTNode) -> str:
        """One step of indentation around a statement: spaces or a tab."""
        place = self._place(statement)
        return self._tree.indentation if place is None else self._unit(statement, place)

    def insert_import(self, line: str) -> Edits:
        """Adds the import of a module of the standard library at the top of the file, unless it is there.

        It goes among the other imports of the standard library, in their order, or else above all imports
        but those of ``__future__``; where there are none, below the docstring.  The same line gives the same
        edits for every finding of a file.
        """
        head = list(self._leading_imports())
        wanted = ast.dump(ast.parse(line))
        if any(ast.dump(ast.Module([statement], [])) == wanted for statement in head):
            return ()
        imports = [statement for statement in head if _is_plain_import(statement)]
        standard = [statement for statement in imports if _is_standard(statement)]
        earlier = [s for s in standard if isinstance(s, ast.Import) and f"import {s.names[0].name}" < line]
        if earlier:
            return self._own_lines(self._after(earlier[-1]), "", [line])
        if imports:
            first = (standard or imports)[0]
            start = line_start(self._text, first_offset(first, self._source))
            return self._own_lines(start, "", [line] if standard else [line, ""])
        if head:
            return self._own_lines(self._after(head[-1]), "", ["", line])
        if not self._tree.module.body:
            return self._own_lines(len(self._text), "", [line])
        following = self._tree.module.body[0]
        start = line_start(self._text, first_offset(following, self._source))
        blank = 2 if isinstance(following, _DEFINITIONS) else 1
        return (Edit(start, start, line + self._source.newline * (blank + 1)),)

    def _after(self, statement: ast.stmt) -> int:
        """Where the line after a statement begins."""
        end = self._source.ast_offset(statement.end_lineno or 0, statement.end_col_offset or 0)
        close = logical_end(self._text, end)
        return next_line(self._text, line_end(self._text, end) if close is None else close)

    def _place(self, node: cst.CSTNode, *, whole_line: bool = False) -> _Place | None:
        """The lines of a statement, or None when they are not its own.

        Args:
            node: a compound statement, a simple one, or the line of simple ones.
            whole_line: whether all simple statements of a line may be taken together.
        """
        tree, text = self._tree, self._text
        if isinstance(node, cst.BaseSmallStatement):
            around = tree.parent(node)
            if not isinstance(around, cst.SimpleStatementLine):
                return None
            node = around
        if not isinstance(tree.parent(node), (cst.IndentedBlock, cst.Module)):
            return None
        if isinstance(node, cst.SimpleStatementLine) and len(node.body) > 1 and not whole_line:
            return None
        begin, end = tree.span(node)
        if isinstance(node, (cst.FunctionDef, cst.ClassDef)) and node.decorators:
            begin = tree.span(node.decorators[0])[0]
        start = line_start(text, begin)
        close = logical_end(text, end)
        margin = text[start:begin]
        # A backslash on the line above would make an inserted line part of that statement.
        if close is None or margin.strip(" \t\f") or text[:start].rstrip("\r\n").endswith("\\"):
            return None
        return _Place(start, margin.rpartition("\f")[2], begin, end, close, next_line(text, close))

    def _region(self, first: cst.CSTNode, last: cst.CSTNode) -> tuple[int, int] | None:
        """From ``first`` to the line after ``last``; None unless they share a block, in this order."""
        opening, closing = self._place(first, whole_line=True), self._place(last, whole_line=True)
        if opening is None or closing is None or closing.begin < opening.begin:
            return None
        blocks = [self._tree.parent(self._line_of(node)) for node in (first, last)]
        # Statements of a module are parsed apart: each has a module of its own.
        if blocks[0] is not blocks[1] and not all(isinstance(block, cst.Module) for block in blocks):
            return None
        return opening.begin, self._block_end(last, closing)

    def _line_of(self, node: cst.CSTNode) -> cst.CSTNode:
        around = self._tree.parent(node)
        return around if isinstance(around, cst.SimpleStatementLine) else node

    def _block_end(self, statement: cst.CSTNode, place: _Place) -> int:
        """The line after a statement and the deeper comments that end its block."""
        if not isinstance(statement, cst.BaseCompoundStatement):
            return place.after
        text = self._text
        depth = _width(place.indent)
        end = line = place.after
        while line < len(text):
            code = _margin_end(text, line)
            if text.startswith("#", code):
                if _width(text[line:code]) <= depth:
                    break
                end = next_line(text, code)
            elif code < line_end(text, code):
                break
            line = next_line(text, code)
        return end

    def _gap_above(self, start: int, end: int) -> int:
        """Where to begin to take lines out: with the blank lines above them, if as many are below."""
        before = start
        while before > 0:
            line = self._line_above(before)
            if self._text[line:before].strip():
                break
            before = line
        above = self._text.count("\n", before, start)
        return before if above <= self._text.count("\n", end, self._blank_end(end)) else start

    def _line_above(self, line: int) -> int:
        """Where the line before a line start begins."""
        text = self._text
        return line_start(text, line - 2 if text.startswith("\r\n", max(line - 2, 0)) else line - 1)

    def _paragraph_end(self, line: int, indent: str) -> int:
        """Where comment lines that begin at a line start end, if a blank line or nothing follows them."""
        end = line
        while self._text.startswith(f"{indent}#", end):
            end = next_line(self._text, end)
        ends = end > line and not self._text[end : next_line(self._text, end)].strip()
        return end if ends else line

    def _blank_end(self, line: int) -> int:
        """Where the blank lines that begin at a line start end."""
        while line < len(self._text) and not self._text[line : next_line(self._text, line)].strip(" \t\r\n"):
            line = next_line(self._text, line)
        return line

    def _unit(self, statement: cst.CSTNode, place: _Place) -> str:
        """One step of indentation, as the blocks around the statement have it, or else the file."""
        block = self._tree.parent(self._line_of(statement))
        around = None if block is None else self._tree.parent(block)
        if around is not None:
            start = line_start(self._text, self._tree.span(around)[0])
            outer = self._text[start : _margin_end(self._text, start)].rpartition("\f")[2]
            if place.indent.startswith(outer) and place.indent != outer:
                return place.indent[len(outer) :]
        return self._tree.indentation

    def _leading_imports(self) -> Iterator[ast.stmt]:
        for row, statement in enumerate(self._tree.module.body):
            if not isinstance(statement, (ast.Import, ast.ImportFrom)) and not (
                row == 0 and ast.get_docstring(self._tree.module, clean=False) is not None
            ):
                return
            yield statement

    def _header_for(self, first: cst.CSTNode, opening: _Place, head: str) -> Edits | None:
        """``head`` in the place of a simple statement; comments from within it go above."""
        if isinstance(first, cst.BaseCompoundStatement):
            return None
        text = self._text
        semicolon = _SEMICOLON.match(text, opening.end)
        end = semicolon.end() if semicolon else opening.end
        if line_end(text, end) != opening.close:
            return None
        comments = [item for item in self._comments(opening.begin, opening.end) if item not in head]
        content = (self._source.newline + opening.indent).join([*comments, head])
        return (Edit(opening.begin, end, content),)

    def _indented(self, start: int, end: int, indent: str, unit: str) -> Iterator[Edit]:
        """One insertion for each line between two line starts that has code and begins outside of strings."""
        strings = [self._tree.span(node) for node in self._tree.within(start, end, _STRINGS)]
        inside = {
            line
            for begin, close in strings
            for line in _line_starts(self._text, next_line(self._text, begin), close)
        }
        for line in _line_starts(self._text, start, end):
            code = _margin_end(self._text, line)
            if line in inside or code == line_end(self._text, code):
                continue
            # A form feed makes Python count anew; a unit in front of unlike indentation could mix tabs.
            margin = self._text.rfind("\f", line, code) + 1 or line
            place = margin + len(indent) if self._text.startswith(indent, margin) else margin
            yield Edit(place, place, unit)

    def _comments_above(self, place: _Place) -> int:
        """Where the comment lines that stand right above a statement, indented like it, begin."""
        text, start = self._text, place.line
        while start > 0:
            above = self._line_above(start)
            comment = text.startswith(f"{place.indent}#", above)
            if not comment or _CELL.match(text, above):
                break
            start = above
        return start

    def _dedented(self, start: int, end: int, indent: str, outer: str) -> str:
        """Whole lines, with ``outer`` in the place of ``indent`` wherever that is no part of a string."""
        strings = [self._tree.span(node) for node in self._tree.within(start, end, _STRINGS)]
        pieces = []
        for line in _line_starts(self._text, start, end):
            code = self._text[line : next_line(self._text, line)]
            if code.startswith(indent) and not any(begin < line < close for begin, close in strings):
                code = outer + code[len(indent) :]
            pieces.append(code)
        return "".join(pieces)

    def _delete_from_line(
        self, statement: cst.CSTNode, siblings: Sequence[cst.BaseSmallStatement]
    ) -> Edits | None:
        place = next(row for row, sibling in enumerate(siblings) if sibling is statement)
        begin, end = self._tree.span(statement)
        if place + 1 < len(siblings):
            end = self._tree.span(siblings[place + 1])[0]
        else:
            begin = self._tree.span(siblings[place - 1])[1]
        return None if self._comments(begin, end) else (Edit(begin, end, ""),)

    def _comments(self, start: int, end: int) -> list[str]:
        return [node.value for node in self._tree.within(start, end, cst.Comment)]

    def _above(self, place: _Place, lines: Sequence[str]) -> Edits:
        return self._own_lines(place.line, place.indent, lines)

    def _above_comments(self, place: _Place, lines: Sequence[str]) -> Edits:
        return self._own_lines(self._comments_above(place), place.indent, lines)

    def _below(self, place: _Place, after: int, lines: Sequence[str]) -> Edits:
        return self._own_lines(after, place.indent, lines)

    def _own_lines(self, at: int, indent: str, lines: Sequence[str]) -> Edits:
        """Lines inserted where a line begins, or where the file ends without a newline."""
        newline = self._source.newline
        code = newline.join(indent + self._native(line) if line.strip() else "" for line in lines)
        if at == len(self._text) and self._text and not self._text.endswith(("\n", "\r")):
            return (Edit(at, at, newline + code),)
        return (Edit(at, at, code + newline),)

    def _native(self, code: str) -> str:
        """Code with the file's newlines."""
        newline = self._source.newline
        return code if newline == "\n" else _LONE_NEWLINE.sub(newline, code)


def _is_plain_import(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Import) or (
        isinstance(statement, ast.ImportFrom) and statement.module != "__future__"
    )


def _is_standard(statement: ast.stmt) -> bool:
    """Whether an import names a module of the standard library first."""
    if isinstance(statement, ast.ImportFrom):
        return not statement.level and _top(statement.module or "") in sys.stdlib_module_names
    return isinstance(statement, ast.Import) and _top(statement.names[0].name) in sys.stdlib_module_names


def _top(module: str) -> str:
    return module.partition(".")[0]


def _is_docstring(statement: cst.CSTNode) -> bool:
    if not isinstance(statement, cst.SimpleStatementLine):
        return False
    first = statement.body[0]
    return isinstance(first, cst.Expr) and isinstance(first.value, (cst.SimpleString, cst.ConcatenatedString))


def _margin_end(text: str, line: int) -> int:
    """Where the whitespace that begins a line ends."""
    margin = _MARGIN.match(text, line)
    return margin.end() if margin else line


def _width(margin: str) -> int:
    return len(margin.rpartition("\f")[2].expandtabs())


def _line_starts(text: str, start: int, end: int) -> Iterator[int]:
    """The line starts from ``start``, which is one, up to but not including ``end``."""
    while start < end:
        yield start
        following = next_line(text, start)
        if following == start:
            return
        start = following


def _merged(edits: Iterable[Edit]) -> Edits:
    """The edits in order, with insertions at one place made one."""
    merged: list[Edit] = []
    for edit in edits:
        if merged and merged[-1].start == merged[-1].end == edit.start == edit.end:
            edit = Edit(edit.start, edit.end, merged.pop().content + edit.content)
        merged.append(edit)
    return tuple(merged)
