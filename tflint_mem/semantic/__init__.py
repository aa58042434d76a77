"""What the code means: names, values, flow, repetition and execution, over a whole project.

Everything here reads abstract syntax trees and never changes them.  Answers are computed when they are
asked for and kept.  What cannot be known is left out of an answer: unknown means silent.
"""
