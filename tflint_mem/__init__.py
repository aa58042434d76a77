"""A static analyzer and fixer for leak-prone TensorFlow and Keras code."""
