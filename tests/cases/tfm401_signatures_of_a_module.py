"""A script that asks the functions of a saved model, by their names."""

import tensorflow as tf  # want: TFM401

loaded = tf.saved_model.load("translator")
translate = loaded.signatures["serving_default"]

with open("letters.txt", encoding="utf-8") as letters:
    for letter in letters:
        print(translate(tf.constant([letter]))["text"].numpy()[0])
