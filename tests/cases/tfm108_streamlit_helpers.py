"""A Streamlit script that loads its model anew at each run, and helpers that are given it or read it."""

import streamlit as st
import tensorflow as tf  # want: TFM401


def fetch(path):
    return tf.keras.models.load_model(path)  # want: TFM108


@st.cache_resource
def fetch_once(path):
    return tf.keras.models.load_model(path)


def shown(model, picture):
    return model(picture, training=False).numpy()


def shown_too(picture):
    return net(picture, training=False).numpy()


def kept(model, picture):
    return model(picture, training=False).numpy()  # want: TFM101


net = fetch("net.keras")
same = fetch_once("same.keras")
picture = st.camera_input("picture")
st.write(shown(net, picture), shown_too(picture), net.predict(picture))
st.write(kept(same, picture), same.predict(picture))  # want: TFM102
