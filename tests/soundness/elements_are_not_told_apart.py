import tensorflow as tf


def run(batches, shift):
    steps = [tf.keras.Sequential([tf.keras.layers.Dense(1)]), shift]
    out = []
    for batch in batches:
        out.append(steps[len(out) % 2](batch).numpy())  # missed: TFM101
    return out
