"""Reports of families 3, 8, 12, 24 and 30: traced functions."""

import functools
import itertools
import time

import tensorflow as tf




def wrapped_lambda(items):
    for item in items:
        double = tf.function(lambda x: x * 2)  # want: TFM301
        print(double(tf.constant(item)))


def wrapped_method(net, items):
    for item in items:
        run = tf.function(net.call)  # want: TFM301
        print(run(item))


def make_step(factor):
    @tf.function  # want: TFM301
    def step(x):
        return x * factor

    return step


def step_per_round(rounds):
    for factor in range(rounds):
        step = make_step(factor)
        print(step(tf.ones([2])))


class Posterior:
    def __init__(self, data):
        self.data = data

    @tf.function  # want: TFM304
    def loss(self, x):
        return tf.reduce_sum(self.data - x)


def optimise(rounds):
    for _ in range(rounds):
        posterior = Posterior(tf.ones([2]))
        print(posterior.loss(tf.zeros([2])))


# What looks alike.


def make_step_once(factor):
    @tf.function
    def step(x):
        return x * factor

    return step


def main_loop(rounds):
    step = make_step_once(2.0)
    for _ in range(rounds):
        print(step(tf.ones([2])))


class Cached:
    def __init__(self):
        self.steps = {}

    def run(self, names):
        for name in names:
            if name not in self.steps:
                self.steps[name] = tf.function(lambda x: x * 2)
            print(self.steps[name](tf.ones([2])))


@functools.lru_cache
def cached_step(factor):
    @tf.function
    def step(x):
        return x * factor

    return step


def with_cache(factors):
    for factor in factors:
        print(cached_step(factor)(tf.ones([2])))


def traced_if(enabled):
    def decorator(function):
        return tf.function(function) if enabled else function

    return decorator


@traced_if(True)
def decorated_twice(x):
    return x


# Shapes (8).


@tf.function
def encode(x):
    return tf.reduce_sum(x)


def sentences(texts):
    for text in texts:
        print(encode(tf.constant(text.split())))  # want: TFM303


@tf.function(input_signature=[tf.TensorSpec([None], tf.int32)])
def encode_any(x):
    return tf.reduce_sum(x)


@tf.function(reduce_retracing=True)
def encode_relaxed(x):
    return tf.reduce_sum(x)


@tf.function(experimental_relax_shapes=True)
def encode_relaxed_before(x):
    return tf.reduce_sum(x)


SIGNATURE = [tf.TensorSpec([None], tf.int32)]


@tf.function(input_signature=SIGNATURE)
def encode_by_alias(x):
    return tf.reduce_sum(x)


def relaxed(texts):
    for text in texts:
        tokens = tf.constant([ord(letter) for letter in text])
        print(encode_any(tokens), encode_relaxed(tokens), encode_relaxed_before(tokens), encode_by_alias(tokens))


@tf.function
def train_batch(x):
    return tf.reduce_sum(x)


def full_and_last(data):
    for batch in tf.data.Dataset.from_tensor_slices(data).batch(8):
        print(train_batch(batch))


# Python arguments (12).


@tf.function
def train_step(x, step):
    return x * step


def counted(data):
    for step, x in enumerate(data):
        train_step(tf.constant(x), step)  # want: TFM302


def decayed(data, rate=0.1):
    for x in data:
        rate *= 0.99
        train_step(tf.constant(x), rate)  # want: TFM302


class Agent:
    def __init__(self):
        self.seen = 0

    def observe(self, n):
        self.seen += n

    @tf.function
    def update(self, x, seen):
        return x * seen

    def train(self, data):
        for x in data:
            self.observe(1)
            self.update(tf.constant(x), self.seen)  # want: TFM302


@tf.function
def apply(function, x):
    return function(x)


class Game:
    def move(self, x):
        return x

    def play(self, data):
        for x in data:
            apply(self.move, tf.constant(x))  # want: TFM302


@tf.function
def scaled(x, scale=1.0):
    return x * scale


def many_scales(x):
    for scale in itertools.count(0.5):
        scaled(tf.constant(x), scale=scale)  # want: TFM302


@tf.function
def applied(optimizer, x):
    return optimizer.learning_rate * x


def new_optimizers(rates):
    for rate in rates:
        applied(tf.keras.optimizers.Adam(rate), tf.ones([2]))  # want: TFM305


def two_values(data):
    for index, x in enumerate(data):
        train_step(tf.constant(x), True)
        train_step(tf.constant(x), index % 2 == 0)


def counters_as_tensors(data):
    counter = tf.Variable(0)
    for step, x in enumerate(data):
        train_step(tf.constant(x), tf.constant(step))
        train_step(tf.constant(x), counter)


def same_object(data):
    net = tf.keras.Sequential([tf.keras.layers.Dense(2)])
    run = tf.function(lambda m, x: m(x))
    for x in data:
        run(net, x)


def elements(data):
    for x, step in tf.data.Dataset.from_tensor_slices(data).enumerate():
        train_step(step, x)


# Tensors that leave the graph (24).

seen = []


class Meter:
    def __init__(self):
        self.amount = 0.0

    @tf.function
    def add(self, x):
        loss = tf.reduce_sum(x)
        self.amount += loss  # want: TFM306
        seen.append(loss)  # want: TFM306


class VariableMeter:
    def __init__(self):
        self.total = tf.Variable(0.0)

    @tf.function
    def add(self, loss):
        self.total.assign_add(loss)
        parts = []
        for _ in range(3):
            parts.append(loss)
        return tf.stack(parts)


# Unrolled loops (30).


@tf.function
def beam_search(x):
    for _ in range(512):  # want: TFM307
        x = x + 1
    return x


@tf.function
def train_all(x, epochs):
    for _ in range(epochs):  # want: TFM307
        x = x + 1
    return x


@tf.function
def fine_loops(x, data, blocks):
    for _ in range(3):
        x = x + 1
    for _ in tf.range(1000):
        x = x + 1
    for each in tf.data.Dataset.range(10):
        x = x + tf.cast(each, tf.float32)
    return x


def timed():
    return time.time()
