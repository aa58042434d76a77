"""The project asks for TensorFlow 1.14, where graph mode rules."""
from tensorflow.keras.models import load_model

forecast = load_model("wind.h5")


def gusts(readings):
    return [forecast.predict(reading[None])[0] for reading in readings]
