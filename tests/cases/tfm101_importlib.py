import importlib

tf = importlib.import_module("tensorflow")

def run(batches):
    net = tf.keras.Sequential([tf.keras.layers.Dense(1)])
    for b in batches:
        print(net(b))  # want: TFM101
