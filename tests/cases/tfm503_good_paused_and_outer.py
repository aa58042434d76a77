"""Inner tapes, paused tapes, and tapes of the same name one after the other."""
import tensorflow as tf


def penalty(critic, x):
    with tf.GradientTape() as outer, tf.GradientTape() as inner:
        inner.watch(x)
        slope = inner.gradient(critic(x), x)
        loss = tf.reduce_mean(tf.square(slope))
    return outer.gradient(loss, critic.trainable_variables)


def paused(fn, x):
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        y = fn(x)
        with tape.stop_recording():
            first = tape.gradient(y, x)
        z = fn(x) * 2.0
    return first, tape.gradient(z, x)


def in_turn(fn, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = fn(x)
    a = tape.gradient(y, x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = fn(x * 2.0)
    return a, tape.gradient(y, x)


def meta(fn, x):
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            y = fn(x)
        g = inner.gradient(y, x)
        adapted = x - 0.1 * g
        loss = fn(adapted)
    return outer.gradient(loss, x)


@tf.function
def curvature(net, x):
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        slope = tape.gradient(net(x), x)
        parts = tf.unstack(slope, axis=-1)
    return [tape.gradient(part, x) for part in parts]
