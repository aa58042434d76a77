"""Functions that each round makes anew see one value each, as do the methods of its objects."""
import tensorflow as tf


class Fit:
    def __init__(self, rate):
        self.rate = rate
        self.wrapped = tf.function(self._wrapped)  # want: TFM301

    @tf.function  # want: TFM304
    def step(self, x, rate):
        return x * rate

    def _wrapped(self, x, rate):
        return x * rate


def each(x, rates):
    for rate in rates:
        fit = Fit(rate)
        x = fit.step(x, rate * 2.0)
        x = fit.wrapped(x, rate * 2.0)
    return x


def each_number(x, rates):
    for number, rate in enumerate(rates):
        fit = Fit(rate)
        x = fit.step(x, number)
        x = fit.wrapped(x, number)
    return x


def inner(x, rates):
    for rate in rates:
        fit = Fit(rate)
        for i in range(1000):
            x = fit.step(x, i)  # want: TFM302
            x = fit.wrapped(x, i)  # want: TFM302
    return x


def inner_slices(x, rates):
    for rate in rates:
        fit = Fit(rate)
        for i in range(1, 1000):
            fit.step(x[:i], 2.0)  # want: TFM303


def slices(x, rates):
    for i, rate in enumerate(rates):
        fit = Fit(rate)
        fit.step(x[:i], 2.0)
        fit.wrapped(x[:i], 2.0)


def in_place(x, rates):
    for i, rate in enumerate(rates):
        step = tf.function(lambda v, r: v * r)  # want: TFM301
        step(x[:i], i)


def make(power):
    @tf.function  # want: TFM301
    def raised(x, times):
        return times * x**power

    return raised


def own_functions(x, powers):
    for i, power in enumerate(powers):
        raised = make(power)
        x = raised(x[:i], i)
    return x


def one_function(x, powers):
    raised = make(2.0)
    for i, power in enumerate(powers):
        x = raised(x, power + i)  # want: TFM302
    return x


def first_round(x, powers):
    fit = None
    for i in range(len(powers)):
        if fit is None:
            fit = Fit(0.5)
        x = fit.step(x, i)  # want: TFM302
    return x


def helper(x, i):
    fit = Fit(0.1)
    return fit.step(x, i)


def helped(x):
    for i in range(100):
        x = helper(x, i)
    return x
