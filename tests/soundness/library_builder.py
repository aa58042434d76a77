import acme_nets


def sweep(x, count):
    for _ in range(count):
        print(acme_nets.build_keras_model().predict_on_batch(x))  # missed: TFM103
