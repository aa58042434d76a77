"""Takes one word after the other from a network."""

from tensorflow import keras


def words(net, text, count):
    for _ in range(count):
        text.append(net.predict(rows_of(text)).argmax())  # want: TFM102
    return text


def rows_of(text):
    return keras.preprocessing.sequence.pad_sequences([text], maxlen=20)
