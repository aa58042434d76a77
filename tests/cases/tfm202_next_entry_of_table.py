"""A guard that moves on to the next entry of its table lets code run once for each entry, not in every round."""
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


class Kite:
    def __init__(self, wind, heights):
        self.wind = wind
        self.heights = heights
        self.next = 0
        self.tail = 1
        self.session = tf.Session()
        self.lift = self.cut()

    def cut(self):
        return tf.reduce_sum(self.wind) * self.tail

    def lengthen(self, height):
        if self.next < len(self.heights) and height >= self.heights[self.next]:
            self.next += 1
            self.tail += 1
            self.lift = self.cut()

    def lengthen_in_turn(self, height):
        if height >= self.heights[self.next % len(self.heights)]:
            self.next += 1
            self.lift = self.cut()

    def fly(self, gusts):
        for height, gust in enumerate(gusts):
            self.lengthen(height)
            self.session.run(self.lift, {self.wind: gust})

    def fly_in_turn(self, gusts):
        for height, gust in enumerate(gusts):
            self.lengthen_in_turn(height)  # want: TFM202
            self.session.run(self.lift, {self.wind: gust})

    def close(self):
        self.session.close()


def fly_once(session, wind, gusts, heights):
    at = 0
    lift = tf.reduce_sum(wind)
    for height, gust in enumerate(gusts):
        if height == heights[at]:
            lift = tf.reduce_max(wind)
            at += 1
        session.run(lift, {wind: gust})


def fly_again(session, wind, days, heights):
    for gusts in days:
        at = 0
        for height, gust in enumerate(gusts):
            if height == heights[at]:
                lift = tf.reduce_max(wind)  # want: TFM202
                at += 1
            session.run(lift, {wind: gust})
