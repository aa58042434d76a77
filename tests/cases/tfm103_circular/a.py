import b
import keras

def build():
    return keras.Sequential([keras.layers.Dense(b.WIDTH)])
