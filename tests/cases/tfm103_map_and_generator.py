import keras


def rate(width):
    net = keras.Sequential([keras.layers.Dense(width)])  # want: TFM103
    return net.evaluate([[0.0]], [[0.0]])


def rates(widths):
    return list(map(rate, widths))


def trials(widths):
    for width in widths:
        net = keras.Sequential([keras.layers.Dense(width)])
        yield net
