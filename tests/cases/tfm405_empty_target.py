"""An empty target, written out, means the devices of this process."""

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()

if __name__ == "__main__":
    with tf.Session("", config=tf.ConfigProto(log_device_placement=True)) as here:  # want: TFM405
        print(here.list_devices())
