"""TensorFlow 1 style: every request adds operations to the graph of one session."""

import sys

import tensorflow.compat.v1 as tf

tf.disable_eager_execution()

requests = int(sys.argv[1])
session = tf.Session()
weights = tf.constant([[1.0], [2.0]])
total = 0.0
for request in range(requests):
    total += session.run(tf.matmul(tf.constant([[1.0, float(request)]]), weights))[0, 0]
session.close()
print(f"total {total:.1f}")
