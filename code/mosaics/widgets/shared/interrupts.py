"""A kernel's Interrupt for jobs that run between its cells: there ipykernel ignores the signal, so no job would end."""

import asyncio
import signal
import threading
import weakref
from typing import Any

WORDS = "Python was interrupted."  # goes to the page
_watched: "weakref.WeakSet[asyncio.Task[None]]" = weakref.WeakSet()


def watch(task: "asyncio.Task[None]") -> None:
    """From now on an Interrupt cancels this task, once `heed` has been called between cells."""
    _watched.add(task)


def forget(task: "asyncio.Task[None]") -> None:
    """The task has ended; after the last one an Interrupt between cells is ignored again."""
    _watched.discard(task)
    if not _watched and _in_main() and signal.getsignal(signal.SIGINT) is _cancel:
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def heed() -> None:
    """Take the signal where it would be ignored. A cell that runs has a handler of its own, which stays."""
    if _in_main() and signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, _cancel)


def interrupted(task: "asyncio.Task[None]") -> bool:
    """Whether a task that was cancelled was so by an Interrupt."""
    try:
        task.exception()
    except asyncio.CancelledError as error:
        return WORDS in error.args
    return False


def _cancel(*_: Any) -> None:
    # Not an exception: raised between two steps it would leave the loop, and the kernel would end with it
    for task in list(_watched):
        task.cancel(WORDS)


def _in_main() -> bool:
    return threading.current_thread() is threading.main_thread()
