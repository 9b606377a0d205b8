import pytest


@pytest.fixture
def shown(qtbot):
    """Show a widget and give what its signal says from then on."""

    def show(widget, signal=None):
        qtbot.addWidget(widget)
        widget.show()
        heard = []
        if signal is not None:
            signal.connect(lambda *values: heard.append(values[0] if len(values) == 1 else values))
        return heard

    return show
