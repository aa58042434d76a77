"""A network for scans of one size serves until one of another size comes: what it was built for is noted down."""

import numpy as np
from tensorflow import keras


def smoothing_for(size):
    scan = keras.Input(shape=(*size, 1))
    return keras.Model(scan, keras.layers.AveragePooling3D(3, strides=1, padding="same")(scan))


def smooth_all(paths):
    smoothing, built_for = None, None
    for path in paths:
        scan = np.load(path)
        size = list(scan.shape)
        if (size != built_for) | (smoothing is None):
            built_for = size
            smoothing = smoothing_for(size)
        np.save(path, smoothing.predict(scan[None, ..., None])[0])


def smooth_pairs(paths):
    high = wide = 0
    for path in paths:
        scan = np.load(path)
        rows, columns = scan.shape[:2]
        if (rows, columns) != (high, wide):
            high = rows
            wide = columns
            smoothing = smoothing_for(scan.shape)
        np.save(path, smoothing.predict(scan[None, ..., None])[0])


def by_size(scans, sizes):
    last = None
    for size in sizes:
        if size != last:
            last = size
            smoothing = smoothing_for(size)  # want: TFM103
        print(smoothing.predict(scans[size]).mean())


def by_mean(scans):
    last = 0
    for scan in scans:
        mean = scan.mean()
        if mean != last:
            smoothing = smoothing_for(scan.shape)  # want: TFM103
            print(smoothing.predict(scan).mean(), last)
