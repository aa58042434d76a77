"""Takes over the names of the backend that the environment chooses."""

import importlib
import os
import sys

from . import names


def load(chosen):
    module = importlib.import_module(f".{chosen}", __name__)
    this = sys.modules[__name__]
    setattr(this, "backend_name", chosen)
    for name in vars(names):
        if name in vars(module):
            setattr(this, name, getattr(module, name))


load(os.environ.get("ZOO_BACKEND", "flow"))
