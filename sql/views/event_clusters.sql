create or replace view event_clusters as
with
members as (
    select
        m.cluster_id,
        m.event_id,
        m.article_id,
        m.first_date,
        m.last_date,
        e.type,
        e.modality,
        e.confidence,
        a.published_date,
        a.story_id,
        a.source
    from event_cluster_members as m
    inner join events as e on m.event_id = e.event_id
    inner join articles as a on m.article_id = a.article_id and a.is_current
),

-- Variants of a name are one party, as in the key.
codes as (
    select
        m.cluster_id,
        p.role,
        case
            when starts_with(p.code, 'PER:') then coalesce('PER:' || n.name, p.code)
            when starts_with(p.code, 'ORG:') then coalesce(n.code, p.code)
            else p.code
        end as code
    from event_cluster_members as m
    inner join event_parties as p on m.event_id = p.event_id
    left join entity_names as n on p.entity_id = n.entity_id and n.is_variant
    where p.code is not null
),

parties as (
    select
        cluster_id,
        list_sort(list_distinct(list(code) filter (where role = 'actor'))) as actors,
        list_sort(list_distinct(list(code) filter (where role = 'recipient'))) as recipients
    from codes
    group by cluster_id
),

happenings as (
    select
        cluster_id,
        any_value(type) as type,
        any_value(modality) as modality,
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
)

select
    h.cluster_id,
    h.type,
    h.modality,
    p.actors,
    p.recipients,
    h.start_date,
    h.end_date,
    h.first_seen_date,
    h.last_seen_date,
    h.event_count,
    h.article_count,
    h.story_count,
    h.source_count,
    h.best_event_id
from happenings as h
inner join parties as p on h.cluster_id = p.cluster_id
order by h.first_seen_date, h.cluster_id;

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
