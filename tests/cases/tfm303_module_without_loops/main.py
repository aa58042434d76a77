import numpy as np

from vectors import Vectors, spread_of, spread_of_all


def study(name, texts, table: np.ndarray):
    vectors = Vectors(name)
    rows = []
    for text in texts:
        rows.append(vectors.of(text) - vectors.of_padded(text))
    for day in range(2, len(table)):
        print(spread_of(table[:day]), spread_of_all(table))
    return rows
