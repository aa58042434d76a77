"""An object that is given a session closes it, or only runs things in it."""
import tensorflow as tf

v1 = tf.compat.v1


class Optimizer(object):
    def __init__(self, variables, session):
        self.variables = variables
        self.session = session

    def values(self):
        return self.session.run(self.variables)


class Janitor:
    def __init__(self, session):
        self.session = session

    def leave(self):
        self.session.close()


class Agent:
    def __init__(self):
        self.session = v1.Session()  # want: TFM201
        self.optimizer = Optimizer(v1.trainable_variables(), session=self.session)


class Placed:
    def __init__(self):
        self.session = v1.Session()  # want: TFM201
        self.optimizer = Optimizer(v1.trainable_variables(), self.session)


class Tidy:
    def __init__(self):
        self.session = v1.Session()
        self.janitor = Janitor(session=self.session)
