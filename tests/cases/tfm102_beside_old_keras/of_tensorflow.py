"""The models are of TensorFlow's Keras, whatever else is imported."""
from keras.engine.topology import get_source_inputs
from tensorflow.keras.models import load_model

judge = load_model("judge.h5")


def rank(entries, wanted):
    if get_source_inputs(wanted):
        return []
    return [judge.predict(entry[None])[0] for entry in entries]  # want: TFM102
