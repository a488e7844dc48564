"""What real files, full disks, kills and strangers may do to the program, again and again with new random numbers.

    python -m tests.torture --kills 20 --files 10000 --worlds 1000 --requests 200

It takes hours, is no part of CI, and prints how much was tried and how much failed. Each part gives :class:`Trial`
after :class:`Trial`; what failed can be tried again alone with the same ``--seed`` and its number.
"""
