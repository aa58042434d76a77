import keras

BUILDERS = {}


def register(name):
    def put(function):
        BUILDERS[name] = function
        return function

    return put


@register("small")
def small():
    return keras.Sequential([keras.layers.Dense(1)])


def sweep(x):
    for name in BUILDERS:
        net = BUILDERS[name]()  # missed: TFM103
        print(net.predict_on_batch(x))
