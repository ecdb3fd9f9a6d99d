"""How scripts leave the house: without their comments and indentation, which are a tenth of what a browser would fetch."""

from typing import Any, cast

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage


def lean(script: str) -> str:
    """The same script without lines that only comment. A line never continues a text here (a test looks), so nothing is lost."""
    lines = (line.strip() for line in script.splitlines())
    return "".join(f"{line}\n" for line in lines if line and not line.startswith("//"))


class LeanStaticFiles(CompressedManifestStaticFilesStorage):
    """Django's, with digests in the names and packed copies beside the files, and our own modules lean."""

    def _save(self, name: str, content: Any) -> str:
        if name.replace("\\", "/").startswith("ui/js/") and name.endswith(".js"):
            content.seek(0)  # its digest was taken
            text = content.read()
            content = ContentFile(lean(text.decode() if isinstance(text, bytes) else text).encode())
        return cast(str, super()._save(name, content))
