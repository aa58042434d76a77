import models

def main(xs):
    net = models.Net()
    for x in xs:
        print(net(x))  # want: TFM101
