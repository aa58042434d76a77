"""Two networks per setting, trained by hand."""
import tensorflow as tf
from tensorflow import keras


def generator(size):
    return keras.Sequential([keras.layers.Dense(size), keras.layers.Dense(2)])


def critic():
    inputs = keras.Input((2,))
    return keras.Model(inputs, keras.layers.Dense(1)(inputs))


def sweep(sizes, batches):
    for size in sizes:
        maker = generator(size)  # want: TFM103
        judge = critic()  # want: TFM103
        for batch in batches:
            score = judge.train_on_batch(maker.predict_on_batch(batch), tf.ones((len(batch), 1)))
            print(size, score)
