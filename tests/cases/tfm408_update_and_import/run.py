import os

import tables
import tensorflow as tf

os.environ.update({"TF_GPU_ALLOCATOR": "cuda_malloc_async"})  # want: TFM408


if __name__ == "__main__":
    print(tables.ROWS.shape)
