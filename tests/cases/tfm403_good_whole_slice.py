import tensorflow as tf

for number, gpu in enumerate(tf.config.list_physical_devices("GPU")):
    print("GPU", number)
    tf.config.experimental.set_memory_growth(gpu, True)
for gpu in tf.config.list_physical_devices("GPU")[:]:
    tf.config.experimental.set_memory_growth(gpu, True)
pairs = {"0": [1, 2]}
first = pairs["0"]

if __name__ == "__main__":
    print(tf.ones((2,)).numpy(), first[0])
