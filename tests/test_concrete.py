"""Places of LibCST nodes agree with ``ast``, and only what is asked for is parsed."""

from __future__ import annotations

import ast
import sys
import sysconfig
import time
from pathlib import Path
from typing import TYPE_CHECKING

import libcst as cst
import pytest

from tflint_mem.concrete import (
    ConcreteError,
    ConcreteTree,
    line_end,
    line_start,
    logical_end,
    next_line,
)
from tflint_mem.source import Source, SourceError, read

if TYPE_CHECKING:
    from collections.abc import Iterator

STDLIB = Path(sysconfig.get_path("stdlib"))

KINDS: dict[type[ast.AST], tuple[type[cst.CSTNode], ...]] = {
    ast.Assign: (cst.Assign,),
    ast.AsyncFor: (cst.For,),
    ast.AsyncFunctionDef: (cst.FunctionDef,),
    ast.AsyncWith: (cst.With,),
    ast.Attribute: (cst.Attribute,),
    ast.AugAssign: (cst.AugAssign,),
    ast.Await: (cst.Await,),
    ast.BinOp: (cst.BinaryOperation,),
    ast.Call: (cst.Call,),
    ast.ClassDef: (cst.ClassDef,),
    ast.Compare: (cst.Comparison,),
    ast.Dict: (cst.Dict,),
    ast.DictComp: (cst.DictComp,),
    ast.ExceptHandler: (cst.ExceptHandler, cst.ExceptStarHandler),
    ast.Expr: (cst.Expr,),
    ast.For: (cst.For,),
    ast.FunctionDef: (cst.FunctionDef,),
    ast.GeneratorExp: (cst.GeneratorExp,),
    ast.If: (cst.If,),
    ast.IfExp: (cst.IfExp,),
    ast.Import: (cst.Import,),
    ast.ImportFrom: (cst.ImportFrom,),
    ast.Lambda: (cst.Lambda,),
    ast.List: (cst.List,),
    ast.ListComp: (cst.ListComp,),
    ast.Match: (cst.Match,),
    ast.Name: (cst.Name,),
    ast.NamedExpr: (cst.NamedExpr,),
    ast.Raise: (cst.Raise,),
    ast.Return: (cst.Return,),
    ast.Subscript: (cst.Subscript,),
    ast.Try: (cst.Try,),
    ast.Tuple: (cst.Tuple,),
    ast.While: (cst.While,),
    ast.With: (cst.With,),
    ast.Yield: (cst.Yield,),
    ast.keyword: (cst.Arg,),
}


def source_of(text: str) -> Source:
    return Source(Path("/nowhere/module.py"), "module.py", text)


def tree_of(text: str) -> ConcreteTree:
    return ConcreteTree(text, ast.parse(text), source_of(text))


def tree_around(text: str, *parts: str) -> ConcreteTree:
    """The tree made for the places where parts of the text stand."""
    places = [(text.index(part), text.index(part) + len(part)) for part in parts]
    return ConcreteTree.for_places(text, ast.parse(text), source_of(text), places)


def node_of(tree: ConcreteTree, code: str, kind: type[cst.CSTNode]) -> cst.CSTNode:
    start = tree.text.index(code)
    node = tree.node_at(start, start + len(code), kind)
    assert node is not None, f"no {kind.__name__} spans {code!r}"
    return node


def comparable_nodes(module: ast.Module) -> Iterator[ast.AST]:
    """The nodes that LibCST has too; before Python 3.12, ``ast`` guesses at places in f-strings."""
    stack: list[ast.AST] = [module]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.JoinedStr):
            continue
        if type(node) in KINDS:
            yield node
        for name, value in ast.iter_fields(node):
            if isinstance(node, ast.Subscript) and name == "slice" and isinstance(value, ast.Tuple):
                stack.extend(ast.iter_child_nodes(value))  # LibCST has elements, no tuple, there
            elif isinstance(value, ast.AST):
                stack.append(value)
            elif isinstance(value, list):
                stack.extend(item for item in value if isinstance(item, ast.AST))


def assert_agrees(text: str) -> int:
    """Every node of ``ast`` has its LibCST node at the same place; how many there were."""
    source, module = source_of(text), ast.parse(text)
    tree = ConcreteTree(text, module, source)
    nodes = list(comparable_nodes(module))
    for node in nodes:
        start = source.ast_offset(node.lineno, node.col_offset)  # type: ignore[attr-defined]
        end = source.ast_offset(node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]
        kinds = KINDS[type(node)]
        assert tree.node_at(start, end, kinds) is not None, (kinds, text[start:end])
    return len(nodes)


def corpus(every: int) -> list[Path]:
    return sorted(path for path in STDLIB.glob("[a-z]*.py"))[::every]


@pytest.mark.parametrize("path", corpus(12), ids=lambda path: path.name)
def test_places_agree_with_ast_on_the_standard_library(path: Path) -> None:
    assert_agrees(read(path).text)


@pytest.mark.slow
def test_places_agree_with_ast_on_the_whole_standard_library() -> None:
    compared, refused = 0, []
    for path in STDLIB.rglob("*.py"):
        if "site-packages" in path.parts:
            continue
        try:
            text = read(path).text
            ast.parse(text)
        except (SourceError, SyntaxError, ValueError):
            continue  # the test suite's bad files
        try:
            compared += assert_agrees(text)
        except ConcreteError:
            refused.append(path.name)  # LibCST's parser does not take all that Python's does
    assert compared > 500_000
    assert len(refused) < 5


@pytest.mark.parametrize(
    "text",
    [
        "f(x for x in y)\n",
        "f((x for x in y), ((a, b)))\n",
        "(a)\n((a, b))\n(a).b(c)\n",
        "x = (yield)\n",
        "a, b = c = d\n",
        "@one\n@two(3)\nasync def f():\n    async with a as b, c: pass\n    async for x in y: await x\n",
        "if a:\n    b\nelif c:\n    d\nelse:\n    e\n",
        "try:\n    a\nexcept E as e:\n    b\nelse:\n    c\nfinally:\n    d\n",
        "if a: b; c\n",
        "if a: b; c;\nwhile d:\n    e() ; # f\ng()\n",
        "a; b; c(d)\ne()\n",
        "a(); \\\n  b()\nc()\n",
        "a = 1 \\\n    + 2\nb(\n\n3)\n",
        "def f():\n\tx()\n        # odd\n\ty(1)\n",
        "été = café(ñ='ü', 名前=f('é'))\n",
        "x = '''a\n  b\n'''; y(x)\nz()\n",
        "if a:\n    x()\n\n  # shallow\n# shallower\n    y()\n   \n\t\nz()\n",
        "x()",
        "if x:\n    y()\n    # end",
        '#!/usr/bin/env python\n# -*- coding: utf-8 -*-\n"""Doc."""\n\nx()\n',
        "match a:\n    case {'k': b(c), **d} if e(): f()\n    case _:\n        g()\n",
        "lambda: (yield)\nx = [i for i in j if (k := i)]\n",
        "print(f'{a!r:>{b}}' 'c', d())\n",
        "x = 1\n\x0c\ndef f():\n    y()\n",
        "class A:\n\x0c    def f(self):\n        x()\n\x0c\n    \x0c    # page\n\n\x0c    g()\nz()\n",
        "if a:\n    x = '''b\n\x0c c\n'''\n    d()\n",
        "\\\n\\\nx()\ny()\n",
        "if a:\n    b()\n\\\n    \nc()\n",
        "with (a() as b, c() as d):\n    e()\n",
        "try:\n    a()\nfinally: b()\n",
        "try:\n    a()\nexcept E :\n    b()\nexcept (C , D) \\\n  :\n    c()\n",
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_places_agree_with_ast_in_hard_layouts(text: str, newline: str) -> None:
    assert_agrees(text.replace("\n", newline)) or pytest.fail("nothing was compared")


def test_mixed_newlines() -> None:
    assert assert_agrees("a()\r\nif b:\n    c()\r\n    d(\n1)\re()\n") > 4


def test_except_star() -> None:
    try:
        compared = assert_agrees("try:\n    a()\nexcept* E as e:\n    b()\n")
    except SyntaxError:
        pytest.skip("needs Python 3.11")
    assert compared == 8


def test_span_leaves_out_what_surrounds_a_statement() -> None:
    text = "# above\n@decorated\ndef f():\n    return ( 1 ) ;  # trailing\n\n# below\n"
    tree = tree_of(text)
    function = tree.node_at(text.index("def"), text.index(" ;") + 2, cst.FunctionDef)
    assert function is not None
    assert tree.code(function) == "def f():\n    return ( 1 )"
    value = node_of(tree, "1", cst.Integer)
    assert tree.code(value) == "1"


def test_kinds_tell_nodes_of_one_place_apart() -> None:
    text = "run()\n"
    tree = tree_of(text)
    call = tree.node_at(0, 5, cst.Call)
    line = tree.node_at(0, 5, cst.SimpleStatementLine)
    assert isinstance(call, cst.Call)
    assert isinstance(line, cst.SimpleStatementLine)
    assert isinstance(tree.node_at(0, 5, (cst.For, cst.Expr)), cst.Expr)
    assert tree.node_at(0, 5, cst.Name) is None
    assert tree.node_at(0, 4, cst.Call) is None
    assert list(tree.ancestors(call))[1] is line


def test_parents_and_statements() -> None:
    text = "class A:\n    def f(self):\n        if x: y = g(1)\n        return h(2)\n"
    tree = tree_of(text)
    inner, outer = node_of(tree, "g(1)", cst.Call), node_of(tree, "h(2)", cst.Call)
    assert isinstance(tree.statement(inner), cst.If)
    statement = tree.statement(outer)
    assert isinstance(statement, cst.SimpleStatementLine)
    assert tree.statement(statement) is statement
    kinds = [type(node) for node in tree.ancestors(statement)]
    assert kinds == [cst.IndentedBlock, cst.FunctionDef, cst.IndentedBlock, cst.ClassDef, cst.Module]
    module = list(tree.ancestors(statement))[-1]
    assert tree.parent(module) is None
    with pytest.raises(ConcreteError):
        tree.statement(module)


def test_parents_are_those_of_the_tree() -> None:
    text = read(STDLIB / "contextlib.py").text
    tree = tree_of(text)
    nodes = list(tree.within(0, len(text), cst.CSTNode))
    assert len(nodes) > 5000
    known = set(nodes)
    for node in nodes:
        for child in node.children:
            if child in known:
                assert tree.parent(child) is node


def test_only_the_statements_around_the_places_are_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    parse_module = cst.parse_module

    def spy(code: str) -> cst.Module:
        parsed.append(code)
        return parse_module(code)

    monkeypatch.setattr(cst, "parse_module", spy)
    text = "import a\n\n@deco\ndef f():\n    g(1)\n\n# comment\nb = 1; c = h(2)\nd()\n"
    tree = tree_around(text, "g(1)", "h(2)")
    assert parsed == ["@deco\ndef f():\n    g(1)\n", "b = 1; c = h(2)\n"]
    call = node_of(tree, "d()", cst.Call)
    assert parsed[2:] == ["d()\n"]
    assert node_of(tree, "d()", cst.Call) is call
    assert len(parsed) == 3


def test_places_outside_of_statements_have_no_nodes() -> None:
    text = "# nothing\n\nx()\n# more\n"
    tree = tree_around(text, "nothing", "more")
    assert tree.node_at(0, 9, cst.CSTNode) is None
    assert tree.node_at(0, 0, cst.CSTNode) is None
    assert tree_of("").node_at(0, 0, cst.CSTNode) is None


def test_within_finds_comments_in_order() -> None:
    text = "f(  # one\n  1,  # two\n)  # three\n# four\ng()  # five\n"
    tree = tree_of(text)
    assert [node.value for node in tree.within(0, len(text), cst.Comment)] == [
        "# one",
        "# two",
        "# three",
        "# five",
    ]
    assert [node.value for node in tree.within(0, text.index("# two") + 5, cst.Comment)] == ["# one", "# two"]


def test_indentation_is_that_of_the_first_block() -> None:
    assert tree_of("x = 1\n").indentation == "    "
    assert tree_of("if x: y\nif x:\n\ty\n").indentation == "\t"
    assert tree_of("class A:\n\n  @b\n  def f(self):\n      pass\n").indentation == "  "
    assert tree_of("if x:\n\x0c   y\n").indentation == "   "


def test_what_libcst_cannot_parse_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(code: str) -> cst.Module:
        raise cst.ParserSyntaxError("no", lines=[code], raw_line=1, raw_column=0)

    monkeypatch.setattr(cst, "parse_module", fail)
    with pytest.raises(ConcreteError):
        tree_around("x()\n", "x()")


def test_a_tree_that_does_not_reproduce_the_text_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    parse_module = cst.parse_module
    monkeypatch.setattr(cst, "parse_module", lambda code: parse_module(code.replace("x", "y")))
    with pytest.raises(ConcreteError, match="does not reproduce the text at offset 0"):
        tree_around("x()\n", "x()")
    monkeypatch.setattr(cst, "parse_module", lambda code: parse_module(code + "y()\n"))
    with pytest.raises(ConcreteError, match="does not reproduce the text at offset 4"):
        tree_around("x()\n", "x()")
    monkeypatch.setattr(cst, "parse_module", lambda code: parse_module(code.removesuffix("    z\n")))
    with pytest.raises(ConcreteError, match="leaves out the text at offset 12"):
        tree_around("if x:\n    y\n    z\n", "x")


def test_nodes_of_another_tree_are_refused() -> None:
    with pytest.raises(ConcreteError, match="Name"):
        tree_of("x\n").span(cst.Name("x"))


def test_what_nests_too_deeply_is_left_out() -> None:
    text = f"x = a + (\n{' + '.join(['y'] * 900)}\n) + z; f(b)\n"
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(1000)  # the semantic model may have raised it
    try:
        tree = tree_around(text, text)
    finally:
        sys.setrecursionlimit(limit)
    whole, call = tree.module.body[0].value, tree.module.body[1].value  # type: ignore[attr-defined]
    span = text.index("a"), text.index(";")
    found = tree.node_at(*span, cst.BinaryOperation)
    assert found is not None
    assert tree.code(found) == text[slice(*span)] == ast.get_source_segment(text, whole)
    assert tree.node_at(text.index("f("), text.index("f(") + 4, cst.Call) is not None, ast.dump(call)
    assert tree.node_at(text.index("y"), text.index("y") + 1, cst.Name) is None


def test_a_line_is_looked_for_in_no_more_than_itself() -> None:
    text = "x = 1\n" * 3_000_000
    started = time.process_time()
    for offset in range(0, len(text), 6_000):
        assert line_start(text, offset + 3) == offset
        assert line_end(text, offset) == offset + 5
    assert time.process_time() - started < 1, "3000 lines took seconds when all of the text was searched"


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines(newline: str) -> None:
    text = newline.join(["ab", "cd \x0b\x85 e", "f"])
    second = 2 + len(newline)
    assert line_start(text, 1) == 0
    assert line_start(text, second) == line_start(text, second + 4) == second
    assert line_end(text, 0) == 2
    assert next_line(text, 0) == second
    assert text[next_line(text, second) :] == "f"
    assert next_line(text, len(text)) == len(text)


@pytest.mark.parametrize(
    ("tail", "end"),
    [
        ("\n", 0),
        ("", 0),
        ("  # c\n", 5),
        (" ;  # c; d\n", 10),
        ("; y\n", None),
        ("; \\\n y\n", None),
        ("; \\\n\nz\n", 4),
        (" \\\r\n  # c\r\nz", 9),
    ],
)
def test_logical_end(tail: str, end: int | None) -> None:
    assert logical_end(f"x{tail}", 1) == (None if end is None else end + 1)
