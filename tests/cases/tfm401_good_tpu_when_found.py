import tensorflow as tf

try:
    resolver = tf.distribute.cluster_resolver.TPUClusterResolver()
    tf.config.experimental_connect_to_cluster(resolver)
    tf.tpu.experimental.initialize_tpu_system(resolver)
except ValueError:
    resolver = None

strategy = tf.distribute.TPUStrategy(resolver) if resolver else tf.distribute.get_strategy()

with strategy.scope():
    net = tf.keras.Sequential([tf.keras.layers.Dense(32), tf.keras.layers.Dense(1)])
    net.compile("adam", "mse")
net.fit(tf.random.normal((256, 8)), tf.random.normal((256, 1)), epochs=3)
