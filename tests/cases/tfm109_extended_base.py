"""A base network is made, the state is cleared, and a head is put on the base."""
import keras


def headed(classes):
    base = keras.Sequential([keras.Input((8,)), keras.layers.Dense(8)])
    keras.utils.clear_session()  # want: TFM109
    x = keras.layers.Dense(16)(base.output)
    return keras.Model(base.inputs, keras.layers.Dense(classes)(x))


def merged():
    left = keras.Sequential([keras.Input((8,)), keras.layers.Dense(8)])
    keras.utils.clear_session()  # want: TFM109
    right = keras.Sequential([keras.Input((8,)), keras.layers.Dense(8)])
    return keras.layers.concatenate([left.output, right.output])


def beside(x):
    base = keras.Sequential([keras.Input((8,)), keras.layers.Dense(8)])
    keras.utils.clear_session()
    other = keras.Sequential([keras.Input((8,)), keras.layers.Dense(8)])
    print(base.output.shape, other.predict_on_batch(x))
    return base.predict_on_batch(x)
