"""Campaigns: many worlds run one after the other or at once, and all that they give kept as it comes.

A sweep, a validation, a survey, a comparison of policies and a calibration are campaigns. A campaign is a stream of
tasks; each is one run, has an id, and gives rows. What is kept does not depend on who did the work, in which order, or
how often it was stopped.
"""
