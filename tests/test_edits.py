"""Edits on hard layouts: what changes, what stays byte for byte, and what is refused."""

from __future__ import annotations

import ast
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING

import libcst as cst
import pytest

from tflint_mem.concrete import ConcreteTree
from tflint_mem.edits import Editor, Edits
from tflint_mem.fixing import apply_edits
from tflint_mem.source import Source, SourceError, read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_mem.rule import Edit

STDLIB = Path(sysconfig.get_path("stdlib"))
SMALL = (cst.BaseSmallStatement,)
LINES = (cst.SimpleStatementLine, cst.BaseCompoundStatement)
ANY = (*LINES, *SMALL)


class Workbench:
    """An editor on a text, with nodes picked by their code."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.source = Source(Path("/nowhere/module.py"), "module.py", text)
        self.tree = ConcreteTree(text, ast.parse(text), self.source)
        self.edit = Editor(self.tree, self.source)

    def node(self, code: str, kind: type[cst.CSTNode] | tuple[type[cst.CSTNode], ...] = LINES) -> cst.CSTNode:
        """The outermost node of a kind that begins where the code does."""
        start = self.text.index(code)
        nodes = self.tree.within(start, len(self.text), kind if isinstance(kind, tuple) else (kind,))
        found = [node for node in nodes if self.tree.span(node)[0] == start]
        assert found, f"no {kind} at {code!r}"
        return found[0]

    def made(self, edits: Edits | None) -> str | None:
        """The text with the edits made, which must still parse."""
        if edits is None:
            return None
        text = apply_edits(self.text, edits)
        ast.parse(text)
        return text


def wrapped(
    text: str, first: str = "s = S(", last: str = "use(s)", header: str = "S() as s", drop_first: bool = True
) -> str | None:
    bench = Workbench(text)
    return bench.made(
        bench.edit.wrap_in_with(header, bench.node(first), bench.node(last), drop_first=drop_first)
    )


def test_replace() -> None:
    bench = Workbench("x = (f)(a, b)  # c\n")
    assert bench.made(bench.edit.replace(bench.node("f", cst.Name), "g.h")) == "x = (g.h)(a, b)  # c\n"
    bench = Workbench("x = f(\n    a,  # why\n)\n")
    call = bench.node("f(", cst.Call)
    assert bench.edit.replace(call, "g(a)") is None
    assert bench.made(bench.edit.replace(call, "g(\n    a  # why\n)")) == "x = g(\n    a  # why\n)\n"


def test_replace_takes_the_newlines_of_the_file() -> None:
    bench = Workbench("x = f\r\ny = 1\r\n")
    edits = bench.edit.replace(bench.node("f", cst.Name), "g(\n1,\r\n2)")
    assert bench.made(edits) == "x = g(\r\n1,\r\n2)\r\ny = 1\r\n"


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        ("x()\n", "x()", "new()\n    more()\n\nx()\n"),
        ("if a:\n\t# note\n\tx()  # c\n", "x()", "if a:\n\tnew()\n\t    more()\n\n\t# note\n\tx()  # c\n"),
        ("# note\n\nx()\n", "x()", "# note\n\nnew()\n    more()\n\nx()\n"),
        ("# %%\nx()\n", "x()", "# %%\nnew()\n    more()\n\nx()\n"),
        (
            "class A:\n  @d\n  @e\n  def f(self): pass\n",
            "def f",
            "class A:\n  new()\n      more()\n\n  @d\n  @e\n  def f(self): pass\n",
        ),
        ("if a:\r\n  x()\r\n", "x()", "if a:\r\n  new()\r\n      more()\r\n\r\n  x()\r\n"),
        ("if a:\n\x0c  x()\n", "x()", "if a:\n  new()\n      more()\n\n\x0c  x()\n"),
        (
            "async def f():\n  async with a: b\n",
            "async with",
            "async def f():\n  new()\n      more()\n\n  async with a: b\n",
        ),
        ("a; x()\n", "x()", None),
        ("a; x()\n", "a; ", None),
        ("if a: x()\n", "x()", None),
        ("if a:\n  b\nelif x():\n  c\n", "elif", None),
        ("\\\nx()\n", "x()", None),
    ],
)
def test_insert_before(text: str, at: str, expected: str | None) -> None:
    bench = Workbench(text)
    node = bench.node(at, ANY)
    edits = bench.edit.insert_before(node, ["new()", "    more()", ""])
    assert (edits and apply_edits(text, edits)) == expected


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        ("x()\ny()\n", "x()", "x()\nnew()\ny()\n"),
        ("x()  # c\ny()\n", "x()", "x()  # c\nnew()\ny()\n"),
        ("x() ;  # c\ny()\n", "x()", "x() ;  # c\nnew()\ny()\n"),
        ("x(\n 1)", "x(", "x(\n 1)\nnew()"),
        ("x()\r\n", "x()", "x()\r\nnew()\r\n"),
        ("x() \\\n\ny()\n", "x()", "x() \\\n\nnew()\ny()\n"),
        ("if a:\n  for b in c:\n    d\n  e\n", "for", "if a:\n  for b in c:\n    d\n  new()\n  e\n"),
        (
            "if a:\n  b\n\n  # of a\n # too\n# not\nc\n",
            "if",
            "if a:\n  b\n\n  # of a\n # too\nnew()\n# not\nc\n",
        ),
        ("if a:\n  b\n\n\nc\n", "if", "if a:\n  b\nnew()\n\n\nc\n"),
        ("if a:\n\tb\n        # deep\nc\n", "if", "if a:\n\tb\n        # deep\nnew()\nc\n"),
        ("if a:\n  b\n  # end", "if", "if a:\n  b\n  # end\nnew()"),
        ("if a: b\nc\n", "if", "if a: b\nnew()\nc\n"),
        ("x()\n# on\n# off\n\ny()\n", "x()", "x()\n# on\n# off\nnew()\n\ny()\n"),
        ("x()\n# of y\ny()\n", "x()", "x()\nnew()\n# of y\ny()\n"),
        ("x()\n# on", "x()", "x()\n# on\nnew()"),
        ("if a: x()\n", "x()", None),
        ("x(); y()\n", "x()", None),
        ("if a:\n  b\nelif c:\n  d\n", "elif", None),
    ],
)
def test_insert_after(text: str, at: str, expected: str | None) -> None:
    bench = Workbench(text)
    assert bench.made(bench.edit.insert_after(bench.node(at, ANY), ["new()"])) == expected


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("for a in b:\n    # why\n    c\n", cst.For, "for a in b:\n    new()\n    # why\n    c\n"),
        ("while a:\n\tb; c\n", cst.While, "while a:\n\tnew()\n\tb; c\n"),
        (
            "def f():\n  '''Doc\n  of f.'''  # c\n  a\n",
            cst.FunctionDef,
            "def f():\n  '''Doc\n  of f.'''  # c\n  new()\n  a\n",
        ),
        ("def f():\n  'Doc.'\n", cst.FunctionDef, "def f():\n  'Doc.'\n  new()\n"),
        ("class A:\n  'D' 'oc'", cst.ClassDef, "class A:\n  'D' 'oc'\n  new()"),
        ("for a in b:\n  'no doc'\n", cst.For, "for a in b:\n  new()\n  'no doc'\n"),
        ("try:\n  a\nfinally:\n  b\n", cst.Finally, "try:\n  a\nfinally:\n  new()\n  b\n"),
        (
            "if a:\n  b\nelse:\n  @c\n  def d(): e\n",
            cst.Else,
            "if a:\n  b\nelse:\n  new()\n  @c\n  def d(): e\n",
        ),
        ("for a in b: c\n", cst.For, None),
        ("x = a\n", cst.Name, None),
    ],
)
def test_insert_at_body_start(text: str, kind: type[cst.CSTNode], expected: str | None) -> None:
    bench = Workbench(text)
    node = next(bench.tree.within(0, len(text), kind))
    assert bench.made(bench.edit.insert_at_body_start(node, ["new()"])) == expected


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        ("a\nx()\nb\n", "x()", "a\nb\n"),
        ("a\n# above\nx()  # beside\nb\n", "x()", "a\n# above\n# beside\nb\n"),
        (
            "if a:\n    x(  # one\n      1,\n      # two\n    )  # three\n    b\n",
            "x(",
            "if a:\n    # one\n    # two\n    # three\n    b\n",
        ),
        ("if a:\n    x()  # c\n", "x()", "if a:\n    pass  # c\n"),
        ("if a:\n    x();\n", "x()", "if a:\n    pass;\n"),
        ("if a:\r\n\tx(1,  # c\r\n2)\r\n", "x(", "if a:\r\n\t# c\r\n\tpass\r\n"),
        ("if a:\n  @d\n  def x(): pass\n  b\n", "def x", "if a:\n  b\n"),
        ("if a:\n  for b in c:\n    d  # why\n", "for", "if a:\n  pass  # why\n"),
        ("x()", "x()", ""),
        ("a\nx()", "x()", "a\n"),
        ("a; x(); b\n", "x()", "a; b\n"),
        ("a; x()  # c\n", "x()", "a  # c\n"),
        ("a; x();\n", "x()", "a;\n"),
        ("x(); b\n", "x()", "b\n"),
        ("if a: x()  # c\n", "x()", "if a: pass  # c\n"),
        ("if a: x(); b\n", "x()", "if a: b\n"),
        ("if a: b\nelse: x()\n", "x()", "if a: b\nelse: pass\n"),
        ("if a:\n  b\nelif x():\n  c\n", "elif", None),
        ("a; x(\n1  # c\n)\n", "x(", None),
    ],
)
def test_delete(text: str, at: str, expected: str | None) -> None:
    bench = Workbench(text)
    edits = bench.edit.delete(bench.node(at, (*SMALL, cst.BaseCompoundStatement)))
    assert bench.made(edits) == expected


def test_delete_refuses_a_line_of_several_statements() -> None:
    bench = Workbench("x(); y()\n")
    assert bench.edit.delete(bench.node("x()", cst.SimpleStatementLine)) is None
    bench = Workbench("a\nx()\n")
    assert bench.made(bench.edit.delete(bench.node("x()", cst.SimpleStatementLine))) == "a\n"


WRAPPED = {
    "module": (
        "import a\ns = S()\nuse(s)\nb\n",
        "import a\nwith S() as s:\n    use(s)\nb\n",
    ),
    "comments and blank lines": (
        "def f():\n  # before\n  s = S()  # open\n  # own\n\n   \n      # odd\n# left\n  a\n"
        "  use(s)  # last\n  # after\n",
        "def f():\n  # before\n  with S() as s:  # open\n    # own\n\n   \n        # odd\n  # left\n    a\n"
        "    use(s)  # last\n  # after\n",
    ),
    "tabs": (
        "class A:\n\tdef f(self):\n\t\ts = S()\n\t\tif a:\n\t\t\tb\n\t\tuse(s)\n",
        "class A:\n\tdef f(self):\n\t\twith S() as s:\n\t\t\tif a:\n\t\t\t\tb\n\t\t\tuse(s)\n",
    ),
    "spaces within tabs": (
        "if a:\n\tif b:\n\t    s = S()\n\t    use(s)\n",
        "if a:\n\tif b:\n\t    with S() as s:\n\t        use(s)\n",
    ),
    "CRLF": (
        "if a:\r\n  s = S()\r\n  b = '''x\r\n  y'''\r\n  use(s)\r\n",
        "if a:\r\n  with S() as s:\r\n    b = '''x\r\n  y'''\r\n    use(s)\r\n",
    ),
    "old Mac newlines": ("if a:\r  s = S()\r  use(s)\r", "if a:\r  with S() as s:\r    use(s)\r"),
    "form feeds": (
        "if a:\n    s = S()\n\x0c\n\x0c    b\n  \x0c    use(s)\n",
        "if a:\n    with S() as s:\n\x0c\n\x0c        b\n  \x0c        use(s)\n",
    ),
    "multi-line strings": (
        "if a:\n  s = S()\n  b = '''one\n  two\n\nthree''' + c(\n    'x',\n  )\n  use(s)\n",
        "if a:\n  with S() as s:\n    b = '''one\n  two\n\nthree''' + c(\n      'x',\n    )\n    use(s)\n",
    ),
    "continued strings": (
        "if a:\n  s = S()\n  b = 'one\\\n  two' \\\n    'three'\n  use(s)\n",
        "if a:\n  with S() as s:\n    b = 'one\\\n  two' \\\n      'three'\n    use(s)\n",
    ),
    "concatenated strings": (
        "if a:\n  s = S()\n  b = ('one'\n       '''two\n    '''\n       'three')\n  use(s)\n",
        "if a:\n  with S() as s:\n    b = ('one'\n         '''two\n    '''\n         'three')\n    use(s)\n",
    ),
    "f-strings": (
        "if a:\n  s = S()\n  b = f'''one\n  {c:\n  }\n  {\n  d\n  }'''\n  use(s)\n",
        "if a:\n  with S() as s:\n    b = f'''one\n  {c:\n  }\n  {\n  d\n  }'''\n    use(s)\n",
    ),
    "docstrings of inner functions": (
        "if a:\n  s = S()\n  def b():\n    '''One.\n\n    Two.\n    '''\n    c\n  use(s)\n",
        "if a:\n  with S() as s:\n    def b():\n      '''One.\n\n    Two.\n    '''\n      c\n    use(s)\n",
    ),
    "backslashes": (
        "if a:\n  s = S()\n  b = 1 + \\\n   2\n  assert b, \\\n\\\n c\n  use(s)\n",
        "if a:\n  with S() as s:\n    b = 1 + \\\n     2\n    assert b, \\\n  \\\n   c\n    use(s)\n",
    ),
    "brackets": (
        "if a:\n  s = S()\n  b = [\n1,  # one\n\n# two\n     2]\n  use(s)\n",
        "if a:\n  with S() as s:\n    b = [\n  1,  # one\n\n  # two\n       2]\n    use(s)\n",
    ),
    "semicolons within": (
        "if a:\n  s = S()\n  b; c\n  if d: e; f\n  use(s);  # g\n",
        "if a:\n  with S() as s:\n    b; c\n    if d: e; f\n    use(s);  # g\n",
    ),
    "a semicolon behind the opening": (
        "if a:\n  s = S() ;  # b\n  use(s)\n",
        "if a:\n  with S() as s:  # b\n    use(s)\n",
    ),
    "decorators": (
        "if a:\n  s = S()\n  @b\n  # c\n  @d\n  class E: pass\n  use(s)\n",
        "if a:\n  with S() as s:\n    @b\n    # c\n    @d\n    class E: pass\n    use(s)\n",
    ),
    "an else block": (
        "if a:\n  b\nelse:\n  s = S()\n  use(s)\nc\n",
        "if a:\n  b\nelse:\n  with S() as s:\n    use(s)\nc\n",
    ),
    "a finally block": (
        "try:\n  a\nfinally:\n    s = S()\n    use(s)\n",
        "try:\n  a\nfinally:\n    with S() as s:\n        use(s)\n",
    ),
    "async": (
        "async def f():\n  s = S()\n  async with a as b:\n    await b\n  async for c in d: e\n  use(s)\n",
        "async def f():\n  with S() as s:\n    async with a as b:\n      await b\n    async for c in d: e\n"
        "    use(s)\n",
    ),
    "an opening over several lines": (
        "if a:\n  s = S(  # one\n    1,\n    # two\n  )  # three\n  use(s)\n",
        "if a:\n  # one\n  # two\n  with S() as s:  # three\n    use(s)\n",
    ),
    "blank lines behind the opening": (
        "if a:\n  s = S()\n\n  \n  # b\n\n  use(s)\n",
        "if a:\n  with S() as s:\n    # b\n\n    use(s)\n",
    ),
    "no final newline": ("s = S()\nuse(s)", "with S() as s:\n    use(s)"),
    "a comment behind a multi-line string": (
        "if a:\n  s = S()\n  b = '''\n'''  # c\n  use(s)\n",
        "if a:\n  with S() as s:\n    b = '''\n'''  # c\n    use(s)\n",
    ),
}


@pytest.mark.parametrize("name", WRAPPED)
def test_wrap_in_with(name: str) -> None:
    text, expected = WRAPPED[name]
    assert wrapped(text) == expected


def test_wrap_keeps_comments_of_the_last_block_in_it() -> None:
    text = "if a:\n  s = S()\n  for b in c:\n    use(s)\n\n    # end of loop\n  # end of if\n"
    assert wrapped(text, last="for") == (
        "if a:\n  with S() as s:\n    for b in c:\n      use(s)\n\n      # end of loop\n  # end of if\n"
    )


def test_wrap_of_a_loop_body_takes_the_unit_of_its_block() -> None:
    text = "def f():\n    for a in b:\n      s = S()\n      use(s)\n"
    assert wrapped(text) == "def f():\n    for a in b:\n      with S() as s:\n        use(s)\n"


def test_wrap_at_module_level_takes_the_unit_of_the_file() -> None:
    text = "s = S()\nif a:\n\tb\nuse(s)\n"
    assert wrapped(text) == "with S() as s:\n\tif a:\n\t\tb\n\tuse(s)\n"


def test_wrap_with_a_header_over_several_lines() -> None:
    text = "if a:\r\n  s = S(\r\n    1,  # one\r\n  )\r\n  use(s)\r\n"
    assert wrapped(text, header="S(\n    1,  # one\n  ) as s") == (
        "if a:\r\n  with S(\r\n    1,  # one\r\n  ) as s:\r\n    use(s)\r\n"
    )


def test_wrap_that_keeps_the_first_statement() -> None:
    text = "if a:\n  s = S()  # open\n  # own\n  use(s)\nb\n"
    expected = "if a:\n  s = S()  # open\n  with s:\n    # own\n    use(s)\nb\n"
    assert wrapped(text, header="s", drop_first=False) == expected
    assert wrapped("s = S()\nuse(s)\n", header="s", drop_first=False) == "s = S()\nwith s:\n    use(s)\n"


def test_wrap_of_nothing() -> None:
    assert wrapped("if a:\n  s = S()  # c\nb\n", last="s = ") == "if a:\n  with S() as s:  # c\n    pass\nb\n"
    assert wrapped("s = S()", last="s = ") == "with S() as s:\n    pass"


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("s = S(); use(s)\n", "s = S()", "s = S()"),
        ("s = S(); a\nuse(s)\n", "s = S()", "use(s)"),
        ("use(s)\ns = S()\n", "s = S()", "use(s)"),
        ("if a:\n  s = S()\nuse(s)\n", "s = S()", "use(s)"),
        ("s = S()\nif a:\n  use(s)\n", "s = S()", "use(s)"),
        ("if a:\n  s = S()\nelse:\n  use(s)\n", "s = S()", "use(s)"),
        ("with a: s = S()\n", "s = S()", "s = S()"),
        ("if s: a\nuse(s)\n", "if s", "use(s)"),
    ],
)
def test_wrap_refuses(text: str, first: str, last: str) -> None:
    bench = Workbench(text)
    nodes = bench.node(first, ANY), bench.node(last, ANY)
    assert bench.edit.wrap_in_with("S() as s", *nodes, drop_first=True) is None


def test_wrap_refuses_a_backslash_behind_the_opening() -> None:
    assert wrapped("s = S() \\\n\nuse(s)\n") is None


def test_wrap_only_inserts() -> None:
    bench = Workbench(WRAPPED["multi-line strings"][0])
    edits = bench.edit.wrap_in_with("S() as s", bench.node("s = "), bench.node("use"), drop_first=True)
    assert edits is not None
    replaced = [edit for edit in edits if edit.start != edit.end]
    assert [bench.text[edit.start : edit.end] for edit in replaced] == ["s = S()"]
    assert {edit.content for edit in edits if edit not in replaced} == {"  "}


def test_wrap_goes_with_the_deletion_of_what_follows() -> None:
    bench = Workbench("if a:\n  s = S()\n  use(s)\n  # why\n  s.close()\n  b\n")
    wrap = bench.edit.wrap_in_with("S() as s", bench.node("s = "), bench.node("use"), drop_first=True)
    removed = bench.edit.delete(bench.node("s.close()"))
    assert wrap is not None
    assert removed is not None
    assert bench.made((*wrap, *removed)) == "if a:\n  with S() as s:\n    use(s)\n  # why\n  b\n"


def test_indent_under() -> None:
    bench = Workbench("def f():\n  # a\n  @b\n  def c(): d\n\n  e; g  # h\n  i\n")
    edits = bench.edit.indent_under("try:", bench.node("def c"), bench.node("e; "))
    assert edits is not None
    assert apply_edits(bench.text, edits) == (
        "def f():\n  # a\n  try:\n    @b\n    def c(): d\n\n    e; g  # h\n  i\n"
    )
    bench = Workbench("a\nb\n")
    assert bench.made(bench.edit.indent_under("if x:", bench.node("a"), bench.node("b"))) == (
        "if x:\n    a\n    b\n"
    )
    assert bench.edit.indent_under("if x:", bench.node("b"), bench.node("a")) is None


@pytest.mark.parametrize(
    ("text", "at", "unit"),
    [
        ("x\n", "x", "    "),
        ("if a:\n\tx\n", "x", "\t"),
        ("if a:\n\tx\n", "if", "\t"),
        ("if a:\n  if b:\n     x\n", "x", "   "),
        ("if a:\n  if b: x\n", "x", "  "),
        ("class A:\n\t@b\n\tdef f(self):\n\t  x\n", "x", "  "),
        ("try:\n   a\nfinally:\n  x\n", "x", "  "),
    ],
)
def test_indentation(text: str, at: str, unit: str) -> None:
    bench = Workbench(text)
    assert bench.edit.indentation(bench.node(at, ANY)) == unit


def outer_functions(node: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield child
        else:
            yield from outer_functions(child)


def assert_indented_blocks_mean_the_same(path: Path) -> int:
    """Indents the block of every function, and makes the same change to the syntax tree; how many."""
    source = read(path)
    module = ast.parse(source.text)
    tree = ConcreteTree(source.text, module, source)
    editor = Editor(tree, source)

    def line_of(statement: ast.stmt) -> cst.CSTNode | None:
        start = source.ast_offset(statement.lineno, statement.col_offset)
        end = source.ast_offset(statement.end_lineno or 0, statement.end_col_offset or 0)
        return tree.node_at(start, end, LINES)

    edits: list[Edit] = []
    changed = 0
    for function in outer_functions(module):
        first, last = line_of(function.body[0]), line_of(function.body[-1])
        indented = editor.indent_under("if here:", first, last) if first and last else None
        if indented is not None:
            edits += indented
            function.body = [ast.If(ast.Name("here", ast.Load()), function.body, [])]
            changed += 1
    assert ast.dump(ast.parse(apply_edits(source.text, edits))) == ast.dump(module)
    return changed


@pytest.mark.parametrize("path", sorted(STDLIB.glob("[a-z]*.py"))[::16], ids=lambda path: path.name)
def test_indented_blocks_mean_the_same_on_the_standard_library(path: Path) -> None:
    assert_indented_blocks_mean_the_same(path)


@pytest.mark.slow
def test_indented_blocks_mean_the_same_on_the_whole_standard_library() -> None:
    changed = 0
    for path in STDLIB.rglob("*.py"):
        try:
            ast.parse(read(path).text)
        except (SourceError, SyntaxError, ValueError):
            continue  # the test suite's bad files
        if "site-packages" not in path.parts:
            changed += assert_indented_blocks_mean_the_same(path)
    assert changed > 10_000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import a\n\nx\n", "import gc\n\nimport a\n\nx\n"),
        ("import abc\n\nx\n", "import abc\nimport gc\n\nx\n"),
        ("import abc, os\nimport os.path\nx\n", "import abc, os\nimport gc\nimport os.path\nx\n"),
        ("# c\nimport os\nimport a\nx\n", "# c\nimport gc\nimport os\nimport a\nx\n"),
        ("from os import path\n\nimport a\n", "import gc\nfrom os import path\n\nimport a\n"),
        ("from .os import path\nimport a\n", "import gc\n\nfrom .os import path\nimport a\n"),
        (
            "import abc\nfrom b import (\n    c,\n)  # d\nimport errno \\\n\nx\n",
            "import abc\nfrom b import (\n    c,\n)  # d\nimport errno \\\n\nimport gc\nx\n",
        ),
        ("from __future__ import a\nimport b\n", "from __future__ import a\nimport gc\n\nimport b\n"),
        ("#!/bin/sh\n# c\n\nx()\n", "#!/bin/sh\n# c\n\nimport gc\n\nx()\n"),
        ("@d\ndef f(): pass\n", "import gc\n\n\n@d\ndef f(): pass\n"),
        ("'''Doc.'''\n\nx\n", "'''Doc.'''\n\nimport gc\n\nx\n"),
        ("'''Doc.'''", "'''Doc.'''\n\nimport gc"),
        (
            "'D'\r\nfrom __future__ import division\r\nx\r\n",
            "'D'\r\nfrom __future__ import division\r\n\r\nimport gc\r\nx\r\n",
        ),
        ("import abc; x\ny\n", "import abc; x\nimport gc\ny\n"),
        ("import a; x\ny\n", "import gc\n\nimport a; x\ny\n"),
        ("x\nimport gc\n", "import gc\n\nx\nimport gc\n"),
        ("import abc", "import abc\nimport gc"),
        ("import a\nimport  gc\nx\n", "import a\nimport  gc\nx\n"),
        ("# only a comment", "# only a comment\nimport gc"),
        ("", "import gc\n"),
    ],
)
def test_insert_import(text: str, expected: str) -> None:
    bench = Workbench(text)
    assert bench.made(bench.edit.insert_import("import gc")) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "if a:\n    for x in xs:\n        # w\n        m = f(\n            1)  # c\n        g(m)",
            "if a:\n    # w\n    m = f(\n        1)  # c\n    for x in xs:\n        g(m)",
        ),
        (
            'for x in xs:\r\n    # one\r\n    # two\r\n    m = """\r\n    a"""\r\n    g(m)\r\n',
            '# one\r\n# two\r\nm = """\r\n    a"""\r\nfor x in xs:\r\n    g(m)\r\n',
        ),
        (
            "for x in xs:\n    for y in x:\n        @d\n        def m():\n            return 1\n        g(m)",
            "@d\ndef m():\n    return 1\n\n\nfor x in xs:\n    for y in x:\n        g(m)",
        ),
        (
            "def f():\n    a = 1\n    # c\n    for x in xs:\n\n        @d\n        def m():\n"
            "            return 1\n\n        g(m)",
            "def f():\n    a = 1\n\n    @d\n    def m():\n        return 1\n\n    # c\n"
            "    for x in xs:\n        g(m)",
        ),
        (
            "for x in xs:\n    h(x)\n\n    m = f(1)\n\n    g(m)\n\n\ny\n",
            "m = f(1)\nfor x in xs:\n    h(x)\n\n    g(m)\n\n\ny\n",
        ),
        ("for x in xs:\n    m = f(1)\n", None),
        ("for x in xs:\n    m = f(1); g(m)\n    g(m)\n", None),
        ("for x in xs:\n    g(1)\n    m = f(1)", None),
    ],
)
def test_hoist(text: str, expected: str | None) -> None:
    bench = Workbench(text)
    start = "@d" if "@d" in text else "m ="
    (statement,) = [bench.node(start if start == "m =" else "def m")]
    assert bench.made(bench.edit.hoist(statement, bench.node("for x"))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("use()\na = 1\n# why\nset(a)\nrest()\n", "a = 1\n# why\nset(a)\nuse()\nrest()\n"),
        (
            "def f():\n    # first\n    use()\n    other()\n    a = 1\n    set(a)\n",
            "def f():\n    a = 1\n    set(a)\n    # first\n    use()\n    other()\n",
        ),
        ("use()\n\na = 1\n\nset(a)\n\n\nrest()\n", "a = 1\nset(a)\nuse()\n\n\nrest()\n"),
        (
            "use()\r\n\r\na = 1\r\n\r\nset(a)\r\n\r\n\r\nrest()\r\n",
            "a = 1\r\nset(a)\r\nuse()\r\n\r\n\r\nrest()\r\n",
        ),
        ("use()\n\n\na = 1\nset(a)\n\nrest()\n", "a = 1\nset(a)\nuse()\n\n\n\nrest()\n"),
        ("use()\na = 1; b = 2\nset(a)\n", None),
        ("use()\na = 1\nset(a)", None),
    ],
)
def test_move_before(text: str, expected: str | None) -> None:
    bench = Workbench(text)
    statements = [bench.node("a = 1"), bench.node("set(a)")]
    assert bench.made(bench.edit.move_before(statements, bench.node("use()"))) == expected


def test_hoist_expression() -> None:
    bench = Workbench("for x in xs:\n    print(g(f(a), x))\n")
    edits = bench.edit.hoist_expression(bench.node("f(a)", cst.Call), bench.node("for"), "made")
    assert bench.made(edits) == "made = f(a)\nfor x in xs:\n    print(g(made, x))\n"
    bench = Workbench("for x in xs:\n    print(g(f(\n        a), x))\n")
    assert bench.edit.hoist_expression(bench.node("f(\n", cst.Call), bench.node("for"), "made") is None
