"""Gather what many threads want done at the same moment, and do it at once for all of them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

W = TypeVar("W")
A = TypeVar("A")


class _Entry(Generic[W, A]):
    __slots__ = ("answer", "error", "is_done", "signal", "wish")

    def __init__(self, wish: W) -> None:
        self.wish = wish
        self.signal = threading.Lock()  # held until there is something to do for its thread
        self.signal.acquire()
        self.is_done = False
        self.answer: A | None = None
        self.error: BaseException | None = None


class Gatherer(Generic[W, A]):
    """Calls `run` with at most `most` wishes of as many threads, one call at a time.

    The first to come waits `seconds` for others and runs the batch in its own thread; whoever
    comes meanwhile is in the next one. `run` gives one answer for each wish, in their order; an
    exception of it is raised in every thread of the batch.
    """

    def __init__(
        self, run: Callable[[Sequence[W]], Sequence[A]], *, seconds: float = 0.004, most: int = 64
    ) -> None:
        self._run, self._seconds, self._most = run, seconds, most
        self._lock = threading.Lock()
        self._waiting: list[_Entry[W, A]] = []
        self._is_busy = False

    def submit(self, wish: W) -> A:
        """The answer to one wish, when its batch is done."""
        entry: _Entry[W, A] = _Entry(wish)
        with self._lock:
            self._waiting.append(entry)
            leads = not self._is_busy
            self._is_busy = True
        if leads:
            time.sleep(self._seconds)
        else:
            entry.signal.acquire()  # done by another thread, or this one is to lead
        if not entry.is_done:
            self._lead()
        if entry.error is not None:
            raise entry.error
        return entry.answer  # type: ignore[return-value]  # set with is_done

    def _lead(self) -> None:
        with self._lock:
            batch, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
        try:
            answers = self._run([entry.wish for entry in batch])
            for entry, answer in zip(batch, answers, strict=True):
                entry.answer = answer
        except BaseException as error:
            for entry in batch:
                entry.error = error
        finally:
            with self._lock:
                heir = self._waiting[0] if self._waiting else None
                self._is_busy = heir is not None
            for entry in batch:
                entry.is_done = True
                entry.signal.release()
            if heir is not None:
                heir.signal.release()
