import tensorflow as tf

TITLE = "uses TensorFlow " + tf.__version__
