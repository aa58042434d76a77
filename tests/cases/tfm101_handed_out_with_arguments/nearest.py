import numpy as np

import distances


def smallest(distance, rows):
    return min(float(distance(row)) for row in rows)


def nearest(encoder, anchor, rows):
    return smallest(distances.to(encoder, anchor), rows)


def size(encoder, row):
    measure = distances.size_by(encoder)
    return float(measure(row))


def farthest(path, rows):
    read = distances.Meter(path).reader(wide=True)
    best = -np.inf
    for row in rows:
        best = max(best, read(row))
    return best
