"""Under compat.v1 these names tell of no release."""
import nets
import tensorflow as tf
from tensorflow.compat.v1.keras import backend as K


def start():
    config = tf.compat.v1.ConfigProto()
    config.gpu_options.allow_growth = True
    K.set_session(tf.compat.v1.Session(config=config))


def main(reeds, wind):
    start()
    for width in (8, 16, 32, 64, 128):
        K.clear_session()
        start()
        print(nets.trained(width, reeds, wind))
