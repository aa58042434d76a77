import numpy as np

CENTRES = np.random.rand(64 * 1024, 48).astype(np.float32)
PALETTE = np.random.rand(256, 3).astype(np.float32)
