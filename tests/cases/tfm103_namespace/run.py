from pkg.sub import builders as bb

def loop(x):
    while x.more():
        m = bb.fresh()  # want: TFM103
        x.use(m.predict_on_batch(x.data))
