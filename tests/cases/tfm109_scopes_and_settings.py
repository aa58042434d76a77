"""Clearing at the wrong place, and at the right one."""
import keras
import tensorflow as tf
from flask import Flask

app = Flask(__name__)
SERVED = tf.keras.models.load_model("served.keras")


def fresh():
    keras.backend.clear_session()  # want: TFM109
    return keras.Sequential([keras.layers.Dense(1)])


def replicated(strategy: tf.distribute.Strategy):
    with strategy.scope():
        return fresh()


def extended(width):
    shared = keras.layers.Dense(width)
    keras.backend.clear_session()  # want: TFM109
    return keras.Sequential([shared, keras.layers.Dense(1)])


@tf.function
def traced(x):
    tf.keras.backend.clear_session()  # want: TFM109
    return x


@app.post("/reset")
def reset():
    tf.keras.backend.clear_session()  # want: TFM109
    return "ok"


def half_precision(width):
    keras.mixed_precision.set_global_policy("mixed_float16")
    keras.backend.clear_session()  # want: TFM109
    return keras.Sequential([keras.layers.Dense(width)])


def set_after(width):
    keras.backend.clear_session()
    keras.mixed_precision.set_global_policy("mixed_float16")
    keras.utils.set_random_seed(3)
    return keras.Sequential([keras.layers.Dense(width)])


def rebuilt(width):
    pixels = keras.Input((3,))
    old = keras.Model(pixels, keras.layers.Dense(width)(pixels))
    print(old.count_params())
    del old, pixels
    keras.backend.clear_session()
    pixels = keras.Input((3,))
    return keras.Model(pixels, keras.layers.Dense(width)(pixels))


def two_sessions(graph: tf.Graph):
    with tf.name_scope("a"):
        keras.backend.clear_session()
    return graph
