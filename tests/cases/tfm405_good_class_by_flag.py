"""Worlds inside and outside of a graph; the program asks for the one that opens no session."""

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


class GraphWorld:
    def __init__(self, width):
        self.state = tf.placeholder(tf.float32, (None, width))
        self.next = tf.layers.dense(self.state, width)


class ArrayWorld:
    def __init__(self, width):
        self.session = tf.Session()
        self.world = GraphWorld(width)

    def close(self):
        self.session.close()


def make(in_graph, width, nested=None):
    chosen = ArrayWorld if not (nested or in_graph) else GraphWorld
    return chosen(width)


def trial(world, profile=False, mode="fast"):
    if profile or mode != "fast":
        with tf.Session() as session:
            session.run(tf.global_variables_initializer())
    options = tf.ConfigProto()
    options.gpu_options.allow_growth = True
    with tf.Session(config=options) as session:
        session.run(tf.global_variables_initializer())
        return session.run(world.next, {world.state: [[0.0] * 4]})


def main():
    world = make(True, width=4)
    print(trial(world, mode="fast"))


if __name__ == "__main__":
    main()
