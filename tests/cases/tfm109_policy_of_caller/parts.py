import keras


def cleared():
    keras.backend.clear_session()  # want: TFM109


def small(size):
    keras.backend.clear_session()  # want: TFM109
    return keras.Sequential([keras.layers.Dense(size)])


def plain(size):
    keras.backend.clear_session()
    return keras.Sequential([keras.layers.Dense(size)])


def own(size, policy):
    keras.backend.clear_session()
    keras.config.set_dtype_policy(policy)
    return keras.Sequential([keras.layers.Dense(size)])
