"""Mathematics as people type it, written in Python's grammar: 3x² − |x| becomes 3*x**2-abs(x)."""

import keyword
import re
import unicodedata
from dataclasses import dataclass, field, replace

from app.activations.catalogue import ELEMENTWISE, find
from app.activations.operations import ALIASES, CONSTANTS, FUNCTIONS

_SIGNS = {
    "−": "-",
    "–": "-",
    "·": "*",
    "⋅": "*",
    "∗": "*",
    "×": "*",
    "÷": "/",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "^": "**",
}
_WORDS = {"π": ("name", "pi"), "½": ("number", "0.5"), "√": ("name", "sqrt")}
_MINUS = str.maketrans("−–", "--")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_LETTERS = {"σ": "sigmoid", "Φ": "ndtr"}
_MODULES = frozenset(
    (
        *("torch", "nn", "functional", "F", "special", "np", "numpy", "math", "scipy", "jnp", "jax", "lax"),
        *("keras", "tf", "activations", "layers", "ops"),
    )
)

_TOKEN = re.compile(
    r"""(?P<space>\s*)(?:
      (?P<raised>⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)
    | (?P<word>[π½√])
    | (?P<number>(?:[0-9][0-9_]*\.?[0-9]*|\.[0-9]+)(?:[eE][+\-−–]?[0-9]+)?)
    | (?P<name>[^\W\dπ½][^\Wπ½⁰¹²³⁴⁵⁶⁷⁸⁹]*(?:\.[^\W\d][^\Wπ½⁰¹²³⁴⁵⁶⁷⁸⁹]*)*)
    | (?P<sign>\*\*|<=|>=|==|!=|//|<<|>>|:=|\S)
    )""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class _Token:
    """A number, a name, a function that is called, a raised number, a sign, or a bar; `is_apart` behind a space."""

    kind: str
    text: str
    is_apart: bool = False


def halves(text: str) -> tuple[str, str]:
    """The expression and what stands behind its bar; of |x| the bars are those of an absolute value.

    The last of an odd number of bars is the one that parts them.
    """
    if text.count("|") % 2 == 0:
        return text.strip(), ""
    body, _, bindings = text.rpartition("|")
    return body.strip(), bindings.strip()


def in_python(text: str) -> str:
    """`text` in Python's grammar, as far as it can be told what is meant; what cannot is left as it is.

    Raises ValueError, with one sentence, where it could mean two things.
    """
    tokens = [_token(match) for match in _TOKEN.finditer(text)]
    written = _Writer(text).write(tokens)
    # spaces mean nothing, so that what is in Python's grammar stays as it was typed
    return text.strip() if "".join(text.split()) == "".join(written.split()) else written


def _token(match: re.Match[str]) -> _Token:
    kind = match.lastgroup or ""
    kind, written = _WORDS.get(match[kind], (kind, _SIGNS.get(match[kind], match[kind])))
    if kind == "number":
        written = written.translate(_MINUS)
    return _Token(kind, written, is_apart=bool(match["space"]))


def function_name(name: str) -> str | None:
    """The own name of the function that people call `name`; None if there is none."""
    for alias in (name, name.lower()):
        own = ALIASES.get(alias, alias)
        if own in FUNCTIONS or own in ELEMENTWISE:
            return own
    try:
        return find(name).name
    except KeyError:
        return None


@dataclass(slots=True)
class _Writer:
    """Writes token after token, and a * where two factors stand side by side."""

    text: str
    written: list[str] = field(default_factory=list)
    bars: list[int] = field(default_factory=list)
    """How many brackets were open where each absolute value began."""
    divides: list[bool] = field(default_factory=lambda: [False])
    """Whether the product that is being written has divided, for each bracket that is open."""

    def write(self, tokens: list[_Token]) -> str:
        before: _Token | None = None
        for typed, after in zip(tokens, [*tokens[1:], None], strict=True):
            token = self._read(typed, after)
            ends = before is not None and _ends_a_factor(before)
            if token.text == "|":
                token = replace(token, kind="close" if ends and self._is_open() else "open")
            if before is not None and ends and _begins_a_factor(token):
                if self._is_product(before, token):
                    self._multiply()
                elif token.text != "(":
                    self.written.append(" ")
            before = self._put(token)
        return "".join(self.written)

    def _read(self, token: _Token, after: _Token | None) -> _Token:
        """`token` by its own name, where it is that of a function."""
        if token.kind != "name":
            return token
        *modules, name = token.text.split(".")
        if not _MODULES.issuperset(modules):
            return token
        if unicodedata.normalize("NFKC", name) != name:
            raise ValueError(f"{name!r} has letters that look like others; write it in plain ones.")
        if after is None or after.text != "(":
            return replace(token, text=name)
        own = _LETTERS.get(name) or (None if name == "x" or name in CONSTANTS else function_name(name))
        return replace(token, kind="function", text=own) if own else replace(token, text=name)

    def _is_open(self) -> bool:
        """Whether an absolute value has begun in this bracket."""
        return bool(self.bars) and self.bars[-1] == len(self.divides)

    def _is_product(self, before: _Token, token: _Token) -> bool:
        """Whether `before` and `token`, which stand side by side, are multiplied; what cannot be told is left alone."""
        if token.is_apart:
            # in a web address a + is a space
            return False
        if keyword.iskeyword(before.text) or keyword.iskeyword(token.text) or before.kind == "function":
            return False
        if before.kind == "number":
            # 2 3 is a slip of the finger, 2j is imaginary, 0x1F is in another base
            return token.kind != "number" and token.text not in {"j", "J"} and before.text != "0"
        if before.kind != "name":
            return True
        known = {"x", *CONSTANTS}
        is_known = before.text in known
        if token.kind == "name":
            return is_known or (token.text in known and not function_name(before.text))
        return is_known or (len(before.text) == 1 and token.text != "(")

    def _multiply(self) -> None:
        if self.divides[-1]:
            raise ValueError(
                f"{self.text!r} can be read in two ways, as 1/2x can: write 1/(2*x) or 1/2*x, whichever is meant."
            )
        self.written.append("*")

    def _put(self, token: _Token) -> _Token:
        """Write `token`; what it is to the one that comes after."""
        match token:
            case _Token(kind="raised"):
                self.written.append(f"**{token.text.translate(_RAISED)}")
                return _Token("number", token.text)
            case _Token(kind="close"):
                self.bars.pop()
                self.divides.pop()
                self.written.append(")")
                return _Token("sign", ")")
            case _Token(kind="open"):
                self.divides.append(False)
                self.bars.append(len(self.divides))
                self.written.append("abs(")
                return _Token("sign", "(")
            case _Token(text="("):
                self.divides.append(False)
            case _Token(text=")"):
                if len(self.divides) > 1:
                    self.divides.pop()
            case _Token(text="/"):
                self.divides[-1] = True
            case _Token(kind="sign", text=text) if text != "**" and self.written[-1:] != ["/"]:
                self.divides[-1] = False
        self.written.append(token.text)
        return token


def _begins_a_factor(token: _Token) -> bool:
    return token.kind in {"number", "name", "function", "open"} or token.text == "("


def _ends_a_factor(token: _Token) -> bool:
    return token.kind in {"number", "name", "function"} or token.text == ")"
