import tensorflow as tf
_NET = None

def load():
    global _NET
    _NET = tf.keras.models.load_model("m.keras")

def stream(frames):
    load()
    for f in frames:
        print(_NET(f))  # want: TFM101
