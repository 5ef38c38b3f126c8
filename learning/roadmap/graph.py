"""The few graph operations a roadmap needs; a graph maps each node to the nodes it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

Graph = Mapping[str, Sequence[str]]


def cycle_in(graph: Graph) -> tuple[str, ...]:
    """Give one cycle as a path that ends where it began, or nothing."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return tuple(reversed(error.args[1]))
    return ()


def topological_order(graph: Graph) -> tuple[str, ...]:
    """Order the nodes so that each follows what it rests on; ties stay in the order given."""
    done: set[str] = set()
    order: list[str] = []
    for start in graph:
        stack = [(start, iter(graph[start]))] if start not in done else []
        done.add(start)
        while stack:
            node, rest = stack[-1]
            child = next((name for name in rest if name not in done), None)
            if child is None:
                order.append(node)
                stack.pop()
            else:
                done.add(child)
                stack.append((child, iter(graph[child])))
    return tuple(order)


def ancestors_of(graph: Graph) -> dict[str, frozenset[str]]:
    """Give for each node all that it rests on."""
    found: dict[str, frozenset[str]] = {}
    for node in topological_order(graph):
        direct = frozenset(graph[node])
        found[node] = direct.union(*(found[parent] for parent in direct))
    return found


def redundant_edges(graph: Graph) -> list[tuple[str, str]]:
    """List edges (node, prerequisite) that another prerequisite already implies."""
    above = ancestors_of(graph)
    return [
        (node, parent)
        for node, parents in graph.items()
        for parent in parents
        if any(parent in above[other] for other in parents if other != parent)
    ]
