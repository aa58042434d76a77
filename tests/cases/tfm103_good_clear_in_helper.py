import gc
import keras
from keras import backend as K

def reset():
    K.clear_session()
    gc.collect()

def cv(folds, x):
    for f in folds:
        m = keras.Sequential([keras.layers.Dense(f)])
        print(m.predict_on_batch(x))
        reset()
