"""Where the graph is the default one, or what runs under it calls others of the file, all may run in graphs."""
import tensorflow as tf


def bloom(flowers):
    with tf.Graph().as_default() as graph:
        petals = tf.compat.v1.placeholder(tf.float32, [None, 4])
        with tf.compat.v1.Session(graph=graph) as session:
            return session.run(scented(petals, flowers), {petals: flowers})


def scented(petals, flowers):
    model = tf.keras.Sequential([tf.keras.layers.Dense(4)])
    smells = []
    for _ in flowers:
        petals = model(petals)
        smells.append(petals)
    return smells


def wilt(flowers, model):
    petals = tf.compat.v1.placeholder(tf.float32, [None, 4])
    return model(petals), [model.predict(flower[None]) for flower in flowers]
