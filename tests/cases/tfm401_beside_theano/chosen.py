"""Theano's flags are left over: the backend is TensorFlow."""
import os

os.environ["THEANO_FLAGS"] = "device=cpu"
os.environ["KERAS_BACKEND"] = "tensorflow"

from keras.models import load_model  # want: TFM401

if __name__ == "__main__":
    tuner = load_model("piano.h5")
    for note in open("notes.txt"):
        print(tuner.predict([[float(note)]]))  # want: TFM102
