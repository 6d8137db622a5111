drop table if exists event_clusters;

create table event_cluster_members (
    event_id text not null,
    article_id text not null,
    cluster_id text,
    cluster_key text not null,
    first_date date,
    last_date date,
    run_id text not null
);

comment on table event_cluster_members is
'One row per event with a known party on either side, key event_id: the happening that it and others report.';
comment on column event_cluster_members.event_id is 'Event that reports it.';
comment on column event_cluster_members.article_id is 'Article whose current revision shows it.';
comment on column event_cluster_members.cluster_id is
'The happening: c and 16 hexadecimal digits of its key and first day; null only while a run is at work.';
comment on column event_cluster_members.cluster_key is
'Type, modality, codes of the actors and of the recipients: events that differ in one are different happenings.';
comment on column event_cluster_members.first_date is
'First day on which it may have happened: the event''s own, else the day before publication; null when undated.';
comment on column event_cluster_members.last_date is
'Last day on which it may have happened: the event''s own, else the day of publication; null when undated.';
comment on column event_cluster_members.run_id is 'Run that extracted the event.';
