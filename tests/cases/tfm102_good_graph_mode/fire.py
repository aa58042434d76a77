"""In graph mode a session runs the batch: predict() and fit() set up no pipeline (measured: flat)."""
import tensorflow as tf

from kiln import Controller

tf.compat.v1.disable_eager_execution()


def fire(kiln, hours):
    controller = Controller(kiln.sensors)
    reading = kiln.read()
    for _ in range(hours):
        earlier, reading = reading, kiln.turn(controller.choose(reading))
        controller.learn(earlier[None], kiln.wanted())
