from zoo import nets

__all__ = ["nets"]
