"""Entries of a table that hold a path until what lies there was loaded."""

import tensorflow as tf


class Entry:
    def __init__(self, name, net):
        self.name = name
        self.net = net


class Shelf:
    def __init__(self, entries):
        self.entries = entries

    def opened(self, path):
        return tf.keras.models.load_model(path)

    def all(self):
        nets = []
        for entry in self.entries:
            if isinstance(entry.net, str):
                net = self.opened(entry.net)
                entry.net = net
            nets.append(entry.net)
        return nets
