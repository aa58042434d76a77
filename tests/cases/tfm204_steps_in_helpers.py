"""Long loops whose rounds run the graph through functions that are given the session."""
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


class Critic:
    def __init__(self, width):
        self.x = tf.placeholder(tf.float32, [None, width])
        self.value = tf.layers.dense(self.x, 1)
        self.step = tf.train.AdamOptimizer().minimize(tf.reduce_mean(self.value))

    def values(self, sess, rows):
        return sess.run(self.value, {self.x: rows})

    def learn(self, sess, rows):
        sess.run(self.step, {self.x: rows})


def train(sample, steps):
    critic = Critic(8)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for _ in range(steps):  # want: TFM204
            critic.learn(sess, sample())


def play(env):
    critic = Critic(8)
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        while not env.done:  # want: TFM204
            env.step(critic.values(sess=session, rows=env.rows))


def play_frozen(env):
    critic = Critic(8)
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        session.graph.finalize()
        while not env.done:
            env.step(critic.values(session, env.rows))


def few(sample):
    critic = Critic(8)
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        for _ in range(5):
            critic.learn(session, sample())
