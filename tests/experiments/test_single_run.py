"""Stopping: the first Ctrl-C or SIGTERM is noted, the second one acts."""

import signal

import pytest

from alliances.experiments import single_run
from alliances.experiments.single_run import stop_on_interrupt


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_first_signal_is_noted_and_what_was_there_before_comes_back(number):
    before = signal.getsignal(number)
    with stop_on_interrupt() as stopped:
        assert not stopped()
        signal.raise_signal(number)
        assert stopped()
    assert signal.getsignal(number) == before


def test_a_second_ctrl_c_interrupts_at_once():
    with stop_on_interrupt() as stopped:
        signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        assert stopped()


@pytest.fixture
def told_to_end():
    """What SIGTERM does to a process is noted here instead."""
    told = []
    before = signal.signal(signal.SIGTERM, lambda number, frame: told.append(number))
    yield told
    signal.signal(signal.SIGTERM, before)


def test_sigterm_to_a_process_and_to_its_group_counts_once_and_a_later_one_acts(told_to_end, monkeypatch):
    with stop_on_interrupt():
        signal.raise_signal(signal.SIGTERM)
        signal.raise_signal(signal.SIGTERM)
        assert told_to_end == []
        monkeypatch.setattr(single_run, "SAME", 0.0)
        signal.raise_signal(signal.SIGTERM)
        assert told_to_end == [signal.SIGTERM]
