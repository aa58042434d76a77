"""A class that is only named, in a declaration, a test or for its bases, is no second object of it."""
from __future__ import annotations

import tensorflow as tf


class Ledger:
    def __init__(self, folder):
        super(Ledger, self).__init__()
        self.file = tf.summary.create_file_writer(folder)

    def note(self, name, value, day):
        with self.file.as_default():
            tf.summary.scalar(name, value, step=day)


class Copied:
    def __init__(self, folder):
        self.file = tf.summary.create_file_writer(folder)  # want: TFM604

    def note(self, name, value, day):
        with self.file.as_default():
            tf.summary.scalar(name, value, step=day)


def keep(books: list[Ledger | Copied], days):
    for book in books:
        assert isinstance(book, (Ledger, Copied))
        for day in range(days):
            book.note("sum", 2.0 * day, day)


if __name__ == "__main__":
    for gpu in tf.config.list_physical_devices("GPU"):
        tf.config.experimental.set_memory_growth(gpu, True)
    keep([Ledger("/tmp/ledger"), *map(Copied, ["/tmp/a", "/tmp/b"])], 30)
