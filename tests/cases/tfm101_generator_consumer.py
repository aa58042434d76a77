import tensorflow as tf

def scores(model, batches):
    for b in batches:
        yield float(tf.reduce_sum(model(b)))  # want: TFM101

def main(batches):
    m = tf.keras.Sequential([tf.keras.layers.Dense(1)])
    print(sum(scores(m, batches)))
