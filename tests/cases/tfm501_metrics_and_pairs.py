"""Results of metrics, pairs, augmented lists and helpers that note down a tensor."""
import tensorflow as tf

SEEN = []


def note(loss):
    SEEN.append(loss)  # want: TFM501


@tf.function
def step(x):
    return tf.reduce_sum(x), x * 2.0


def train(dataset: tf.data.Dataset, epochs):
    accuracy = tf.keras.metrics.Mean()
    history = {"accuracy": [], "size": []}
    pairs = []
    outputs = []
    for epoch in range(epochs):
        for number, x in enumerate(dataset):
            loss, output = step(x)
            accuracy.update_state(loss)
            pairs.append((number, loss))  # want: TFM501
            outputs += [output]  # want: TFM501
            note(loss)
        history["accuracy"].append(accuracy.result())  # want: TFM501
        history["size"].append(int(x.shape[0]))
    return history, pairs, outputs


def gradients_of(fn, points):
    kept = {}
    for point in points:
        variable = tf.Variable(point)
        with tf.GradientTape() as tape:
            value = fn(variable)
        kept[float(point)] = tape.gradient(value, variable)  # want: TFM501
    return kept


def bounded_in_one_place(dataset: tf.data.Dataset):
    for x in dataset:
        total, _ = step(x)
        parts = [total]
        parts.append(total * 2.0)
        yield float(tf.add_n(parts))
