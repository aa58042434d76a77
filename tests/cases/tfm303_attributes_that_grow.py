"""What an object remembers grows with each call of its method."""
import tensorflow as tf


class Remembering:
    def __init__(self, model: tf.keras.Model):
        self.model = model
        self.frames = []
        self.state = tf.zeros((1, 0, 8))

    @tf.function
    def infer(self, window):
        return self.model(window)

    def push(self, frame):
        self.frames.append(frame)
        return self.infer(tf.stack(self.frames))  # want: TFM303

    def push_state(self, frame):
        self.state = tf.concat([self.state, frame], axis=1)
        return self.infer(self.state)  # want: TFM303


class Bounded:
    def __init__(self, model: tf.keras.Model):
        self.model = model
        self.frames = []
        self.last = []
        self.rows = []

    @tf.function
    def infer(self, window):
        return self.model(window)

    def push(self, frame):
        self.frames.append(frame)
        if len(self.frames) > 16:
            self.frames.pop(0)
        return self.infer(tf.stack(self.frames))

    def push_last(self, frame):
        self.last = (self.last + [frame])[-16:]
        return self.infer(tf.stack(self.last))

    def start(self):
        self.rows = []

    def add(self, row):
        self.rows.append(row)
        return self.infer(tf.stack(self.rows))


def run(remembering: Remembering, bounded: Bounded, frames):
    for frame in frames:
        remembering.push(frame)
        remembering.push_state(frame)
        bounded.push(frame)
        bounded.push_last(frame)
        bounded.start()
        bounded.add(frame)
