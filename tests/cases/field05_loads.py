"""Reports of family 5: models loaded per iteration or per request; 32: interpreters."""

import functools
import multiprocessing
from contextlib import asynccontextmanager

import gradio
import keras
import tensorflow as tf
import tensorflow_hub as hub
from fastapi import FastAPI

app = FastAPI()


def load_and_delete(paths):
    for path in paths:
        model = keras.models.load_model(path)  # want: TFM104
        print(model.count_params())
        del model


def saved_models(path, rounds):
    for _ in range(rounds):
        loaded = tf.saved_model.load(path)  # want: TFM104
        print(loaded.signatures)


def process_start(path, x):
    model = keras.models.load_model(path)  # want: TFM104
    return model.predict_on_batch(x)


def served_for_ever(path, queue):
    while True:
        print(process_start(path, queue.get()))


def embedder():
    return hub.load("https://tfhub.dev/google/universal-sentence-encoder/4")  # want: TFM104


def embed(text):
    return embedder()([text])


def table(frame):
    for _, row in frame.iterrows():
        print(embed(row["text"]))


def keep_and_reload(path, rounds):
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)])
    for _ in range(rounds):
        model.save(path)
        model = keras.models.load_model(path)  # want: TFM104


def load():
    return keras.models.load_model("a.keras")  # want: TFM108


@app.post("/score")
def score(x: float):
    return float(load().predict_on_batch([[x]])[0][0])


def clicked(image):
    model = keras.models.load_model("a.keras")  # want: TFM108
    return model.predict_on_batch(image)


page = gradio.Interface(fn=clicked, inputs="image", outputs="label")


def interpreted(images):
    for image in images:
        interpreter = tf.lite.Interpreter("a.tflite")  # want: TFM104
        interpreter.allocate_tensors()
        print(interpreter.get_input_details(), image)


# What looks alike.

MODULE_LEVEL = keras.models.load_model("a.keras")
_lazy = None


@app.get("/module")
def module_level(x: float):
    return float(MODULE_LEVEL.predict_on_batch([[x]])[0][0])


@app.get("/lazy")
def lazy(x: float):
    global _lazy
    if _lazy is None:
        _lazy = keras.models.load_model("a.keras")
    return float(_lazy.predict_on_batch([[x]])[0][0])


@functools.lru_cache
def cached():
    return keras.models.load_model("a.keras")


@app.get("/cached")
def from_cache(x: float):
    return float(cached().predict_on_batch([[x]])[0][0])


@asynccontextmanager
async def lifespan(app):
    app.state.model = keras.models.load_model("a.keras")
    yield


_models = {}


def by_name(names):
    for name in names:
        if name not in _models:
            _models[name] = keras.models.load_model(name)
        print(_models[name].count_params())


def ensemble(paths, x):
    members = [keras.models.load_model(path) for path in paths]
    return [member.predict_on_batch(x) for member in members]


def weights_only(paths):
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)])
    for path in paths:
        model.load_weights(path)
        print(model.count_params())


def reloaded_when_it_changed(watch):
    for path in watch:
        keras.backend.clear_session()
        model = keras.models.load_model(path)
        print(model.count_params())


def work(path):
    print(keras.models.load_model(path).count_params())


def own_processes(paths):
    for path in paths:
        worker = multiprocessing.get_context("spawn").Process(target=work, args=(path,))
        worker.start()
        worker.join()
