"""Settings and fixtures that all tests share."""

import signal
from collections.abc import Callable

import pytest
from hypothesis import settings

settings.register_profile("compiled", deadline=None)  # the first call of a kernel compiles it, and takes its time
settings.load_profile("compiled")
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as the shell starts what runs in the background
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def refusal(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Gives what the command says when it refuses: one line on stderr, exit code 2, nothing on stdout."""
    from alliances.__main__ import main

    def said_of(*arguments: object) -> str:
        assert main([str(argument) for argument in arguments]) == 2
        said = capsys.readouterr()
        assert said.out == ""
        assert said.err.startswith("alliances: ")
        assert len(said.err.splitlines()) == 1, said.err
        return said.err

    return said_of
