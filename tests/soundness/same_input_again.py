import keras


def benchmark(x):
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)])
    while True:
        print(model.predict(x))  # missed: TFM102
