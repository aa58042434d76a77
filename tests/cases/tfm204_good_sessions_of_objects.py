"""Sessions that an object keeps, which may build on in methods that are called later."""
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


class Agent:
    def __init__(self, sess, width):
        self.sess = sess
        self.x = tf.placeholder(tf.float32, [None, width])
        self.loss = tf.reduce_mean(tf.layers.dense(self.x, 1))
        self.step = tf.train.AdamOptimizer().minimize(self.loss)
        sess.run(tf.global_variables_initializer())

    def learn(self, rows):
        self.sess.run(self.step, {self.x: rows})


class Frozen(Agent):
    def learn(self, rows):
        self.sess.graph.finalize()
        self.sess.run(self.step, {self.x: rows})


def run(memory, steps):
    with tf.Session() as sess:
        agent = Agent(sess, 4)
        for _ in range(steps):
            agent.learn(memory.sample())


def run_frozen(memory, steps):
    with tf.Session() as sess:
        agent = Frozen(sess, 4)
        for _ in range(steps):
            agent.learn(memory.sample())


def run_finalized(memory, steps):
    with tf.Session() as sess:
        agent = Agent(sess, 4)
        sess.graph.finalize()
        for _ in range(steps):
            agent.learn(memory.sample())
