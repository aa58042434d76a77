import tensorflow.compat.v1 as tf

tf.disable_eager_execution()


def train(steps):
    step = tf.train.get_or_create_global_step()
    advance = tf.assign_add(step, 1)
    with tf.train.MonitoredTrainingSession() as sess:  # want: TFM405
        for _ in range(steps):
            sess.run(advance)


def export():
    config = tf.ConfigProto()
    config.gpu_options.allow_growth = True
    with tf.Graph().as_default(), tf.Session(config=config) as sess:
        print(sess.run(tf.constant(1.0)))


if __name__ == "__main__":
    train(3)
    export()
