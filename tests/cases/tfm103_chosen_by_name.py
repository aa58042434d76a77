"""Networks that are looked up: in a table, or by the name that a user gives."""
import keras
from keras import applications

CHOICES = {"small": applications.MobileNetV3Small, "large": applications.MobileNetV3Large}


def table():
    for label, make in CHOICES.items():
        net = make(weights=None)  # want: TFM103
        print(label, net.count_params())
    return sorted(CHOICES)


def named(names):
    for name in names:
        net = getattr(keras.applications, name)(weights=None)  # want: TFM103
        print(name, net.count_params())


def one(name):
    return getattr(keras.applications, name)(weights=None)


def other(module, names):
    return [getattr(module, name)(weights=None).summary() for name in names]
