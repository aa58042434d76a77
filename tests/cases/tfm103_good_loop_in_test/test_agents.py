"""The loop of a test says nothing of how the library is used."""

from agents import Agent
from tensorflow import keras


def test_compiled_again():
    agent = Agent(keras.Sequential([keras.layers.Dense(1)]))
    for _ in range(3):
        agent.compile()
        assert agent.model is not agent.target
