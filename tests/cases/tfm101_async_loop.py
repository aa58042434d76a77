import tensorflow as tf

net = tf.keras.Sequential([tf.keras.layers.Dense(1)])

async def serve(queue):
    async for item in queue:
        y = net(item)  # want: TFM101
        await item.reply(float(y[0]))
