"""Theano's flags are left over: TensorFlow itself is used."""
import os

os.environ["THEANO_FLAGS"] = "device=cpu"

import tensorflow as tf  # want: TFM401

if __name__ == "__main__":
    tuner = tf.keras.models.load_model("piano.h5")
    for note in open("notes.txt"):
        print(tuner.predict([[float(note)]]))  # want: TFM102
