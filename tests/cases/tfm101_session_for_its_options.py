"""A session of TensorFlow 1 that is only made for its options: the program is one of TensorFlow 2."""
import tensorflow as tf
from tensorflow.compat.v1 import ConfigProto, InteractiveSession

options = ConfigProto()
options.gpu_options.allow_growth = True
tf.compat.v1.keras.backend.set_session(tf.compat.v1.Session(config=options))


def interactive():
    settings = ConfigProto()
    settings.gpu_options.per_process_gpu_memory_fraction = 0.5
    session = InteractiveSession(config=settings)  # want: TFM201
    print(session.list_devices())


def shades(painter: tf.keras.Model, sketches):
    colours = []
    for sketch in sketches:
        colours.append(painter(sketch[None]))  # want: TFM101, TFM501
    return [colour.numpy().max() for colour in colours]
