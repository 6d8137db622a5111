"""Every morning, unattended: what `dateline.toml` wants done becomes deployments of a Prefect server.

    deployments  the file's tables as deployments, each with its schedule, limit and the reason for it
    jobs         the flows they run: collect, reports, digest, stale, health
    assets       what they have made, and of what
    server       the server that they live on, one's own or a local one; runs that died are marked

A job reads the file when it runs, so that a changed profile needs no restart; changed schedules do.
"""
