"""The checkout is the package: its modules import each other by the name of its folder."""
