import keras

def until(x, target):
    while True:
        m = keras.Sequential([keras.layers.Dense(4)])  # want: TFM103
        m.compile("sgd", "mse")
        if m.evaluate(x, x) < target:
            break
    return "ok"
