from typing import Optional, List
import tensorflow as tf

class Holder:
    def __init__(self, net: Optional[tf.keras.Model] = None):
        self.net = net
        self.nets: List[tf.keras.Model] = []

    def go(self, batches):
        for b in batches:
            print(self.net(b))  # want: TFM101
