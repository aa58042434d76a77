"""A module that only has Streamlit keep things; pages of other projects import it."""
import numpy as np
import streamlit as st
import tensorflow as tf

GRADER = tf.keras.models.load_model("grader.keras")


@st.cache_resource(show_spinner=False)
def sorter(name):
    return tf.keras.models.load_model(f"{name}.keras")


@st.cache_data
def table(path):
    return np.load(path)


def panel(path):
    rows = table(path)
    st.dataframe(GRADER.predict(rows))
    st.dataframe(sorter("eggs").predict(rows))
