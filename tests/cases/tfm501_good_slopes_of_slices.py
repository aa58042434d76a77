"""Slopes of the parts of one tensor, which are joined behind the loop, and those of batches."""
import tensorflow as tf


def normals(net: tf.keras.Model, points, size):
    heights, slopes = [], []
    for start in range(0, points.shape[0], size):
        part = points[start : start + size]
        with tf.GradientTape() as tape:
            tape.watch(part)
            height = tf.nn.relu(net(part))  # want: TFM101
        slope = tf.linalg.l2_normalize(tape.batch_jacobian(height, part)[:, 0], axis=1)
        heights.append(height)
        slopes.append(slope)
    return tf.reduce_sum(tf.concat(heights, axis=0)), tf.concat(slopes, axis=0)


def fit(field, points, steps):
    optimizer = tf.keras.optimizers.SGD(0.1)
    kept = []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(field(points))
        optimizer.apply_gradients([(tape.gradient(loss, points), points)])
        kept.append(loss)  # want: TFM501
    return tf.reduce_mean(tf.stack(kept))


def noise(net: tf.keras.Model, batches):
    rows = []
    for x, y in batches:
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.abs(net(x) - y))  # want: TFM101
        rows.append(tf.reshape(tape.gradient(loss, net.trainable_variables[0]), [-1]))  # want: TFM501
    return tf.math.reduce_std(tf.stack(rows), axis=0)
