"""Jobs are done beside everything else, can be watched, and end when asked."""

import threading

import pytest

from bplab.training.jobs import Jobs


@pytest.fixture
def jobs():
    jobs = Jobs()
    yield jobs
    jobs.close()


@pytest.fixture
def wait(until):
    def wait(job):
        until(lambda: job.finished, "the job has ended")
        return job

    return wait


def count_to(number):
    def work(job):
        for done in range(number):
            if job.cancelled():
                return done
            job.progress(done + 1, number)
        return number

    return work


def test_work_is_done_and_told(jobs, wait):
    job = wait(jobs.submit(count_to(100)))
    assert job.result() == 100
    assert (job.done, job.total) == (100, 100)


def test_work_ends_when_asked(jobs, wait, until):
    job = jobs.submit(count_to(10**12))
    until(lambda: job.done, "some of the work is done")
    job.cancel()
    assert 0 < wait(job).result() < 10**12


def test_what_goes_wrong_is_raised_where_the_result_is_wanted(jobs, wait):
    def fail(_job):
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        wait(jobs.submit(fail)).result()


def test_jobs_take_turns(jobs, wait):
    order, gate = [], threading.Event()
    first = jobs.submit(lambda job: (gate.wait(), order.append(1)))
    second = jobs.submit(lambda job: order.append(2))
    gate.set()
    wait(first)
    wait(second)
    assert order == [1, 2]
