"""A copy of each variable, which the first call makes and keeps."""

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


class Weights:
    def __init__(self, variables):
        self.variables = variables
        self.copies = []
        self.back = []

    def remember(self, session: tf.Session):
        if len(self.back) == 0:
            for variable in self.variables:
                copy = tf.Variable(session.run(variable), name="copy_of_" + variable.op.name)
                self.copies.append(copy)
                self.back.append(tf.assign(variable, copy))
        session.run(tf.variables_initializer(self.copies))
