"""The errors of the lab, of which there is one.

Exception
  └── UserError    what a user can put right: its sentence is shown as it stands

Everything else that is raised is a bug of the lab: it is logged and offered as a report.
Divergence is neither: it is a state of a run, to teach from.
"""


class UserError(Exception):
    """A sentence that says what is wrong and what would help."""
