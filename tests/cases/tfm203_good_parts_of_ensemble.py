"""The rounds build the parts of one network, and restore what earlier parts have learned."""

import collections

import tensorflow as tf

tfc = tf.compat.v1


class Part(collections.namedtuple("Part", ["logits", "weight"])):
    """A member and how much it counts."""


class Ensembler:
    def __init__(self, folder):
        self.folder = folder

    def restored(self, variable, checkpoint):
        status = checkpoint.restore(tf.train.latest_checkpoint(self.folder))
        with tfc.Session() as session:
            status.initialize_or_restore(session)
            return session.run(variable)

    def part(self, member, start):
        weight = tfc.get_variable("weight", initializer=start)
        return Part(logits=tf.multiply(member.logits, weight), weight=weight)

    def bias(self, key, before, checkpoint):
        start = self.restored(before[key], checkpoint)
        return tfc.get_variable(f"bias_{key}", initializer=start)

    def build(self, before, members, checkpoint):
        parts = []
        for number, (member, earlier) in enumerate(zip(members, before.parts)):
            start = self.restored(earlier.weight, checkpoint)
            with tfc.variable_scope(f"part_{number}"):
                parts.append(self.part(member, start))
        biases = {}
        for key in sorted(before.biases):
            biases[key] = self.bias(key, before.biases, checkpoint)
        return parts, biases


def anew(settings, rows):
    for rate in settings:
        with tfc.variable_scope("network", reuse=False):
            hidden = tfc.layers.dense(rows, 10)  # want: TFM203
        with tfc.Session() as session:
            session.run(tfc.global_variables_initializer())
            print(rate, session.run(hidden))
