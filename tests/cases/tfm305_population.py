"""Objects made per round, through a helper, and optimizers in turn."""
import tensorflow as tf


class Policy:
    def __init__(self, seed):
        self.matrix = tf.random.stateless_normal((4, 2), [seed, 0])


@tf.function
def rollout(policy, start):
    return tf.matmul(start, policy.matrix)


def fitness(policy, start):
    return float(tf.reduce_sum(rollout(policy, start)))  # want: TFM305


def evolve(start, generations):
    best = 0.0
    for seed in range(generations):
        best = max(best, fitness(Policy(seed), start))
    return best


@tf.function
def apply(optimizer, pairs):
    optimizer.apply_gradients(pairs)


def restarts(pairs, rates):
    for rate in rates:
        optimizer = tf.keras.optimizers.SGD(rate)
        apply(optimizer, pairs)  # want: TFM305
