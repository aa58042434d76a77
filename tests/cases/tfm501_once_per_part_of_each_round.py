"""What comes once per metric, but in each epoch; and rows of a batch of one."""
import tensorflow as tf


def train(step, dataset: tf.data.Dataset, epochs):
    step = tf.function(step)
    meters = {"error": tf.keras.metrics.Mean(), "hits": tf.keras.metrics.BinaryAccuracy()}
    log, norms = {name: [] for name in meters}, []
    for _ in range(epochs):
        for x, y in dataset:
            meters["hits"].update_state(y, step(x))
        for name, meter in meters.items():
            log[name].append(meter.result())  # want: TFM501
            meter.reset_state()
    for name, meter in meters.items():
        norms.append(meter.result())
    return log, norms


def guesses(path, batches):
    net = tf.keras.models.load_model(path)
    kept, rows = [], []
    for x in batches:
        guess = net(x, training=False)  # want: TFM101
        kept.append(guess)  # want: TFM501
        rows.append(net(x[0][None], training=False).numpy()[0])  # want: TFM101
    return kept, rows
