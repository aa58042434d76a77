"""The rate that a decay leaves, computed by the backend in each round."""
import keras
from keras import backend as K


class Rates(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        optimizer = self.model.optimizer
        now = K.eval(self.model.optimizer.lr * (1.0 / (1.0 + 0.1 * self.model.optimizer.iterations)))  # want: TFM106
        print(epoch, now, float(K.get_value(optimizer.lr)))


def rates(net: keras.Model, batches, epochs):
    sgd = keras.optimizers.SGD(0.1)
    net.compile(sgd, "mse")
    for _ in range(epochs):
        for x, y in batches:
            net.train_on_batch(x, y)
        print(K.eval(sgd.learning_rate * 10.0))  # want: TFM106
        print(K.get_value(sgd.learning_rate) * 10.0)
