"""A module of the package that has the name of one of the standard library."""

Row = dict
