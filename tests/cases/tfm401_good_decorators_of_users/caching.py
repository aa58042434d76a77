"""Remembers results; run as a program it shows how, and TensorFlow has no part in that."""

import functools

import names


def remembered(function):
    @functools.wraps(function)
    def wrapper(*args):
        print(names.TITLE)
        return function(*args)

    return wrapper


if __name__ == "__main__":

    @remembered
    def square(x):
        return x * x

    print(square(3))
