"""The work loop: does what waits, wakes at once, survives a job that raises, ends in good order."""

import threading
import time

from service.work.embedded import WorkLoop


def wait(event: threading.Event) -> None:
    assert event.wait(5), "it did not happen within five seconds"


def test_it_works_until_nothing_waits_then_sleeps_until_woken() -> None:
    waiting = [1, 2, 3]
    done: list[int] = []
    emptied, woken = threading.Event(), threading.Event()

    def job() -> bool:
        if not waiting:
            return False
        done.append(waiting.pop(0))
        (emptied if len(done) == 3 else woken if len(done) == 4 else threading.Event()).set()
        return True

    loop = WorkLoop((job,), idle_seconds=60)
    loop.start()
    wait(emptied)
    time.sleep(0.05)
    waiting.append(4)
    loop.wake()
    wait(woken)
    loop.stop()
    assert done == [1, 2, 3, 4]
    assert not loop.alive


def test_a_job_that_raises_does_not_end_the_loop_or_starve_the_others() -> None:
    second = threading.Event()

    def broken() -> bool:
        raise OSError("disk full")

    def works() -> bool:
        second.set()
        return False

    loop = WorkLoop((broken, works), idle_seconds=0.01)
    loop.start()
    wait(second)
    assert loop.alive
    loop.stop()


def test_stopping_finishes_the_piece_in_hand() -> None:
    began, finished = threading.Event(), threading.Event()

    def slow() -> bool:
        began.set()
        time.sleep(0.2)
        finished.set()
        return True

    loop = WorkLoop((slow,))
    loop.start()
    wait(began)
    loop.stop()
    assert finished.is_set()
    assert not loop.alive
