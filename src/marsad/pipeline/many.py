"""Many reports on several processor cores, in order, in flat memory.

Workers are fresh processes (spawn), the same on every system. At most `_AHEAD` reports a worker are under
way; the source is read no faster than that. A worker that dies takes only its own report with it: those
under way are coded again one by one, and the one at which a worker dies anew is named.
"""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing import get_context

from marsad.errors import InputError
from marsad.pipeline.code import Coded, Failed, code_entry
from marsad.reading import Reader
from marsad.sources.entry import Entry

_AHEAD = 16
Item = Entry | InputError
Result = Coded | Failed
Work = Callable[[Item], Result]

_job: Work | None = None


def code_many(
    items: Iterable[Item],
    read: Reader,
    *,
    workers: int = 1,
    with_views: bool = False,
    live: bool = False,
) -> Iterator[Result]:
    """Yield the coded report, or the failure, for each item in order; `with_views` as in `code`.

    `workers` is the number of processes, 1 for none besides this one. With more than one, `read` must be
    importable (a function of a module, or an object that can be pickled). `live`: with one worker, each
    result is given before the next item is asked for, as where items come in by and by. Raises ValueError
    where `workers` is below 1.
    """
    if workers < 1:
        raise ValueError(f"workers must be 1 or more, got {workers}")
    work = partial(code_entry, read=read, with_views=with_views)
    if workers > 1:
        return _pooled(items, work, workers)
    abreast = int(getattr(read, "abreast", 1))
    if abreast > 1 and not live:
        return _abreast(items, work, abreast)
    return (work(item) for item in items)


def _abreast(items: Iterable[Item], work: Work, abreast: int) -> Iterator[Result]:
    """Yield results in order, so many items under way at once in threads; the items are taken in this one."""
    waiting: deque[Future[Result]] = deque()
    pool = ThreadPoolExecutor(abreast, "marsad")
    try:
        for item in items:
            waiting.append(pool.submit(work, item))
            if len(waiting) > abreast:  # one more than are worked on, so that no thread waits for the taker
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def _pooled(items: Iterable[Item], work: Work, workers: int) -> Iterator[Result]:
    """Yield results in order from a pool, mending the pool where a worker dies."""
    waiting: deque[tuple[Item, Future[Result]]] = deque()
    source = iter(items)
    pool = _pool(work, workers)
    stopped = True
    try:
        while True:
            while len(waiting) < workers * _AHEAD and (item := next(source, None)) is not None:
                waiting.append((item, _submit(pool, item)))
            if not waiting:
                stopped = False
                return
            item, future = waiting.popleft()
            try:
                yield future.result()
            except BrokenProcessPool:
                pool.shutdown(cancel_futures=True)
                pool = _pool(work, 1)
                for suspect in [item, *(other for other, _ in waiting)]:
                    result, pool = _alone(suspect, pool, work)
                    yield result
                waiting.clear()
                pool.shutdown()
                pool = _pool(work, workers)
    finally:
        if stopped:
            _stop(pool)
        else:
            pool.shutdown()


def _submit(pool: ProcessPoolExecutor, item: Item) -> Future[Result]:
    """Hand an item to the pool; a pool that has broken meanwhile answers when the result is asked for."""
    try:
        return pool.submit(_work, item)
    except BrokenProcessPool as error:
        future: Future[Result] = Future()
        future.set_exception(error)
        return future


def _alone(item: Item, pool: ProcessPoolExecutor, work: Work) -> tuple[Result, ProcessPoolExecutor]:
    """Code one item with nothing else under way; return the result and a pool that is whole."""
    try:
        return pool.submit(_work, item).result(), pool
    except BrokenProcessPool:
        pool.shutdown(cancel_futures=True)
    error = InputError("a worker process died")
    if isinstance(item, Entry):
        error = InputError(
            f"the worker process died twice at the report {item.report.id!r} (out of memory, or killed): "
            "leave the report out, or free memory and run it again",
            path=item.path,
            line=item.line,
        )
    return Failed(error), _pool(work, 1)


def _pool(work: Work, workers: int) -> ProcessPoolExecutor:
    """Start a pool whose workers hold the reader, in what they do."""
    return ProcessPoolExecutor(workers, get_context("spawn"), _begin, (work,))


def _stop(pool: ProcessPoolExecutor) -> None:
    """End the pool without waiting for what is under way: a person who stops wants to stop now."""
    processes = list((getattr(pool, "_processes", None) or {}).values())
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.terminate()
    for process in processes:
        process.join()


def _begin(work: Work) -> None:
    """Prepare a worker; Ctrl-C is the parent's to answer."""
    global _job  # noqa: PLW0603 - one reader a worker process, unpickled once
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _job = work


def _work(item: Item) -> Result:
    """Code one item in a worker."""
    assert _job is not None, "the worker was not prepared by _begin"
    return _job(item)
