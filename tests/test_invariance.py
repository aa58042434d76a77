"""What changes in a loop: expressions and statements that may, or may not, stand before it."""

from __future__ import annotations

import ast
import textwrap
from pathlib import Path

import pytest

from tflint_mem.config import Settings
from tflint_mem.semantic.model import SemanticModel
from tflint_mem.semantic.project import Project
from tflint_mem.source import Source

HEAD = """\
import os
import tensorflow as tf
from tensorflow import keras

"""


def analysed(text: str) -> SemanticModel:
    source = Source(Path("/nowhere/module.py"), "module.py", HEAD + textwrap.dedent(text))
    project = Project(Settings())
    return SemanticModel(project, project.index_of(source))


def loops(model: SemanticModel) -> list[ast.AST]:
    kinds = (ast.For, ast.While, ast.ListComp)
    return [node for node in ast.walk(model.index.tree) if isinstance(node, kinds)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("MARK(path)", True),
        ("MARK(os.path.join(folder, 'a'))", True),
        ("MARK(item)", False),
        ("MARK(os.path.exists(path))", False),
        ("MARK(tf.random.normal(shape))", False),
        ("MARK(unknown(path))", False),
        ("MARK([n for n in names])", True),
        ("names.append(item); MARK([n for n in names])", False),
        ("names[0] = item; MARK(names)", False),
        ("owner.size = item; MARK(owner.size)", False),
        ("owner.size = item; MARK(owner.name)", True),
        ("MARK(path); path = path + 'a'", False),
        ("MARK(lambda x: x + offset)", True),
        ("MARK(lambda item: item + offset)", True),
        ("MARK(lambda x: x + item)", False),
        ("MARK(make(3))", True),
        ("MARK(draw(3))", False),
        ("resize(owner); MARK(owner.size)", False),
        ("MARK(COUNT)", True),
        ("count(); MARK(COUNT)", False),
        ("MARK(numbered(owner))", False),
        ("MARK(numbered_again(owner))", False),
        ("MARK(numbered_entry(owner))", False),
        ("MARK(net.get_layer('a').output)", True),
        ("net.fit(item); MARK(net.input)", True),
        ("MARK(net(batch))", False),
    ],
)
def test_is_invariant(body: str, expected: bool) -> None:
    model = analysed(
        f"""
        COUNT = 0
        def make(n):
            block = keras.Sequential()
            block.add(keras.layers.Dense(n))
            return block
        def draw(n):
            return tf.random.normal([n])
        def resize(thing):
            thing.size = 3
        def count():
            global COUNT
            COUNT += 1
        def numbered(thing):
            thing.number += 1
            return thing.number
        def numbered_again(thing):
            thing.number = thing.number + 1
            return thing.number
        def numbered_entry(thing):
            thing.numbers['all'] += 1
            return thing.numbers['all']
        def main(items, path, folder, names, owner, offset, shape, batch):
            net = keras.models.load_model(path)
            for item in items:
                {body}
        """
    )
    (loop,) = [loop for loop in loops(model) if isinstance(loop, ast.For)]
    (marked,) = [c for c in model.calls if isinstance(c.func, ast.Name) and c.func.id == "MARK"]
    assert model.is_invariant(marked.args[0], loop) is expected


@pytest.mark.parametrize(
    ("body", "outermost"),
    [
        ("for a in xs:\n    net = keras.models.load_model(path)", "xs"),
        ("for a in xs:\n    for b in ys:\n        net = keras.models.load_model(path)", "xs"),
        ("for a in xs:\n    for b in ys:\n        net = keras.models.load_model(a)", "ys"),
        ("for a in xs:\n    if a:\n        net = keras.models.load_model(path)", None),
        ("for a in xs:\n    net = keras.models.load_model(path)\n    del net", None),
        ("for a in xs:\n    print(net)\n    net = keras.models.load_model(path)", None),
        ("net = 1\nfor a in xs:\n    net = keras.models.load_model(path)\nprint(net)", None),
        ("net = 1\nfor a in xs:\n    net = keras.models.load_model(path)\nnet = 2\nprint(net)", "xs"),
        ("for a in xs:\n    def net(x):\n        return x + path", "xs"),
        ("for a in xs:\n    def net(x):\n        return x + a", None),
        ("for a in xs:\n    def net(x=a):\n        return x", None),
        ("for a in xs:\n    self.net = keras.models.load_model(path)", None),
    ],
)
def test_hoist_loop(body: str, outermost: str | None) -> None:
    model = analysed("def main(self, xs, ys, path):\n" + textwrap.indent(body, "    "))
    statements = [
        node
        for node in ast.walk(model.index.tree)
        if (isinstance(node, ast.Assign) and isinstance(node.value, ast.Call))
        or (isinstance(node, ast.FunctionDef) and node.name == "net")
    ]
    (statement,) = statements
    found = model.hoist_loop(statement)
    assert (None if found is None else ast.unparse(found.iter)) == outermost  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("body", "outermost"),
    [
        ("for a in xs:\n    for b in ys:\n        print(tf.abs(path))", "xs"),
        ("for a in xs:\n    if a:\n        print(tf.abs(path))", "xs"),
        ("for a in xs:\n    with a:\n        print(tf.abs(path))", None),
        ("for a in xs:\n    print([tf.abs(b) for b in ys])", None),
        ("for a in tf.abs(xs):\n    print(a)", None),
    ],
)
def test_expression_loop(body: str, outermost: str | None) -> None:
    model = analysed("def main(xs, ys, path):\n" + textwrap.indent(body, "    "))
    (call,) = [c for c in model.calls if ast.unparse(c.func) == "tf.abs"]
    found = model.expression_loop(call)
    assert (None if found is None else ast.unparse(found.iter)) == outermost  # type: ignore[attr-defined]


def test_operations_of_a_graph_are_made_once_whatever_they_compute() -> None:
    model = analysed("def main(xs, sess):\n    for a in xs:\n        sess.run(tf.random.normal([2]))")
    (call,) = [c for c in model.calls if ast.unparse(c.func) == "tf.random.normal"]
    assert model.expression_loop(call) is None
    assert model.expression_loop(call, in_graph=True) is not None


def test_random_numbers_of_several_operations_stay_several() -> None:
    model = analysed("def main(xs):\n    for a in xs:\n        print(tf.random.normal([2]))")
    (call,) = [c for c in model.calls if ast.unparse(c.func) == "tf.random.normal"]
    assert model.expression_loop(call, in_graph=True) is None
