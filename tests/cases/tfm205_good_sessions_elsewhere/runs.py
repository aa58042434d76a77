"""An object of the project that runs what it is given in a session of its own."""

import tensorflow as tf


class Run:
    def __init__(self, seed):
        self.seed = seed
        self.session = tf.compat.v1.Session()

    def __enter__(self):
        self.session.__enter__()
        return self

    def __exit__(self, kind, error, trace):
        self.session.__exit__(kind, error, trace)

    def train(self, policy, rounds):
        step = policy.build(self.seed)
        self.session.run(tf.compat.v1.global_variables_initializer())
        for _ in range(rounds):
            self.session.run(step)
