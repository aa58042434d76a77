"""One epoch at a time, and all of them."""
from sklearn.linear_model import SGDRegressor
from tensorflow import keras


def one_by_one(net: keras.Model, x, y):
    for epoch in range(40):
        net.fit(x, y, epochs=1)  # want: TFM110
        net.save_weights(f"{epoch}.weights.h5")


def stopped(net: keras.Model, x, y):
    for _ in range(3):
        if not net.stop_training:
            net.fit(x, y, epochs=1)
    for name in ("first", "second"):
        net.fit(x[name], y[name])


def resumed(net: keras.Model, x, y):
    for start in range(0, 40, 10):
        net.fit(x, y, initial_epoch=start, epochs=start + 10)


def members(models: list[keras.Model], x, y):
    for net in models:
        net.fit(x, y)


def partly(x, y):
    net = SGDRegressor()
    for _ in range(10):
        net.fit(x, y)


class Agent:
    def __init__(self, path):
        self.net = keras.models.load_model(path)

    def learn(self, x, y):
        self.net.fit(x, y, verbose=0)  # want: TFM110


def play(env, path):
    agent = Agent(path)
    while not env.over:
        agent.learn(*env.sample())
