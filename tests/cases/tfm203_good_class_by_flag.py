"""A world that is simulated in the graph of its caller, or behind arrays in a graph of its own."""

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


class GraphWorld:
    def __init__(self, width):
        self.state = tf.placeholder(tf.float32, (None, width))
        self.next = tf.layers.dense(self.state, width)


class ArrayWorld:
    def __init__(self, width):
        with tf.Graph().as_default():
            self.world = GraphWorld(width)
            self.session = tf.Session()
            self.session.run(tf.global_variables_initializer())

    def step(self, state):
        return self.session.run(self.world.next, {self.world.state: state})

    def close(self):
        self.session.close()


def world_maker(width):
    def make(in_graph):
        chosen = GraphWorld if in_graph else ArrayWorld
        return chosen(width)

    return make


def evaluate(width, state):
    world = world_maker(width)(in_graph=False)
    for _ in range(1000):
        state = world.step(state)
    world.close()
    return state


def train(width, epochs, state):
    scores = []
    for epoch in range(epochs):
        scores.append(evaluate(width, state).mean())
    return scores
