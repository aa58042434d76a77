from .kinds import greedy  # noqa: F401
from .table import PLAYERS
