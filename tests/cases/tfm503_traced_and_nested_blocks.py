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


def both_players(maker, judge, real, makers, judges):
    """Two tapes of one block, each asked while both record."""
    with tf.GradientTape() as of_maker, tf.GradientTape() as of_judge:
        made = maker(tf.random.normal([16, 8]))
        maker_loss = -tf.reduce_mean(judge(made))
        judge_loss = tf.reduce_mean(judge(made)) - tf.reduce_mean(judge(real))
        slopes = of_maker.gradient(maker_loss, maker.trainable_variables)  # want: TFM503
        others = of_judge.gradient(judge_loss, judge.trainable_variables)  # want: TFM503
    makers.apply_gradients(zip(slopes, maker.trainable_variables))
    judges.apply_gradients(zip(others, judge.trainable_variables))
