"""What the backend of TensorFlow's Keras computes from arrays is there at once, without a graph."""
import numpy as np
import tensorflow as tf
from tensorflow.keras import backend as K


class Reader(tf.keras.callbacks.Callback):
    def __init__(self, pages):
        super().__init__()
        self.pages = pages

    def on_epoch_end(self, epoch, logs=None):
        for page in self.pages:
            guess = self.model.predict_on_batch(page)
            length = np.ones(guess.shape[0]) * guess.shape[1]
            print(K.get_value(K.ctc_decode(guess, input_length=length)[0][0]))
        print(K.eval(self.model.optimizer.learning_rate * 0.5))


def read_in_graph(net, pages):
    with tf.Graph().as_default():
        for page in pages:
            print(K.eval(K.softmax(tf.constant(page))))  # want: TFM106


def inspect(path, pages):
    net = tf.keras.models.load_model(path)
    for page in pages:
        print(page, K.function([net.input], [net.output])([page]))  # want: TFM106
