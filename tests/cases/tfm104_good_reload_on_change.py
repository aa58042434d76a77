"""A model is loaded anew when its file has changed, and the state of the old one is cleared."""
import os

import keras


def answers(path, rows):
    seen, net = 0.0, None
    for row in rows:
        written = os.stat(path).st_mtime
        if net is None or written > seen:
            keras.backend.clear_session()
            net, seen = keras.models.load_model(path), written
        yield net.predict_on_batch(row)


def versions(path, rows):
    last = None
    for row, version in rows:
        if version != last:
            keras.backend.clear_session()
            net = keras.models.load_model(path)
            last = version
        yield net.predict_on_batch(row)


def always(path, rows):
    for row in rows:
        keras.backend.clear_session()
        net = keras.models.load_model(path)  # want: TFM104
        yield net.predict_on_batch(row)
