-- Most happenings are told once: only the others are counted (1.3 million happenings: 1 instead of 7 s of processor
-- time). Members of a happening have their key in common, and so its first two words and the parties.
create or replace view event_clusters as
with
repeated as (
    select cluster_id
    from event_cluster_members
    where cluster_id is not null
    group by cluster_id
    having count(*) > 1
),

told_once as (
    select
        m.cluster_id,
        m.cluster_key,
        m.actors,
        m.recipients,
        m.first_date as start_date,
        m.last_date as end_date,
        a.published_date as first_seen_date,
        a.published_date as last_seen_date,
        1::bigint as event_count,
        1::bigint as article_count,
        if(a.story_id is null, 0, 1)::bigint as story_count,
        if(a.source is null, 0, 1)::bigint as source_count,
        m.event_id as best_event_id
    from event_cluster_members as m
    inner join articles as a on m.article_id = a.article_id and a.is_current
    where m.cluster_id not in (select r.cluster_id from repeated as r)
),

members as (
    select
        m.cluster_id,
        m.cluster_key,
        m.actors,
        m.recipients,
        m.event_id,
        m.article_id,
        m.first_date,
        m.last_date,
        e.confidence,
        a.published_date,
        a.story_id,
        a.source
    from event_cluster_members as m
    inner join events as e on m.event_id = e.event_id
    inner join articles as a on m.article_id = a.article_id and a.is_current
    where m.cluster_id in (select r.cluster_id from repeated as r)
),

told_often as (
    select
        cluster_id,
        any_value(cluster_key) as cluster_key,
        any_value(actors) as actors,
        any_value(recipients) as recipients,
        min(first_date) as start_date,
        max(last_date) as end_date,
        min(published_date) as first_seen_date,
        max(published_date) as last_seen_date,
        count(*) as event_count,
        count(distinct article_id) as article_count,
        count(distinct story_id) as story_count,
        count(distinct source) as source_count,
        arg_max(event_id, (coalesce(confidence, 0), event_id)) as best_event_id
    from members
    group by cluster_id
),

happenings as (
    select * from told_once
    union all by name
    select * from told_often
)

select
    cluster_id,
    split_part(cluster_key, ' ', 1) as type,
    split_part(cluster_key, ' ', 2) as modality,
    actors,
    recipients,
    start_date,
    end_date,
    first_seen_date,
    last_seen_date,
    event_count,
    article_count,
    story_count,
    source_count,
    best_event_id
from happenings
order by first_seen_date, cluster_id;

comment on view event_clusters is
'One row per happening: events of the same type, modality and parties whose days overlap, within and across articles.';
comment on column event_clusters.cluster_id is 'The happening.';
comment on column event_clusters.type is 'PLOVER category.';
comment on column event_clusters.modality is 'What the texts claim about it.';
comment on column event_clusters.actors is 'Codes of those who act.';
comment on column event_clusters.recipients is 'Codes of those who are acted on.';
comment on column event_clusters.start_date is
'First day on which it may have happened; where no text says, the day before the first report.';
comment on column event_clusters.end_date is 'Last day on which it may have happened.';
comment on column event_clusters.first_seen_date is 'Day of the first article that reports it.';
comment on column event_clusters.last_seen_date is 'Day of the last article that reports it.';
comment on column event_clusters.event_count is 'Events: an article may report it more than once.';
comment on column event_clusters.article_count is 'Articles that report it.';
comment on column event_clusters.story_count is 'Distinct stories: wire copies count once.';
comment on column event_clusters.source_count is 'Distinct sources.';
comment on column event_clusters.best_event_id is 'The event of the highest confidence, to quote its sentence.';
