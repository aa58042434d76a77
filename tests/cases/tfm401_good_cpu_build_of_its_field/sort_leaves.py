"""The project needs the build for processors alone; it names TensorFlow as a word to be found by."""

import sys

import tensorflow as tf

if __name__ == "__main__":
    model = tf.keras.models.load_model("leaves.keras")
    print(model.predict(tf.io.decode_jpeg(tf.io.read_file(sys.argv[1]))[None]))
