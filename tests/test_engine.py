"""The engine: findings of one file, seen with its project."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import pytest

from tflint_mem import engine, registry
from tflint_mem import source as sources
from tflint_mem.config import Settings
from tflint_mem.rule import Finding, Impact, Meta, Rule, Suspect
from tflint_mem.semantic.project import Project

if TYPE_CHECKING:
    from pathlib import Path


def findings_of(folder: Path, **files: str) -> dict[str, list[Finding]]:
    """Writes the files (``__`` in a name stands for a folder) and checks each of them in one project."""
    (folder / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    paths = {}
    for name, text in files.items():
        path = folder / (name.replace("__", "/") + ".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text).lstrip("\n"))
        paths[name] = path
    project = Project(Settings())
    return {name: engine.check(sources.read(path), Settings(), project) for name, path in paths.items()}


def places(findings: list[Finding]) -> list[tuple[str, int]]:
    return [(finding.code, finding.start.row) for finding in findings]


def test_a_builder_two_files_away_is_followed_and_the_way_is_told(tmp_path: Path) -> None:
    found = findings_of(
        tmp_path,
        nets="""
            import keras

            def plain(width):
                return keras.Sequential([keras.layers.Dense(width)])
        """,
        builders="""
            from nets import plain as _plain

            def build(width):
                net = _plain(width)
                net.compile("sgd", "mse")
                return net
        """,
        search="""
            import builders

            def trial(width):
                net = builders.build(width)
                return net.evaluate([[1.0]], [[1.0]])

            def search(widths):
                return [trial(width) for width in widths]
        """,
    )
    assert places(found["search"]) == [("TFM103", 4)]
    assert found["nets"] == found["builders"] == []
    related = found["search"][0].related
    assert [place.position.row for place in related] == [8, 8]
    assert "comprehension" in related[0].message


def test_the_loop_is_told_in_which_an_argument_changes(tmp_path: Path) -> None:
    found = findings_of(
        tmp_path,
        parts="""
        import tensorflow as tf


        @tf.function
        def part(rows, start):
            return rows[start:]


        def show(batches, count):
            for start in range(count):
                for rows in batches:
                    print(part(rows, start))
        """,
    )["parts"]
    assert [("line 10" in finding.message, finding.code) for finding in found] == [(True, "TFM302")]


def test_what_another_program_runs_too_late_is_told_with_that_program(tmp_path: Path) -> None:
    found = findings_of(
        tmp_path,
        devices="""
            import tensorflow as tf

            def grow():
                for gpu in tf.config.list_physical_devices("GPU"):
                    tf.config.experimental.set_memory_growth(gpu, True)
        """,
        evaluate="""
            import tensorflow as tf
            from devices import grow

            if __name__ == "__main__":
                ones = tf.ones([4])
                grow()
        """,
    )
    (finding,) = found["devices"]
    assert (finding.code, finding.start.row) == ("TFM402", 5)
    (program,) = finding.related
    assert (program.filename.endswith("evaluate.py"), program.position.row) == (True, 6)


def test_a_late_log_level_is_no_matter_of_memory(tmp_path: Path) -> None:
    found = findings_of(
        tmp_path,
        digits="""
            import os
            import tensorflow as tf

            os.environ["TF_CPP_MIN_LOG_LEVEL"] = "2"
            model = tf.keras.models.load_model("digits.keras")
            os.environ["TF_FORCE_GPU_ALLOW_GROWTH"] = "true"
        """,
    )
    late = [finding for finding in found["digits"] if finding.code == "TFM408"]
    assert [(finding.start.row, finding.impact) for finding in late] == [(4, Impact.NONE), (6, Impact.DEVICE)]


def test_findings_do_not_depend_on_the_order_of_files(tmp_path: Path) -> None:
    sources_of = {
        "a": "from b import step\ndef loop(m, xs):\n    for x in xs:\n        step(m, x)\n",
        "b": "import tensorflow as tf\nfrom c import make\n"
        "def step(m, x):\n    y = m(x)\n    return again(m, y)\n"
        "def again(m, y):\n    return step(m, y) if y is None else y\n",
        "c": "import keras\nfrom a import loop\ndef make():\n    return keras.Sequential()\n"
        "def main(xs):\n    loop(make(), xs)\n",
    }
    for name, text in sources_of.items():
        (tmp_path / f"{name}.py").write_text(text)
    (tmp_path / "pyproject.toml").touch()
    answers = []
    for order in ("abc", "cba", "bca"):
        project = Project(Settings())
        results = {
            name: engine.check(sources.read(tmp_path / f"{name}.py"), Settings(), project) for name in order
        }
        answers.append(sorted(results.items()))
    assert answers[0] == answers[1] == answers[2]
    assert any(findings for _, findings in answers[0])


def test_a_finding_moves_with_an_edit_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "m.py"
    path.write_text("import keras\nfor i in range(3):\n    m = keras.Sequential()\n")
    project = Project(Settings())
    before = sources.read(path)
    assert places(engine.check(before, Settings(), project)) == [("TFM103", 3)]
    cleared = before.replaced(before.text.replace("    m =", "    keras.backend.clear_session()\n    m ="))
    assert engine.check(cleared, Settings(), project) == []
    assert places(engine.check(before, Settings(), project)) == [("TFM103", 3)]


@pytest.mark.parametrize(
    "text", ["import keras\ndef f(:\n", "x = (\n", "print 'python 2'\n", "(" * 1000 + ")" * 1000]
)
def test_what_python_cannot_parse_is_one_finding(tmp_path: Path, text: str) -> None:
    path = tmp_path / "broken.py"
    path.write_text(text)
    (finding,) = engine.check(sources.read(path), Settings(), Project(Settings()))
    assert finding.code == "TFM900"
    assert finding.impact is Impact.TOOL
    assert finding.message.startswith("cannot be parsed: ")


def test_a_rule_that_fails_costs_only_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(Rule):
        """Fails."""

        meta = Meta("TFM998", "broken", Impact.LEAK, (b"keras",))

        def suspects(self) -> list[Suspect]:
            raise ZeroDivisionError("by design")

    known = registry.rules()
    monkeypatch.setattr(registry, "rules", lambda: (*known, Broken))
    path = tmp_path / "m.py"
    path.write_text("import keras\nfor i in range(3):\n    m = keras.Sequential()\n")
    found = engine.check(sources.read(path), Settings(), Project(Settings()))
    assert places(found) == [("TFM901", 1), ("TFM103", 3)]
    assert "TFM998 failed" in found[0].message
    assert "by design" in found[0].message


def test_libcst_is_not_loaded_for_a_file_without_suspects() -> None:
    import subprocess
    import sys

    program = (
        "import sys, pathlib\n"
        "from tflint_mem import engine, source, config\n"
        "from tflint_mem.semantic.project import Project\n"
        "text = 'import keras\\nm = keras.Sequential()\\n'\n"
        "s = source.Source(pathlib.Path('/nowhere/x.py'), 'x.py', text)\n"
        "assert engine.check(s, config.Settings(), Project(config.Settings())) == []\n"
        "assert 'libcst' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_every_rule_is_documented_and_marked() -> None:
    sections = ["## What it does", "## Example", "## Fix safety", "## Known limits"]
    for rule in registry.rules():
        page = rule.documentation()
        positions = [page.index(section) for section in sections]
        assert positions == sorted(positions), rule.meta.code
        assert rule.summary().endswith(".")
        assert rule.meta.markers


def test_long_chains_of_calls_are_followed_without_running_out_of_stack(tmp_path: Path) -> None:
    links = 1500
    lines = ["import tensorflow as tf", "model = tf.keras.Sequential([tf.keras.layers.Dense(1)])"]
    for link in range(links):
        lines += [f"def step_{link}(net, x):", f"    return step_{link + 1}(net, x)"]
    lines += [f"def step_{links}(net, x):", "    return net(x)", "for x in range(3):", "    step_0(model, x)"]
    found = findings_of(tmp_path, chain="\n".join(lines) + "\n")
    assert [finding.code for finding in found["chain"] if finding.code == "TFM901"] == []
