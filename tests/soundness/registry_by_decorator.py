import keras
from fvcore.common.registry import Registry

BUILDERS = Registry("builders")


@BUILDERS.register()
def small():
    return keras.Sequential([keras.layers.Dense(1)])


def sweep(x, names):
    for name in names:
        net = BUILDERS.get(name)()  # missed: TFM103
        print(net.predict_on_batch(x))
