"""Written for old and new Keras alike."""
from keras.layers import Dense
from keras.models import Sequential

try:
    from keras.layers.normalization import BatchNormalization
except ImportError:
    from keras.layers import BatchNormalization

judge = Sequential([Dense(8), BatchNormalization(), Dense(1)])
judge.compile("adam", "mse")


def rank(entries):
    return [judge.predict(entry[None])[0] for entry in entries]  # want: TFM102
