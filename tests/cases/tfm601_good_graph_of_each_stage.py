"""Each stage begins with an empty graph, to which its pipeline belongs."""
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def rows(pattern, side):
    names = tf.data.Dataset.list_files(pattern)
    return names.map(lambda name: tf.image.resize(tf.io.decode_png(tf.io.read_file(name)), (side, side)))


def stages(pattern, sides):
    for side in sides:
        tf.reset_default_graph()
        batch = tf.data.make_one_shot_iterator(rows(pattern, side)).get_next()
        loss = tf.reduce_mean(batch)
        with tf.Session() as session:
            print(session.run(loss))
