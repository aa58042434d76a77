"""A function is given the method of a model, and calls it for each batch."""
import numpy as np
import keras


def in_portions(rows, size, answer):
    waiting, answers = [], []
    for row in rows:
        waiting.append(row)
        if len(waiting) == size:
            answers.append(answer(np.array(waiting)))  # want: TFM102
            waiting = []
    return answers


def rated(path, rows):
    net = keras.models.load_model(path)
    return in_portions(rows, 8, net.predict)
