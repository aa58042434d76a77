"""A part that runs a graph of its own says nothing of the rest of an eager file."""
import tensorflow as tf


class Frozen:
    def __init__(self, size):
        self.graph = tf.Graph()
        with self.graph.as_default():
            self.petals = tf.compat.v1.placeholder(tf.float32, [None, size])
            self.smell = self.petals * 2.0
        self.session = tf.compat.v1.Session(graph=self.graph)

    def close(self):
        self.session.close()


def smells(path, flowers):
    stored = tf.compat.v1.GraphDef()
    with tf.Graph().as_default() as graph:
        tf.import_graph_def(stored, name="")
        with tf.compat.v1.Session(graph=graph) as session:
            return [session.run("smell:0", {"petals:0": flower}) for flower in flowers]


def names(path, flowers):
    model = tf.keras.models.load_model(path)
    found = []
    for flower in flowers:
        found.append(model.predict(flower[None]))  # want: TFM102
    return found


def grow(flowers):
    model = tf.keras.Sequential([tf.keras.layers.Dense(1)])
    losses = []
    for flower in flowers:
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(model(flower))  # want: TFM101
        print(tape.gradient(loss, model.trainable_variables))
        losses.append(loss)  # want: TFM501
    return losses


def main(_):
    for gpu in tf.config.list_physical_devices("GPU"):
        tf.config.experimental.set_memory_growth(gpu, True)
    print(names("rose.keras", []), grow([]))
