"""Web applications that carry their model with them, as an attribute or as a setting."""

import tensorflow as tf
from fastapi import FastAPI
from flask import Flask, request
from sklearn.linear_model import LogisticRegression

api = FastAPI()
site = Flask(__name__)
site.config["NET"] = tf.keras.models.load_model("net.keras")
site.config["LINE"] = LogisticRegression()
site.limit = 10


@api.on_event("startup")
def prepare():
    api.state.net = tf.keras.models.load_model("net.keras")


@api.post("/rating")
def rating(row: list[float]):
    return api.state.net.predict([row]).tolist()  # want: TFM102


@site.route("/rating", methods=["POST"])
def site_rating():
    return site.config["NET"].predict([request.json]).tolist()  # want: TFM102


@site.route("/batch", methods=["POST"])
def site_batch():
    return site.config["NET"].predict_on_batch(request.json[: site.limit]).tolist()


@site.route("/line", methods=["POST"])
def site_line():
    return site.config["LINE"].predict([request.json]).tolist()


@site.route("/other", methods=["POST"])
def site_other():
    return site.config["OTHER"].predict([request.json]).tolist()
