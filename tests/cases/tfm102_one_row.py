"""One row, whatever batch size is named beside it."""
import keras


def one_step(net, window, size):
    window = window.reshape(1, 1, len(window))
    return net.predict(window, batch_size=size)[0, 0]  # want: TFM102


def walk(path, rows):
    net = keras.models.load_model(path)
    return [one_step(net, row, 1) for row in rows]


def whole(path, tables, size):
    net = keras.models.load_model(path)
    return [net.predict(table, batch_size=size).mean() for table in tables]
