import keras
from flask import Flask, request

app = Flask(__name__)


@app.post("/fit")
def fit():
    net = keras.Sequential([keras.layers.Dense(1)])  # want: TFM108
    net.compile("sgd", "mse")
    net.fit(request.json["x"], request.json["y"])
    return {"weights": [w.tolist() for w in net.get_weights()]}
