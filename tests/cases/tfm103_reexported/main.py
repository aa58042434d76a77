from parts import Builder


def sizes(options):
    found = []
    for units in options:
        model = Builder.default(units)  # want: TFM103
        found.append(model.count_params())
    return found
