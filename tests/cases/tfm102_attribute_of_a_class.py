"""A model that handlers keep on a class, by the name of the class."""
import numpy as np
from flask import Flask, request
from tensorflow.keras.models import load_model

app = Flask(__name__)


class Shared:
    forecaster = None
    answered = 0


@app.post("/tide")
def tide():
    if Shared.forecaster is None:
        Shared.forecaster = load_model("tide.keras")
    Shared.answered += 1
    hours = np.asarray(request.json["hours"])
    return {"level": Shared.forecaster.predict(hours).tolist()}  # want: TFM102


@app.get("/count")
def count():
    return {"answered": Shared.answered}
