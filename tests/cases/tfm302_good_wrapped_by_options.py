"""``tf.function(**options)`` gives a decorator: what it is called with is wrapped, not traced with."""

import functools

import tensorflow as tf


class Exporter:
    def __init__(self, names):
        self.names = names
        self.concrete = {}
        self.scale = tf.Variable(2.0)

    def total(self):
        return self.scale * 3.0

    def scaled(self, by):
        return self.scale * by

    def export(self):
        for name in self.names:
            self.concrete[name] = tf.function(autograph=False)(self.total).get_concrete_function()

    def export_by(self, factors):
        for name, factor in zip(self.names, factors):
            wrap = tf.function(jit_compile=False)
            self.concrete[name] = wrap(functools.partial(self.scaled, factor)).get_concrete_function()


exporter = Exporter(["a", "b", "c"])
exporter.export()
exporter.export_by([1.0, 2.0, 3.0])
print(len(exporter.concrete))
