from __future__ import annotations

import importlib.util
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

# A machine that is busy with something else must not fail a test.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test sees what another run found, in this process or in one that it starts."""
    monkeypatch.setenv("TFLINT_MEM_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))


ROOT = Path(__file__).parent.parent

STAND_IN = {
    "tensorflow/__init__.py": """
        __version__ = "0.0-stand-in"
        class Tensor: pass
        class Variable: pass
        class Graph:
            def get_operations(self): return [1, 2, 3]
        class GradientTape: pass
        class __internal__:
            class FuncGraph(Graph): pass
        class data:
            class Dataset: pass
        class compat:
            class v1:
                class Session:
                    _closed = False
                    def close(self): self._closed = True
    """,
    "tensorflow/python/__init__.py": "",
    "tensorflow/python/framework/__init__.py": "",
    "tensorflow/python/framework/ops.py": "",
}
"""As much of TensorFlow as the instruments ask for."""


@pytest.fixture(scope="session")
def script() -> Callable[[str], Any]:
    """Loads a script of `benchmarks` by name, as a module of that name."""

    def load(name: str) -> ModuleType:
        spec = importlib.util.spec_from_file_location(name, ROOT / "benchmarks" / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
        return module

    return load


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Writes a program that will run with the stand-in."""
    pytest.importorskip("psutil")
    for name, text in STAND_IN.items():
        path = tmp_path / "lib" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text))
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path / 'lib'}:{ROOT}")

    def write(text: str, name: str = "program.py") -> Path:
        path = tmp_path / name
        path.write_text(textwrap.dedent(text))
        return path

    return write
