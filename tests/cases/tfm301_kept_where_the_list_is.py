"""A function in a list lives as long as the list does: that of an object that is made once, or of one round."""

import tensorflow as tf
from turnstile import Gate


def filter_for(band):
    @tf.function
    def passed(signal):
        return signal * band

    def checked(signal):
        return passed(tf.convert_to_tensor(signal))

    return checked


class Bank:
    def __init__(self, bands):
        self.filters = [filter_for(band) for band in bands]


def shifted(offset):
    @tf.function  # want: TFM301
    def shift(signal):
        return signal + offset

    return shift


class Shifts:
    def __init__(self, offsets):
        self.offsets = offsets
        self.shifts = []

    def renew(self):
        self.shifts = [shifted(offset) for offset in self.offsets]


def scaled(factor):
    @tf.function  # want: TFM301
    def scale(signal):
        return signal * factor

    return scale


def all_scaled(factors, signal):
    scales = []
    for factor in factors:
        scales.append(scaled(factor))
    return tf.add_n([scale(signal) for scale in scales])


def table_of(sizes):
    steps = {}
    for size in sizes:

        @tf.function  # want: TFM301
        def step(signal):
            return tf.reduce_sum(signal) / size

        steps[size] = step
    return steps


def through_tables(signals):
    for signal in signals:
        print(float(table_of([2, 3, 5, 7, 11])[7](signal)))


class Desk:
    def __init__(self):
        self.works = []

    def take(self, work):
        self.works.append(work)

    def take_all(self, works):
        for place, work in enumerate(works):
            self.works.append((place, work.python_function))

    def try_out(self, work, signal):
        return work(signal)

    def try_and_note(self, work, signal):
        self.works.append(work(signal))  # want: TFM501


def gates(ports, desk, signal):
    opened = []
    for port in ports:
        gate = Gate(port)

        def describe(text):
            @tf.function
            def described():
                return tf.constant(text)

            return described

        @tf.function
        def counted(rows):
            return tf.shape(rows)[0] + len(port)

        gate.offer(describe(f"gate {port}"))
        gate.offer([counted])
        opened.append(gate)

        @tf.function
        def taken(rows):
            return rows * float(len(port))

        desk.take(taken)

        @tf.function
        def kept(rows):
            return rows / float(len(port))

        desk.take_all([kept])

        @tf.function  # want: TFM301
        def noted(rows):
            return int(tf.size(rows)) + len(port)

        desk.try_and_note(noted, signal)

        @tf.function  # want: TFM301
        def tried(rows):
            return rows - float(len(port))

        print(float(desk.try_out(tried, signal)))
    return opened


class Judge:
    def __init__(self, rows, network):
        self.rules = {row: self.rule(row, network) for row in rows}

    def rule(self, row, network):
        @tf.function
        def judged(signal):
            return network(signal)[row]

        return judged


def judged_all(recipes, signal):
    for recipe in recipes:
        network = recipe.cook()
        judge = Judge(range(5), network)
        print([float(rule(signal)) for rule in judge.rules.values()])


class Ruler:
    def __init__(self, rows):
        self.rules = {row: self.rule(row) for row in rows}

    def rule(self, row):
        @tf.function  # want: TFM301
        def ruled(signal):
            return signal[row]

        return ruled


def ruled_all(signals):
    for signal in signals:
        ruler = Ruler(range(5))
        print([float(rule(signal)) for rule in ruler.rules.values()])


def main(signals):
    bank = Bank([0.1, 0.2, 0.4, 0.8, 1.6])
    shifts = Shifts([1.0, 2.0, 4.0, 8.0, 16.0])
    for signal in signals:
        shifts.renew()
        print([float(f(signal)) for f in bank.filters], [float(s(signal)) for s in shifts.shifts])
        print(float(all_scaled([2.0, 3.0, 5.0, 7.0, 11.0], signal)))
    return gates(["a", "b", "c", "d", "e"], Desk(), signals[0])
