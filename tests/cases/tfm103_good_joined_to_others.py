"""A committee that grows by sums, unions and unpacking instead of by append()."""
import tensorflow as tf


def member(seed):
    tf.keras.utils.set_random_seed(seed)
    return tf.keras.Sequential([tf.keras.layers.Dense(16), tf.keras.layers.Dense(1)])


def by_sum(seeds, x):
    committee = []
    for seed in seeds:
        committee += [member(seed)]
    return sum(net(x) for net in committee)


def by_unpacking(seeds, x):
    committee = ()
    for seed in seeds:
        committee = (*committee, member(seed))
    return sum(net(x) for net in committee)


def by_union(seeds, x):
    committee, spare = {}, {}
    for seed in seeds:
        committee = committee | {seed: member(seed)}
        spare.update({seed: member(-seed)})
    return {seed: (committee[seed](x), spare[seed](x)) for seed in seeds}
