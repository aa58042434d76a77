"""The second run needs an empty default graph, which the sessions of another module have filled."""

import tensorflow as tf

from runs import Run


def both(policy):
    with Run(seed=1) as run:
        run.train(policy, rounds=10)
    tf.compat.v1.reset_default_graph()
    with Run(seed=2) as run:
        run.train(policy, rounds=20)
