"""Gradients in the block: in a branch, with an optimizer, and from a Jacobian."""
import tensorflow as tf


@tf.function
def clipped_step(net, optimizer, x, y, limit):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.square(net(x) - y))
        gradients = tape.gradient(loss, net.trainable_variables)  # want: TFM503
        gradients, _ = tf.clip_by_global_norm(gradients, limit)
        optimizer.apply_gradients(zip(gradients, net.trainable_variables))
        return loss


def sensitivity(fn, x, wanted):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = fn(x)
        if wanted:
            return tape.jacobian(y, x)  # want: TFM503
    return None


class Game:
    def play(self, first, second):
        with tf.GradientTape(persistent=True) as tape:
            value = tf.reduce_sum(first * second)
            cost = -value
            up = tape.gradient(value, first)  # want: TFM503
            down = tape.gradient(cost, second)
        return up, down
