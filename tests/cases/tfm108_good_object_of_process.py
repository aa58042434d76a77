"""One object serves all requests, or all rounds, and loads when it is first asked."""
from fastapi import FastAPI
from tensorflow.keras.models import load_model

app = FastAPI()


class Ranker:
    def __init__(self, path="rank.keras"):
        self.path, self._net, self._by_name = path, None, {}

    def net(self):
        if self._net is None:
            self._net = load_model(self.path)
        return self._net

    def named(self, name):
        if name not in self._by_name:
            self._by_name[name] = load_model(name)
        return self._by_name[name]

    def follow(self, rows):
        for row in rows:
            print(self.net().predict_on_batch(row), self.named("other.keras").predict_on_batch(row))


ranker = Ranker()


@app.post("/rank")
def rank(rows: list):
    return ranker.net().predict_on_batch(rows).tolist()


def offline(rows):
    own = Ranker()
    for row in rows:
        print(own.net().predict_on_batch(row))
    own.follow(rows)
