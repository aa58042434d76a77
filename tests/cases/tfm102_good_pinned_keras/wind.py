"""The project asks for Keras 2.2, whose models run in a session."""
from keras.models import load_model

forecast = load_model("wind.h5")


def gusts(readings):
    return [forecast.predict(reading[None])[0] for reading in readings]
