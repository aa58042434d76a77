"""Operations of a graph touch no device before a session runs them."""
import tensorflow as tf

with tf.Graph().as_default() as graph:
    total = tf.add(tf.constant(1.0), tf.constant(2.0))

for gpu in tf.config.list_physical_devices("GPU"):
    tf.config.experimental.set_memory_growth(gpu, True)

if __name__ == "__main__":
    with tf.compat.v1.Session(graph=graph) as sess:
        print(sess.run(total))
