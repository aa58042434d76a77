import tensorflow as tf

def pair():
    a = tf.keras.Sequential([tf.keras.layers.Dense(1)])
    b = tf.keras.Sequential([tf.keras.layers.Dense(1)])
    return a, b

def duel(batches):
    actor, critic = pair()
    values = []
    for x in batches:
        if (v := critic(x)) is not None:  # want: TFM101
            values.append(float(v[0, 0]))
    return values
