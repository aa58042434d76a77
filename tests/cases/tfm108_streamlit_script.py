import streamlit as st
import tensorflow as tf  # want: TFM401


@st.cache_resource
def tagger():
    return tf.keras.models.load_model("tagger.keras")


def captions():
    return tf.keras.models.load_model("captions.keras")  # want: TFM108


picture = st.file_uploader("picture")
if "scorer" not in st.session_state:
    st.session_state.scorer = tf.keras.models.load_model("scorer.keras")
if picture is not None:
    st.write(tagger().predict_on_batch(picture))
    st.write(captions().predict_on_batch(picture))
