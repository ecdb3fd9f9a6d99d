"""A real file system of a few megabytes that can be filled to the last byte: a tmpfs in a mount namespace of its own."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.services.databases import Missing

# As root a mount namespace is enough; anyone else needs a user namespace around it.
_WAYS = ((("--mount",), ()), (("--user", "--map-root-user", "--mount"), ("--user", "--preserve-credentials")))
_BLOCK = 4096


@dataclass(frozen=True)
class SmallDisk:
    """``folder`` is where processes started with ``prefix`` see it; ``seen`` is how this process reaches the same files."""

    folder: Path
    seen: Path
    prefix: tuple[str, ...]

    @property
    def free(self) -> int:
        return shutil.disk_usage(self.seen).free

    def fill(self, *, leave: int = 0) -> None:
        """Put a file there that takes everything but ``leave`` bytes. Raises ``OSError`` (ENOSPC) never: full is the aim."""
        with (self.seen / "ballast").open("ab", buffering=0) as ballast:
            while self.free > leave:
                ballast.write(b"\0" * min(256 * 1024, max(_BLOCK, self.free - leave)))

    def make_room(self) -> None:
        (self.seen / "ballast").unlink()


@contextmanager
def small_disk(folder: Path, *, megabytes: int) -> Iterator[SmallDisk]:
    """Mounted on ``folder`` for those inside. Raises ``Missing`` where no way of mounting is allowed."""
    folder.mkdir(parents=True)
    said = []
    for enter, more in _WAYS:
        try:
            holder = _hold(folder, megabytes, enter)
        except Missing as why:
            said.append(str(why))
            continue
        prefix = ("nsenter", "--target", str(holder.pid), *more, "--mount", f"--wd={Path.cwd()}", "--")
        try:
            yield SmallDisk(folder, Path(f"/proc/{holder.pid}/root{folder}"), prefix)
        finally:
            holder.kill()
            holder.wait()
        return
    raise Missing(f"a small disk cannot be mounted (unshare, mount and nsenter are needed): {'; '.join(said)}")


def _hold(folder: Path, megabytes: int, enter: tuple[str, ...]) -> "subprocess.Popen[str]":
    """A process that keeps the namespace, and with it the disk, alive."""
    mount = f'mount -t tmpfs -o size={megabytes}m percaya "$0" && echo mounted && exec sleep 3600'
    command = ["unshare", *enter, "sh", "-c", mount, str(folder)]
    try:
        holder = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    except FileNotFoundError as error:
        raise Missing(str(error)) from None
    assert holder.stdout is not None and holder.stderr is not None
    if holder.stdout.readline().strip() != "mounted":
        holder.wait()
        raise Missing(holder.stderr.read().strip() or f"unshare ended with {holder.returncode}")
    return holder
