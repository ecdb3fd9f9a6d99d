"""format=flowed (RFC 3676): soft line breaks joined again, quote marks kept."""


def unflowed(text: str, delete_space: bool) -> str:
    """Paragraphs on one line each. ``delete_space`` is the DelSp parameter."""
    out: list[str] = []
    open_depth: int | None = None  # quote depth of a paragraph that continues
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        content = line[depth:].removeprefix(" ")
        flows = content.endswith(" ") and content != "-- "
        if flows and delete_space:
            content = content[:-1]
        if open_depth == depth and content != "-- ":
            out[-1] += content
        else:
            out.append((">" * depth + " " if depth else "") + content)
        open_depth = depth if flows else None
    return "\n".join(out)
