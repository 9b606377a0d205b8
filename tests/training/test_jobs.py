"""Jobs are done beside everything else, can be watched, and end when asked."""

import time

import pytest

from bplab.training.jobs import Jobs


@pytest.fixture
def jobs():
    jobs = Jobs()
    yield jobs
    jobs.close()


def wait(job):
    end = time.monotonic() + 20
    while not job.finished and time.monotonic() < end:
        time.sleep(0.001)
    return job


def count_to(number):
    def work(job):
        for done in range(number):
            if job.cancelled():
                return done
            job.progress(done + 1, number)
        return number

    return work


def test_work_is_done_and_told(jobs):
    job = wait(jobs.submit(count_to(100)))
    assert job.result() == 100
    assert (job.done, job.total) == (100, 100)


def test_work_ends_when_asked(jobs):
    job = jobs.submit(count_to(10**12))
    while not job.done:
        time.sleep(0.001)
    job.cancel()
    assert 0 < wait(job).result() < 10**12


def test_what_goes_wrong_is_raised_where_the_result_is_wanted(jobs):
    def fail(_job):
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        wait(jobs.submit(fail)).result()


def test_jobs_take_turns(jobs):
    order = []
    first = jobs.submit(lambda job: (time.sleep(0.02), order.append(1)))
    second = jobs.submit(lambda job: order.append(2))
    wait(first)
    wait(second)
    assert order == [1, 2]
