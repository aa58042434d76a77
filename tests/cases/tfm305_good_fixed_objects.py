"""The same object in each round, and untraced functions."""
import tensorflow as tf


class Policy:
    def __init__(self, seed):
        self.seed = seed


@tf.function
def rollout(policy, start):
    return start * policy.seed


def plain(policy, start):
    return policy.seed


class Runner:
    def __init__(self):
        self.policy = Policy(3)

    def run(self, batches):
        other = Policy(4)
        for x in batches:
            x = rollout(self.policy, x)
            x = rollout(other, x)
            plain(Policy(5), x)
        return x


def both(start, batches):
    actor, critic = Policy(1), Policy(2)
    for _ in batches:
        for part in (actor, critic):
            start = rollout(part, start)
    return start
