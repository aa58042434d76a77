import tensorflow.compat.v1 as tf

sess = tf.Session()  # missed: TFM201
print(sess.run(tf.constant(1)))
