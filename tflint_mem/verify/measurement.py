"""What one run of one program left behind: plain data, the same on both sides of the process border."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

OPEN_SESSION = "open session"
"""The kind under which sessions are counted; a session that was closed is not."""
PYTHON_BLOCK = "Python block"
"""Small objects, which Python's own allocator keeps in arenas that the C allocator knows nothing of."""
TAKES_ALL = "takes all memory"
"""The state of a device that nothing has configured."""


@dataclass(frozen=True)
class Schedule:
    """How many iterations a program runs, and how they are divided.

    Attributes:
        warm_up: iterations before the first snapshot; caches fill and functions are traced there.
        block: iterations between two snapshots.
        blocks: how many blocks; the first one is discarded by the judge.
    """

    warm_up: int = 10
    block: int = 30
    blocks: int = 3

    @property
    def iterations(self) -> int:
        """All iterations that the program is asked for."""
        return self.warm_up + self.block * self.blocks


NOT_MEASURABLE = "not measurable here"
"""How the error of a program begins whose API the installed TensorFlow lacks."""


@dataclass(frozen=True)
class Snapshot:
    """The state of the process after garbage collection and ``malloc_trim``, between two blocks.

    Attributes:
        in_use: KiB that the C allocator has handed out, or None where it cannot be asked.
        rss: resident memory in KiB.
        counts: live objects and entries by kind; only kinds that TensorFlow has loaded.
    """

    in_use: float | None
    rss: float
    counts: Mapping[str, int]


@dataclass(frozen=True)
class Block:
    """Samples after each iteration of a block, without collection.

    Attributes:
        in_use: KiB in use, one sample an iteration; empty where the allocator cannot be asked.
        rss: resident KiB, one sample an iteration.
        seconds: processor time of each iteration, sampling excluded; other load on the machine does
            not lengthen it, as it would the time on the clock.
    """

    in_use: tuple[float, ...]
    rss: tuple[float, ...]
    seconds: tuple[float, ...]

    @property
    def length(self) -> int:
        """The number of iterations in the block."""
        return len(self.seconds)


@dataclass(frozen=True)
class Device:
    """How a (fake) GPU stood configured when the program ended.

    Attributes:
        name: the physical device, such as ``GPU:0``.
        state: ``grows``, ``limited``, ``hidden`` or ``takes all memory``.
    """

    name: str
    state: str

    @property
    def takes_all(self) -> bool:
        """Whether TensorFlow would have taken nearly all memory of the device."""
        return self.state == TAKES_ALL


@dataclass(frozen=True)
class Measurement:
    """Everything known about one run.

    Attributes:
        versions: of Python, TensorFlow, Keras and NumPy in the process.
        snapshots: one before the first block and one after each.
        blocks: the samples between the snapshots.
        devices: of a script that ran with fake GPUs.
        result: what the program returned, as JSON data.
        output: what it printed.
        kernel_cache: KiB in the cache of eager kernels at the end, where it could be emptied to see.
        error: one line about why the run is not to be judged, or None.
    """

    versions: Mapping[str, str] = field(default_factory=dict)
    snapshots: tuple[Snapshot, ...] = ()
    blocks: tuple[Block, ...] = ()
    devices: tuple[Device, ...] = ()
    result: Any = None
    output: str = ""
    kernel_cache: float | None = None
    error: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The measurement as JSON data."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Measurement:
        """The measurement that ``to_json`` made ``data`` of."""
        return cls(
            versions=data["versions"],
            snapshots=tuple(Snapshot(**item) for item in data["snapshots"]),
            blocks=tuple(
                Block(tuple(item["in_use"]), tuple(item["rss"]), tuple(item["seconds"]))
                for item in data["blocks"]
            ),
            devices=tuple(Device(**item) for item in data["devices"]),
            result=data["result"],
            output=data["output"],
            kernel_cache=data["kernel_cache"],
            error=data["error"],
        )
