"""Small changes to a Python source, one at a time, as slips of the pen: operators on its syntax tree."""

from __future__ import annotations

import ast
import copy
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.MatMult: ast.Mult,
    ast.Pow: ast.Mult,
}
FUNCTIONS = {
    "log": ("log10", "log2", "exp"),
    "sum": ("mean",),
    "mean": ("sum",),
    "cos": ("sin",),
    "sin": ("cos",),
    "sqrt": ("square", "exp"),
    "square": ("sqrt", "abs"),
    "logdet": ("det",),
    "inv": ("pinv", "cholesky"),
    "inverse": ("logdet",),
    "cholesky": ("inv",),
}
"""Functions and methods that a slip may put in the place of each other."""
MODULES = {"math", "np", "numpy", "plt", "torch"}


Variant = ast.AST | list[ast.stmt]
"""What takes the place of a node."""


@dataclass(frozen=True)
class Mutant:
    """A source with one change."""

    operator: str
    line: int
    source: str


def mutants(source: str) -> list[Mutant]:
    """All sources that differ from `source` by one change, each once."""
    tree = ast.parse(source)
    found = {ast.unparse(tree): Mutant("none", 0, source)}
    for position, node in enumerate(ast.walk(tree)):
        for name, operator in OPERATORS.items():
            for variant in operator(node):
                text = _replaced(tree, position, variant)
                found.setdefault(text, Mutant(name, getattr(node, "lineno", 0), text))
    return list(found.values())[1:]


def _replaced(tree: ast.Module, position: int, variant: Variant) -> str:
    changed = copy.deepcopy(tree)
    target = next(itertools.islice(ast.walk(changed), position, None))

    class Replace(ast.NodeTransformer):
        def visit(self, node: ast.AST) -> Variant:
            return variant if node is target else self.generic_visit(node)

    Replace().visit(changed)
    return ast.unparse(ast.fix_missing_locations(changed))


def arithmetic(node: ast.AST) -> Iterator[ast.AST]:
    """`a + b` for `a - b`, `a * b` for `a @ b`, ..."""
    if isinstance(node, ast.BinOp) and type(node.op) in ARITHMETIC:
        yield ast.BinOp(node.left, ARITHMETIC[type(node.op)](), node.right)


def operand(node: ast.AST) -> Iterator[ast.AST]:
    """`a` for `a * b`: a factor or a term is forgotten."""
    if isinstance(node, ast.BinOp):
        yield node.left
        if not isinstance(node.op, ast.Pow):
            yield node.right


def sign(node: ast.AST) -> Iterator[ast.AST]:
    """A minus is forgotten, or put before the result."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield node.operand
    if isinstance(node, ast.Return) and node.value is not None:
        yield ast.Return(ast.UnaryOp(ast.USub(), node.value))


def constant(node: ast.AST) -> Iterator[ast.AST]:
    """Another number."""
    if not isinstance(node, ast.Constant):
        return
    if isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node.value, int | float):
        for value in dict.fromkeys([node.value + 1, node.value * 2, 0, 1]):
            if value != node.value:
                yield ast.Constant(value)


def dropped_call(node: ast.AST) -> Iterator[ast.AST]:
    """`a` for `f(a)` and for `a.f()`."""
    if not isinstance(node, ast.Call):
        return
    if isinstance(node.func, ast.Attribute) and not _of_module(node.func):
        yield node.func.value
    elif node.args:
        yield node.args[0]


def other_function(node: ast.AST) -> Iterator[ast.AST]:
    """`mean` for `sum`, `log10` for `log`, ..."""
    if isinstance(node, ast.Attribute):
        for name in FUNCTIONS.get(node.attr, ()):
            yield ast.Attribute(node.value, name, node.ctx)


def transposed(node: ast.AST) -> Iterator[ast.AST]:
    """A `.T` too many or too few around a matrix product."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
        yield ast.BinOp(ast.Attribute(node.left, "T", ast.Load()), node.op, node.right)
        yield ast.BinOp(node.left, node.op, ast.Attribute(node.right, "T", ast.Load()))
    if isinstance(node, ast.Attribute) and node.attr == "T":
        yield node.value


def exchanged(node: ast.AST) -> Iterator[ast.AST]:
    """Two arguments, parameters or targets exchanged."""
    if isinstance(node, ast.Call) and len(node.args) > 1:
        yield ast.Call(node.func, [node.args[1], node.args[0], *node.args[2:]], node.keywords)
    if isinstance(node, ast.Tuple) and isinstance(node.ctx, ast.Store) and len(node.elts) > 1:
        yield ast.Tuple([node.elts[1], node.elts[0], *node.elts[2:]], node.ctx)
    if isinstance(node, ast.arguments):
        for i, j in itertools.combinations(range(len(node.args)), 2):
            swapped = copy.deepcopy(node)
            swapped.args[i], swapped.args[j] = swapped.args[j], swapped.args[i]
            yield swapped


def shortened(node: ast.AST) -> Iterator[ast.AST]:
    """A loop that leaves out an element, or ends after the first."""
    if isinstance(node, ast.For):
        yield ast.For(node.target, node.iter, [*node.body, ast.Break()], node.orelse)
        if isinstance(node.iter, ast.Tuple | ast.List):
            for elements in (node.iter.elts[1:], node.iter.elts[:-1]):
                yield ast.For(node.target, type(node.iter)(elements, ast.Load()), node.body, node.orelse)


def deleted(node: ast.AST) -> Iterator[ast.AST]:
    """A statement left out."""
    if isinstance(node, ast.Assign | ast.AugAssign | ast.Return):
        yield ast.Pass()
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        yield ast.Pass()


def in_place(node: ast.AST) -> Iterator[list[ast.stmt]]:
    """`x -= a; d = x` for `d = x - a`."""
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.BinOp):
        left = node.value.left
        if isinstance(left, ast.Name | ast.Subscript):
            target = copy.deepcopy(left)
            target.ctx = ast.Store()
            yield [ast.AugAssign(target, node.value.op, node.value.right), ast.Assign(node.targets, left)]


def _of_module(attribute: ast.Attribute) -> bool:
    owner: ast.expr = attribute
    while isinstance(owner, ast.Attribute):
        owner = owner.value
    return isinstance(owner, ast.Name) and owner.id in MODULES


OPERATORS: dict[str, Callable[[ast.AST], Iterator[Variant]]] = {
    function.__name__: function
    for function in (
        arithmetic,
        operand,
        sign,
        constant,
        dropped_call,
        other_function,
        transposed,
        exchanged,
        shortened,
        deleted,
        in_place,
    )
}
