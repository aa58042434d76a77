"""Ways to register code that runs for each request."""
import functools

import celery
from fastapi import Depends, FastAPI
from flask import Flask
from keras.models import load_model

app = FastAPI()
site = Flask(__name__)
MODEL = load_model("shared.keras")


def per_request():
    return load_model("dependency.keras")  # want: TFM108


@functools.lru_cache
def cached():
    return load_model("cached.keras")


@app.get("/a")
def a(x: float, model=Depends(per_request), other=Depends(cached)):
    return float(model.predict_on_batch([[x]])[0, 0])


def tagged():
    model = load_model("tags.keras")  # want: TFM108
    return str(model.predict_on_batch([[1.0]]))


site.add_url_rule("/tags", "tags", tagged)


class Job(celery.Task):
    _model = None

    @property
    def model(self):
        if self._model is None:
            self._model = load_model("job.keras")
        return self._model

    def run(self, path):
        fresh = load_model(path)  # want: TFM108
        return fresh.count_params() + self.model.count_params()


@site.before_first_request
def warm():
    site.config["model"] = load_model("warm.keras")


@app.on_event("startup")
def start():
    app.state.model = load_model("start.keras")
