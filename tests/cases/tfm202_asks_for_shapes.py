"""Code that builds a network may run it to learn a shape; code that runs what it builds, or a shape of it, adds."""
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def braid(loom, threads, start):
    """An initializer makes one part for each weight, and get_variable() calls it."""
    strands, knots = loom.parts_of(tf.zeros([threads]))

    def initial(shape, dtype=None, partition_info=None):
        made = []
        for strand in strands:
            if start is None:
                made.append(tf.zeros(tf.shape(strand).eval(), strand.dtype))
            else:
                made.append(tf.reshape(start((8, 8)), tf.shape(strand)))
        return loom.joined(made, [tf.zeros(8) for _ in knots])

    return loom(tf.get_variable("rope", threads, initializer=initial))


class Net:
    def __init__(self, ropes):
        self.ropes = ropes

    def knot(self, loom):
        for number, rope in enumerate(self.ropes):
            with tf.variable_scope(f"rope{number}"):
                loom = Rope(rope).tie(loom)
        return loom


class Rope:
    def __init__(self, start):
        self.start = start

    def tie(self, loom):
        tied = tf.nn.relu(braid(loom, 12, self.start))
        return tf.concat([tied, tf.zeros([8])], 0)


def stair(session, x, widths):
    """Each step is one layer of what is returned."""
    for width in widths:
        weights = tf.get_variable(f"step{width}", [x.shape[-1], width])
        x = tf.matmul(x, weights)
        print(session.run(tf.shape(x)))
    return x


def sizes(session, paths):
    found = []
    for path in paths:
        picture = tf.io.decode_png(tf.io.read_file(path))  # want: TFM202
        found.append(session.run(tf.shape(picture)))  # want: TFM202
    return found


def fed_sizes(session, paths):
    return [size_of(session, path) for path in paths]


def size_of(session, path):
    picture = tf.io.decode_png(tf.io.read_file(path))  # want: TFM202
    return session.run(tf.shape(picture))  # want: TFM202


def lengths(session, x, batches):
    found = []
    for batch in batches:
        found.append(session.run(tf.shape(x), {x: batch}))  # want: TFM202
    return found
