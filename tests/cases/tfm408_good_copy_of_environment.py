import os

import tensorflow as tf

os.environ["TF_FORCE_GPU_ALLOW_GROWTH"] = "true"
print(tf.ones((2,)).numpy())
environment = dict(os.environ)
environment["CUDA_VISIBLE_DEVICES"] = "0"
os.environ["RESULT"] = "done"
