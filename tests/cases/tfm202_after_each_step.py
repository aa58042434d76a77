"""What SciPy's optimizers call besides the objective: after each step, and for the slope."""

import numpy as np
import scipy.optimize
import tensorflow.compat.v1 as tf

tf.disable_eager_execution()


class Fit:
    def __init__(self):
        self.place = tf.placeholder(tf.float64, [2])
        self.height = tf.reduce_sum(tf.square(self.place - 3.0))
        self.slope = tf.gradients(self.height, self.place)[0]
        self.steps = tf.Variable(0)
        self.session = tf.Session()
        self.session.run(self.steps.initializer)

    def look(self, x):
        return self.session.run(self.height, {self.place: x})

    def told(self, x):
        print(self.session.run(tf.assign_add(self.steps, 1)), x)  # want: TFM202

    def down(self, x):
        return self.session.run(tf.gradients(self.height, self.place)[0], {self.place: x})  # want: TFM202

    def down_again(self, x):
        return self.session.run(self.slope, {self.place: x})

    def run(self):
        start = np.zeros(2)
        scipy.optimize.minimize(self.look, start, jac=self.down_again, callback=self.told)
        return scipy.optimize.fmin_cg(self.look, start, fprime=self.down)

    def close(self):
        self.session.close()
