"""Each ``simple_save()`` makes a Saver: the graph grows, and could not be final."""
import tensorflow as tf

tf1 = tf.compat.v1


class Shelf:
    def __init__(self, folder):
        self.folder = folder

    def keep(self, session, given, wanted, number):
        tf1.saved_model.simple_save(session, f"{self.folder}/{number}", given, wanted)


def train(batches, folder, epochs):
    shelf = Shelf(folder)
    with tf1.Graph().as_default(), tf1.Session() as session:
        features = tf1.placeholder(tf.float32, (None, 4))
        weights = tf1.get_variable("weights", (4, 1))
        scores = tf.matmul(features, weights)
        step = tf1.train.GradientDescentOptimizer(0.1).minimize(tf.reduce_mean(scores**2))
        session.run(tf1.global_variables_initializer())
        for epoch in range(epochs):
            for batch in batches:
                session.run(step, {features: batch})
            shelf.keep(session, {"features": features}, {"scores": scores}, epoch)  # want: TFM202
