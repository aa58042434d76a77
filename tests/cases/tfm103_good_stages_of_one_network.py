"""Models that a loop chains, lists or picks by name become parts of one network."""
from tensorflow import keras
from tensorflow.keras import layers


def stage(shape):
    entry = keras.Input(shape)
    return keras.Model(entry, layers.Conv2D(8, 3, padding="same")(entry))


def refined(picture, times):
    stages, maps = [], [picture]
    for _ in range(times):
        joined = layers.Concatenate()([picture, maps[-1]])
        stages.append(stage(joined.shape[1:]))
        maps.append(stages[-1](joined))
    return keras.Model(inputs=picture, outputs=maps)


def sharpened(picture, pictures, targets, times):
    stages = []
    for _ in range(times):
        stages.append(stage(picture.shape[1:]))  # want: TFM103
        stages[-1].compile("sgd", "mse")
        stages[-1].fit(pictures, targets)
        print(len(stages), stages[-1](picture[:1]).shape)


class Gate(keras.Sequential):
    def __init__(self, width):
        super().__init__([layers.Dense(width), layers.Activation("sigmoid")])


def dense(width):
    return [layers.Dense(width), layers.ReLU()]


class Column(keras.Model):
    def __init__(self, width, gated):
        super().__init__()
        steps = []
        steps.extend(dense(width))
        if gated:
            steps.append(Gate(width))
        self.steps = keras.Sequential(steps)

    def call(self, inputs):
        return self.steps(inputs)


class Tower(keras.Model):
    def __init__(self, widths):
        super().__init__()
        self.columns = [Column(width, gated=width > 8) for width in widths]

    def call(self, inputs):
        for column in self.columns:
            inputs = column(inputs)
        return inputs


class Embedded:
    def __init__(self, size):
        self.inner = keras.Sequential([keras.Input((size,)), layers.Dense(4)])

    def __call__(self, x):
        return self.inner(x)


class Plain:
    def __init__(self, size):
        self.size = size

    def __call__(self, x):
        return layers.Dense(self.size)(x)


class Wide:
    def __init__(self, size):
        self.inner = keras.Sequential([keras.Input((size,)), layers.Dense(64)])

    def __call__(self, x):
        return self.inner(x)


BLOCKS = {"embedded": Embedded, "plain": Plain}
TOWERS = {"embedded": Embedded, "wide": Wide}


def chained(names, size):
    x = entry = keras.Input((size,))
    for name in names:
        x = BLOCKS[name](size)(x)
    return keras.Model(entry, x)


def compared(names, size, rows):
    for name in names:
        print(name, TOWERS[name](size)(rows))  # want: TFM103
