"""A package that imports its own modules, so that each of them can ask the package for the others."""

from . import nets
from . import search
