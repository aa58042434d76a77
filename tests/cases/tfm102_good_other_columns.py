"""An array of which a loop changes columns keeps its rows: it may be a whole dataset."""
import numpy as np
from tensorflow import keras


def worth_of_columns(model: keras.Model, samples, wanted):
    worth = []
    for column in range(samples.shape[1]):
        kept = samples[:, column].copy()
        np.random.shuffle(samples[:, column])
        worth.append(np.mean((model.predict(samples) - wanted) ** 2))
        samples[:, column] = kept
    return worth


def foretold(model: keras.Model, levels, hours):
    for _ in range(hours):
        following = model.predict(levels)[:, np.newaxis]
        levels = np.concatenate([levels[:, 1:], following], axis=1)
    return levels


def foretold_for_one(model: keras.Model, levels, hours):
    levels = np.reshape(levels, (1, -1, 4))
    for _ in range(hours):
        following = model.predict(levels)[:, np.newaxis]  # want: TFM102
        levels = np.append(levels[:, 1:], following, axis=1)
    return levels


def spelled(model: keras.Model, letters):
    slots = np.zeros((1, 40, 27))
    for place in range(40):
        slots[0, place, np.argmax(model.predict(slots)[0])] = 1  # want: TFM102
    return slots


def one_by_one(model: keras.Model, tank, hours):
    level = tank.level()
    for _ in range(hours):
        level = tank.after(model.predict(level))  # want: TFM102
    return level
