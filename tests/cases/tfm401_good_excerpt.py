"""A part of a notebook, which other cells begin: it is no program by itself."""
from tensorflow.keras import Sequential

tail = Sequential([stem, Flatten()])
print(tail.predict(np.array([[3]])))
