"""A text in pieces that fit, where a vendor counts bytes: an emoji is four of them."""


def parts(text: str, most: int | None) -> list[str]:
    """Pieces of at most ``most`` bytes, cut where a line, a sentence or a word ends; one piece without a limit."""
    if most is None:
        return [text]
    found: list[str] = []
    while text:
        piece = _fitting(text, most)
        found.append(piece.strip())
        text = text[len(piece) :].strip()
    return [piece for piece in found if piece]


def _fitting(text: str, most: int) -> str:
    whole = text.encode("utf-8", "replace")
    if len(whole) <= most:
        return text
    piece = whole[:most].decode("utf-8", "ignore")
    for end in ("\n\n", "\n", ". ", "! ", "? ", " "):
        at = piece.rfind(end, len(piece) // 2)
        if at > 0:
            return piece[: at + len(end)]
    return piece
