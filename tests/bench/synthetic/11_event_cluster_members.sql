insert into event_cluster_members by name
with
codes as (
    select
        event_id,
        max(code) filter (where role = 'actor') as actor,
        max(code) filter (where role = 'recipient') as recipient
    from event_parties
    group by event_id
),

keyed as (
    select
        e.event_id,
        e.article_id,
        concat_ws(' ', e.type, e.modality, c.actor || '>' || c.recipient) as cluster_key,
        e.start_date as first_date,
        e.end_date as last_date
    from events as e
    inner join codes as c on e.event_id = c.event_id
    where c.actor is not null and c.recipient is not null and $articles > 0
)

select
    *,
    'c' || left(md5(cluster_key || epoch(first_date) // 345600), 16) as cluster_id,
    'r000' as run_id
from keyed;
