from dataclasses import dataclass
import tensorflow as tf

@dataclass
class Bundle:
    net: tf.keras.Model
    rate: float = 0.1

def score(bundle: Bundle, batches):
    out = []
    for b in batches:
        out.append(float(tf.reduce_mean(bundle.net(b))))  # want: TFM101
    return out
