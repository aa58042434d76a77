"""What a handler keeps on the request's own context is loaded anew for each request."""
from flask import Flask, current_app, g
from tensorflow.keras.models import load_model

app = Flask(__name__)


@app.get("/context")
def by_context():
    if not hasattr(g, "net"):
        g.net = load_model("net.keras")  # want: TFM108
    return {"score": float(g.net.predict_on_batch([[0.0]])[0, 0])}


@app.get("/application")
def by_application():
    if "net" not in current_app.config:
        current_app.config["net"] = load_model("net.keras")
    return {"score": float(current_app.config["net"].predict_on_batch([[0.0]])[0, 0])}
