"""Networks that keep models: a loop over networks calls the models of each once, rounds over rows again and again."""

import tensorflow as tf


class Tower:
    def __init__(self, width):
        self.stem = tf.keras.Sequential([tf.keras.layers.Dense(width)])
        self.head = tf.keras.Sequential([tf.keras.layers.Dense(1)])

    def __call__(self, rows):
        return self.head(self.stem(rows))

    def stemmed(self, rows):
        return self._stem_of(rows)

    def _stem_of(self, rows):
        return self.stem(rows)


class Twins:
    def __init__(self, widths):
        self.towers = [Tower(width) for width in widths]

    def _run(self, tower, rows):
        return tower(rows)

    def compared(self, rows):
        return tf.concat([self._run(tower, rows) for tower in self.towers], axis=-1)

    def stems(self, rows):
        found = []
        for tower in self.towers:
            found.append(tf.reduce_sum(tower.stemmed(rows)).numpy())
        return found


class Pair:
    def __init__(self):
        self.left = tf.keras.Sequential([tf.keras.layers.Dense(2)])
        self.right = tf.keras.Sequential([tf.keras.layers.Dense(2)])

    def both(self, rows):
        return self.left(rows) + self.right(rows)  # want: TFM101, TFM101

    def one(self, rows):
        return self.left(rows)  # want: TFM101


class Gang:
    def __init__(self, count):
        self.pairs = [Pair() for _ in range(count)]

    def summed(self, rows):
        return tf.add_n([self._of(pair, rows) for pair in self.pairs])

    def _of(self, pair, rows):
        return pair.both(rows)


class Owner:
    def __init__(self):
        self.pair = Pair()

    def ask(self, batches):
        total = 0.0
        for rows in batches:
            pair = self.pair
            total += float(tf.reduce_sum(pair.one(rows)))
        return total


def main(batches, rows):
    twins = Twins([4, 8, 16, 32, 64])
    print(twins.compared(rows), twins.stems(rows))
    gang = Gang(5)
    for part in batches:
        print(float(tf.reduce_sum(gang.summed(part))))
    return Owner().ask(batches)


class Shelf:
    def __init__(self):
        self.entries = {}

    def put(self, name, width):
        self.entries[name] = {"net": tf.keras.Sequential([tf.keras.layers.Dense(width)]), "width": width}

    def ask(self, name, rows):
        return self.entries[name]["net"](rows)

    def ask_again(self, name, rows):
        return self.entries[name]["net"](rows)  # want: TFM101


def asked(names, rows, batches):
    shelf = Shelf()
    for number, name in enumerate(names):
        shelf.put(name, number + 1)
    for part in batches:
        print(float(tf.reduce_sum(shelf.ask_again("first", part))))
    return {name: shelf.ask(name, rows).numpy() for name in names}
