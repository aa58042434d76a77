import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def options():
    return tf.ConfigProto(log_device_placement=False)  # want: TFM405


def main(_):
    with tf.Session(config=options()) as sess:
        print(sess.run(tf.constant(1.0)))


if __name__ == "__main__":
    tf.app.run()
