"""What data classes fill their fields with."""
import dataclasses
from collections import defaultdict, deque

import tensorflow as tf


@dataclasses.dataclass
class Journal:
    slopes: dict = dataclasses.field(default_factory=lambda: defaultdict(list))
    rows: dict = dataclasses.field(default_factory=lambda: {"fit": [], "check": []})
    recent: deque = dataclasses.field(default_factory=lambda: deque(maxlen=8))
    plain: list = dataclasses.field(default_factory=list)

    def write(self, batch):
        size = tf.linalg.norm(batch)
        self.slopes["all"].append(size)  # want: TFM501
        self.rows["fit"].append(size)  # want: TFM501
        self.recent.append(size)
        self.plain.append(float(size))


def follow(journal: Journal, stream):
    for batch in stream:
        journal.write(batch)
    return journal.plain
