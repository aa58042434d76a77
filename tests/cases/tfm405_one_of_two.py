"""Which of the sessions is the first is chosen at run time; each has options of its own, or the same."""

import tensorflow as tf


class Model:
    def __init__(self, compiled, loss):
        self.loss = loss
        if compiled:
            options = tf.compat.v1.ConfigProto()  # want: TFM405
            options.graph_options.optimizer_options.global_jit_level = 1
            self.session = tf.compat.v1.Session(config=options)
        else:
            options = tf.compat.v1.ConfigProto(allow_soft_placement=True)  # want: TFM405
            self.session = tf.compat.v1.Session(config=options)

    def close(self):
        self.session.close()


def main(compiled):
    with tf.Graph().as_default():
        weight = tf.compat.v1.get_variable("weight", shape=[3])
        model = Model(compiled, tf.reduce_sum(weight))
        model.session.run(weight.initializer)
        print(model.session.run(model.loss))
        model.close()


if __name__ == "__main__":
    main(True)
