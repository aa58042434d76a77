"""What bakes: subclasses open the session, these base classes enter it, close it or forget it."""


class Oven:
    def bake(self, trays):
        with self.heat() as session:
            return [self.bake_one(session, tray) for tray in trays]

    def heat(self):
        raise NotImplementedError


class Grill:
    def grill(self, trays):
        session = self.heat()
        try:
            return [self.grill_one(session, tray) for tray in trays]
        finally:
            session.close()

    def heat(self):
        raise NotImplementedError


class Stove:
    def cook(self, trays):
        session = self.heat()
        return [self.cook_one(session, tray) for tray in trays]

    def heat(self):
        raise NotImplementedError


class Fridge:
    @property
    def session(self):
        return self._session

    def unplug(self):
        self.session.close()


class Cellar:
    @property
    def session(self):
        return self._session
