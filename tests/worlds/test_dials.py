from __future__ import annotations

from dataclasses import fields

import pytest

from claimx.errors import InputError
from claimx.worlds import Dials

NAMES = [field.name for field in fields(Dials)]


def test_every_dial_is_up_by_default() -> None:
    """A lifelike world has all phenomena."""
    assert all(0 < share < 1 for share in Dials().shares().values())


def test_a_calm_world_has_none() -> None:
    """All dials at 0."""
    assert dict.fromkeys(NAMES, 0.0) == Dials.calm().shares()


def test_only_the_dials_that_are_named_are_up() -> None:
    """The others stay at 0."""
    assert {"background": 0.5} == {name: share for name, share in Dials.only(background=0.5).shares().items() if share}


@pytest.mark.parametrize(
    "share", [-0.1, 1.1, float("nan"), float("inf"), "0.5", None, True, 2], ids=lambda share: repr(share)
)
@pytest.mark.parametrize("name", ["undated", "background", "homonyms"])
def test_a_share_is_a_number_from_0_to_1(name: str, share: float) -> None:
    """Anything else is refused with the dial's name."""
    with pytest.raises(InputError, match=name):
        Dials(**{name: share})
    with pytest.raises(InputError, match=name):
        Dials.only(**{name: share})


def test_a_dial_that_does_not_exist_is_refused() -> None:
    """The message lists those that do."""
    with pytest.raises(InputError, match=r"no dial is called 'weather': .*background"):
        Dials.only(weather=0.5)
