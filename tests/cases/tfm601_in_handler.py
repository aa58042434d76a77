import tensorflow as tf
from flask import Flask, jsonify, request

app = Flask(__name__)
model = tf.saved_model.load("model")


@app.route("/score", methods=["POST"])
def score():
    rows = request.get_json()["rows"]
    data = tf.data.Dataset.from_generator(lambda: iter(rows), tf.float32).batch(32)  # want: TFM601
    return jsonify([model(batch).numpy().tolist() for batch in data])


@app.route("/plain", methods=["POST"])
def plain():
    data = tf.data.Dataset.from_tensor_slices(request.get_json()["rows"]).batch(32)
    return jsonify([model(batch).numpy().tolist() for batch in data])
