"""A function that builds in the graph of its caller could not do so again if it froze that graph."""

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def sample(session, logits, feed, count):
    drawn = tf.multinomial(logits, 1)
    results = []
    while len(results) < count:
        results.append(session.run(drawn, feed))
    return results


def main(prompts):
    x = tf.placeholder(tf.float32, (None, 8))
    with tf.Session() as session:
        print(sample(session, x * 2.0, {x: prompts}, 1000))
