"""A load that is tried again until it went well."""
from tensorflow import keras
import time
def load(path):
    for attempt in range(3):
        try:
            model = keras.models.load_model(path)
        except OSError:
            time.sleep(1)
        else:
            break
    return model
