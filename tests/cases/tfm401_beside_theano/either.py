"""Theano is imported where it is the backend, which it need not be."""
from keras import backend as K  # want: TFM401
from keras.models import load_model

if __name__ == "__main__":
    if K.backend() == "theano":
        import theano

        theano.config.floatX = "float32"
    tuner = load_model("piano.h5")
    for note in open("notes.txt"):
        print(tuner.predict([[float(note)]]))  # want: TFM102
