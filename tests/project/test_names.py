"""One name for one thing: no class name is defined twice in the application's rooms."""

from bench.figures import duplicated_classes


def test_no_class_name_is_defined_twice():
    assert duplicated_classes() == {}, "Give each its noun."


def test_a_name_that_is_defined_twice_is_seen(tmp_path):
    for room in ("orders", "stores"):
        (tmp_path / room).mkdir()
        (tmp_path / room / "thing.py").write_text("class Thing:\n    class Meta: ...\n")
    assert duplicated_classes(tmp_path) == {"Thing": ["orders/thing.py", "stores/thing.py"]}
