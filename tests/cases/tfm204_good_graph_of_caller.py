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


def render_all(image, layers):
    """Each picture needs a gradient of its own, in the graph of the session that all of them share."""
    session = tf.Session()
    x = tf.placeholder(tf.float32, (None, 8))

    def ascend(target, rows):
        grad = 0.0
        for start in range(0, len(rows), 8):
            grad += session.run(target, {x: rows[start : start + 8]})
        return grad

    def render(layer):
        target = tf.gradients(tf.reduce_mean(layer), x)[0]
        return ascend(target, image)

    pictures = [render(layers[0](x)), render(layers[1](x))]
    session.close()
    return pictures
