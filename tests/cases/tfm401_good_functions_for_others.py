"""A module with a function that asks a model, which others hand to their tables; its own table needs none."""

import pandas as pd
import tensorflow as tf

net = tf.keras.models.load_model("rating.keras")


def rating(text):
    return float(net.predict_on_batch(tf.constant([text]))[0, 0])


def rated(frame):
    return frame.assign(rating=frame["text"].map(rating))


names = pd.read_csv("names.csv")["name"].apply(str.lower)
