"""Reports of families 4 and 11: predict and fit per item."""

import cv2
import keras
import numpy as np
import tensorflow as tf
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold


def build():
    net = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)])
    net.compile("adam", "mse")
    return net


def endless(x):
    model = build()
    while True:
        print(model.predict(x[np.newaxis]))  # want: TFM102


def webcam():
    model = build()
    camera = cv2.VideoCapture(0)
    while camera.isOpened():
        ok, frame = camera.read()
        print(model.predict(np.expand_dims(frame, 0)))  # want: TFM102


def rows(frame):
    model = build()
    return [model.predict(row.values.reshape(1, -1)) for _, row in frame.iterrows()]  # want: TFM102


class Detector:
    def __init__(self):
        self.model = build()

    def detect(self, image):
        return self.model.predict(image[None])  # want: TFM102


def frames(images):
    detector = Detector()
    for image in images:
        print(detector.detect(image))


class Agent:
    def __init__(self):
        self.model = build()

    def act(self, state):
        return np.argmax(self.model.predict(state)[0])  # want: TFM102

    def replay(self, batch):
        for state, target in batch:
            self.model.fit(state, target, epochs=1, verbose=0)  # want: TFM110


def episodes(env, count):
    agent = Agent()
    for _ in range(count):
        state, done = env.reset(), False
        while not done:
            state, _, done, _ = env.step(agent.act(state))


class Watcher(keras.callbacks.Callback):
    def __init__(self, sample):
        super().__init__()
        self.sample = sample

    def on_batch_end(self, batch, logs=None):
        print(self.model.predict(self.sample))  # want: TFM102

    def on_train_end(self, logs=None):
        print(self.model.predict(self.sample))


# What looks alike.


def at_once(x):
    return build().predict(x)


def batches(x):
    model = build()
    for row in x:
        print(model.predict_on_batch(row[None]))


def folds(x, y):
    for train, test in KFold(5).split(x):
        keras.backend.clear_session()
        model = build()
        model.train_on_batch(x[train], y[train])
        print(model.predict(x[test]))


def other_libraries(parts):
    model = LogisticRegression()
    for x in parts:
        model.fit(x, x)
        print(model.predict(x))


def phases(x, y):
    model = build()
    for rate in (1e-3, 1e-4):
        model.optimizer.learning_rate = rate
        model.fit(x, y, epochs=10)


def over_datasets(parts):
    model = build()
    for part in parts:
        print(model.predict(tf.data.Dataset.from_tensor_slices(part).batch(32)))


def for_replicas_or_alone(items, strategy=None):
    model = build()
    for item in items:
        if strategy:
            outputs = strategy.run(item)
        else:
            outputs = model.predict(item)  # want: TFM102
        print(outputs)
