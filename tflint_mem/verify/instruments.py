"""The instruments: what a process can say about its own memory."""

from __future__ import annotations

import collections
import ctypes
import gc
import importlib
import sys
from typing import Any

from tflint_mem.verify.measurement import OPEN_SESSION, PYTHON_BLOCK, Snapshot

KIB = 1024.0
FUNCTION = "tf.function"


class _MallInfo2(ctypes.Structure):
    _fields_ = [
        (name, ctypes.c_size_t)
        for name in (
            "arena",
            "ordblks",
            "smblks",
            "hblks",
            "hblkhd",
            "usmblks",
            "fsmblks",
            "uordblks",
            "fordblks",
            "keepcost",
        )
    ]


class Allocator:
    """The C library's allocator, where it can be asked (glibc 2.33 and later)."""

    def __init__(self) -> None:
        library = ctypes.CDLL(None) if sys.platform != "win32" else None
        self._mallinfo2 = getattr(library, "mallinfo2", None)
        self._trim = getattr(library, "malloc_trim", None)
        if self._mallinfo2 is not None:
            self._mallinfo2.restype = _MallInfo2

    def in_use(self) -> float | None:
        """KiB handed out and not given back: in the heaps of all threads, and mapped on their own."""
        if self._mallinfo2 is None:
            return None
        info = self._mallinfo2()
        return float(info.uordblks + info.hblkhd) / KIB

    def trim(self) -> None:
        """Returns free memory to the system, so that resident memory means memory in use."""
        if self._trim is not None:
            self._trim(0)


class Census:
    """Counts what TensorFlow keeps: live Python objects by kind, registry entries, graph operations."""

    def __init__(self, tensorflow: Any) -> None:
        v1 = tensorflow.compat.v1
        self._kinds: dict[str, type] = {
            "Tensor": tensorflow.Tensor,
            "Variable": tensorflow.Variable,
            "Graph": tensorflow.Graph,
            "FuncGraph": tensorflow.__internal__.FuncGraph,
            OPEN_SESSION: _base_session(v1.Session),
            "GradientTape": tensorflow.GradientTape,
            "Dataset": tensorflow.data.Dataset,
        }
        functions = "tensorflow.python.eager.polymorphic_function"
        more = {
            "dataset iterator": ("tensorflow.python.data.ops.iterator_ops", "OwnedIterator"),
            FUNCTION: (f"{functions}.polymorphic_function", "Function"),
            "ConcreteFunction": (f"{functions}.concrete_function", "ConcreteFunction"),
        }
        for kind, (module, name) in more.items():
            if found := _internal(module, name):
                self._kinds[kind] = found
        self._gradients = _internal("tensorflow.python.framework.ops", "gradient_registry")
        self._keras_known = False
        self._kinds_of: dict[type, tuple[str, ...]] = {}

    def take(self) -> dict[str, int]:
        """Counts by kind; a count that is zero is left out."""
        self._learn_keras()
        counts: collections.Counter[str] = collections.Counter()
        for item in gc.get_objects():
            for kind in self._kinds_of_type(type(item)):
                # What is left of a session once it is closed weighs nothing.
                if kind != OPEN_SESSION or not getattr(item, "_closed", False):
                    counts[kind] += 1
                if kind == "Graph":
                    counts["graph operation"] += len(item.get_operations())
                if kind == FUNCTION:
                    counts["trace"] += item.experimental_get_tracing_count()
        registered: list[str] = self._gradients.list() if self._gradients is not None else []
        counts["registered gradient"] = sum(name.startswith("CustomGradient-") for name in registered)
        return {kind: count for kind, count in sorted(counts.items()) if count}

    def _learn_keras(self) -> None:
        """Adds the classes of Keras once the program has loaded it; importing it here would cost seconds."""
        keras = sys.modules.get("keras")
        if self._keras_known or keras is None or not hasattr(keras, "optimizers"):
            return
        self._kinds |= {
            "Model": keras.Model,
            "Layer": keras.layers.Layer,
            "Optimizer": keras.optimizers.Optimizer,
        }
        self._kinds_of.clear()
        self._keras_known = True

    def _kinds_of_type(self, kind: type) -> tuple[str, ...]:
        known = self._kinds_of.get(kind)
        if known is None:
            # Not issubclass: a foreign metaclass may run code of its own.
            known = tuple(name for name, base in self._kinds.items() if base in kind.__mro__)
            self._kinds_of[kind] = known
        return known


def _internal(module: str, name: str) -> Any:
    """What TensorFlow keeps in a module of its own, or None in releases that do not."""
    try:
        return getattr(importlib.import_module(module), name, None)
    except ImportError:
        return None


def _base_session(session: type) -> type:
    """What ``Session`` and ``InteractiveSession`` have in common."""
    return next(base for base in reversed(session.__mro__) if hasattr(base, "close"))


class Instruments:
    """All instruments of one process, with TensorFlow loaded."""

    def __init__(self, tensorflow: Any) -> None:
        self.allocator = Allocator()
        self._process = importlib.import_module("psutil").Process()
        self._census = Census(tensorflow)
        context = _internal("tensorflow.python.eager.context", "context")
        self._eager: Any = context() if context is not None else None

    def in_use(self) -> float | None:
        """KiB in use by the C allocator."""
        return self.allocator.in_use()

    def rss(self) -> float:
        """Resident memory in KiB."""
        return float(self._process.memory_info().rss) / KIB

    def kernel_cache(self) -> float | None:
        """KiB that emptying the cache of eager kernels gives back; it cannot be counted from Python."""
        clear = getattr(self._eager, "clear_kernel_cache", None)
        before = self.in_use()
        if clear is None or before is None:
            return None
        clear()
        after = self.in_use()
        return None if after is None else max(0.0, before - after)

    def snapshot(self) -> Snapshot:
        """The state after collection: what is left is held by something."""
        # Twice: finalizers of the first collection free what only the second can see.
        gc.collect()
        gc.collect()
        self.allocator.trim()
        in_use, rss = self.in_use(), self.rss()
        counts = self._census.take()
        counts[PYTHON_BLOCK] = sys.getallocatedblocks()
        counts["thread"] = self._process.num_threads()
        if hasattr(self._process, "num_fds"):
            counts["file descriptor"] = self._process.num_fds()
        return Snapshot(in_use, rss, counts)
