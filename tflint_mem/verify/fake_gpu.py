"""GPU devices without a GPU: TensorFlow then plans, checks and refuses as it does on a GPU machine.

The devices exist in TensorFlow's Python context only; no kernel is placed on them, so a program runs
on as before.  Device configuration (memory growth, visibility, memory limits) goes through that
context and can be read back, and its errors are the real ones: growth that differs between devices,
configuration after the first operation.
"""

from __future__ import annotations

import importlib
import os
from typing import Any

from tflint_mem.verify.measurement import TAKES_ALL, Device

VISIBLE = "CUDA_VISIBLE_DEVICES"
FORCE_GROWTH = "TF_FORCE_GPU_ALLOW_GROWTH"


class FakeGPUs:
    """Adds GPU devices to this process; make it before the program under test starts."""

    def __init__(self, count: int = 2) -> None:
        # Real devices are enumerated first and stay hidden; what the program itself then sets is its own.
        os.environ[VISIBLE] = ""
        module = importlib.import_module("tensorflow.python.eager.context")
        self._context: Any = module.context()
        self._context._initialize_physical_devices()
        del os.environ[VISIBLE]
        os.environ.pop(FORCE_GROWTH, None)
        self._devices = [
            module.PhysicalDevice(name=f"/physical_device:GPU:{index}", device_type="GPU")
            for index in range(count)
        ]
        for index, device in enumerate(self._devices):
            self._context._physical_devices.append(device)
            self._context._visible_device_list.append(device)
            self._context._memory_growth_map[device] = None
            self._context._physical_device_to_index[device] = index
        self._environment: dict[str, str] | None = None
        self._options: Any = None
        self._watch_context()
        self._watch_sessions()

    def _watch_context(self) -> None:
        """Remembers the environment in which devices are initialised: what is set later has no effect."""
        initialise = self._context.ensure_initialized

        def ensure_initialized() -> None:
            if self._environment is None:
                self._environment = dict(os.environ)
            initialise()

        self._context.ensure_initialized = ensure_initialized

    def _watch_sessions(self) -> None:
        """Remembers the options of the first TensorFlow 1 session, which decide for the process."""
        session = importlib.import_module("tensorflow.python.client.session").BaseSession
        construct = session.__init__

        def __init__(this: Any, *args: Any, **kwargs: Any) -> None:  # noqa: N807
            construct(this, *args, **kwargs)
            if self._options is None:
                self._environment = self._environment or dict(os.environ)
                self._options = this._config.gpu_options

        session.__init__ = __init__

    @property
    def used(self) -> bool:
        """Whether the program made TensorFlow initialise its devices."""
        return bool(self._context._initialized) or self._options is not None

    def states(self) -> tuple[Device, ...]:
        """How each device stands configured now."""
        return tuple(
            Device(device.name.removeprefix("/physical_device:"), self._state(device))
            for device in self._devices
        )

    def _state(self, device: Any) -> str:
        context = self._context
        environment = os.environ if self._environment is None else self._environment
        if environment.get(VISIBLE) in ("", "-1") or device not in context._visible_device_list:
            return "hidden"
        if environment.get(FORCE_GROWTH, "").lower() in ("true", "1"):
            return "grows"
        if context._memory_growth_map.get(device) or (self._options and self._options.allow_growth):
            return "grows"
        if self._options and self._options.per_process_gpu_memory_fraction:
            return "limited"
        if any(limit.memory_limit for limit in context._virtual_device_map.get(device, ())):
            return "limited"
        return TAKES_ALL
