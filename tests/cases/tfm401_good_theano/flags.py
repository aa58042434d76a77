"""Prepared for Keras over Theano."""
import os

os.environ["THEANO_FLAGS"] = "device=cuda0,floatX=float32"

from keras.models import load_model

if __name__ == "__main__":
    tuner = load_model("piano.h5")
    for note in open("notes.txt"):
        print(tuner.predict([[float(note)]]))
