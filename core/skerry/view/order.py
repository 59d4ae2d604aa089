"""Which children need not move when a list is reordered."""

from __future__ import annotations

from bisect import bisect_left

__all__ = ["stays"]


def stays(places: list[int]) -> set[int]:
    """The positions in ``places`` of a longest increasing subsequence; -1 marks a new child and never stays.

    ``places[i]`` is where the child that is now number i was before. Those in the subsequence are in the right order
    already, so moving the others around them takes the fewest moves:

        before  a b c d e         now  a d b c f
        places  [0, 3, 1, 2, -1]  stays {0, 2, 3}: a, b and c; d moves, f is new, e is gone
    """
    tails: list[int] = []  # tails[k]: the smallest last place of an increasing run of length k + 1
    ends: list[int] = []  # ends[k]: the position in `places` of that last place
    before: list[int] = [-1] * len(places)  # before[i]: the position that precedes i in its run
    for position, place in enumerate(places):
        if place < 0:
            continue
        length = bisect_left(tails, place)
        before[position] = ends[length - 1] if length else -1
        if length == len(tails):
            tails.append(place)
            ends.append(position)
        else:
            tails[length] = place
            ends[length] = position
    result: set[int] = set()
    position = ends[-1] if ends else -1
    while position >= 0:
        result.add(position)
        position = before[position]
    return result
