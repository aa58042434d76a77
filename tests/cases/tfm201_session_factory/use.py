from fac import open_session

def go(xs):
    out = []
    for x in xs:
        s = open_session()  # want: TFM201
        out.append(s.run(x))
    return out

def fine(x):
    with open_session() as s:
        return s.run(x)
