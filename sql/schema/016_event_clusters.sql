create table event_clusters (
    cluster_id text not null,
    event_id text not null,
    article_id text not null,
    run_id text not null
);

comment on table event_clusters is
'One row per event and the cluster of reports of the same happening it belongs to, key event_id; empty so far.';
comment on column event_clusters.cluster_id is 'Happening that several articles report.';
comment on column event_clusters.event_id is 'Event that reports it.';
comment on column event_clusters.article_id is 'Article whose current revision shows it.';
comment on column event_clusters.run_id is 'Run that formed the cluster.';
