import keras
import pytest


@pytest.fixture
def clean():
    keras.backend.clear_session()


def test_initializers(clean, check):
    for name in ("zeros", "ones", "normal", "uniform", "orthogonal"):
        check(keras.Sequential([keras.Input((4,)), keras.layers.Dense(2, kernel_initializer=name)]))  # missed: TFM103
    for _ in range(40):
        check(keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)]))  # want: TFM103


def test_biases(check):
    for name in ("zeros", "ones", "normal"):
        check(keras.Sequential([keras.Input((4,)), keras.layers.Dense(2, bias_initializer=name)]))  # want: TFM103
