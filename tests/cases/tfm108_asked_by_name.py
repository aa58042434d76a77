"""A holder of the process is asked with getattr() whether it has the network already."""
import flask
import tensorflow as tf

app = flask.Flask(__name__)


def shared():
    found = getattr(flask.current_app, "ranker", None)
    if found is None:
        found = flask.current_app.ranker = tf.keras.models.load_model("ranker.keras")
    return found


def of_the_request():
    found = getattr(flask.g, "ranker", None)
    if found is None:
        found = flask.g.ranker = tf.keras.models.load_model("ranker.keras")  # want: TFM108
    return found


@app.post("/rank")
def rank():
    rows = flask.request.get_json()
    return (shared().predict_on_batch(rows) + of_the_request().predict_on_batch(rows)).tolist()
