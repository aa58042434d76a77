"""The referee tells what came and went; the list of packages and what is noted of them agree."""

from __future__ import annotations

import sys
import tarfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tflint_mem.registry import codes

if TYPE_CHECKING:
    from collections.abc import Callable

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"

LEAKY = """\
import tensorflow.compat.v1 as tf


def total(values):
    sess = tf.Session()
    return sess.run(tf.reduce_sum(values))
"""


def test_the_referee_tells_what_a_change_adds_and_removes(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    script: Callable[[str], Any],
) -> None:
    ruling = script("ruling")
    (tmp_path / "corpus" / "pack").mkdir(parents=True)
    (tmp_path / "corpus" / "pack" / "a.py").write_text(LEAKY)
    noted = tmp_path / "findings.tsv"
    noted.write_text(ruling.HEADER + "other\tb.py\t1\tTFM101\npack\ta.py\t5\tTFM101\n")
    for function in (ruling.noted, ruling.write):
        monkeypatch.setattr(function, "__defaults__", (noted,))
    monkeypatch.setattr(sys, "argv", ["ruling", str(tmp_path / "corpus")])
    assert ruling.main() == 1
    # TFM405 is about the session too: the first of a program that takes all of a GPU.
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "- pack/a.py:5 TFM101"
    assert "+ pack/a.py:5 TFM201" in said
    assert said[-1] == f"pack: {len(said) - 2} findings"
    monkeypatch.setattr(sys, "argv", ["ruling", "--write", str(tmp_path / "corpus")])
    assert ruling.main() == 0
    assert "other\tb.py\t1\tTFM101\n" in noted.read_text(), "what was not linted is kept"
    capsys.readouterr()
    monkeypatch.setattr(sys, "argv", ["ruling", str(tmp_path / "corpus")])
    assert ruling.main() == 0
    assert capsys.readouterr().out == f"pack: {len(said) - 2} findings\n"


def test_what_is_noted_is_of_pinned_packages_and_rules(script: Callable[[str], Any]) -> None:
    packages = {row["package"] for row in script("corpus").pinned()}
    findings = script("ruling").noted()
    assert findings, "some packages are linted"
    assert {package for package, _, _, _ in findings} <= packages
    assert {code for _, _, _, code in findings} <= set(codes())


@pytest.mark.parametrize("kind", ["whl", "tar.gz"])
def test_archives_are_unpacked_whole_or_not_at_all(
    tmp_path: Path, kind: str, script: Callable[[str], Any]
) -> None:
    corpus = script("corpus")
    (tmp_path / "a.py").write_text("x = 1\n")
    archive = tmp_path / f"p-1.{kind}"
    if kind == "whl":
        with zipfile.ZipFile(archive, "w") as packed:
            packed.write(tmp_path / "a.py", "p/a.py")
    else:
        with tarfile.open(archive, "w:gz") as packed_tar:
            packed_tar.add(tmp_path / "a.py", "p/a.py")
    (tmp_path / "broken.tar.gz").write_bytes(archive.read_bytes()[:60])
    with pytest.raises((tarfile.TarError, EOFError, OSError)):
        corpus.unpack(tmp_path / "broken.tar.gz", tmp_path / "q")
    assert not (tmp_path / "q").exists()
    corpus.unpack(archive, tmp_path / "p")
    assert (tmp_path / "p" / "p" / "a.py").read_text() == "x = 1\n"
