"""Objects for a model of their own, kept objects, and static methods."""
import tensorflow as tf


class Trainer:
    def __init__(self, net):
        self.net = net

    @tf.function
    def step(self, x):
        return self.net(x)


def folds(splits):
    for x in splits:
        tf.keras.backend.clear_session()
        net = tf.keras.Sequential([tf.keras.layers.Dense(1)])
        trainer = Trainer(net)
        trainer.step(x)


class Env:
    def __init__(self, seed):
        self.seed = seed

    @tf.function
    def step(self, x):
        return x + 1.0


def environments(count):
    envs = []
    for seed in range(count):
        envs.append(Env(seed))
    return envs


class Tools:
    @staticmethod
    @tf.function
    def norm(x):
        return tf.norm(x)


def norms(xs):
    return [float(Tools().norm(x)) for x in xs]


def main():
    env = Env(0)
    x = tf.zeros(())
    for _ in range(100):
        x = env.step(x)
    return x
