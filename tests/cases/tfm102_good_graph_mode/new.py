"""A session beside Keras does not switch eager mode off."""
import tensorflow as tf
from tensorflow import keras

tf.compat.v1.keras.backend.set_session(
    tf.compat.v1.Session(config=tf.compat.v1.ConfigProto(gpu_options=tf.compat.v1.GPUOptions(allow_growth=True)))
)
model = keras.models.load_model("glaze.keras")


def shades(tiles):
    return [model.predict(tile[None])[0] for tile in tiles]  # want: TFM102
