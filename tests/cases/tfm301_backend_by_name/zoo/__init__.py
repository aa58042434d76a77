"""A library over several backends."""
