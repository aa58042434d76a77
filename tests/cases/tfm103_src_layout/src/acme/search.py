from acme.nets import make

def search(ws, x):
    for w in ws:
        net = make(w)  # want: TFM103
        print(net.predict_on_batch(x))
