"""The project asks for Keras 2.0 in a file whose name is written in capitals."""
from keras.models import load_model

level = load_model("tide.h5")


def heights(moons):
    return [level.predict(moon[None])[0] for moon in moons]
