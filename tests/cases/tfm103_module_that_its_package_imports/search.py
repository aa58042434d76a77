"""A search over widths, with networks from the module next to it."""

from . import nets


def widths(rows, labels):
    scores = {}
    for width in (8, 16, 32):
        model = nets.make(width)  # want: TFM103
        model.compile(optimizer="adam", loss="mse")
        scores[width] = model.evaluate(rows, labels, verbose=0)
    return scores
