"""What stands under tf with TensorFlow 1 alone tells the release of all that the program is made of."""
import nets
import tensorflow as tf
from keras import backend as K


def start():
    config = tf.ConfigProto()
    config.gpu_options.allow_growth = True
    K.set_session(tf.Session(config=config))


def main(reeds, wind):
    start()
    for width in (8, 16, 32, 64, 128):
        K.clear_session()
        start()
        print(nets.trained(width, reeds, wind))
