"""Cases that a test writes down end with it where a fixture clears; rounds are another matter, and so are others."""
import keras
import pytest
import tensorflow as tf

SHAPES = [(4, 4), (8, 2), (16, 1)]
quick = tf.config.list_physical_devices("GPU") == []


@pytest.fixture
def clean():
    keras.backend.clear_session()


def check(model, shape):
    assert model.predict(tf.zeros((1, *shape))).shape[0] == 1


def test_activations(clean):
    for name in ["relu", "tanh", "elu", "gelu", "selu"]:
        model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2, activation=name)])
        check(model, (4,))


def test_shapes(clean):
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


def test_two_of_them(clean):
    for place in range(2):
        check(keras.Sequential([keras.Input(SHAPES[place]), keras.layers.Flatten()]), SHAPES[place])


def test_many_times(clean):
    for _ in range(40):
        model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)])  # want: TFM103
        check(model, (4,))


def test_seeds(clean, seeds):
    for seed in seeds:
        for name in ["zeros", "ones", "he_normal"]:
            keras.utils.set_random_seed(seed)
            check(keras.Sequential([keras.Input((4,)), keras.layers.Dense(2, kernel_initializer=name)]), (4,))  # want: TFM103


def test_regularizers():
    for name in ["l1", "l2", "l1_l2"]:
        model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2, kernel_regularizer=name)])  # want: TFM103
        check(model, (4,))


class TestPooling(tf.test.TestCase):
    def tearDown(self):
        keras.backend.clear_session()

    def test_sizes(self):
        for size in (1, 2, 4):
            check(keras.Sequential([keras.Input((8, 8, 1)), keras.layers.MaxPool2D(size)]), (8, 8, 1))
