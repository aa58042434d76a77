"""Models that a list holds on the way into a larger one are parts of that: applied out of it, or stacked with it."""

from tensorflow import keras


def filtered(channels):
    picture = keras.Input((32, 32, channels))
    return keras.Model(picture, keras.layers.Conv2D(1, 3, padding="same")(picture))


def refined(rounds):
    picture = keras.Input((32, 32, 3))
    stages, drawn = [], []
    for _ in range(rounds):
        seen = keras.layers.Concatenate()([picture, drawn[-1]]) if drawn else picture
        stages.append(filtered(seen.shape[-1]))
        drawn.append(stages[-1](seen))
    return keras.Model(picture, drawn[-1])


def for_each_voice(voices):
    song = keras.Input((voices, 32, 32, 1))
    singers, sung = [None] * voices, [None] * voices
    for voice in range(voices):
        singers[voice] = filtered(1)
        part = keras.layers.Lambda(lambda x, voice=voice: x[:, voice])(song)
        sung[voice] = singers[voice](part)
    return keras.Model(song, keras.layers.Add()(sung))


class Squeezed(keras.Sequential):
    def __init__(self, width):
        super().__init__([keras.layers.GlobalAveragePooling2D(), keras.layers.Dense(width)])


class Stage(keras.layers.Layer):
    def __init__(self, width, squeezed):
        super().__init__()
        parts = []
        parts.extend([keras.layers.Conv2D(width, 3), keras.layers.ReLU()])
        if squeezed:
            parts.append(Squeezed(width))
        self.block = keras.Sequential(parts)

    def call(self, x):
        return self.block(x)


class Tower(keras.Sequential):
    def __init__(self, widths):
        stages = [keras.layers.Rescaling(1 / 255)]
        for width in widths:
            stages.append(Stage(width, width > 64))
        super().__init__(stages)


def tried(pictures, channels):
    tried_last = [None]
    for count in channels:
        tried_last[0] = filtered(count)  # want: TFM103
        print(tried_last[0].predict(pictures[..., :count]).mean())
