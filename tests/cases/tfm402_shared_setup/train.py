import tensorflow as tf
from settings import grow

if __name__ == "__main__":
    data = tf.data.Dataset.range(10).batch(2)
    grow()
    for batch in data:
        print(batch.numpy())
