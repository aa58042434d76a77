"""A method called update is not that of a dictionary: the object keeps its network."""
import tensorflow as tf


class Learner:
    def __init__(self, env, values: tf.keras.Model):
        self.env, self.values, self.seen = env, values, 0

    def update(self, count):
        self.seen += count

    def run(self, steps):
        state = self.env.reset()
        for _ in range(steps):
            action = int(tf.argmax(self.values(state[None])[0]))  # want: TFM101
            state = self.env.step(action)
            self.update(1)


def play(env, values: tf.keras.Model, steps):
    learner = Learner(env, values)
    state = env.reset()
    for _ in range(steps):
        learner.update(1)
        state = env.step(learner.values.predict(state[None]).argmax())  # want: TFM102
