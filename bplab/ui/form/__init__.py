"""The sidebar form, built from the declarations of the experiment's settings."""

from bplab.ui.form.sidebar import Form

__all__ = ["Form"]
