"""Looks for the best bend."""

from rates import rated
from shapes import Arc


def best(bends, points):
    found = 0.0
    for bend in bends:
        arc = Arc(bend)
        found = max(found, arc.length(points) + rated(arc, points))
    return found


def show(points):
    return Arc(1.0).picture(points)
