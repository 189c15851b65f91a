"""The text of functions together with everything of ours that they refer to, so that it runs without us."""

import ast
import inspect
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeAlias

OURS = "app"

Definition: TypeAlias = ast.FunctionDef | ast.ClassDef | ast.Assign | ast.AnnAssign


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """What brings one name in: `import module`, or `from module import name as alias`."""

    module: str
    name: str | None
    alias: str | None

    @property
    def package(self) -> str:
        """The package that the module belongs to."""
        return self.module.partition(".")[0]

    @property
    def bound(self) -> str:
        """The name that it brings in."""
        return self.alias or self.name or self.module

    def __str__(self) -> str:
        return f"{self.name or self.module}{f' as {self.alias}' if self.alias else ''}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """What the top level of a module defines and imports, by name, and its text."""

    name: str
    text: str
    definitions: dict[str, Definition]
    imports: dict[str, Import]


@dataclass(frozen=True, slots=True)
class Sources:
    """Definitions in an order in which Python can run them, by name, and the imports that they need."""

    definitions: dict[str, str] = field(default_factory=dict)
    imports: set[Import] = field(default_factory=set)

    def add(self, function: Callable[..., Any]) -> str:
        """Takes in `function` and what it refers to; answers its name."""
        self._need(function.__name__, _module(function.__module__))
        return function.__name__

    def _need(self, name: str, module: Module) -> None:
        """Takes in what `name` means in `module`, unless it is a name of Python's own."""
        if brought := module.imports.get(name):
            if brought.name is not None and brought.package == OURS:
                self._need(brought.name, _module(brought.module))
            else:
                self.imports.add(brought)
        elif node := module.definitions.get(name):
            text = _text(node, module)
            if self.definitions.setdefault(name, text) != text:
                raise TypeError(f"{name} means something else in {module.name}; a script needs one name for each")
            for other in _names(node):
                if other not in self.definitions:
                    self._need(other, module)
            # behind what it needs
            self.definitions[name] = self.definitions.pop(name)

    def header(self) -> str:
        """The import statements, Python's own library first."""
        python = {brought for brought in self.imports if brought.package in sys.stdlib_module_names}
        return "\n\n".join("\n".join(_statements(group)) for group in (python, self.imports - python) if group)


def _statements(imports: set[Import]) -> Iterator[str]:
    yield from sorted(f"import {brought}" for brought in imports if brought.name is None)
    for module in sorted({brought.module for brought in imports if brought.name is not None}):
        names = sorted(str(brought) for brought in imports if brought.module == module and brought.name is not None)
        yield f"from {module} import {', '.join(names)}"


@cache
def _module(name: str) -> Module:
    text = inspect.getsource(sys.modules[name])
    definitions: dict[str, Definition] = {}
    imports: dict[str, Import] = {}
    for node in ast.parse(text).body:
        match node:
            case ast.FunctionDef(name=own) | ast.ClassDef(name=own):
                definitions[own] = node
            case ast.Assign(targets=[ast.Name(id=own)]) | ast.AnnAssign(target=ast.Name(id=own)):
                definitions[own] = node
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                module = node.module if isinstance(node, ast.ImportFrom) else None
                for alias in names:
                    part = alias.name if module else None
                    brought = Import(module=module or alias.name, name=part, alias=alias.asname)
                    imports[brought.bound] = brought
            case _:
                pass
    return Module(name=name, text=text, definitions=definitions, imports=imports)


def _text(node: Definition, module: Module) -> str:
    decorators = node.decorator_list if isinstance(node, ast.FunctionDef | ast.ClassDef) else []
    first = min([node.lineno, *(decorator.lineno for decorator in decorators)])
    return "\n".join(module.text.splitlines()[first - 1 : node.end_lineno])


def _names(node: Definition) -> Iterator[str]:
    """The names that `node` uses and does not bind itself, in the order of the text."""
    inner = list(ast.walk(node))
    bound = {part.arg for part in inner if isinstance(part, ast.arg)}
    bound |= {part.id for part in inner if isinstance(part, ast.Name) and not isinstance(part.ctx, ast.Load)}
    for part in inner:
        if isinstance(part, ast.Name) and part.id not in bound:
            yield part.id
