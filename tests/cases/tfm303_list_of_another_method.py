"""One method adds to a list, another passes all of it to a traced function, and a loop calls both."""
import numpy as np
import tensorflow as tf


@tf.function
def spread(values):
    return tf.math.reduce_std(values)


class Buoy:
    def __init__(self):
        self.heights = []
        self.waves = None
        self.lately = []

    def note(self, height):
        self.heights.append(height)
        self.lately.append(height)
        if len(self.lately) > 60:
            self.lately.pop(0)

    def roughness(self):
        return float(spread(np.asarray(self.heights)))  # want: TFM303

    def roughness_lately(self):
        return float(spread(np.asarray(self.lately)))

    def of_waves(self, wave):
        self.waves = wave if self.waves is None else np.concatenate([self.waves, wave])
        return float(spread(self.waves))  # want: TFM303


def watch(buoy: Buoy, sea):
    for height, wave in sea:
        buoy.note(height)
        print(buoy.roughness(), buoy.roughness_lately(), buoy.of_waves(wave))
