"""What a desk decides once and writes down: `dateline.toml`, read into checked values.

Enters: the file in the working directory, or the one that --config or DATELINE_CONFIG names. Leaves: `Config`, its
profiles, digests, inputs, schedules and mail server. Above the settings and below the rooms; knows no room.
"""
