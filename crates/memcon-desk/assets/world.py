"""Makes world.txt of world-atlas' countries-110m.json (Natural Earth 4.1, 1:110m, public domain)."""
import json, sys
topo = json.load(open(sys.argv[1]))
(sx, sy), (tx, ty) = topo["transform"]["scale"], topo["transform"]["translate"]
arcs = []
for arc in topo["arcs"]:
    x = y = 0
    line = []
    for dx, dy in arc:
        x += dx; y += dy
        line.append((x * sx + tx, y * sy + ty))
    arcs.append(line)
def simplify(line, e):
    if len(line) < 3: return line
    (x1, y1), (x2, y2) = line[0], line[-1]
    best, at = -1, 0
    for i, (x, y) in enumerate(line[1:-1], 1):
        l = ((x2-x1)**2+(y2-y1)**2)**.5
        d = abs((x2-x1)*(y1-y)-(x1-x)*(y2-y1))/l if l else ((x-x1)**2+(y-y1)**2)**.5
        if d > best: best, at = d, i
    if best < e: return [line[0], line[-1]]
    return simplify(line[:at+1], e)[:-1] + simplify(line[at:], e)
def simple(line):
    if line[0] == line[-1] and len(line) > 4:
        m = len(line)//2
        return simplify(line[:m+1], .08)[:-1] + simplify(line[m:], .08)
    return simplify(line, .08)
arcs = [simple(a) for a in arcs]
def ring(ids):
    out = []
    for i in ids:
        a = arcs[i] if i >= 0 else arcs[~i][::-1]
        out += a[1:] if out else a
    return out
def polygons(g):
    return {"Polygon": lambda: [g["arcs"]], "MultiPolygon": lambda: g["arcs"]}.get(g["type"], lambda: [])()
used, south = {}, set()
for g in topo["objects"]["countries"]["geometries"]:
    for i in {j if j >= 0 else ~j for p in polygons(g) for r in p for j in r}:
        used[i] = used.get(i, 0) + 1
def write(kind, line):
    pts, last = [], None
    # The map is cut in the Bering Strait: what lies beyond 180 degrees east goes on counting.
    for x, y in line:
        if x < -168.3: x += 360
        p = (round(x * 10), round(y * 10))
        if p != last: pts.append(p)
        last = p
    if kind == "L" and len(pts) < 4 or len(pts) < 2: return
    out, (px, py) = [], (0, 0)
    for x, y in pts:
        out.append(f"{x-px} {y-py}"); px, py = x, y
    print(kind + " " + " ".join(out))
print("# Land (L) and borders (B) of the world: points as degrees of longitude and latitude times ten, each less the one before.")
print("# Source: Natural Earth 4.1, 1:110m, public domain (naturalearthdata.com), by way of the npm package world-atlas 2.0.2;")
print("# simplified to 0.08 degrees, without Antarctica; from 168.3 degrees west to 191.7 degrees east.")
for g in topo["objects"]["land"]["geometries"]:
    for p in polygons(g):
        for r in p:
            line = ring(r)
            if max(y for _, y in line) > -60: write("L", line)
for i, n in sorted(used.items()):
    if n > 1: write("B", arcs[i])
