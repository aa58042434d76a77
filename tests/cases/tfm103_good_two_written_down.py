"""A loop over two things is as good as two statements, unless another loop runs it."""
import keras


def network(width):
    return keras.Sequential([keras.Input((8,)), keras.layers.Dense(width)])


def export(width, path):
    model = network(width)
    model.save(path)


def convert(folder):
    for fast in [True, False]:
        model = network(16 if fast else 64)
        model.save(f"{folder}/{fast}.keras")


def export_all():
    runs = [
        {"width": 8, "path": "small.keras"},
        {"width": 32, "path": "large.keras"},
    ]
    for run in runs:
        export(run["width"], run["path"])


def compare(folds):
    for fold in range(folds):
        for width in (16, 64):
            model = network(width)  # want: TFM103
            print(fold, model.count_params())


def three():
    for width in (16, 32, 64):
        model = network(width)  # want: TFM103
        print(model.count_params())


def side_by_side(paths):
    for width, path in zip([8, 32], paths):
        network(width).save(path)
