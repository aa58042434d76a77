"""Context managers of the project that build on entry; one clears on exit."""
import keras


class Borrowed:
    def __init__(self, width):
        self.width = width

    def __enter__(self):
        self.net = keras.Sequential([keras.Input((4,)), keras.layers.Dense(self.width)])  # want: TFM103
        return self.net

    def __exit__(self, *error):
        del self.net


class Cleared(Borrowed):
    def __enter__(self):
        return keras.Sequential([keras.Input((4,)), keras.layers.Dense(self.width)])

    def __exit__(self, *error):
        keras.utils.clear_session()


def borrow(widths, x):
    for width in widths:
        with Borrowed(width) as net:
            print(net.predict_on_batch(x))


def clear(widths, x):
    for width in widths:
        with Cleared(width) as net:
            print(net.predict_on_batch(x))
