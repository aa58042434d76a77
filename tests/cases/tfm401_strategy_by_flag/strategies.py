import tensorflow as tf


def connect(address):
    resolver = tf.distribute.cluster_resolver.TPUClusterResolver(tpu=address)
    tf.config.experimental_connect_to_cluster(resolver)
    tf.tpu.experimental.initialize_tpu_system(resolver)
    return resolver


def choose(address):
    if address:
        return tf.distribute.TPUStrategy(connect(address))
    return tf.distribute.MirroredStrategy()


def slow_to_print(strategy):
    return isinstance(strategy, tf.distribute.TPUStrategy)
