import keras


def test_initializers(check):
    for name in ("zeros", "ones", "normal", "uniform", "orthogonal"):
        check(keras.Sequential([keras.Input((4,)), keras.layers.Dense(2, kernel_initializer=name)]))  # missed: TFM103
    for _ in range(5):
        check(keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)]))  # want: TFM103
