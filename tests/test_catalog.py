"""The catalog names what exists: in the TensorFlow installed, in 2.15 as recorded, or earlier as told."""

from __future__ import annotations

import importlib
import json
import os
from pathlib import Path

import pytest

from tflint_mem.semantic import catalog, repeaters

RECORDED = Path(__file__).parent / "data" / "names_of_tensorflow_2.15.json"
"""The names of the catalog that TensorFlow 2.15.1 with Keras 2.15 has."""

EARLIER = {
    "keras.Functional": "Keras 2 and 3 call the class so, and export it nowhere",
    "keras.mixed_precision.experimental.set_policy": "until TensorFlow 2.10",
    "keras.wrappers.scikit_learn.KerasClassifier": "until TensorFlow 2.11",
    "keras.wrappers.scikit_learn.KerasRegressor": "until TensorFlow 2.11",
    "tf.contrib.summary.create_file_writer": "until TensorFlow 1.15",
    "tf.train.SummaryWriter": "until TensorFlow 0.12",
}


def names_of_the_catalog() -> list[str]:
    found = set()
    for table, entries in (*vars(catalog).items(), *vars(repeaters).items()):
        if table.isupper() and isinstance(entries, (dict, frozenset, tuple)):
            texts = (entry for entry in entries if isinstance(entry, str))
            found |= {text for text in texts if text.startswith(("tf.", "keras."))}
    return sorted(found)


@pytest.mark.tensorflow
def test_every_name_exists_in_a_supported_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "TF_CPP_MIN_LOG_LEVEL", "3")
    tensorflow = pytest.importorskip("tensorflow")
    roots = {
        "tf": [tensorflow, tensorflow.compat.v1],
        "keras": [tensorflow.keras, importlib.import_module("keras")],
    }

    def exists(name: str) -> bool:
        head, *rest = name.split(".")
        for found in roots[head]:
            for part in rest:
                found = getattr(found, part, None)
            if found is not None:
                return True
        return False

    recorded = set(json.loads(RECORDED.read_text()))
    missing = [name for name in names_of_the_catalog() if not exists(name)]
    assert [name for name in missing if name not in recorded and name not in EARLIER] == []


def test_what_is_told_of_earlier_versions_is_needed() -> None:
    recorded = set(json.loads(RECORDED.read_text()))
    assert set(EARLIER) <= set(names_of_the_catalog())
    assert not set(EARLIER) & recorded
