"""The open document knows whether there is work in it, and gives all of it as frozen data."""


def frozen(driver):
    heard = []
    driver.lab.document.frozen.connect(heard.append)
    driver.lab.document.freeze()
    driver.until(lambda: bool(heard))
    return heard[0]


def test_it_is_modified_by_an_edit_and_by_a_step(driver):
    driver.until_shown()
    document = driver.lab.document
    assert not document.is_modified
    driver.lab.commands.train.step_batch()
    driver.until(lambda: document.is_modified)


def test_an_edit_that_is_undone_is_work_too(driver):
    driver.until_shown()
    session = driver.lab.session
    session.edit("Change seed", session.spec.but(seed=5))
    session.undo_stack.undo()
    assert driver.lab.document.is_modified


def test_frozen_it_has_every_run(driver):
    driver.until_shown()
    session = driver.lab.session
    driver.play(3)
    driver.until_shown()
    epoch = driver.snapshot.epoch
    session.edit("Change seed", session.spec.but(seed=5))
    driver.until_shown()
    document = frozen(driver)
    assert [record.number for record in document.runs] == [1, 2]
    assert document.current == session.run == 2
    assert document.run(1).now.epoch == epoch
    assert document.run(2).build.spec == session.spec
