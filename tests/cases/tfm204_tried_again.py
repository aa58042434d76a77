"""A loop that is run again when it fails, on the graph that its object keeps: it adds operations each time."""

import threading

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


class Runner:
    def __init__(self, build):
        self.graph = tf.Graph()
        with self.graph.as_default():
            self.train_op = build()

    def open(self):
        return tf.Session(graph=self.graph)

    def start(self):
        self.retry(self.loop)
        self.retry(self.loop_on_devices)
        self.retry(self.loop_without_tables)
        threading.Thread(target=self.loop_of_thread).start()

    def retry(self, body):
        for _ in range(20):
            try:
                body()
                return
            except tf.errors.AbortedError:
                continue

    def loop(self):
        with self.graph.as_default(), self.open() as sess:
            sess.run(tf.tables_initializer())
            while True:
                sess.run(self.train_op)

    def loop_on_devices(self):
        with self.graph.as_default(), self.open() as sess:
            for name in ("worker0", "worker1"):
                sess.run(tf.tpu.initialize_system(job=name))
            while True:
                sess.run(self.train_op)

    def loop_without_tables(self):
        with self.graph.as_default(), self.open() as sess:
            while True:  # want: TFM204
                sess.run(self.train_op)

    def loop_of_thread(self):
        with self.graph.as_default(), self.open() as sess:
            sess.run(tf.tables_initializer())
            while True:  # want: TFM204
                sess.run(self.train_op)
