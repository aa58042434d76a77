"""Eager operations in a loop that also runs a session on a frozen graph of its own."""

import tensorflow as tf


class Detector:
    def __init__(self, path):
        self.graph = tf.Graph()
        with self.graph.as_default():
            definition = tf.compat.v1.GraphDef()
            with tf.io.gfile.GFile(path, "rb") as file:
                definition.ParseFromString(file.read())
            tf.import_graph_def(definition, name="")
        self.session = tf.compat.v1.Session(graph=self.graph)

    def close(self):
        self.session.close()

    def boxes(self, paths):
        found = {}
        for path in paths:
            image = tf.io.decode_jpeg(tf.io.read_file(path), channels=3)
            scaled = tf.cast(image, tf.float32) / 255.0
            found[path] = self.session.run("boxes:0", {"image:0": scaled.numpy()[None]})
        return found
