"""A request chooses one of the models that are kept, or has one made."""
from functools import lru_cache

import numpy as np
from fastapi import FastAPI
from tensorflow import keras

app = FastAPI()
TONGUES = {name: keras.models.load_model(f"{name}.keras") for name in ("da", "fo", "is", "nb", "nn", "sv")}
LOADED = {}


@lru_cache(maxsize=4)
def recent(tongue):
    return keras.models.load_model(f"{tongue}.keras")


def kept(tongue):
    if tongue not in LOADED:
        LOADED[tongue] = keras.models.load_model(f"{tongue}.keras")
    return LOADED[tongue]


def made(tongue):
    return keras.models.load_model(f"{tongue}.keras")  # want: TFM108


@app.post("/recent/{tongue}")
def ask_recent(tongue: str, word: list[float]):
    return recent(tongue).predict(np.array([word])).tolist()  # want: TFM102


@app.post("/table/{tongue}")
def ask_table(tongue: str, word: list[float]):
    net = TONGUES[tongue]
    return net.predict(np.array([word])).tolist()  # want: TFM102


@app.post("/kept/{tongue}")
def ask_kept(tongue: str, word: list[float]):
    return kept(tongue).predict(np.array([word])).tolist()  # want: TFM102


@app.post("/made/{tongue}")
def ask_made(tongue: str, word: list[float]):
    return made(tongue).predict(np.array([word])).tolist()


def compared(word):
    return [recent(tongue).predict(np.array([word])) for tongue in TONGUES]
