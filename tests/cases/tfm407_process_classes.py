"""Processes by subclass, and a fork whose child uses TensorFlow itself."""
import multiprocessing
import os

import tensorflow as tf


class Scorer(multiprocessing.Process):
    def __init__(self, queue):
        super().__init__()
        self.queue = queue

    def run(self):
        for item in iter(self.queue.get, None):
            print(tf.reduce_sum(tf.constant(item)))


class Reader(multiprocessing.Process):
    def run(self):
        print(len(os.listdir(".")))


def serve(rows):
    weight = float(tf.reduce_sum(tf.ones((2, 2))))
    queue = multiprocessing.Queue()
    scorers = [Scorer(queue) for _ in range(2)]  # want: TFM407
    reader = Reader()
    for process in (reader, *scorers):
        process.start()
    queue.put([weight * row for row in rows])


def forked(rows):
    total = tf.reduce_sum(tf.constant(rows))
    pid = os.fork()  # want: TFM407
    if pid == 0:
        print(tf.sqrt(total))
        os._exit(0)


def forked_to_list(rows):
    total = tf.reduce_sum(tf.constant(rows))
    if os.fork() == 0:
        print(os.listdir("."))
        os._exit(0)
    else:
        print(tf.sqrt(total))
