import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()

if __name__ == "__main__":
    config = tf.ConfigProto(device_count={"GPU": 0})
    with tf.Session(config=config) as sess:
        print(sess.run(tf.constant(1.0)))
