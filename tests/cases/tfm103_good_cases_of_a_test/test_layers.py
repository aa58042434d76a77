"""Cases that a test writes down end with it, however many loops go over them; rounds are another matter."""
import keras
import tensorflow as tf

SHAPES = [(4, 4), (8, 2), (16, 1)]
quick = tf.config.list_physical_devices("GPU") == []


def check(model, shape):
    assert model.predict(tf.zeros((1, *shape))).shape[0] == 1


def test_activations():
    for name in ["relu", "tanh", "elu", "gelu", "selu"]:
        model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2, activation=name)])
        check(model, (4,))


def test_shapes():
    rates = [0.1] if quick else [0.1, 0.5]
    for place in range(len(SHAPES)):
        for number, rate in enumerate(rates):
            model = keras.Sequential([keras.Input(SHAPES[place]), keras.layers.Dropout(rate)])
            check(model, SHAPES[place])
    rates = [0.2] if quick else [0.2, 0.4]
    for rate in rates:
        check(keras.Sequential([keras.Input((4,)), keras.layers.Dropout(rate)]), (4,))


def test_widths():
    batch = tf.ones((2, 8))
    for width in range(1, 4):
        assert keras.layers.Dense(width)(batch).shape == (2, width)


def test_many_times():
    for _ in range(40):
        model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)])  # want: TFM103
        check(model, (4,))


def test_seeds(seeds):
    for seed in seeds:
        for name in ["zeros", "ones", "he_normal"]:
            keras.utils.set_random_seed(seed)
            check(keras.Sequential([keras.Input((4,)), keras.layers.Dense(2, kernel_initializer=name)]), (4,))  # want: TFM103
