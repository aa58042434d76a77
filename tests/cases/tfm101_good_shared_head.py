"""One head for all levels of a pyramid: the calls build a network."""
import keras


def head(classes):
    return keras.Sequential([keras.layers.Conv2D(8, 3, padding="same"), keras.layers.Conv2D(classes, 1)])


def detect(features, classes):
    shared = head(classes)
    return keras.layers.Concatenate(axis=1)([shared(level) for level in features])


def votes(features, classes):
    shared = head(classes)
    return keras.layers.average([shared(level) for level in features])
