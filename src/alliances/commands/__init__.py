"""The verbs of the ``alliances`` command, one file each. Their files import nothing heavy; their functions may."""
