"""What the browser's player is given beside recordings: its script, its documents, and a page to stand in alone.

``player.js`` is built from the sources in the folder ``player/``. ``documents`` gathers what the player says of the
model: sliders, presets, mechanisms, policies, lessons, evidence. ``replay`` writes one HTML file that plays by itself.
"""
