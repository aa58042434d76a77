"""Values that the backend computes item by item."""
from keras import backend as K
from keras.layers import Input
from keras.models import load_model


def decoded(path, rows):
    net = load_model(path)
    for row in rows:
        guess = net.predict_on_batch(row)
        yield K.get_value(K.ctc_decode(guess, [guess.shape[1]])[0][0])  # want: TFM106


def rates(path, rows):
    net = load_model(path)
    for row in rows:
        net.train_on_batch(row, row)
        print(K.get_value(net.optimizer.lr))


def pooled(inputs=None):
    inputs = Input((4,)) if inputs is None else inputs
    return K.mean(inputs, axis=-1)
