"""TensorFlow 1.14 in eager mode, and TensorFlow's own Keras whatever the other Keras is."""
import tensorflow as tf
from tensorflow.keras.models import load_model

tf.enable_eager_execution()
forecast = load_model("wind.h5")


def gusts(readings):
    return [forecast.predict(reading[None])[0] for reading in readings]  # want: TFM102
