"""A dataset for each part of the data, put together over several statements and kept."""
import tensorflow as tf

PARTS = ("train", "valid")


def decode(record):
    return tf.io.parse_tensor(record, tf.float32)


def parts(root, names=PARTS):
    sets = {}
    for name in names:
        data = tf.data.TFRecordDataset(f"{root}/{name}").map(decode).cache()
        if name == "train":
            data = data.shuffle(1000).repeat()
        sets[name] = data.batch(32)
    return sets


def longest(root, names, net):
    best = 0.0
    for name in names:
        data = tf.data.TFRecordDataset(f"{root}/{name}").map(decode)  # want: TFM601
        if name == "train":
            data = data.take(100)
        best = max(best, net.score(data.batch(32)))
    return best


def measured(root, net):
    found = {}
    for name in ("train", "valid", "test"):
        data = tf.data.TFRecordDataset(f"{root}/{name}").map(decode)
        found[name] = net.score(data.batch(32))
    return found


class Part:
    def __init__(self, root, name):
        self.path = f"{root}/{name}"
        self.make()

    def make(self):
        data = tf.data.TFRecordDataset(self.path)
        data = data.map(decode)
        self.data = data.batch(32)


class Count:
    def __init__(self, root, name):
        self.path = f"{root}/{name}"
        self.rows = self.count()

    def count(self):
        data = tf.data.TFRecordDataset(self.path).map(decode)  # want: TFM601
        return sum(1 for _ in data)


def gathered(root, names):
    parts, counts = [], []
    for name in names:
        parts.append(Part(root, name))
        counts.append(Count(root, name))
    return parts, counts
