"""A session that is kept and handed out belongs to whoever enters or closes what was handed out."""
import tensorflow.compat.v1 as tf
from oven import Cellar, Fridge, Grill, Oven, Stove

tf.disable_v2_behavior()


class GraphOven(Oven):
    def __init__(self, graph):
        self.graph = graph
        self.session = None

    def heat(self):
        self.session = tf.Session(graph=self.graph)
        return self.session

    def bake_one(self, session, tray):
        return session.run("bread:0", {"dough:0": tray})


class GraphGrill(Grill):
    def __init__(self, graph):
        self.graph = graph

    def heat(self):
        self.session = tf.Session(graph=self.graph)
        return self.session

    def grill_one(self, session, tray):
        return session.run("toast:0", {"bread:0": tray})


class GraphStove(Stove):
    def __init__(self, graph):
        self.graph = graph

    def heat(self):
        self.session = tf.Session(graph=self.graph)  # want: TFM201
        return self.session

    def cook_one(self, session, tray):
        return session.run("soup:0", {"water:0": tray})


class GraphFridge(Fridge):
    def __init__(self):
        self._session = tf.Session()

    def cool(self, soup):
        return self.session.run(soup)


class GraphCellar(Cellar):
    def __init__(self):
        self._session = tf.Session()  # want: TFM201

    def cool(self, soup):
        return self.session.run(soup)
