"""An object that notes down what it built its graph for builds it again only where it is asked for another."""

import tensorflow.compat.v1 as tf

tf.disable_eager_execution()


class Painter:
    def __init__(self, sess):
        self.sess = sess
        self.canvas = tf.placeholder(tf.float32, (4, 4))
        self.size = []
        self.tone = []
        self.blur = None

    def paint(self, picture, width, tone="warm", blur=1):
        if [width, tone] != self.size + self.tone:
            self.prepare(width)
            self.mix(tone)
        if self.blur != blur:
            self.blur = blur
            self.soft = self.canvas / tf.Variable(float(blur), name="blur")
            self.sess.run(tf.global_variables_initializer())
        return self.sess.run(self.soft, {self.canvas: picture})

    def prepare(self, width):
        self.size = [width]
        self.strokes = []
        for _ in range(width):
            self.strokes.append(tf.Variable(tf.zeros((4, 4))))
        self.sess.run(tf.variables_initializer(self.strokes))

    def mix(self, tone):
        self.tone = [tone]
        self.result = self.canvas * tf.constant(2.0 if tone == "warm" else 1.0)


def paint_all(sess, pictures, width):
    painter = Painter(sess)
    return [painter.paint(picture, width) for picture in pictures]


class Careless:
    def __init__(self, sess):
        self.sess = sess
        self.canvas = tf.placeholder(tf.float32, (4, 4))
        self.size = None

    def paint(self, picture, width):
        if width != self.size:
            self.result = self.canvas * tf.constant(2.0)  # want: TFM202
        return self.sess.run(self.result, {self.canvas: picture})


def paint_carelessly(sess, pictures, width):
    painter = Careless(sess)
    return [painter.paint(picture, width) for picture in pictures]
