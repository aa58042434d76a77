from .base import Base

class Net(Base):
    def call(self, x):
        return self.d(x)
