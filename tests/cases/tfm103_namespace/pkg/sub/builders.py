import keras

def fresh():
    model = keras.Sequential()
    model.add(keras.layers.Dense(1))
    return model
