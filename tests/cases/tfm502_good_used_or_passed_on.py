"""Persistent tapes that are asked twice, in loops, or by others."""
import tensorflow as tf


def per_output(fn, x, count):
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        y = fn(x)
    return [tape.gradient(y[i], x) for i in range(count)]


def handed_on(fn, x, solver):
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        y = fn(x)
    solver.solve(tape, y)
    return tape.gradient(y, x)


def full_jacobian(fn, x):
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        y = fn(x)
    return tape.jacobian(y, x, experimental_use_pfor=False)


@tf.function
def unrolled(cell, xs):
    with tf.GradientTape() as tape:
        state = tf.zeros((4,))
        for row in range(3):
            for column in range(3):
                state = cell(xs[row, column], state)
        loss = tf.reduce_sum(state)
    return tape.gradient(loss, cell.trainable_variables)


def epochs(step, batches):
    tapes = []
    for x in batches:
        tapes.append(step(x))
    return tapes
