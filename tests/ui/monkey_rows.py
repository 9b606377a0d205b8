"""What the monkey asks after every edit: whether each row of the form shows the experiment."""

from bplab.ui.form.values import value_of


def wrong_rows(lab):
    """Every row of the form that does not show what the session's experiment says."""
    spec, form = lab.session.spec, lab.workspace.form
    for path, editor in form.editors.items():
        value = value_of(spec, path)
        for shown in shown_values(editor):
            if shown != value:
                yield f"{path} is {value!r}, the form shows {shown!r}"
        if editor.isHidden() == bool(editor.row.shown(spec)):
            yield f"{path} is {'hidden' if editor.isHidden() else 'shown'}"
        beside = getattr(editor, "beside", None)
        if beside is not None and beside.number.value != value_of(spec, beside.row.path):
            yield f"{beside.row.path} shows {beside.number.value!r}"
    essentials = lab.workspace.sidebar.essentials
    units = [row.stepper.value for row in essentials.layers]
    if units != [layer.units for layer in spec.layers]:
        yield f"essentials show layers of {units}, not {spec.hidden}"
    for picker in (form.picker, essentials.picker):
        checked = [name for name, each in picker.thumbnails.items() if each.isChecked()]
        if checked != [spec.data.name] * (spec.data.name in picker.thumbnails):
            yield f"the picker shows {checked}, not {spec.data.name}"


def shown_values(editor):
    """What the controls of a row show."""
    for field in editor.fields:
        if hasattr(field, "isSliderDown"):
            if not field.isSliderDown():
                yield field.number
        elif hasattr(field, "isChecked") and hasattr(field, "set_value") and field.isCheckable():
            yield field.isChecked()
        elif hasattr(field, "value"):
            yield field.value or None if isinstance(field.value, str) else field.value
        else:
            yield field._value
