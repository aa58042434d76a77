"""What an object keeps for itself is of no use where each request makes another object."""
from fastapi import FastAPI
from tensorflow.keras.models import load_model

app = FastAPI()


class Ranker:
    def __init__(self):
        self._net = None

    @property
    def net(self):
        if self._net is None:
            self._net = load_model("rank.keras")  # want: TFM108
        return self._net

    def score(self, rows):
        return self.net.predict_on_batch(rows).tolist()


@app.post("/rank")
def rank(rows: list):
    return Ranker().score(rows)
