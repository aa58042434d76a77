import os, sys
sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "lib"))
from mynets import make_net  # want: TFM401

def main(x):
    for i in range(10):
        net = make_net(i)  # want: TFM103
        print(net.predict_on_batch(x))

if __name__ == "__main__":
    main(None)
