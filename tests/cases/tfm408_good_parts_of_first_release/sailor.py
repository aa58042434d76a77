import tensorflow as tf


class Sailor:
    def __init__(self):
        self.wind = tf.placeholder(tf.float32, [None])
        self.loss = tf.square(self.wind)

    def sail(self):
        options = tf.ConfigProto(gpu_options=tf.GPUOptions(allow_growth=True))
        with tf.Session(config=options) as session:
            return session.run(self.loss, {self.wind: [1.0]})
