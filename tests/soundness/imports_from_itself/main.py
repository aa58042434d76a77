from zoo import nets


def sweep(x, count):
    for _ in range(count):
        print(nets.build().predict_on_batch(x))  # missed: TFM103
