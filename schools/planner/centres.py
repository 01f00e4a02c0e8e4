"""Centres for collaboratives that have none yet, so that each of them means another part of the map."""

from collections.abc import Sequence

import numpy as np

Point = tuple[float, float]
ROUNDS = 25


def centres(points: Sequence[Point], given: Sequence[Point | None]) -> list[Point | None]:
    """A centre for each collaborative, in metres: the given ones as they are, the others amid schools far from those.

    None for all that were not given where no school has coordinates.
    """
    if not points or not given:
        return list(given)
    schools = np.unique(np.array(points, dtype=np.float64), axis=0)
    free = [place for place, point in enumerate(given) if point is None]
    found = np.array([point or _outermost(schools) for point in given], dtype=np.float64)
    known = [place for place in range(len(given)) if place not in free]
    for place in free:
        if known:
            away = np.hypot(*(schools[:, None, :] - found[None, known, :]).transpose(2, 0, 1)).min(axis=1)
            found[place] = schools[int(np.argmax(away))]
        known.append(place)
    for _ in range(ROUNDS):
        nearest = np.hypot(*(schools[:, None, :] - found[None]).transpose(2, 0, 1)).argmin(axis=1)
        for place in free:
            if (nearest == place).any():
                found[place] = schools[nearest == place].mean(axis=0)
    return [(float(x), float(y)) for x, y in found]


def _outermost(schools: "np.ndarray") -> Point:
    """The school farthest from the middle of all."""
    away = np.hypot(*(schools - schools.mean(axis=0)).T)
    x, y = schools[int(np.argmax(away))]
    return float(x), float(y)
