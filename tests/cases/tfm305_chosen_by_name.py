"""Networks taken from a table by the variable of a loop."""
import tensorflow as tf


@tf.function
def update(net, optimizer, x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.square(net(x, training=True) - y))
    optimizer.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))
    return loss


def federated(server: tf.keras.Model, clients, rounds):
    optimizer = tf.keras.optimizers.SGD(0.1)
    nets = {name: tf.keras.models.clone_model(server) for name in clients}
    for _ in range(rounds):
        for name, data in clients.items():
            for x, y in data:
                update(nets[name], optimizer, x, y)  # want: TFM305
    return nets


def pair(server: tf.keras.Model, batches):
    optimizer = tf.keras.optimizers.SGD(0.1)
    nets = [tf.keras.models.clone_model(server) for _ in range(2)]
    for x, y in batches:
        update(nets[0], optimizer, x, y)
        for k in range(2):
            update(nets[k], optimizer, x, y)
    return nets
