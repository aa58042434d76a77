"""Objects that each add their part to one graph, and are gathered by the loop that makes them."""

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


class Tower:
    def __init__(self, number):
        self.session = tf.Session()
        self.x = tf.placeholder(tf.float32, (None, 4), name=f"x{number}")
        self.y = tf.layers.dense(self.x, 2, name=f"dense{number}")
        self.session.run(tf.global_variables_initializer())

    def close(self):
        self.session.close()


def make(count):
    return [Tower(number) for number in range(count)]


def make_one_by_one(count):
    towers = []
    for number in range(count):
        tower = Tower(number)
        towers.append(tower)
    return towers
