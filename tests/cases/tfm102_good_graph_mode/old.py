"""A program of TensorFlow 1: later versions have no such functions."""
from keras import backend as K
from keras.models import load_model

session = K.get_session()
model = load_model("glaze.h5")


def shades(tiles):
    return [model.predict(tile[None])[0] for tile in tiles]
