select max(started_at) as started_at from runs
