"""What is asked for scores may be a model's ``predict`` or any function of arrays: no operations for certain."""

from typing import Callable, Union

import tensorflow.compat.v1 as tf


class Search:
    def __init__(self, scores: Union[Callable, tf.keras.Model], shape, steps):
        if isinstance(scores, tf.keras.Model):
            self.scores = scores.predict_on_batch
        else:
            self.scores = scores
        self.steps = steps
        self.session = tf.keras.backend.get_session()
        self.point = tf.get_variable("point", shape=shape)
        self.moved = tf.placeholder(tf.float32, shape)
        self.move = self.point.assign(self.moved)
        self.distance = tf.reduce_sum(tf.abs(self.point), axis=-1)

    def run(self, start):
        found = start
        for _ in range(self.steps):
            self.session.run(self.move, {self.moved: found})
            found = found - self.scores(found)
            print(self.session.run(self.distance[0]))  # want: TFM202
        return found
