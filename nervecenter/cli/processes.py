"""The lock of a data folder that is served, a free port, and children that do not outlive their parent."""

import ctypes
import errno
import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nervecenter.cli.refusals import CannotRun

LOCK = "serve.lock"
PR_SET_PDEATHSIG = 1


def parsed_address(text: str) -> tuple[str, int]:
    """Host and port of "127.0.0.1:8000", "[::1]:8000" or ":8000" (this machine only); refuses anything else."""
    host, _, port = text.strip().rpartition(":")
    host = host.removeprefix("[").removesuffix("]") or "127.0.0.1"
    if not port.isdecimal() or int(port) > 65535:
        raise CannotRun(f"'{text}' is not an address; write host and port, such as 127.0.0.1:8000", code="address")
    return host, int(port)


def shown_address(host: str, port: int) -> str:
    """The address as a browser on this machine takes it."""
    name = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{name}:{port}"


def free_port(host: str, port: int) -> int:
    """The port, once it is seen to be free (0: any free one); refuses one that is taken or forbidden."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CannotRun(_why_not(error, host, port), code="address") from None
        return int(probe.getsockname()[1])


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"port {port} of {host} is taken by another program; stop that one, or choose another port:"
            f" --address {host}:{port + 1}"
        )
    if error.errno == errno.EACCES:
        return f"port {port} needs more rights than you have; choose one above 1023, such as --address {host}:8000"
    return f"cannot listen on {host}, port {port}: {error.strerror or error}; name an address of this machine"


@contextmanager
def serving_lock(folder: Path, address: str) -> Iterator[None]:
    """This process is the one that serves the folder. Refused while another does, which the refusal names."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    with (folder / LOCK).open("a+") as file:
        # A record lock, because those are not inherited: a child left over from a killed server does not hold it.
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            holder = file.read().strip() or "another process"
            raise CannotRun(
                f"the data folder {folder} is served already ({holder}); stop that one, or name another with --data",
                code="served-already",
            ) from None
        file.truncate(0)
        file.write(f"process {os.getpid()} on {address}")
        file.flush()
        yield
        file.truncate(0)


def die_with_parent(parent: int, *, by: signal.Signals = signal.SIGTERM) -> None:
    """This process gets that signal when its parent ends, however it ends (Linux; elsewhere it ends a little later)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, by)
    if os.getppid() != parent:
        os._exit(1)
