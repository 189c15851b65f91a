"""Letters and signs as people type and paste them, as the plain ones that they stand for."""

import keyword
import re
import unicodedata

# letters of a wider keyboard, of a formula in a document, or that Unicode has twice; raised and lowered ones mean more
_FORMS = ("<wide>", "<narrow>", "<font>", "<compat>", "<noBreak>")
_WORD = re.compile(r"[^\W\d]\w*")


def plain(text: str) -> str:
    """`text` with each letter or sign of another width or font, as in （𝑥）, as the plain one; accents are joined."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", "".join(map(_plain, text)))


def _plain(letter: str) -> str:
    if not unicodedata.decomposition(letter).startswith(_FORMS):
        return letter
    written = unicodedata.normalize("NFKC", letter)
    return written if len(written) == 1 else letter


def reserved_word(text: str) -> str | None:
    """The first word in `text` that Python keeps for itself, so that no parameter can be called so; None without."""
    return next(filter(keyword.iskeyword, _WORD.findall(text)), None)


def refusal_of(word: str) -> str:
    """Why a parameter cannot be called by a word that Python keeps for itself."""
    return f"{word} is a word of Python's own; give the parameter another name, such as {word}_."
