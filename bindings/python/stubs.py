"""Writes the type stubs of the package out of the generated module: stubs.py diary_ffi.py __init__.pyi

The generated code hangs variants and errors into their classes while it runs, where no type checker sees them; the stubs say what
comes out. Only the names of ``__all__`` are in them.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

HEAD = '"""What the diary offers; made with the module beside it."""\n\nimport enum\nimport typing\n'


def annotation(node: ast.expr | None) -> str:
    """An annotation as it is meant: a default is a union with ``object`` in the generated code."""
    text = "None" if node is None else ast.unparse(node)
    prefix = "typing.Union[object, "
    return text[len(prefix) : -1] if text.startswith(prefix) else text


def signature(function: ast.FunctionDef) -> str:
    of = function.args
    optional = {arg.arg for arg, default in zip(of.args[::-1], of.defaults[::-1]) if default}
    optional |= {arg.arg for arg, default in zip(of.kwonlyargs, of.kw_defaults) if default}

    def one(arg: ast.arg) -> str:
        typed = "" if arg.annotation is None else f": {annotation(arg.annotation)}"
        return f"{arg.arg}{typed}{' = ...' if arg.arg in optional else ''}"

    args = [one(arg) for arg in of.args]
    if of.kwonlyargs:
        args += ["*", *(one(arg) for arg in of.kwonlyargs)]
    return f"def {function.name}({', '.join(args)}) -> {annotation(function.returns)}:"


def documented(node: ast.FunctionDef | ast.ClassDef, indent: str) -> list[str]:
    text = ast.get_docstring(node)
    if not text:
        return []
    body = "\n".join(f"{indent}{line}".rstrip() for line in text.splitlines())
    return [f'{indent}r"""{body.strip()}"""']


def function(node: ast.FunctionDef, indent: str = "") -> Iterator[str]:
    for decorator in node.decorator_list:
        yield f"{indent}@{ast.unparse(decorator)}"
    yield indent + signature(node)
    yield from documented(node, indent + "    ")
    yield f"{indent}    ..."


def methods(node: ast.ClassDef, indent: str) -> Iterator[str]:
    for item in node.body:
        if not isinstance(item, ast.FunctionDef):
            continue
        public = not item.name.startswith("_") or item.name == "__init__"
        if public and item.args.vararg is None:
            yield from function(item, indent)


def attributes(node: ast.ClassDef, indent: str) -> Iterator[str]:
    """What a record or variant keeps: what it is made of."""
    for item in node.body:
        if isinstance(item, ast.FunctionDef) and item.name == "__init__":
            for arg in [*item.args.args[1:], *item.args.kwonlyargs]:
                yield f"{indent}{arg.arg}: {annotation(arg.annotation)}"


def variants(node: ast.ClassDef, outer: str) -> Iterator[str]:
    """The nested classes of an enumeration or an error, each one of the outer's."""
    for item in node.body:
        if isinstance(item, ast.ClassDef):
            yield f"    class {item.name}({outer}):"
            yield from documented(item, " " * 8)
            yield from attributes(item, " " * 8)
            yield from methods(item, " " * 8)
            yield " " * 8 + "..."


def described(name: str, nodes: list[ast.ClassDef]) -> Iterator[str]:
    node = nodes[-1]
    bases = {ast.unparse(base) for one in nodes for base in one.bases}
    nested = any(isinstance(item, ast.ClassDef) for item in node.body)
    if "enum.Enum" in bases:
        yield f"class {name}(enum.Enum):"
        yield from documented(node, "    ")
        for item in node.body:
            if isinstance(item, ast.Assign) and isinstance(item.targets[0], ast.Name):
                yield f"    {item.targets[0].id} = ..."
        return
    if any("Protocol" in base for base in bases) and "typing.Protocol" in bases:
        yield f"class {name}(typing.Protocol):"
    else:
        yield f"class {name}{'(Exception)' if 'Exception' in bases else ''}:"
    yield from documented(node, "    ")
    if nested:
        yield from variants(node, name)
        for item in node.body:
            if isinstance(item, ast.FunctionDef) and item.name.startswith("is_"):
                yield from function(item, "    ")
    else:
        if not any(base for base in bases):
            yield from attributes(node, "    ")
        yield from methods(node, "    ")
    yield "    ..."


def stubs(source: str) -> str:
    tree = ast.parse(source)
    found: dict[str, list[ast.FunctionDef | ast.ClassDef]] = {}
    public: list[str] = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.setdefault(node.name, []).append(node)
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            public = [ast.literal_eval(item) for item in node.value.elts]  # type: ignore[attr-defined]
    lines = [HEAD, f"__all__ = {public!r}\n"]
    for name in public:
        nodes = found[name]
        if isinstance(nodes[-1], ast.FunctionDef):
            lines += function(nodes[-1])
        else:
            lines += described(name, [node for node in nodes if isinstance(node, ast.ClassDef)])
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(stubs(Path(sys.argv[1]).read_text()))
