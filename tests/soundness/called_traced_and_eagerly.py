import tensorflow as tf


def forward(net, batch):
    return tf.reduce_sum(net(batch))  # want: TFM101


@tf.function
def traced(net, batch):
    return forward(net, batch)


def main(batches):
    net = tf.keras.Sequential([tf.keras.layers.Dense(1)])
    print(traced(net, batches[0]))
    for batch in batches:
        print(forward(net, batch))
