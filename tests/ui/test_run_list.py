"""The list of runs follows what is begun, trained and changed."""

from bplab.training.snapshot import RunState


def titles(driver):
    return [run.title for run in driver.lab.workspace.context.runs]


def test_a_run_is_listed_from_the_start_and_again_whenever_it_rests(driver):
    driver.until(lambda: titles(driver) == ["Circle"])
    driver.play(epochs=2)
    driver.until(lambda: driver.lab.workspace.context.runs[0].state is RunState.PAUSED)
    run = driver.lab.workspace.context.runs[0]
    assert (run.number, run.step) == (driver.lab.session.run, driver.snapshot.step)
    assert len(run.curves.epochs) == run.epoch + 1


def test_a_run_that_was_trained_stays_in_the_list_and_one_never_begun_does_not(driver):
    session = driver.lab.session
    driver.until(lambda: titles(driver) == ["Circle"])
    session.edit("Change seed to 2", session.spec.but(seed=2))
    driver.until(lambda: [run.number for run in driver.lab.workspace.context.runs] == [session.run])
    driver.play(epochs=1)
    session.edit("Change seed to 3", session.spec.but(seed=3))
    driver.until(lambda: len(titles(driver)) == 2)
    assert [run.spec.seed for run in driver.lab.workspace.context.runs] == [2, 3]


def test_a_change_while_it_trains_is_seen_at_once(driver):
    session = driver.lab.session
    driver.until(lambda: titles(driver) == ["Circle"])
    session.edit("Change learning rate to 0.1", session.spec.but(learning_rate=0.1))
    driver.until(lambda: driver.lab.workspace.context.runs[0].spec.learning_rate == 0.1)


def test_a_setting_dragged_while_training_is_collected_at_first_and_at_last(driver, monkeypatch):
    lab = driver.lab
    driver.until(lambda: titles(driver) == ["Circle"])
    lab.commands.train.play_or_pause()
    driver.until(lambda: lab.commands.train.state is RunState.RUNNING)
    collected, collect = [], lab.runner.collect

    def counted(take):
        collected.append(lab.session.spec.learning_rate)
        collect(take)

    monkeypatch.setattr(lab.runner, "collect", counted)
    for number in range(1, 31):
        spec = lab.session.spec.but(learning_rate=number / 1000)
        lab.session.edit("Change learning rate", spec, merge="drag")
    driver.until(lambda: driver.lab.workspace.context.runs[0].spec.learning_rate == 0.03)
    driver.until(lambda: not lab.run_list._pause.isActive())
    assert (collected[0], collected[-1]) == (0.001, 0.03)
    assert len(collected) < 15  # a slow machine passes more than one pause
    lab.runner.pause()


def test_the_tab_shows_the_runs_of_the_lab(driver):
    driver.lab.commands.view.set_essentials(False)
    driver.play(epochs=1)
    dock = driver.lab.workspace.dock
    dock.select([page.title for page in dock.shown].index("Runs"))
    view = driver.lab.workspace.view("runs")
    driver.until_shown()
    driver.until(lambda: view.words[0] == "1 run")
    assert view.table.table.rows[0].is_current
    assert view.table.table.rows[0].run.step == driver.snapshot.step
