"""How a file is called that came without a name: the same on every machine, whatever its list of types says."""

ENDINGS = {
    "application/pdf": ".pdf",
    "application/x-tgsticker": ".tgs",
    "audio/aac": ".aac",
    "audio/amr": ".amr",
    "audio/mp4": ".m4a",
    "audio/mpeg": ".mp3",
    "audio/ogg": ".ogg",
    "image/gif": ".gif",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "text/vcard": ".vcf",
    "text/x-vcard": ".vcf",
    "video/3gpp": ".3gp",
    "video/mp4": ".mp4",
    "video/quicktime": ".mov",
    "video/webm": ".webm",
}


def ending_of(content_type: str) -> str:
    """ ".jpg" for "image/jpeg; …"; "" for what is not among the usual."""
    return ENDINGS.get(content_type.split(";")[0].strip().lower(), "")
