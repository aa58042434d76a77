from __future__ import annotations

import tensorflow as tf

from listeners import Listener, Printer, Recorder


@tf.function
def step(x):
    return {"output": x * 2.0, "error": tf.reduce_mean(x)}


class Speaker:
    def __init__(self, listeners: list[Listener]):
        self.listeners = listeners

    def speak(self, data):
        for number, x in enumerate(data):
            said = step(x)
            for listener in self.listeners:
                listener.heard(number, said)
        for listener in self.listeners:
            listener.close()


def speak(data):
    Speaker([Recorder(), Printer()]).speak(data)
