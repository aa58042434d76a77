"""Engines that are handed the pilot that they serve."""

import tensorflow as tf


class Engine:
    def serve(self, pilot):
        raise NotImplementedError

    def answer(self, rows):
        raise NotImplementedError


class KerasEngine(Engine):
    def serve(self, pilot: "KerasPilot"):
        self.net = pilot.build()

    def answer(self, rows):
        return self.net(tf.constant(rows), training=False)  # want: TFM101


class OtherEngine(Engine):
    def serve(self, pilot: "OtherPilot"):
        self.net = pilot.build()

    def answer(self, rows):
        return self.net(tf.constant(rows))
