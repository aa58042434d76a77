def each(net, batches):
    for batch in batches:
        print(net(batch))  # missed: TFM101
