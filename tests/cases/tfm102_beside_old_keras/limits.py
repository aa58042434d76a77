"""The old part of Keras is imported only where it is asked for."""


def limit(share):
    from keras.backend.tensorflow_backend import set_session
    from sessions import session_with

    set_session(session_with(share))
