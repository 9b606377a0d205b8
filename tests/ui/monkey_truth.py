"""What the monkey asks of a lab at rest: is the step shown that of a fresh run, and is no run lost."""

from time import monotonic

from bplab.training.changes import live_changes
from bplab.training.replay import replay
from bplab.training.snapshot import RunState
from bplab.training.trainer import Trainer

PATIENCE = 60.0  # seconds until a lab must be at rest
LONG = 3.0  # seconds that a fresh run may take; longer ones are not compared


class Truth:
    """Follows one lab after the other."""

    def __init__(self):
        self.compared = self.left_out = 0
        self._lab = None

    def follow(self, lab):
        """Watch a new lab."""
        self._lab, self._shown, self._made, self._records = lab, None, None, ()
        self._steps, self._since = {}, None  # of runs that were left; when rest was asked for
        self._forgotten = set()  # intermediate values of a drag
        forget = lab.runner.forget

        def forget_knowingly(run):
            self._forgotten.add(run)
            forget(run)

        lab.runner.forget = forget_knowingly
        lab.pump.shown.connect(self._keep)
        lab.session.run_changed.connect(self._return)
        lab.document.adopted.connect(self._begin_anew)

    def let_go(self):
        """Hold nothing of a lab that ends."""
        self._lab = self._shown = self._made = None
        self._records = ()

    def _keep(self, snapshot):
        self._shown = snapshot

    def _return(self):
        self._steps.pop(self._lab.session.run, None)  # it may go on

    def _begin_anew(self, _document):
        """Another document is open: the runs before it are not kept."""
        self._steps.clear()

    def begin(self):
        """Bring the lab to rest."""
        lab, self._since, self._at_rest = self._lab, monotonic(), False
        if lab.stepper.is_playing:
            lab.stepper.play_or_pause()
        lab.comparison.end()
        lab.runner.pause()
        lab.commands.view.lead_to_lab()
        self._ask()

    def _ask(self):
        self._made = None

        def look(trainer):
            run = self._lab.runner._runs.current
            self._made = run.number, trainer.build.spec, tuple(trainer.changes), trainer.step

        self._lab.runner.look(look)
        self._lab.runner.collect(self._take)

    def _take(self, records, current):
        self._records = records, current

    def judge(self):
        """Return what is wrong, or None until the lab is at rest."""
        lab, shown, made = self._lab, self._shown, self._made
        steps = shown and made and (shown.run, made[0], lab.timeline.step)
        rests = lab.pump.settled and lab.commands.train.state is not RunState.RUNNING
        at = None if not made else made[3] if lab.timeline.step is None else lab.timeline.step
        rests = rests and steps and shown.run == made[0] == lab.session.run and shown.step == at
        was_at_rest, self._at_rest = self._at_rest, rests
        if rests and was_at_rest:  # so that the window has heard of all that the runner had done
            return [*self._wrong_step(shown, made), *self._lost()]
        if monotonic() - self._since > PATIENCE:
            state = lab.commands.train.state.name
            return [f"the lab is never at rest: {state}, session's run {lab.session.run}, {steps}, {made}"]
        if made:
            self._ask()
        return None

    def _wrong_step(self, shown, made):
        number, spec, changes, _step = made
        if shown.spec != self._lab.session.spec:
            edited = live_changes(shown.spec, self._lab.session.spec, shown.step)
            yield f"the form edits another experiment than step {shown.step} of run {number}: {edited}"
        own, end = self._lab.session.own_of(spec), monotonic() + LONG
        then = Trainer(spec, [one for one in changes if one.step <= shown.step], data=own)
        if shown.weights is None or not replay(then, shown.step, lambda _: monotonic() < end):
            self.left_out += 1
            return
        self.compared += 1
        for (W, b), (V, c) in zip(shown.weights, then.weights, strict=True):
            if (W.tobytes(), b.tobytes()) != (V.tobytes(), c.tobytes()):
                yield f"step {shown.step} of run {number} is not that of a fresh run"

    def _lost(self):
        """Runs that are kept no more, or not as they were left."""
        records, current = self._records
        found = {one.number: (one.now.step, one.now.evaluation, one.now.divergence) for one in records}
        for run, left in self._steps.items():
            if run not in found and run not in self._forgotten:
                yield f"run {run} is lost, which had made {left[0]} steps"
            elif run != current and found.get(run, left) != left and run != self._lab.session.run:
                yield f"run {run} was left as {left}, and is now {found[run]}"
        self._steps = {run: left for run, left in found.items() if left[0] and run != current}
