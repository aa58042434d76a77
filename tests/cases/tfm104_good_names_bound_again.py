"""A loop variable is what its own loop gives, and a table of one loader is gone through once."""

import tensorflow as tf


def exported(model, folder):
    savers = [tf.keras.models.save_model, tf.keras.Model.save]
    for number, func in enumerate(savers):
        func(model, f"{folder}/{number}.keras")
    loaders = [tf.keras.models.load_model]
    for func in loaders:
        copy = func(f"{folder}/0.keras")
        print(copy.count_params())


def saved_twice(model, folder):
    for func in (tf.keras.models.save_model, tf.keras.Model.save):
        for suffix in ("a", "b"):
            func(model, f"{folder}/{suffix}.keras")
    func = tf.keras.models.load_model
    return func(f"{folder}/a.keras")


def each_way(model, folder):
    readers = [tf.keras.models.load_model]
    writers = [tf.keras.models.save_model, tf.keras.Model.save]
    for number, func in enumerate(writers):
        func(model, f"{folder}/{number}.keras")
        if number == 1:
            for func in readers:
                print(func(f"{folder}/1.keras").count_params())
