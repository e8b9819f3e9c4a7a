"""Walks over a tree from its leaves upwards, so that other languages (SQL, Django's Q) can be made of it."""

from collections.abc import Callable

from nervecenter.domain.expressions.tree import Attribute, Node


def fold[T](tree: Node, step: Callable[[Node, tuple[T, ...]], T]) -> T:
    """What `step` makes of the root, given what it made of the children of each node, in the order of the text.

    A tree made by the parser or by `construction` is at most `construction.HIGHEST` steps deep.
    """
    return step(tree, tuple([fold(child, step) for child in tree.children]))


def attributes_in(tree: Node) -> tuple[Attribute, ...]:
    """Each attribute that is used, once, in the order of its first place."""
    found: dict[str, Attribute] = {}
    waiting: list[Node] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Attribute):
            found.setdefault(node.name, node)
        waiting.extend(reversed(node.children))
    return tuple(found.values())
