"""del in straight-line code."""
import gc

from tensorflow import keras


def stage(path, x):
    first = keras.models.load_model(path)
    y = first.predict(x)
    del first  # want: TFM112
    print(y.shape)
    with open("log", "w") as log:
        second = keras.models.load_model(path + "2")
        log.write(str(second.count_params()))
    return second.predict(y)


def free():
    gc.collect()


def freed(path, x):
    first = keras.models.load_model(path)
    y = first.predict(x)
    del first
    free()
    second = keras.models.load_model(path + "2")
    return second.predict(y)


def numbers(x):
    y = [1, 2]
    del y
    return keras.Sequential([keras.layers.Dense(x)])


def two(path, x):
    teacher = keras.applications.ResNet50()
    soft = teacher.predict(x)
    del teacher, x  # want: TFM112
    student = keras.Sequential([keras.layers.Dense(3)])
    return student, soft
