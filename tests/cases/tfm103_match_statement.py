import keras

def sweep(kinds, x):
    for kind in kinds:
        match kind:
            case "wide":
                net = keras.Sequential([keras.layers.Dense(99)])  # want: TFM103
            case _:
                net = keras.Sequential([keras.layers.Dense(9)])  # want: TFM103
        print(net.predict_on_batch(x))
