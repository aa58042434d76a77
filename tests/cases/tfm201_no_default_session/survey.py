"""Nothing in this program makes a session the default one, so each call opens one, or the first does for all."""
import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


def lengths(words):
    session = tf.get_default_session() or tf.Session()  # want: TFM201
    return session.run(tf.strings.length(words))


def shout(words):
    session = tf.get_default_session()
    if session is None:
        session = tf.Session()  # want: TFM201
    return session.run(tf.strings.upper(words))


def whisper(words):
    return (tf.get_default_session() or tf.InteractiveSession()).run(tf.strings.lower(words))


class Speaker:
    def __init__(self):
        self.session = tf.get_default_session() or tf.Session()  # want: TFM201

    def repeat(self, words):
        return self.session.run(tf.strings.join([words, words]))
