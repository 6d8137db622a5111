"""Part of room 1: what lies at http(s) addresses.

Enters: an address, how to behave (`manners`), what servers said last time (`memory`). Leaves: the items of what lies
there (`addresses`), longer texts from the pages that feed items link to (`pages`), and what to ask for next time. One
client (`client`) does all the asking: patient, polite, never for more than the limits; `gate` says what it may ask.
"""
