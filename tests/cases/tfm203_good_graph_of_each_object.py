"""Environments that carry a graph of their own in a box, whatever stands in the box."""

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


class Box:
    def __init__(self, content):
        self.content = content


class Environment:
    def __init__(self, height):
        with tf.Graph().as_default() as graph:
            self.graph = Box(graph)
            self.session = Box(tf.Session())
        self.height = Box(height)

    def close(self):
        self.session.content.close()


class Pictures(Environment):
    def __init__(self, height):
        super().__init__(height)
        with self.graph.content.as_default():
            self.picture = tf.placeholder(tf.float32, (None, height, height, 3))
            self.small = tf.image.resize(self.picture, (8, 8))

    def look(self, picture):
        return self.session.content.run(self.small, {self.picture: picture})


def score(height, picture):
    environment = Pictures(height)
    seen = environment.look(picture)
    environment.close()
    return seen


def scores(heights, pictures):
    return [score(height, picture).mean() for height, picture in zip(heights, pictures)]


def main(pictures):
    for height in (16, 32, 64):
        for picture in pictures:
            print(score(height, picture))
