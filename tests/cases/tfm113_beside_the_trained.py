"""Networks that are made anew in each round and only used beside the one that is trained."""
import tensorflow as tf
from tensorflow import keras


def network(width):
    return keras.Sequential([keras.layers.Dense(width, activation="relu"), keras.layers.Dense(1)])


class Matching:
    """Trains one network to have the features of another."""

    def __init__(self, net, reference):
        self.net = net
        self.reference = reference
        self.optimizer = keras.optimizers.Adam()

    @tf.function
    def step(self, rows):
        wanted = self.reference(rows)
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((self.net(rows) - wanted) ** 2)
        variables = self.net.trainable_variables
        self.optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables))
        return loss


class Distiller(keras.Model):
    def __init__(self, student, teacher):
        super().__init__()
        self.student = student
        self.teacher = teacher

    def train_step(self, data):
        rows, _ = data
        soft = self.teacher(rows)
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((self.student(rows) - soft) ** 2)
        weights = self.student.trainable_weights
        self.optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
        return {"loss": loss}


def match_each(rows, widths):
    for width in widths:
        keras.backend.clear_session()
        reference = network(width)
        net = network(4)  # want: TFM113
        print(float(Matching(net, reference).step(rows)))


def relabel(batches, labeller_path):
    net = network(8)
    net.compile("adam", "mse")
    for rows in batches:
        labeller = keras.models.load_model(labeller_path(rows))
        net.train_on_batch(rows, labeller(rows))
        keras.backend.clear_session()


def distil_each(rows, widths):
    for width in widths:
        keras.backend.clear_session()
        teacher = network(width)
        student = network(2)
        distiller = Distiller(student, teacher)  # want: TFM113
        distiller.compile("adam")
        distiller.fit(rows, rows, batch_size=32, epochs=3)


def adversaries(rows, labels, widths):
    for width in widths:
        keras.backend.clear_session()
        maker = network(width)
        judge = network(width)
        both = keras.Sequential([maker, judge])  # want: TFM113
        both.compile("adam", "mse")
        both.train_on_batch(rows, labels)


def with_head(base, rows, labels):
    inputs = keras.Input((4,))
    whole = keras.Model(inputs, keras.layers.Dense(1)(base(inputs)))  # want: TFM113
    whole.compile("adam", "mse")
    whole.fit(rows, labels, batch_size=32, epochs=3)


def with_end(base, rows, labels):
    whole = keras.Model(base.inputs, keras.layers.Dense(1)(base.layers[-2].output))
    whole.compile("adam", "mse")
    whole.fit(rows, labels, batch_size=32, epochs=3)


def in_series(base, rows, labels):
    whole = keras.Sequential()  # want: TFM113
    whole.add(base)
    whole.compile("adam", "mse")
    whole.fit(rows, labels, batch_size=32, epochs=3)


def on_top(rows, labels, widths):
    for width in widths:
        keras.backend.clear_session()
        base = network(width)  # want: TFM113
        with_head(base, rows, labels)
    for width in widths:
        keras.backend.clear_session()
        base = network(width)  # want: TFM113
        with_end(base, rows, labels)
    for width in widths:
        keras.backend.clear_session()
        base = network(width)  # want: TFM113
        in_series(base, rows, labels)
