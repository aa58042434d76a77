"""Functions that bots, dashboards and sockets call for each message, and one that runs when a bot is made."""

import dash
import discord
import flask_socketio
import telebot
import tensorflow as tf
from aiogram import Dispatcher
from discord.ext import commands
from flask import Flask

tagger = telebot.TeleBot("token")
board = dash.Dash(__name__)
site = Flask(__name__)
sockets = flask_socketio.SocketIO(site)
bot = commands.Bot("!")
client = discord.Client(intents=discord.Intents.default())
dispatcher = Dispatcher()


@tagger.message_handler(content_types=["photo"])
def on_photo(message):
    net = tf.keras.models.load_model("tags.keras")  # want: TFM108
    tagger.reply_to(message, str(net(message.photo)))


@board.callback(dash.Output("text", "children"), dash.Input("rows", "value"))
def on_rows(rows):
    return str(tf.keras.models.load_model("rows.keras")(rows))  # want: TFM108


@sockets.on("frame")
def on_frame(frame):
    flask_socketio.emit("label", tf.keras.models.load_model("frames.keras")(frame))  # want: TFM108


@bot.command()
async def caption(context, text):
    await context.send(str(tf.keras.models.load_model("captions.keras")(text)))  # want: TFM108


@client.event
async def on_message(message):
    await message.channel.send(str(tf.keras.models.load_model("captions.keras")(message)))  # want: TFM108


@dispatcher.message()
async def answer(message):
    await message.answer(str(tf.keras.models.load_model("captions.keras")(message.text)))  # want: TFM108


@client.event
async def on_ready():
    client.net = tf.keras.models.load_model("captions.keras")


@bot.check
def allowed(context):
    return context.author.id == 1
