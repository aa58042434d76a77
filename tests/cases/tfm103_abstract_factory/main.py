from factory import Small

def go(n, x):
    f = Small()
    for _ in range(n):
        net = f.create()  # want: TFM103
        print(net.predict_on_batch(x))
