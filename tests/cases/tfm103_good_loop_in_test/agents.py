"""A library builds a second model when an agent is compiled; only its tests make agents in a loop."""

from tensorflow import keras


class Agent:
    def __init__(self, model):
        self.model = model

    def compile(self):
        self.target = keras.models.clone_model(self.model)
        self.target.compile(optimizer="sgd", loss="mse")
